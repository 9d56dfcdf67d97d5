"""What `advise` suggests: always within the file format, in words that fit the field, readable when written out."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.advice.advise_words import _check
from simulator.scenario import Scenario, load_scenario, scenario_from_dict
from simulator.scenario.applicant import ATTEMPTS, EXPERIENCE_MONTHS, MAX_SKILL_SD, YEARS
from simulator.scenario.edited import apply_strategy
from simulator.scenario.writer import strategies_text
from simulator.strategy.calendar import advice
from simulator.strategy.communication import communication_plan
from simulator.strategy.selfcheck import self_check
from tests.strategies import scenarios

IM = {"name": "A", "count": 3, "specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}


def season(programs: tuple[dict[str, Any], ...] = (IM,), **person: Any) -> Scenario:
    about = {"type": "non_us_img", "visa": "j1"} | person
    return scenario_from_dict({"name": "n", "season": 2027, "applicant": about, "programs": list(programs)})


EXTREME = st.fixed_dictionaries(
    {},
    optional={
        "step2_ck": st.sampled_from([1, 300]),
        "failed_attempts": st.sampled_from([0, 10]),
        "years_since_graduation": st.sampled_from([*map(float, YEARS), 59.5]),
        "us_clinical_experience_months": st.sampled_from([*map(float, EXPERIENCE_MONTHS), 113.9, 115.0, 119.5]),
        "us_clinical_experience_type": st.sampled_from(["hands_on", "observership"]),
        "interview_skill": st.sampled_from(["poor", "average", "strong", -MAX_SKILL_SD, 0.9, MAX_SKILL_SD]),
        "prior_match_attempts": st.sampled_from(ATTEMPTS),
        "step3": st.booleans(),
    },
)


@settings(max_examples=60, deadline=None)
@given(scenarios(), EXTREME, st.none() | st.integers(0, 120))
def test_whatever_is_suggested_can_be_put_into_the_file(
    data: dict[str, Any], person: dict[str, Any], later: int | None
):
    applicant = {**data["applicant"], **person}
    scenario = scenario_from_dict({**data, "applicant": applicant})
    if later is not None and scenario.as_of is None:
        scenario = replace(scenario, as_of=date(2026, 9, 25) + timedelta(days=later))
    for item in advice(scenario):
        edited = apply_strategy(replace(scenario, strategies=(item.strategy,)), 0)
        assert not edited.faults, item.key
    communication_plan(scenario)
    assert all(line for line in _check(self_check(scenario)))


@pytest.mark.parametrize(("months", "suggested"), [(100, 106), (115, 120), (119.5, 120), (120, None)])
def test_more_experience_stops_where_the_file_format_does(months: float, suggested: float | None):
    item = next(a for a in advice(season(us_clinical_experience_months=months)) if a.key == "next_season")
    changed = item.strategy.edits[0].set_applicant or {}
    assert changed.get("us_clinical_experience_months") == suggested
    assert changed["letters"] == "strong"


@pytest.mark.parametrize(("skill", "after"), [(None, 0.5), ("poor", -0.5), ("average", 0.5), (0.4, 0.9)])
def test_practice_adds_half_a_standard_deviation(skill: str | float | None, after: float):
    items = advice(season() if skill is None else season(interview_skill=skill))
    item = next(a for a in items if a.key == "mock_interviews")
    assert item.strategy.edits[0].set_applicant == {"interview_skill": after}


@pytest.mark.parametrize("skill", ["strong", 1.0, 4.0])
def test_who_interviews_strongly_is_not_told_to_practise(skill: str | float):
    assert "mock_interviews" not in {a.key for a in advice(season(interview_skill=skill))}


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ({"years_since_graduation": 9}, "Years since graduation: 9 years; many programs accept at most 7 ("),
        ({"failed_attempts": 1}, "Failed attempts: 1; many programs accept none ("),
        ({"step2_ck": 210}, "Step 2 CK: 210 points; many programs ask for 220 ("),
        ({"us_clinical_experience_months": 1}, "hands-on: 1 month; many programs ask for 2 ("),
        (
            {"us_clinical_experience_months": 6, "us_clinical_experience_type": "observership"},
            "hands-on: 6 months, only as an observer; many programs ask for 2 months (",
        ),
        ({"us_clinical_experience_type": "observership"}, "hands-on: only as an observer; many programs"),
    ],
)
def test_what_falls_short_is_said_in_the_words_of_its_field(person: dict[str, Any], said: str):
    assert any(said in line for line in _check(self_check(season(**person))))


def test_having_no_programs_is_what_falls_short():
    assert list(_check(self_check(season(()))))[-1].startswith("Programs applied to: none.")


def test_a_complete_list_has_nothing_to_weigh_and_a_shorter_one_has():
    listed = {"name": "n", "season": 2027, "applicant": {"type": "us_md"}, "programs": [IM | {"status": "interviewed"}]}
    for order, verb in ((["A 1", "A 2", "A 3"], ""), (["A 2"], "run")):
        scenario = scenario_from_dict(listed | {"rank_order_list": order})
        assert next(a.verb for a in advice(scenario) if a.key == "rank_all") == verb


def test_suggestions_are_written_a_field_a_line_and_read_again(tmp_path):  # noqa: ANN001 - pytest's own
    scenario = season()
    text = strategies_text(a.strategy for a in advice(scenario) if a.verb == "run")
    assert "      - add_programs:\n          - name:" in text
    assert max(map(len, text.splitlines())) <= 110
    path = tmp_path / "s.yaml"
    head = "name: n\nseason: 2027\napplicant: {type: non_us_img, visa: j1}\nprograms:\n"
    rows = "  - {name: A, count: 3, specialty: internal_medicine, setting: community, visas: [j1]}\n"
    path.write_text(head + rows + text, encoding="utf-8")
    assert load_scenario(path).strategies == tuple(a.strategy for a in advice(scenario) if a.verb == "run")
    assert strategies_text(()) == "strategies: []\n"
