"""The JSON Schema for editors, and that every model knows its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel

import simulator.scenario.applicant
import simulator.scenario.couple
import simulator.scenario.edits
import simulator.scenario.program
import simulator.scenario.schema
from simulator.errors import InputError
from simulator.scenario import SPECIALTIES, json_schema, scenario_from_dict
from simulator.scenario.base import Part
from simulator.scenario.translate import _models

BASE: dict[str, Any] = {"name": "x", "season": 2027, "applicant": {"type": "us_md"}}
PROGRAM: dict[str, Any] = {"name": "A", "specialty": "neurology", "setting": "community"}


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for below in schema.values():
            yield from objects(below)


def parts() -> set[type[BaseModel]]:
    def below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
        for child in model.__subclasses__():
            yield child
            yield from below(child)

    # Files of experiments have a schema of their own, with a test of its own.
    return {model for model in below(Part) if not model.__module__.startswith("simulator.scenario.experiment")}


def test_it_is_a_valid_schema_of_the_2020_dialect() -> None:
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)


def test_every_mapping_is_closed_and_every_field_described() -> None:
    for found in objects(json_schema()):
        assert found["additionalProperties"] is False
        for name, field in found["properties"].items():
            assert field.get("description", "").endswith("."), name


def test_specialty_keys_are_offered() -> None:
    field = json_schema()["$defs"]["ProgramEntry"]["properties"]["specialty"]  # type: ignore[index]
    assert field["anyOf"][0]["enum"] == list(SPECIALTIES)


def test_every_call_returns_a_schema_of_its_own() -> None:
    json_schema()["properties"].clear()  # type: ignore[attr-defined]
    assert json_schema()["properties"]


def test_unknown_keys_get_suggestions_everywhere() -> None:
    bases = {simulator.scenario.program.Program, simulator.scenario.applicant.ApplicantFields}
    assert set(_models().values()) == parts() - bases


BOUNDS = [
    ("applicant", "step2_ck", 1, 300, 1), ("applicant", "failed_attempts", 0, 10, 1),
    ("applicant", "years_since_graduation", 0, 60, 0.5), ("applicant", "us_clinical_experience_months", 0, 120, 0.5),
    ("applicant", "interview_skill", -4, 4, 0.1), ("applicant", "last_clinical_activity_years", 0, 60, 0.1),
    ("applicant", "prior_match_attempts", 0, 20, 1), ("applicant", "research", 0, 500, 1),
    ("applicant", "red_flags", 0, 20, 1),
    ("applicant", "max_interviews", 0, 200, 1), ("program", "img_share", 0, 1, 0.01),
    ("program", "positions", 1, 500, 1),
    ("program", "min_step2_ck", 1, 300, 1), ("program", "max_years_since_graduation", 0, 60, 0.1),
    ("program", "min_us_clinical_experience_months", 0, 120, 0.1), ("program", "performance", -4, 4, 0.1),
    ("program", "count", 1, 5000, 1), ("simulation", "replicates", 1, 10**9, 1),
    ("simulation", "seed", 0, 2**63 - 1, 1),
]  # fmt: skip


def with_field(part: str, field: str, value: object) -> dict[str, Any]:
    if part == "program":
        return {**BASE, "programs": [{**PROGRAM, field: value}]}
    return {**BASE, part: {**BASE.get(part, {}), field: value}}


@pytest.mark.parametrize(("part", "field", "low", "high", "step"), BOUNDS)
def test_bounds_are_inclusive_in_file_and_schema(part: str, field: str, low: float, high: float, step: float) -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    for value in (low, high):
        scenario_from_dict(with_field(part, field, value))
        assert validator.is_valid(with_field(part, field, value))
    for value in (low - step, high + step):
        with pytest.raises(InputError, match=field):
            scenario_from_dict(with_field(part, field, value))
        assert not validator.is_valid(with_field(part, field, value))


@pytest.mark.parametrize(("part", "field"), [row[:2] for row in BOUNDS])
@pytest.mark.parametrize("value", [True, "3", float("nan"), float("inf"), [3], {"a": 3}])
def test_numbers_are_strict(part: str, field: str, value: object) -> None:
    with pytest.raises(InputError, match=field):
        scenario_from_dict(with_field(part, field, value))
