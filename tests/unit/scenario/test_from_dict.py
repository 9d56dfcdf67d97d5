"""Python data gets the checks of a file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator.errors import InputError
from simulator.scenario import load_scenario, scenario_from_dict

SMALLEST: dict[str, Any] = {"name": "x", "season": 2027, "applicant": {"type": "us_md"}}


def refused(data: Any) -> str:
    with pytest.raises(InputError) as caught:
        scenario_from_dict(data)
    return str(caught.value)


def test_a_dict_and_a_file_make_equal_scenarios(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("name: x\nseason: 2027\nas_of: 2026-11-01\napplicant: {type: us_md}\n")
    assert load_scenario(file) == scenario_from_dict({**SMALLEST, "as_of": date(2026, 11, 1)})


def test_numbers_of_numpy_are_numbers() -> None:
    applicant = {"type": "us_md", "step2_ck": np.int64(240), "years_since_graduation": np.float64(1.5)}
    found = scenario_from_dict({**SMALLEST, "season": np.int32(2027), "applicant": applicant}).applicant
    assert (found.step2_ck, found.years_since_graduation) == (240, 1.5)
    assert type(found.step2_ck) is int


@pytest.mark.parametrize(
    ("data", "fragment"),
    [
        ([], "<dict>: must be a mapping"),
        (None, "<dict>: must be a mapping of keys to values (got null)"),
        ({}, "<dict>: applicant: is missing"),
        ({"name": "x", 3: 4}, "a key must be text (got 3)"),
        ({**SMALLEST, "as_of": datetime(2026, 11, 1, 12)}, "must be a date"),  # noqa: DTZ001
        ({**SMALLEST, "name": object()}, "must be text (got a value of type object)"),
        ({**SMALLEST, "name": "\ud800"}, "U+D800"),
        ({**SMALLEST, "season": 10**5000}, "a whole number of about 5001 digits"),
        ({**SMALLEST, "season": True}, "must be a whole number (got true)"),
        ({**SMALLEST, "season": np.True_}, "must be a whole number"),
        ({**SMALLEST, "programs": {1, 2}}, "must be a list"),
        ({**SMALLEST, "applicant": {"type": ["us_md"]}}, "unknown value (got a list of 1 value)"),
    ],
)
def test_odd_data_is_refused(data: Any, fragment: str) -> None:
    assert fragment in refused(data)


def test_data_that_holds_itself_is_refused() -> None:
    data: dict[str, Any] = dict(SMALLEST)
    data["programs"] = [data]
    assert "nested too deeply" in refused(data)


def test_shared_data_cannot_explode() -> None:
    wide: Any = ["x"] * 10
    for _ in range(12):
        wide = [wide] * 10
    assert "too many values" in refused({**SMALLEST, "programs": wide})
