"""What moves the answer: differences of the exact solver, facts kept, and the inverse question."""

import dataclasses
import json

import pandas as pd
import pytest

from simulator.advice.charts.tornado import tornado
from simulator.advice.sensitivity_words import sensitivity_summary
from simulator.model.parameters import load_calibration
from simulator.pipeline import sensitivity
from simulator.scenario import scenario_from_dict
from simulator.season.exact import solve
from simulator.season.plan import make_plan
from simulator.strategy.sensitivity_result import Sensitivity

PROGRAM = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}
DATA = {
    "name": "x",
    "season": 2026,
    "as_of": "2025-11-15",
    "applicant": {"type": "non_us_img", "step2_ck": 240, "years_since_graduation": 3, "visa": "j1"},
    "programs": [
        PROGRAM | {"name": "Held", "count": 2, "status": "interviewed"},
        PROGRAM | {"name": "Silent", "count": 20, "max_years_since_graduation": 3},
    ],
}


@pytest.fixture(scope="module")
def found() -> Sensitivity:
    return sensitivity(scenario_from_dict(DATA))


def of(found: Sensitivity, field: str, value: str) -> pd.Series:
    rows = found.fields[(found.fields["field"] == field) & (found.fields["value"] == value)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_a_difference_is_that_of_two_exact_answers_with_the_facts_kept(found: Sensitivity):
    scenario = scenario_from_dict(DATA)
    calibration = load_calibration(None).for_type("non_us_img")
    base = make_plan(scenario, calibration)
    person = scenario.applicant.model_copy(update={"step2_ck": 245})
    edited = make_plan(dataclasses.replace(scenario, applicant=person), calibration, facts=base)
    wanted = float(solve(edited).match[0] - solve(base).match[0])
    row = of(found, "step2_ck", "245 points")
    assert row["difference"] == pytest.approx(wanted, abs=1e-9)
    assert row["low"] <= row["difference"] <= row["high"]


def test_one_year_more_meets_the_filter(found: Sensitivity):
    assert of(found, "years_since_graduation", "4 year")["difference"] < 0


def test_the_largest_comes_first(found: Sensitivity):
    assert found.fields["difference"].abs().is_monotonic_decreasing
    assert found.parameters["difference"].abs().is_monotonic_decreasing


def test_more_interviews_for_more_safety(found: Sensitivity):
    rows = found.interviews.set_index(["setting", "target"])["further"]
    for setting in ("community", "university"):
        eighty, ninety = (rows[setting, target] for target in (0.8, 0.9))
        assert pd.isna(ninety) or eighty < ninety


def test_no_number_of_interviews_helps_without_a_visa():
    data = {**DATA, "applicant": DATA["applicant"] | {"visa": "h1b"}, "programs": []}
    found = sensitivity(scenario_from_dict(data))
    assert found.interviews["further"].isna().all()
    assert (found.interviews["share"] == 0).all()
    assert "no number up to" in sensitivity_summary(found)


def test_words_json_and_chart(found: Sensitivity):
    text = sensitivity_summary(found, width=84)
    assert "How many further interviews" in text
    told = json.loads(found.to_json())
    assert told["match"]["exact"] == found.match
    assert len(told["fields"]) == len(found.fields)
    assert tornado(found).texts
