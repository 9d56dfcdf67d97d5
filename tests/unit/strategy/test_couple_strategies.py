"""Strategies of a couple: edits of either partner and of the joint list, compared on the same luck."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.errors import InputError
from simulator.model.parameters import load_calibration
from simulator.outcomes.comparison import Strategy
from simulator.pipeline import run_couple
from simulator.scenario import Scenario, apply_strategy
from simulator.scenario.couple_people import each_alone
from simulator.season.couple_conditional import outcomes
from simulator.season.couple_exact import solve_couple
from simulator.season.exact import solve
from simulator.season.plan import make_plan
from simulator.strategy.couple_base import couple_base, form_of, without_strategies
from simulator.strategy.couple_compare import check_couple_strategies, compare_couple
from tests.couples import couple_scenario, diagonal, programs
from tests.reference.couple_plain import sample_couple

NEW = {**programs("N", 1)[0], "name": "New"}
MINE = {"add_programs": NEW}
THEIRS = {"partner": {"add_programs": {**NEW, "name": "New too"}}}
STRONG = {"set_applicant": {"interview_skill": "strong"}}
ALONE = {"set_couple": {"alone": True}}

Edit = dict[str, Any]


def scenario_with(*strategies: list[Edit], n: int = 3, **fields: Any) -> Scenario:
    named = [{"name": f"s{k}", "edits": edits} for k, edits in enumerate(strategies)]
    return couple_scenario(programs("A", n), programs("B", n), strategies=named, **fields)


def compared(*strategies: list[Edit], n: int = 3, **fields: Any) -> tuple[Strategy, ...]:
    scenario = scenario_with(*strategies, n=n, **fields)
    check_couple_strategies(scenario)
    return compare_couple(scenario, 7)


def listing(*more: list[str | None]) -> Edit:
    return {"set_couple": {"joint_rank_order_list": [*diagonal(programs("A", 3), programs("B", 3)), *more]}}


def gains(one: Strategy) -> list[float]:
    assert one.couple is not None
    return [one.couple.both_difference.exact, one.difference.exact, one.couple.second_difference.exact]


def test_differences_are_those_of_the_exact_solver() -> None:
    first, second = [["New", "B 0"]], [["New", "New too"], ["A 0", None]]
    edits = [[MINE, listing(*first)], [MINE, THEIRS, listing(*second)], [STRONG], [{"partner": STRONG}]]
    scenario = scenario_with(*edits)
    base = couple_base(without_strategies(scenario), 7, 4)
    forms = [base.form, *(form_of(base, apply_strategy(scenario, k).scenario) for k in range(len(edits)))]
    exact = []
    for form in forms:
        both, one, two, _ = outcomes(form.couple.pairs, solve_couple(form.couple)[:, None])[:, 0]
        exact.append([both, both + one, both + two])
    for found, now in zip(compare_couple(scenario, 7), exact[1:], strict=True):
        assert found.couple is not None
        for k, gap in enumerate((found.couple.both_difference, found.difference, found.couple.second_difference)):
            assert abs(gap.estimate - (now[k] - exact[0][k])) < 4.5 * gap.mc_standard_error + 5e-5


def test_alone_is_what_each_would_be_alone() -> None:
    people = each_alone(scenario_with())
    (found,) = compared([ALONE])
    for estimate, person in zip((found.match, found.couple and found.couple.second), people, strict=True):
        assert estimate is not None
        plan = make_plan(person, load_calibration(person.calibration))
        assert abs(estimate.exact - solve(plan).match[0]) < 4.5 * estimate.mc_standard_error


def test_alone_against_plain_sampling() -> None:
    scenario = scenario_with([ALONE], calibration="rules-of-thumb")
    found = compare_couple(scenario, 7)[0].couple
    assert found is not None
    names = [list(person.rank_order_list) for person in each_alone(scenario)]
    pairs: list[tuple[str | None, str | None]] = [(a, b) for a in names[0] for b in names[1]]
    n = 200_000
    counts = sample_couple(each_alone(scenario), pairs, load_calibration("rules-of-thumb"), (0.3, 0.2), n, 5)
    assert abs(found.both.exact - sum(counts) / n) < 4.5 * (found.both.mc_standard_error + np.sqrt(0.25 / n))


def test_nothing_done_changes_nothing_to_the_last_digit() -> None:
    same = {"set_couple": {"joint_rank_order_list": diagonal(programs("A", 3), programs("B", 3))}}
    (found,) = compared([same])
    assert gains(found) == [0.0, 0.0, 0.0]
    assert "changes nothing" in found.warnings[0]


def test_an_interview_on_no_pair_changes_nothing_and_says_so() -> None:
    found = compared([MINE], [THEIRS])
    assert all(gains(one) == [0.0, 0.0, 0.0] for one in found)
    assert all("stands on no pair" in one.warnings[0] for one in found)
    assert all(one.added_usd > 0 for one in found)


def test_a_pair_at_the_bottom_never_lowers_both() -> None:
    given = diagonal(programs("A", 3), programs("B", 3))[:4]
    more = [["A 2", "B 2"], ["A 1", "B 2"]]
    edits = [[{"set_couple": {"joint_rank_order_list": [*given, *more[:k]]}}] for k in (1, 2)]
    one, two = (gains(found) for found in compared(*edits, pairs=given))
    assert 0 < one[0] < two[0]


def test_an_edit_of_one_partner_leaves_the_other_as_he_was_alone() -> None:
    found = compared([STRONG, ALONE], [ALONE])
    practised, plain = (one.couple for one in found)
    assert practised is not None
    assert plain is not None
    assert practised.second == plain.second
    assert found[0].match.exact > found[1].match.exact


def test_edits_teach_nothing_about_the_person() -> None:
    scenario = scenario_with([MINE, THEIRS, listing(["New", "New too"])])
    base = couple_base(without_strategies(scenario), 7, 4)
    form = form_of(base, apply_strategy(scenario, 0).scenario)
    for was, now in zip(base.couple.people, form.couple.people, strict=True):
        assert was.posterior is not None
        assert now.posterior is not None
        assert np.array_equal(was.posterior.cumulative, now.posterior.cumulative)


def test_fees_are_those_of_both() -> None:
    mine, each = compared([MINE], [MINE, THEIRS])
    assert each.added_usd == pytest.approx(2 * mine.added_usd)
    assert each.total_usd == pytest.approx(mine.total_usd + mine.added_usd)


def test_a_built_list_is_built_anew() -> None:
    here = {"city": "Flint", "state": "MI"}
    couple = {
        "partner": {"applicant": {"type": "us_img"}, "programs": programs("B", 2, **here)},
        "build": {"together": "city"},
    }
    new = {"add_programs": {**NEW, **here}}
    wider = {"set_couple": {"build": {"together": "any", "include_no_match": False}}}
    found = compared([new], [wider], couple=couple)
    assert all(gains(one)[0] > 0 for one in found)  # nothing of the first's was in Flint
    removed = {"remove_programs": {"where": {"name": "A 0"}}}
    scenario = scenario_with([removed])
    edited = apply_strategy(scenario, 0).scenario.couple
    assert edited is not None
    assert edited.joint_rank_order_list is not None
    assert all(first != "A 0" for first, _ in edited.joint_rank_order_list)


def test_a_run_has_them_and_agrees_with_them() -> None:
    result = run_couple(scenario_with([STRONG]), replicates=2_000)
    (found,) = result.strategies
    assert found.couple is not None
    gap = found.couple.both_difference
    assert found.couple.both.exact == pytest.approx(result.both.refined + gap.exact)
    assert gap.is_gain
    assert gap.low < gap.exact < gap.high


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ([{"partner": {"set_programs": {"where": {"name": "A 0"}, "set": {"letter": "interest"}}}}], "no program has"),
        ([listing(["Nobody", None])], "none of the file's own programs"),
        ([listing([None, "A 0"])], "none of the partner's programs"),
        ([{"set_couple": {"alone": True}}, {"set_couple": {"build": {"together": "any"}}}], "contradicts"),
        ([{"remove_programs": {"where": {}}}], "is empty"),
        ([{"remove_programs": {"where": {"specialty": "internal_medicine"}}}], "leaves no pair"),
        ([{"set_couple": {"build": {"together": "city", "include_no_match": False}}}], "nothing fits"),
        ([{"set_couple": {"alone": False}}], "says nothing"),
        ([{"set_couple": {"alone": True, "build": {"together": "any"}}}], "exactly one change"),
        ([{"set_couple": {"build": {"together": "distance"}}}], "needs within_miles"),
        ([{"partner": {"partner": STRONG}}], "unknown key"),
        ([{"partner": STRONG, **STRONG}], "exactly one edit"),
        ([{"partner": {"set_programs": {"set": {"status": "applied"}}}}], "takes back"),
    ],
)
def test_refused_with_its_place(edits: list[Edit], words: str) -> None:
    with pytest.raises(InputError) as error:
        check_couple_strategies(scenario_with(edits))
    assert words in str(error.value)


@pytest.mark.parametrize("action", [{"partner": STRONG}, ALONE])
def test_one_applicant_has_no_partner(action: Edit) -> None:
    from simulator.scenario import scenario_from_dict

    data = {"name": "x", "season": 2027, "applicant": {"type": "us_md"}, "programs": programs("A", 1)}
    with pytest.raises(InputError, match="this scenario has no partner"):
        scenario_from_dict(data | {"strategies": [{"name": "s", "edits": [action]}]})
