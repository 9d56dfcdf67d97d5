"""Sampler against exact solver: shipped and random scenarios, for match, every position and every program.

The claims of a test form one family, tested by exact binomial tests with Holm's procedure: the chance that a correct
program fails is at most 0.001 in each. `test_what_the_family_can_see` states the error that it would have noticed.
"""

from pathlib import Path

import pytest

from simulator.model.checks import check
from simulator.scenario import Scenario, load_scenario
from simulator.season.exact import solve_on
from simulator.season.plan import Plan, make_plan
from simulator.season.setup import make_setup
from simulator.season.simulate import simulate
from tests.chance import Proportion, assert_proportions, smallest_visible_proportion_difference
from tests.strategies import CELLS, examples

FILES = (Path(__file__).resolve().parents[2] / "scenarios").glob("*.yaml")
SHIPPED = sorted(path for path in FILES if not path.stem.startswith("couple_"))  # couples have a test of their own
REPLICATES, INTERVALS, N_RANDOM = 20_000, 48, 200
# The sampler's tables of evidence and of the normal distribution, and the rule's own error.
TOLERANCE = 2e-5


def claims_of(name: str, scenario: Scenario, seed: int) -> list[Proportion]:
    """Return every claim about one scenario."""
    plan = make_plan(scenario, check(scenario))
    solution = solve_on(plan, INTERVALS)
    tally = simulate(make_setup(scenario, plan, seed), REPLICATES)
    found = [Proportion(f"{name}: match", int(tally.matched.sum()), REPLICATES, float(solution.match[0]))]
    for kind in ("matched", "invited", "interviewed", "ranked"):
        hits, expected = getattr(tally, kind), getattr(solution, kind)[0]
        found += [
            _claim(plan, name, kind, p, int(h), float(e)) for p, (h, e) in enumerate(zip(hits, expected, strict=True))
        ]
    return found


def _claim(plan: Plan, name: str, kind: str, p: int, hits: int, expected: float) -> Proportion:
    label = f"{name}: {kind} at {plan.applied[plan.live[p]].program.name}"
    return Proportion(label, hits, REPLICATES, min(max(expected, 0.0), 1.0))


def test_random_scenarios():
    claims = [c for k, s in enumerate(examples(N_RANDOM, 41)) for c in claims_of(f"random {k}", s, 1000 + k)]
    assert len(claims) > 1500
    assert_proportions(claims, tolerance=TOLERANCE)


def test_random_scenarios_under_a_calibration_of_cells():
    """Wide spreads, scoped effects, and the number of invitations read as a sign of strength."""
    chosen = examples(60, 43, **CELLS)
    claims = [c for k, s in enumerate(chosen) for c in claims_of(f"cells {k}", s, 5000 + k)]
    assert len(claims) > 450
    assert_proportions(claims, tolerance=TOLERANCE)


@pytest.mark.skipif(not SHIPPED, reason="no scenarios are shipped")
def test_shipped_scenarios():
    claims = [c for k, path in enumerate(SHIPPED) for c in claims_of(path.stem, load_scenario(path), 7 + k)]
    assert_proportions(claims, tolerance=TOLERANCE)


def test_what_the_family_can_see():
    seen = smallest_visible_proportion_difference(0.5, REPLICATES, n_claims=3000)
    assert seen < 0.027
    with pytest.raises(AssertionError, match="claims fail"):
        assert_proportions(
            [Proportion("off", int(REPLICATES * (0.5 + seen)), REPLICATES, 0.5)]
            + [Proportion("right", REPLICATES // 2, REPLICATES, 0.5)] * 2999
        )
