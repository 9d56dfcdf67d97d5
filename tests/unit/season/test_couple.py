"""Two partners, one list: who shares what, whose numbers are whose, and the same counts however they are drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.scenario.couple_people import each_alone
from simulator.season.couple import CLOSED, NO_MATCH, Couple
from simulator.season.couple_both import both_probability, parts_of
from simulator.season.couple_conditional import estimate_couple, outcome_of, outcomes
from simulator.season.couple_exact import USUAL, is_feasible, solve_couple
from simulator.season.couple_latents import correlated, latents_of, scores_of_both
from simulator.season.couple_sampler import latents_of_both, simulate_couple, walk
from simulator.season.exact import solve
from simulator.season.latents import draw, readable_source
from simulator.season.setup import make_setup
from simulator.season.simulate import simulate
from tests.couples import couple_of, couple_scenario, diagonal, example, programs, with_limit

N = 20_000


def a_couple(n: int = 4, seed: int = 7, **fields: Any) -> Couple:
    return couple_of(couple_scenario(programs("A", n), programs("B", n), **fields), seed)


@pytest.mark.parametrize("calibration", ["nrmp-2026", "rules-of-thumb"])
def test_the_first_partner_alone_is_a_run_alone(calibration: str) -> None:
    scenario = couple_scenario(programs("A", 4, status="applied"), programs("B", 3), calibration=calibration)
    couple = couple_of(scenario)
    alone = simulate(make_setup(each_alone(scenario)[0], couple.plans[0], 7), N)
    assert simulate_couple(couple, N).alone[1].sum() == alone.matched.sum()


def test_a_list_of_one_partner_only_is_a_run_alone() -> None:
    first, second = programs("A", 4), programs("B", 3)
    pairs = [[p["name"], None] for p in first]
    scenario = couple_scenario(first, second, pairs)
    couple = couple_of(scenario)
    alone = simulate(make_setup(each_alone(scenario)[0], couple.plans[0], 7), N)
    assert simulate_couple(couple, N).pair.tolist() == alone.matched.tolist()
    assert solve_couple(couple) == pytest.approx(solve(couple.plans[0]).matched[0], abs=2e-5)
    turned = couple_scenario(first, second, [[None, p["name"]] for p in second])
    assert solve_couple(couple_of(turned)).sum() == pytest.approx(solve(couple.plans[1]).match[0], abs=2e-5)


def test_one_or_the_other_only() -> None:
    first, second = programs("A", 1), programs("B", 1)
    couple = couple_of(couple_scenario(first, second, [["A 0", None], [None, "B 0"]]))
    found = solve_couple(couple)
    both = solve_couple(couple_of(couple_scenario(first, second, [["A 0", "B 0"]])))[0]
    a, b = (float(solve(plan).match[0]) for plan in couple.plans)
    assert found == pytest.approx([a, b - both], abs=4e-5)
    assert outcome_of(couple.pairs).tolist() == [1, 2]


@pytest.mark.parametrize("seed", range(12))
def test_twins_blocks_and_workers_give_the_same_counts(seed: int) -> None:
    scenario = example(np.random.default_rng(seed))
    couple = couple_of(with_limit(scenario, 1) if seed % 3 == 0 else scenario, seed)
    plain = simulate_couple(couple, 5_003, workers=1, compiled=False)
    twin = simulate_couple(couple, 5_003, workers=2, compiled=True, block=1_024)
    for one, two in zip(plain, twin, strict=True):
        assert np.array_equal(one, two)


def test_the_conditional_estimate_does_not_depend_on_workers() -> None:
    one, two = (estimate_couple(a_couple(), 10_000, workers) for workers in (1, 2))
    assert all(np.array_equal(x, y) for x, y in zip(one, two, strict=True))


def test_what_partners_share() -> None:
    couple = a_couple(calibration="rules-of-thumb")
    first, second = latents_of_both(couple, 0, 200_000, readable_source())
    assert np.array_equal(first.season, second.season)
    sds = [plan.parameters.sd("strength_at_rank")[0] for plan in couple.plans]
    assert np.corrcoef(first.carried / sds[0], second.carried / sds[1])[0, 1] == pytest.approx(0.3, abs=0.01)
    assert np.corrcoef(first.skill, second.skill)[0, 1] == pytest.approx(0.2, abs=0.01)
    assert not a_couple(types=("non_us_img", "us_md")).same_year


def test_with_evidence_each_partner_has_the_posterior_of_his_own() -> None:
    couple = a_couple()
    source = readable_source()
    first, second = latents_of_both(couple, 0, 100_000, source)
    one = couple.people[0]
    alone = draw(one.plan, one.posterior, one.seed, 0, 100_000, source)
    assert all(np.array_equal(x, y) for x, y in zip(first, alone, strict=True))
    again = latents_of(one.plan, one.posterior, scores_of_both(couple, 0, 100_000, source)[0])
    for x, y in zip(first, again, strict=True):
        assert np.abs(x - y).max() < 0.1  # at most one step of the table, where rounding decides
        assert np.mean(np.abs(x - y) > 1e-9) < 1e-3
    for x, y in zip(first, second, strict=True):
        assert np.mean(x) == pytest.approx(np.mean(y), abs=0.01)
        assert np.std(x) == pytest.approx(np.std(y), abs=0.01)
    assert np.corrcoef(first.season[0], second.season[0])[0, 1] > 0.9
    assert np.corrcoef(first.carried, second.carried)[0, 1] > 0.2


def test_the_same_program_has_one_cutoff_and_another_specialty_its_own() -> None:
    first = programs("A", 2)
    second = [dict(first[0]), dict(first[1]) | {"specialty": "neurology"}]
    couple = couple_of(couple_scenario(first, second))
    assert couple.same_program.tolist() == [0, -1]
    one, two = (person.keys for person in couple.people)
    assert one[0][1] == two[0][1]
    assert one[1][1] != two[1][1]
    assert one[0][0] != two[0][0]


def test_order_of_the_file_does_not_matter() -> None:
    first, second = programs("A", 3), programs("B", 3)
    pairs = [["A 2", "B 1"], ["A 0", "B 0"], ["A 1", None]]
    one = simulate_couple(couple_of(couple_scenario(first, second, pairs)), N)
    two = simulate_couple(couple_of(couple_scenario(first[::-1], second[::-1], pairs)), N)
    assert np.array_equal(one.pair, two.pair)


def test_pairs_that_cannot_be_are_closed() -> None:
    first = [programs("A", 1, positions=1)[0], programs("V", 1, status="applied", visas=[])[0]]
    second = [dict(first[0]), *programs("B", 1)]
    pairs = [["A 0", "A 0"], ["V 0", "B 0"], ["A 0", "B 0"], ["A 0", "B 0"], ["A 0", None]]
    couple = couple_of(couple_scenario(first, second, pairs))
    assert (couple.pairs == CLOSED).any(axis=1).tolist() == [True, True, False, True, False]
    assert simulate_couple(couple, N).pair[[0, 1, 3]].tolist() == [0, 0, 0]
    assert solve_couple(couple)[[0, 1, 3]].tolist() == [0.0, 0.0, 0.0]


def test_the_walk_takes_the_first_open_pair() -> None:
    pairs = np.array([[0, 0], [CLOSED, 0], [0, 1], [1, NO_MATCH], [NO_MATCH, 1]])
    first = np.array([[1, 1, 0, 0, 0], [0, 0, 1, 0, 0]], dtype=bool)
    second = np.array([[1, 0, 0, 1, 0], [1, 1, 1, 1, 0]], dtype=bool)
    assert walk(pairs, first, second).tolist() == [1, 0, 1, 1, 1]


def test_correlation_goes_from_one_extreme_to_the_other() -> None:
    scenario = couple_scenario(programs("A", 3), programs("B", 3))
    found = [solve_couple(couple_of(scenario, correlation=r)).sum() for r in (-1.0, 0.0, 1.0)]
    assert found[0] < found[1] < found[2]
    fresh = np.array([0.5, -1.0])
    assert np.array_equal(correlated(np.ones(2), fresh, 0.0), fresh)
    assert np.array_equal(correlated(np.ones(2), fresh, 1.0), np.ones(2))


def test_turning_a_couple_changes_nothing() -> None:
    scenario = couple_scenario(programs("A", 3), programs("A", 2), types=("us_img", "us_md"))
    couple = couple_of(scenario)
    first, second = programs("A", 2), programs("A", 3)
    pairs = [[b, a] for a, b in scenario.couple.joint_rank_order_list]  # type: ignore[union-attr]
    turned = couple_of(couple_scenario(first, second, pairs, types=("us_md", "us_img")))
    assert solve_couple(couple) == pytest.approx(solve_couple(turned), abs=2e-5)


def test_a_limit_on_interviews_is_not_solved_but_sampled() -> None:
    scenario = with_limit(couple_scenario(programs("A", 3), programs("B", 5, status="invited")), 2)
    couple = couple_of(scenario)
    assert not is_feasible(couple)
    with pytest.raises(ValueError, match="limit on interviews"):
        solve_couple(couple)
    found, tally = estimate_couple(couple, 40_000), simulate_couple(couple, 100_000)
    sampled = outcomes(couple.pairs, tally.pair[:, None] / 100_000)[:, 0]
    assert found.outcome == pytest.approx(sampled, abs=0.01)


def test_no_list_of_pairs_longer_than_what_is_open() -> None:
    couple = couple_of(couple_scenario(programs("A", 1), programs("B", 1), [["A 0", "B 0"]]))
    assert outcomes(couple.pairs, np.array([[0.25]]))[:, 0].tolist() == [0.25, 0.0, 0.0, 0.75]


def in_cities(n_first: int, n_second: int, n_cities: int, **fields: Any) -> Couple:
    first, second = programs("A", n_first), programs("B", n_second)
    pairs = [[a, b] for a, b in diagonal(first, second) if int(a[2:]) % n_cities == int(b[2:]) % n_cities]
    return couple_of(couple_scenario(first, second, [*pairs, ["A 0", None], [None, "B 0"]], **fields))


@pytest.mark.parametrize("n_cities", [1, 2, 3])
def test_both_without_going_through_all_sets(n_cities: int) -> None:
    couple = in_cities(4, 5, n_cities)
    parts = parts_of(couple)
    assert parts is not None
    assert len(parts) == n_cities
    assert both_probability(couple, USUAL) == pytest.approx(solve_couple(couple)[:-2].sum(), abs=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_both_of_any_list_with_the_single_pairs_last(seed: int) -> None:
    rng = np.random.default_rng(seed)
    first, second = programs("A", 4, status="applied"), programs("B", 3)
    if seed % 2:
        second = [dict(first[0], status="interviewed")]
    chosen = [pair for pair in diagonal(first, second) if rng.random() < 0.6] or diagonal(first, second)
    couple = couple_of(couple_scenario(first, second, [*chosen, ["A 1", None]]))
    found = both_probability(couple, USUAL)
    if found is None:  # a program of both partners among several groups
        assert seed % 2
        return
    assert found == pytest.approx(solve_couple(couple)[:-1].sum(), abs=1e-9)


def test_a_program_of_both_in_two_parts_of_the_list_ties_them_together() -> None:
    shared = programs("P", 2, positions=1)
    one = couple_of(couple_scenario(shared, shared, [["P 0", "P 1"], ["P 1", "P 0"]]))
    assert both_probability(one) is None
    once = couple_of(couple_scenario(shared, shared, [["P 0", "P 1"]]))
    assert both_probability(once, USUAL) == pytest.approx(solve_couple(once)[0], abs=1e-9)


def test_both_of_any_short_list_with_programs_of_both() -> None:
    rng, answered = np.random.default_rng(100), 0
    for _ in range(40):
        shared = programs("P", 4)
        pairs = [pair for pair in diagonal(shared, shared) if rng.random() < 0.2] or [["P 0", "P 1"]]
        couple = couple_of(couple_scenario(shared, shared, pairs))
        found = both_probability(couple, USUAL)
        if found is not None:
            answered += len(pairs) > 1
            assert found == pytest.approx(solve_couple(couple).sum(), abs=1e-9)
    assert 5 <= answered < 40  # lists of several pairs that it takes on, and some that it rightly leaves


def test_both_of_a_long_list_is_what_is_sampled() -> None:
    couple = in_cities(12, 12, 2)
    assert not is_feasible(couple)
    found = both_probability(couple)
    assert found is not None
    estimate = estimate_couple(couple, 40_960)
    assert abs(found - estimate.outcome[0]) < 4.5 * estimate.outcome_error[0]


def test_both_is_not_claimed_where_one_alone_comes_before_two() -> None:
    pairs = [["A 0", None], ["A 0", "B 0"]]
    assert both_probability(couple_of(couple_scenario(programs("A", 1), programs("B", 1), pairs))) is None
