"""A couple's run, whole: what it says, what it refuses, and that each partner alone is a run alone."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

import simulator as ms
from simulator.errors import InputError
from simulator.pipeline import joint_list, run_couple
from simulator.scenario.couple_people import each_alone
from tests.command.test_run import keeps_the_contract
from tests.couples import couple_scenario, programs

N = 20_000
FLINT, BOSTON = {"city": "Flint", "state": "MI"}, {"city": "Boston", "state": "MA"}


def scenario(n: int = 3, **couple: Any) -> ms.Scenario:
    first = [p | place for p, place in zip(programs("A", n), [FLINT, BOSTON] * n, strict=False)]
    second = [p | place for p, place in zip(programs("B", n), [FLINT, BOSTON] * n, strict=False)]
    partner = {"applicant": {"type": "us_img", "visa": "none"}, "programs": second}
    data = {"name": "x", "season": 2027, "applicant": {"type": "non_us_img"}, "programs": first}
    return ms.scenario_from_dict(data | {"couple": {"partner": partner, **(couple or {"build": {"together": "city"}})}})


@pytest.fixture(scope="module")
def result() -> ms.CoupleResult:
    return run_couple(scenario(), replicates=N)


def test_outcomes_and_pairs_add_up(result: ms.CoupleResult) -> None:
    parts = (result.both, result.first_only, result.second_only, result.neither)
    assert sum(x.probability for x in parts) == pytest.approx(1)
    assert sum(x.refined for x in parts) == pytest.approx(1)
    assert result.by_pair["refined"].sum() == pytest.approx(1 - result.neither.refined)
    assert result.by_place["refined"].sum() == pytest.approx(result.both.refined)
    for share in parts:
        assert share.low <= share.high
        assert share.probability == pytest.approx(share.refined, abs=6 * share.mc_standard_error)
    assert result.method == "quadrature"
    assert result.both.refined_standard_error == 0


def test_each_partner_alone_is_a_run_alone(result: ms.CoupleResult) -> None:
    first, second = (ms.run(s, replicates=N) for s in each_alone(scenario()))
    assert result.partners[0].alone == first.match
    assert result.partners[1].alone.exact == second.match.exact
    assert (result.partners[1].alone.low, result.partners[1].alone.high) == (second.match.low, second.match.high)
    for partner in result.partners:
        assert partner.cost == pytest.approx(partner.alone.exact - partner.in_couple)
        assert partner.cost > 0


def test_no_joint_list_beats_two_people_apart(result: ms.CoupleResult) -> None:
    assert result.both.probability < result.both_alone
    anywhere = run_couple(scenario(build={"together": "career_first"}), replicates=N)
    assert anywhere.both_alone == result.both_alone
    assert anywhere.both.probability == anywhere.both_alone
    assert list(anywhere.by_place["place"]) == ["same city", "apart"]


def test_the_same_numbers_for_any_workers(result: ms.CoupleResult) -> None:
    again = run_couple(scenario(), replicates=N, workers=1)
    assert json.dumps(again.to_dict()) == json.dumps(result.to_dict())
    assert again.by_pair.equals(result.by_pair)


def test_a_long_list_is_finished_conditionally() -> None:
    found = run_couple(scenario(12, build={"together": "any"}), replicates=2_000)
    assert found.method == "mixed"
    assert found.both.refined_standard_error == 0 < found.neither.refined_standard_error
    parts = (found.both, found.first_only, found.second_only, found.neither)
    assert sum(x.refined for x in parts) == pytest.approx(1)
    assert found.by_pair["refined"].sum() == pytest.approx(1 - found.neither.refined)
    pairs = [*([f"A {i}", f"B {j}"] for i in range(12) for j in range(12)), ["A 0", None]]
    found = run_couple(scenario(12, joint_rank_order_list=[["A 11", None], *pairs]), replicates=2_000)
    assert found.method == "conditional"
    assert 0 < found.both.refined_standard_error < found.both.mc_standard_error
    assert found.both.refined == pytest.approx(found.both.probability, abs=6 * found.both.mc_standard_error)


@pytest.fixture(scope="module")
def whole() -> ms.RunResult:
    return ms.run(scenario(), replicates=N)


def test_run_gives_the_same_couple_and_the_first_partner_by_the_joint_list(
    result: ms.CoupleResult, whole: ms.RunResult
) -> None:
    assert whole.couple is not None
    assert json.dumps(whole.couple.to_dict()) == json.dumps(result.to_dict())
    assert whole.match == result.partners[0].matched
    assert whole.match.probability == pytest.approx(result.both.probability + result.first_only.probability)
    assert whole.match.exact == pytest.approx(result.both.refined + result.first_only.refined)
    assert whole.match.low <= whole.match.exact <= whole.match.high
    assert whole.by_position["probability"].sum() == pytest.approx(whole.match.probability)
    assert whole.by_position["exact"].sum() == pytest.approx(whole.match.exact)
    by_program = dict(zip(whole.by_program["program"], whole.by_program["match_probability"], strict=True))
    by_position = dict(zip(whole.by_position["program"], whole.by_position["probability"], strict=True))
    assert by_program == by_position
    alone = ms.run(each_alone(scenario())[0], replicates=N)
    assert whole.by_program["ranked_to_match_probability"].equals(alone.by_program["ranked_to_match_probability"])
    assert whole.cost.total_usd == alone.cost.total_usd
    left, left_alone = 1 - whole.match.probability, 1 - alone.match.probability
    assert whole.soap.probability / left == pytest.approx(alone.soap.probability / left_alone, abs=0.03)
    keeps_the_contract(json.loads(whole.to_json()))


def test_run_gives_the_same_bytes_for_any_workers(whole: ms.RunResult) -> None:
    assert ms.run(scenario(), replicates=N, workers=1).to_json() == whole.to_json()


def test_cost_of_pairing_has_an_interval(result: ms.CoupleResult) -> None:
    for partner in result.partners:
        assert partner.cost_low <= partner.cost <= partner.cost_high
        assert partner.matched.exact == partner.in_couple


def test_a_program_outside_the_own_list_may_stand_in_a_pair() -> None:
    first = programs("A", 3)
    data = couple_scenario(first, programs("B", 2), [["A 2", "B 0"], ["A 0", "B 1"]], rank_order_list=["A 0", "A 1"])
    found = ms.run(data, replicates=4_000)
    assert list(found.by_position["program"]) == ["A 0", "A 1", "A 2"]
    assert found.by_position["probability"].sum() == pytest.approx(found.match.probability)
    assert found.by_position["probability"][1] == 0
    assert any(text.endswith("no match can come of it: A 1.") for text in found.warnings)
    assert not any("Not on the rank order list" in text for text in found.warnings)


def test_it_shows_itself(whole: ms.RunResult, result: ms.CoupleResult) -> None:
    html = whole._repr_html_()
    assert html == result._repr_html_()
    assert "of 100 couples like you, both match" in html
    assert "nan" not in html.lower().split()


def test_the_part_of_the_json(result: ms.CoupleResult) -> None:
    part = result.to_dict()
    assert list(part)[:4] == ["both", "first_only", "second_only", "neither"]
    assert set(part["uncertainty"]["both"]) == {
        "mc_standard_error", "refined", "refined_standard_error", "credible_interval",
    }  # fmt: skip
    assert "both 0." in repr(result)


def test_a_list_that_is_given_gets_reasons() -> None:
    given = [["A 0", "B 0"], ["A 0", "B 1"], ["A 0", None], [None, "B 0"]]
    listed = joint_list(scenario(joint_rank_order_list=given))
    reasons = ["same city: Flint", "apart: Flint, MI and Boston, MA", "first partner alone", "second partner alone"]
    assert [pair.reason for pair in listed.pairs] == reasons


def test_the_correlation_may_be_given() -> None:
    found = [run_couple(scenario(build={"together": "city"}, correlation=r), replicates=2_000) for r in (0.0, 0.9)]
    assert found[0].both.refined < found[1].both.refined
    assert found[1].correlation == (0.9, 0.9)


def test_warnings_say_whose_they_are() -> None:
    pairs = [["A 0", "B 0"], ["A 0", "B 0"], ["V", "B 0"]]
    first = [*programs("A", 1), *programs("V", 1, status="applied", visas=[])]
    first[1]["name"] = "V"
    said = run_couple(couple_scenario(first, programs("B", 1), pairs), replicates=1_000).warnings
    assert any(text.startswith("Nothing can come of 1 of the 3 pairs (rank 3)") for text in said)
    assert any(text.startswith("1 pair of the joint list stands there twice") for text in said)
    assert any(text.startswith("Second partner: The visa is not given") for text in said)
    open_pair = couple_scenario(programs("A", 1, status="applied"), programs("B", 1))
    said = run_couple(open_pair, replicates=1_000).warnings
    assert any(text.startswith("1 of the 1 pairs name a program that has not invited") for text in said)


def test_refusals() -> None:
    one = each_alone(scenario())[0]
    with pytest.raises(InputError, match="one applicant's"):
        run_couple(one)
    nothing = couple_scenario(programs("A", 1), programs("B", 1))
    assert nothing.couple is not None
    empty = scenario(build={"together": "state", "include_no_match": False})
    programs_apart = tuple(p.model_copy(update={"state": "TX", "city": "Waco"}) for p in empty.programs)
    with pytest.raises(InputError, match="leaves no pair"):
        run_couple(dataclasses.replace(empty, programs=programs_apart))
    with pytest.raises(InputError, match="not yet supported here"):
        ms.advise(scenario())
    with pytest.raises(InputError, match="seed"):
        run_couple(scenario(), seed=-1)


def test_a_list_on_which_both_can_never_match_says_so() -> None:
    people = programs("A", 1), programs("B", 1)
    alone = run_couple(couple_scenario(*people, [["A 0", None], [None, "B 0"]]), replicates=500)
    assert any("both of you can never match" in text for text in alone.warnings[: alone.grave_warnings])
    assert alone.both.refined == 0
    together = run_couple(couple_scenario(*people, [["A 0", "B 0"]]), replicates=500)
    assert not any("never match" in text for text in together.warnings)
