"""Choosing candidates on made-up nodes: against brute force, against theory, and the certificate."""

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.strategy.budget import Rules, best_sum, fees
from simulator.strategy.certificate import bound_at, proved_choice
from simulator.strategy.nodes import Nodes, gains, slopes, unmatched, with_chosen
from simulator.strategy.search import best_choice

Array = NDArray[np.float64]


def made_up(seed: int, n: int, groups: int = 1, kinds: int = 1, rows: int = 60, inner: int = 1) -> Nodes:
    """Candidates whose chances hang on a common strength, as different from each other as can be."""
    rng = np.random.default_rng(seed)
    latent = rng.normal(size=(rows, inner))
    level, slope = rng.normal(-1.5, 0.8, n), rng.uniform(-0.5, 1.5, n)
    base = 1 / (1 + np.exp(-(level[:, None, None] + slope[:, None, None] * latent)))
    boost = 1 + np.sort(rng.uniform(0, 0.8, (kinds, n)), axis=0) * (np.arange(kinds) > 0)[:, None]
    chance = np.minimum(0.95, base * boost[..., None, None])
    weight = rng.dirichlet(np.ones(rows))
    start = np.stack([rng.dirichlet(np.ones(inner), rows) * rng.uniform(0.7, 1, (rows, 1)) for _ in range(groups)])
    return Nodes(weight, start, chance, rng.integers(0, groups, n))


def rules_for(nodes: Nodes, usd: float, most: int, signals: tuple[int, ...] = (), season: int = 2026) -> Rules:
    groups, n = len(nodes.start), nodes.group.size
    names = ["internal_medicine", "family_medicine", "psychiatry"][:groups]
    fee = fees(names, {"internal_medicine": 28}, [int((nodes.group == g).sum()) for g in range(groups)], season)
    allowance = np.zeros(n, dtype=np.int64)
    return Rules(nodes.group, fee, usd, most, allowance, np.array([[0, *signals]]))


def brute_force(nodes: Nodes, rules: Rules) -> float:
    """Most P(match) over every choice and placing of signals within the rules, one program after the other."""

    def most(p: int, left: Array, number: tuple[int, ...], signals: tuple[int, ...]) -> float:
        if not rules.allows(number):
            return 0.0
        if p == nodes.group.size:
            return 1 - unmatched(nodes, left)
        found = [most(p + 1, left, number, signals)]
        for kind in range(len(nodes.chance)):
            if kind == 0 or signals[kind - 1] > 0:
                after = left.copy()
                after[nodes.group[p]] *= 1 - nodes.chance[kind, p]
                more = tuple(n + (g == nodes.group[p]) for g, n in enumerate(number))
                fewer = tuple(s - (k + 1 == kind) for k, s in enumerate(signals))
                found.append(most(p + 1, after, more, fewer))
        return max(found)

    return most(0, nodes.start, (0,) * len(rules.fee), tuple(rules.signals[0, 1:].tolist()))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("groups", "inner"), [(1, 1), (2, 3)])
def test_twelve_candidates_equal_brute_force(seed: int, groups: int, inner: int):
    nodes = made_up(seed, 12, groups, inner=inner)
    rules = rules_for(nodes, usd=(70.0, 95.0, 200.0)[seed % 3], most=6)
    chosen, is_proved = proved_choice(nodes, rules)
    match, bound = bound_at(nodes, chosen, rules)
    best = brute_force(nodes, rules)
    assert is_proved
    assert match == pytest.approx(best, abs=1e-9)
    assert best <= bound + 1e-12


@pytest.mark.parametrize("seed", range(4))
def test_signals_are_placed_as_brute_force_places_them(seed: int):
    nodes = made_up(seed, 6, kinds=3, rows=30)
    rules = rules_for(nodes, usd=82.0, most=4, signals=(1, 2))
    chosen, is_proved = proved_choice(nodes, rules)
    assert is_proved
    assert 1 - unmatched(nodes, with_chosen(nodes, chosen)) == pytest.approx(brute_force(nodes, rules), abs=1e-9)
    assert (chosen == 1).sum() <= 1
    assert (chosen == 2).sum() <= 2


def test_independent_outcomes_and_equal_fees_take_the_best_ones():
    """Chade & Smith (2006): without shared luck the largest chances are the best choice."""
    nodes = made_up(3, 40, rows=1)
    rules = rules_for(nodes, usd=np.inf, most=9)
    chosen = best_choice(nodes, rules)
    best = np.argsort(-nodes.chance[0, :, 0, 0])[:9]
    assert set(np.flatnonzero(chosen == 0)) == set(best)
    match, bound = bound_at(nodes, chosen, rules)
    assert bound - match < 1e-12


@pytest.mark.parametrize(("groups", "kinds"), [(1, 1), (2, 1), (1, 3), (3, 1)])
def test_the_bound_holds_and_is_close_for_many_candidates(groups: int, kinds: int):
    nodes = made_up(5, 120, groups, kinds, rows=60)
    rules = rules_for(nodes, usd=600.0, most=25, signals=(3, 12)[: kinds - 1])
    match, bound = bound_at(nodes, best_choice(nodes, rules), rules)
    assert match <= bound <= min(1.0, match + 0.02)


def test_the_gradient_is_that_of_the_chance_of_a_match():
    nodes = made_up(1, 6, 2, inner=3)
    left = with_chosen(nodes, np.array([0, -1, 0, -1, -1, -1], dtype=np.int8))
    step = 1e-6
    for p in range(6):
        moved = left.copy()
        moved[nodes.group[p]] *= (1 - nodes.chance[0, p]) ** step
        numeric = (unmatched(nodes, left) - unmatched(nodes, moved)) / step
        assert slopes(nodes, left)[0, p] == pytest.approx(numeric, rel=1e-4)


def test_gains_are_differences_of_the_chance_of_a_match():
    nodes = made_up(2, 8, 2, kinds=2, inner=2)
    base = np.full(8, -1, dtype=np.int8)
    found = gains(nodes, nodes.start, np.arange(8))
    for k, p in np.ndindex(2, 8):
        one = base.copy()
        one[p] = k
        gain = unmatched(nodes, nodes.start) - unmatched(nodes, with_chosen(nodes, one))
        assert found[k, p] == pytest.approx(gain, abs=1e-14)


def test_more_money_never_hurts_and_the_path_is_concave_with_equal_fees():
    nodes = made_up(9, 30, rows=100)
    rules = [rules_for(nodes, usd=np.inf, most=n) for n in range(1, 12)]
    match = [1 - unmatched(nodes, with_chosen(nodes, best_choice(nodes, r))) for r in rules]
    steps = np.diff([1 - unmatched(nodes, nodes.start), *match])
    assert (steps > 0).all()
    assert (np.diff(steps) < 1e-6).all()


def test_best_sum_tries_every_split_of_the_budget():
    fee = fees(["internal_medicine", "family_medicine"], {"internal_medicine": 29}, [3, 3], 2026)
    group = np.array([0, 0, 0, 1, 1, 1])
    rules = Rules(group, fee, 52.0, 6, np.zeros(6, dtype=np.int64), np.zeros((1, 1), dtype=np.int64))
    assert [list(f) for f in fee] == [[0, 11, 41, 71], [0, 11, 22, 33]]
    assert best_sum(np.array([[5.0, 4.0, 3.0, 1.0, 0.5, 0.25]]), rules) == pytest.approx(10.0)  # 11 + 30 + 11 dollars
    assert best_sum(np.array([[5.0, 4.0, 3.0, 1.0, 0.5, 0.25]]), rules._replace(usd=41.0)) == pytest.approx(9.0)
    assert best_sum(np.array([[5.0, 0.0, 0.0, 4.0, 3.0, 2.5]]), rules._replace(usd=33.0)) == pytest.approx(12.0)


def test_what_does_not_fit_is_not_chosen():
    nodes = made_up(4, 10)
    assert (best_choice(nodes, rules_for(nodes, usd=10.0, most=5)) == -1).all()
    chosen = best_choice(nodes, rules_for(nodes, usd=52.0, most=5))
    assert (chosen >= 0).sum() == 3  # 11 + 11 and, from the 31st on, 30
