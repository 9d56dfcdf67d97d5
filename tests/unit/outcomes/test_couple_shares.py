"""The four outcomes of a couple: what rounding leaves below nothing is nothing."""

from types import SimpleNamespace

import numpy as np

from simulator.outcomes.couple import CONDITIONAL, Refined, shares


def test_an_outcome_that_never_came_has_an_error_and_not_a_negative_share():
    refined = np.array([0.86, 0.015, 0.12, 0.005])
    sampled = np.array([0.897, 0.007, 0.096, -2.2e-16])  # 1 less the sum of the others
    better = Refined(CONDITIONAL, refined, np.zeros(4), refined, np.zeros(4))
    tally = SimpleNamespace(replicates=1000)
    found = shares(tally, sampled, better, np.tile(refined, (3, 1)), np.full(3, 1 / 3))
    assert found[3].probability == 0
    assert found[3].mc_standard_error == np.sqrt(0.005 * 0.995 / 1000)
    assert sum(one.probability for one in found[:4]) == 1
