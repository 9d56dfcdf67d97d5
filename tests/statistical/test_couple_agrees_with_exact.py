"""Random couples: sampled and conditional answers agree with the exact ones.

One family of claims; the chance that a right program fails any of them is one in a thousand.
"""

from __future__ import annotations

import numpy as np

from simulator.season.couple_conditional import LEAF, estimate_couple, outcomes
from simulator.season.couple_exact import USUAL, is_feasible, solve_couple
from simulator.season.couple_sampler import simulate_couple
from tests.chance import (
    Mean,
    Proportion,
    assert_means,
    assert_proportions,
    smallest_visible_mean_difference,
    smallest_visible_proportion_difference,
)
from tests.couples import couple_of, example

N_COUPLES, REPLICATES = 100, 40_000
# Steps of the sampler's posterior tables, its tables of the normal distribution, and the rule's own error.
TOLERANCE = 3e-4


def test_random_couples() -> None:
    sampled: list[Proportion] = []
    conditional: list[Mean] = []
    for k in range(N_COUPLES):
        couple = couple_of(example(np.random.default_rng(900 + k)), seed=k, correlation=(None, 0.8, -0.5)[k % 3])
        assert is_feasible(couple, USUAL)
        exact = solve_couple(couple, USUAL)
        tally, found = simulate_couple(couple, REPLICATES), estimate_couple(couple, 4 * LEAF)
        of_pairs = zip(tally.pair, exact, strict=True)
        sampled += [Proportion(f"{k}: pair {i}", int(n), REPLICATES, float(p)) for i, (n, p) in enumerate(of_pairs)]
        errors = found.outcome_error * np.sqrt(found.replicates - 1)
        for name, mean, sd, p in zip(
            "bfsn", found.outcome, errors, outcomes(couple.pairs, exact[:, None])[:, 0], strict=True
        ):
            conditional.append(
                Mean(f"{k}: {name}", mean, sd + 1e-9, found.replicates, p + np.clip(mean - p, -TOLERANCE, TOLERANCE))
            )
    assert len(sampled) > 400
    assert_proportions(sampled, tolerance=TOLERANCE)
    assert_means(conditional)
    assert smallest_visible_proportion_difference(0.2, REPLICATES, n_claims=len(sampled)) < 0.017
    assert smallest_visible_mean_difference(0.35, 4 * LEAF, n_claims=len(conditional)) < 0.02
