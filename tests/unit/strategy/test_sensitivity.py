"""What moves the answer: differences of the exact solver, facts kept, and the inverse question."""

import dataclasses
import json

import pandas as pd
import pytest

from simulator.advice.charts.tornado import dwarfing, tornado
from simulator.advice.field_words import PROFILE, SPREADS, field_words, parameter_words
from simulator.advice.field_words import PROGRAM as PROGRAM_WORDS
from simulator.advice.gains import gain_words
from simulator.advice.sensitivity_words import sensitivity_summary
from simulator.model.parameters import SPREADS as MODEL_SPREADS
from simulator.model.parameters import load_calibration
from simulator.model.tables import table
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


def test_labels_are_words_and_not_names_of_fields(found: Sensitivity):
    words = {field_words(row) for row in found.fields.to_dict("records")}
    assert {"Step 2 CK, 5 points higher", "Step 2 CK, 5 points lower", "1 year more since graduation"} <= words
    assert not [w for w in words if "_" in w or ":" in w.removeprefix("open programs:")]
    told = sensitivity_summary(found, width=84)
    assert "Step 2 CK, 5 points higher" in told
    assert not [line for line in told.splitlines() if "_" in line]


def test_every_value_that_is_tried_has_words():
    for rule in table("sensitivity")["profile"]:
        for value in rule.get("values", ()):
            said = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
            assert (rule["field"], said) in PROFILE
    for rule in table("sensitivity")["program"]:
        for value in rule.get("values", ()):
            assert (rule["field"], " and ".join(value) if isinstance(value, list) else value) in PROGRAM_WORDS
    assert set(SPREADS) == set(MODEL_SPREADS)
    assert parameter_words("rank: intercept@non_us_img/internal_medicine").startswith("how strict in ranking: non-US")


def test_a_parameter_has_the_range_over_which_it_was_moved(found: Sensitivity):
    rows = found.parameters
    assert (rows["moved"] != rows["central"]).all()
    assert "0.12 to 0.88" in " ".join(sensitivity_summary(found).split()) or rows["moved"].notna().all()


def test_no_bar_dwarfs_the_others_and_what_is_cut_off_says_its_number(found: Sensitivity):
    rows = found.fields.head(14).to_dict("records")
    giants = dwarfing(rows)
    assert rows[0]["field"] == "visa"
    assert giants == 1
    figure = tornado(found)
    bars = figure.axes[1]
    longest = max(abs(row["difference"]) for row in rows[giants:])
    assert max(map(abs, bars.get_xlim())) < 500 * longest
    assert [text.get_text() for text in bars.texts] == [gain_words(rows[0]["difference"])]
    assert bars.patches[0].get_width() == bars.get_xlim()[0] > 100 * rows[0]["difference"]
    assert "Broken bars are longer than the scale" in " ".join(figure.texts[1].get_text().split())


@pytest.mark.parametrize(
    ("differences", "giants"), [([0.7, 0.1, 0.09], 1), ([0.5, 0.4, 0.4, 0.1], 3), ([0.2, 0.15, 0.1], 0), ([0.3], 0)]
)
def test_which_bars_are_giants(differences: list[float], giants: int):
    assert dwarfing([{"difference": d, "low": d, "high": d} for d in differences]) == giants


def test_a_target_that_no_number_reaches_is_left_out_of_the_json():
    data = {**DATA, "applicant": DATA["applicant"] | {"visa": "h1b"}, "programs": []}
    told = json.loads(sensitivity(scenario_from_dict(data)).to_json())
    assert all("further" not in row and "low" not in row for row in told["further_interviews"])
