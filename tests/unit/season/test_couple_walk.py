"""The walk down a joint list, against going through every answer of every program."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import stats

from simulator.season import couple_kernels
from simulator.season.couple import CLOSED, NO_MATCH
from simulator.season.couple_conditional import walker
from simulator.season.couple_sampler import walk
from simulator.season.couple_walk import city_complete, enumerate_offers, finish, orthant

Array = np.ndarray


def brute_force(pairs: Array, first: Array, second: Array, both: dict[tuple[int, int], float]) -> Array:
    """Every answer of both partners' programs; `both` holds the chance of two offers at shared programs."""
    total = np.zeros(len(pairs))
    for a in product((0, 1), repeat=len(first)):
        for b in product((0, 1), repeat=len(second)):
            weight = np.prod([first[i] if x else 1 - first[i] for i, x in enumerate(a)])
            for j, y in enumerate(b):
                place = next((i for i, k in both if k == j), None)
                p = second[j] if place is None else _given(a[place], first[place], second[j], both[place, j])
                weight *= p if y else 1 - p
            count = walk(pairs, np.array(a, dtype=bool)[:, None], np.array(b, dtype=bool)[:, None])
            total += weight * count
    return total


def _given(offered: int, a: float, b: float, both: float) -> float:
    return both / a if offered else (b - both) / (1 - a)


def some_pairs(rng: np.random.Generator, n_first: int, n_second: int) -> Array:
    pairs = [(rng.integers(-1, n_first), rng.integers(-1, n_second)) for _ in range(rng.integers(1, 15))]
    kept = list(dict.fromkeys((int(i), int(j)) for i, j in pairs if (i, j) != (NO_MATCH, NO_MATCH)))
    return np.array(kept or [(0, 0)])


@pytest.mark.parametrize("seed", range(40))
def test_enumeration_is_brute_force(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n_first, n_second = (int(n) for n in rng.integers(1, 6, 2))
    pairs = some_pairs(rng, n_first, n_second)
    first, second = rng.random(n_first), rng.random(n_second)
    both, shared = {}, None
    if seed % 2:
        both = {(0, n_second - 1): float(rng.uniform(max(0, first[0] + second[-1] - 1), min(first[0], second[-1])))}
        at = next(iter(both))
        shared = np.array([at[0]]), np.array([at[1]]), np.array([[both[at]]])
    found = enumerate_offers(pairs, first[:, None], second[:, None], shared)[:, 0]
    assert found == pytest.approx(brute_force(pairs, first, second, both), abs=1e-12)


def test_offers_that_are_known_finish_to_the_same_mean() -> None:
    rng = np.random.default_rng(3)
    pairs = some_pairs(rng, 3, 3)
    first, second = rng.random(3), rng.random(3)
    sets = np.array(list(product((False, True), repeat=3)), dtype=bool).T
    weight = np.prod(np.where(sets, first[:, None], 1 - first[:, None]), axis=0)
    found = finish(pairs, sets, np.repeat(second[:, None], 8, axis=1)) @ weight
    assert found == pytest.approx(brute_force(pairs, first, second, {}), abs=1e-12)


def test_the_compiled_walk_gives_the_same_numbers() -> None:
    rng = np.random.default_rng(8)
    pairs = np.array([*some_pairs(rng, 4, 4), (CLOSED, 1), (1, CLOSED), (2, NO_MATCH), (NO_MATCH, 3), (0, 0)])
    offered, second = rng.random((4, 500)) < 0.5, rng.random((4, 500))
    found = np.zeros((len(pairs), 500))
    couple_kernels.finish(pairs, offered, second, found)
    assert np.array_equal(found, finish(pairs, offered, second))
    chosen = walker(1e12)
    assert np.array_equal(chosen(pairs, offered, second), found)


def test_complete_cities_are_a_product() -> None:
    rng = np.random.default_rng(5)
    first, second = rng.random(4), rng.random(4)
    pairs = np.array([(i, j) for i in range(4) for j in range(4) if i // 2 == j // 2])[rng.permutation(8)]
    cities = [(first[k : k + 2], second[k : k + 2]) for k in (0, 2)]
    total = enumerate_offers(pairs, first[:, None], second[:, None]).sum()
    assert total == pytest.approx(city_complete(cities), abs=1e-12)


@pytest.mark.parametrize("correlation", [-0.4, 0.0, 0.17, 0.5])
def test_orthants(correlation: float) -> None:
    h, k = np.array([-2.0, -0.3, 0.0, 1.4]), np.array([-1.0, 0.8, 0.0, 0.2])
    normal = stats.multivariate_normal(cov=[[1, correlation], [correlation, 1]])
    assert orthant(h, k, correlation) == pytest.approx([normal.cdf(x) for x in zip(h, k, strict=True)], abs=1e-7)
