"""Paths counted in samples against the exact solver, and the two samplers against each other.

The claims form one family, tested by exact binomial tests with Holm's procedure: the chance that correct programs fail
is at most 0.001.
"""

import numpy as np

from simulator.model.checks import check
from simulator.scenario import Scenario, apply_strategy, load_scenario
from simulator.season import compiled, sampler
from simulator.season.given_paths import RESIDENCY
from simulator.season.paired import simulate_pairs
from simulator.season.paths import PATHS, count_paths, residency, solve_paths
from simulator.season.plan import make_plan
from simulator.season.setup import make_setup
from tests.chance import Proportion, assert_proportions
from tests.strategies import examples
from tests.unit.test_scenarios import ROOT

REPLICATES = 12_000
TOLERANCE = 5e-5


def claims_of(name: str, scenario: Scenario, seed: int) -> list[Proportion]:
    plan = make_plan(scenario, check(scenario))
    setup = make_setup(scenario, plan, seed)
    exact = np.clip(solve_paths([plan])[0], 0, 1) if plan.n_programs else np.zeros(4)
    counts = count_paths(plan, sampler.sample_block(setup, 0, REPLICATES))
    whole = int(counts[0] + counts[1])
    found = [(f"{name}: {path}", int(n), float(p)) for path, n, p in zip(PATHS, counts, exact, strict=True)]
    found.append((f"{name}: residency", whole, float(residency(exact))))
    return [Proportion(label, hits, REPLICATES, p) for label, hits, p in found]


def test_random_scenarios():
    claims = [c for k, s in enumerate(examples(90, 71, tracks=True)) for c in claims_of(f"random {k}", s, 900 + k)]
    assert len(claims) == 450
    assert sum(0.02 < claim.expected < 0.98 for claim in claims) >= 80
    assert_proportions(claims, tolerance=TOLERANCE)


def test_chances_given_the_person_and_the_year_average_to_the_exact_residency():
    """The chance that one of 90 correct means lies 5 standard errors off is 0.00006."""
    seen = 0
    for k, scenario in enumerate(examples(90, 73, tracks=True)):
        plan = make_plan(scenario, check(scenario))
        if not plan.n_programs:
            continue
        pairs = simulate_pairs([plan, plan], 500 + k, REPLICATES, 2, event=RESIDENCY)
        exact, apart = float(residency(solve_paths([plan])[0])), float(pairs.match[0])
        assert abs(apart - exact) < 5 * float(pairs.match_error[0]) + TOLERANCE
        assert pairs.apart[1] == 0
        seen += bool(0.02 < exact < 0.98)
    assert seen >= 15


def test_the_shipped_scenario_and_its_strategies():
    scenario = load_scenario(ROOT / "scenarios" / "advanced_and_preliminary.yaml")
    forms = [apply_strategy(scenario, k).scenario for k in range(len(scenario.strategies))]
    facts = make_plan(scenario, check(scenario))
    plans = [facts, *(make_plan(one, check(scenario), facts=facts) for one in forms)]
    exact, claims = solve_paths(plans), []
    for k, (one, plan) in enumerate(zip([scenario, *forms], plans, strict=True)):
        counts = count_paths(plan, sampler.sample_block(make_setup(one, plan, 5), 0, REPLICATES))
        claims += [
            Proportion(f"{k} {x}", int(n), REPLICATES, p) for x, n, p in zip(PATHS, counts, exact[k], strict=True)
        ]
    assert_proportions([c._replace(expected=min(max(c.expected, 0.0), 1.0)) for c in claims], tolerance=TOLERANCE)


def test_both_samplers_count_the_same_paths():
    seen = np.zeros(4, dtype=np.int64)
    for k, scenario in enumerate(examples(40, 72, tracks=True)):
        plan = make_plan(scenario, check(scenario))
        setup = make_setup(scenario, plan, 40 + k)
        one, other = sampler.sample_block(setup, 4, 2_001), compiled.block_sampler(setup)(4, 2_001)
        assert count_paths(plan, one).tolist() == count_paths(plan, other).tolist()
        assert int(count_paths(plan, one).sum()) == int(one.matched.sum())
        seen += count_paths(plan, one)
    assert (seen > 30).all()
