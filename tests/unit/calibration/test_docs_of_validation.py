"""docs/json.md and docs/validation.md say what `validate` and `model` answer and read."""

import re
from dataclasses import fields
from pathlib import Path

from simulator.calibration.described import Description, Parameter, describe
from simulator.calibration.validation import Validation
from simulator.calibration.validation_figures import Figure
from simulator.calibration.validation_scores import CellScore
from simulator.scenario.published import MAX_ROWS
from simulator.scenario.published_tables import CHARTING_COLUMNS, RANKS_COLUMNS

DOCS = Path(__file__).resolve().parents[3] / "docs"
JSON = (DOCS / "json.md").read_text("utf-8")


def section(title: str) -> set[str]:
    text = JSON.partition(f"## JSON of `{title}`")[2].partition("\n## ")[0]
    return {name.removesuffix("[]") for name in re.findall(r"`([\w\[\]]+)`", text)}


def test_every_key_of_validate_is_described() -> None:
    keys = {field.name for field in fields(Validation)} | set(Figure._fields) | set(CellScore._fields)
    assert keys - section("validate") == set()


def test_every_key_of_model_is_described() -> None:
    described: Description = describe("rules-of-thumb")
    keys = set(described.to_dict()) | set(Parameter._fields)
    assert keys - section("model") - {"schema_version"} == set()


def test_the_formats_are_described() -> None:
    text = (DOCS / "validation.md").read_text("utf-8")
    for column in (*RANKS_COLUMNS, *CHARTING_COLUMNS[:4]):
        assert column in text
    assert f"{MAX_ROWS:,} rows" in text
