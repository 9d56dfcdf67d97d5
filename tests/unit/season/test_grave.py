"""Warnings that decide an answer: exams not passed, a season that is over, visas, certification, no programs."""

from typing import Any

import pytest

from simulator.model.filters import visa_filter
from simulator.model.passing import passing_standards, under_passing
from simulator.scenario import scenario_from_dict
from simulator.season.apply import applications
from simulator.season.caveats import grave

ABOUT = {"specialty": "internal_medicine", "setting": "community", "status": "invited"}
J1_PROGRAM, H1B_PROGRAM = ABOUT | {"name": "A", "visas": ["j1"]}, ABOUT | {"name": "B", "visas": ["h1b"]}


def said(*programs: dict[str, Any], as_of: str | None = None, **person: Any) -> str:
    about = {"name": "n", "season": 2027, "applicant": {"type": "non_us_img", "visa": "j1"} | person}
    about |= {"programs": list(programs or [J1_PROGRAM])} | ({"as_of": as_of} if as_of else {})
    scenario = scenario_from_dict(about)
    return "\n".join(grave(scenario, applications(scenario)))


def test_a_usual_file_has_none() -> None:
    assert said(step2_ck=240, as_of="2027-03-03") == ""


def test_a_score_that_does_not_pass_is_loud() -> None:
    assert "1 is under the passing score of 218 (exams since July 2025): check for a typing error" in said(step2_ck=1)
    assert "did pass" not in said(step2_ck=195)
    assert "An exam taken before July 2025 did pass with 215." in said(step2_ck=215)
    assert "before July 2014 did pass with 203" in said(step2_ck=203)
    assert said(step2_ck=218) == ""


@pytest.mark.parametrize(("season", "score"), [(2020, 209), (2023, 214), (2025, 214), (2026, 218), (2035, 218)])
def test_the_passing_score_is_that_of_the_season(season: int, score: int) -> None:
    assert passing_standards(season)[-1].score == score
    assert under_passing(score, season) == under_passing(None, season) == ""
    assert f"under the passing score of {score}" in under_passing(score - 1, season)


def test_after_the_deadline_and_after_match_day() -> None:
    assert "rank order lists closed on 2027-03-03" in said(as_of="2027-03-04")
    assert "Match Day of season 2027 was 2027-03-19" in said(as_of="2027-03-20")


def test_certification_is_taken_for_granted_and_said() -> None:
    assert "before a residency starts" in said(ecfmg_certified=False)


@pytest.mark.parametrize("visa", ["h1b", "j1_or_h1b"])
def test_an_h1b_without_step_3_is_closed_for_that_reason(visa: str) -> None:
    about = {"type": "non_us_img", "visa": visa, "step3": False}
    raw = {"name": "n", "season": 2027, "applicant": about, "programs": [H1B_PROGRAM]}
    scenario = scenario_from_dict(raw)
    reasons = visa_filter(scenario.applicant, scenario.programs[0])
    assert reasons[0].startswith("H-1B needs Step 3, which is not passed")
    assert "Step 3 passed before the start" in said(H1B_PROGRAM, J1_PROGRAM, visa=visa)
    assert said(H1B_PROGRAM, visa=visa, step3=True) == ""


def test_another_visa_is_not_a_matter_of_step_3() -> None:
    text = said(ABOUT | {"name": "C", "visas": []}, H1B_PROGRAM, visa="j1_or_h1b")
    assert "C cannot sponsor the visa" in text
    assert "B would need an H-1B" in text
