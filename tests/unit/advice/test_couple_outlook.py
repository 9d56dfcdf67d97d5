"""The outlook of each of a couple: both zones are told, and what can still be done by whom."""

from typing import Any

import pytest

from simulator.advice import possible, words
from simulator.advice.couple_outlook import steps_of_couple, zone_sentence
from simulator.advice.report import content
from simulator.outcomes.couple import CoupleResult
from simulator.outcomes.result import RunResult
from tests.factories import make_result
from tests.reports import DAY
from tests.unit.advice.couple_edges import couple_case, make_couple_result


def told(couple: CoupleResult, **more: Any) -> RunResult:
    match = couple.partners[0].matched
    return make_result(match.exact, match=match, couple=couple, **more)


SECOND_POOR = make_couple_result(0.04, 0.9, 0.02)
FIRST_POOR = make_couple_result(0.04, 0.02, 0.9)
CLOSED_TO_SECOND = "1 program is closed by visa"


@pytest.mark.parametrize(
    ("result", "who"),
    [
        (told(SECOND_POOR), "the second partner"),
        (told(FIRST_POOR), "the first partner"),
        (couple_case("nothing possible"), "both of you"),
        (couple_case("certain"), ""),
    ],
)
def test_it_says_whose_outlook_is_poor(result: RunResult, who: str):
    found, steps = steps_of_couple(result)
    assert found == who
    assert bool(steps) == bool(who)
    assert (f"What {who} can still do:" in words.summary(result, width=200)) == bool(who)
    titles = [one.title for one in content(result, made_on=DAY).second]
    assert (f"What {who} can still do" in titles) == bool(who)
    assert ("If this is hard to read" in titles) == bool(who)


def test_a_program_that_is_closed_to_the_second_partner_is_a_step_of_the_second_partner():
    assert any(text.startswith(CLOSED_TO_SECOND) for text in steps_of_couple(told(SECOND_POOR))[1])
    assert not any(CLOSED_TO_SECOND in text for text in steps_of_couple(told(FIRST_POOR))[1])
    both = steps_of_couple(couple_case("nothing possible"))[1]
    assert any(text.startswith(f"Second partner: {CLOSED_TO_SECOND}") for text in both)
    assert both.count(possible.COMMUNITY_IMG) == 1
    assert len(set(both)) == len(both)


def test_the_zone_of_each_is_told():
    said = zone_sentence(told(SECOND_POOR))
    assert "Zone of the first partner: green" in said
    assert "Zone of the second partner: red (at risk: plan for a second way as well)." in said


def test_one_applicant_has_no_steps_of_a_couple():
    assert steps_of_couple(make_result(0.1)) == ("", [])
