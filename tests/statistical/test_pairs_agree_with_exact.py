"""Paired replicates against the exact solver: chances and differences under random strategies of random scenarios.

All claims form one family by Holm's procedure: a correct program fails with a chance of about 0.001. Errors are those
that the user is told, so that the test also holds them to their word.
"""

from random import Random
from typing import Any

import numpy as np

from simulator.errors import InputError
from simulator.model.checks import check
from simulator.scenario import Scenario, apply_strategy, scenario_from_dict
from simulator.season.many import solve_forms
from simulator.season.paired import simulate_pairs
from simulator.season.plan import Plan, make_plan
from tests.chance import Mean, assert_means
from tests.strategies import scenario_data

REPLICATES, N_RANDOM = 4_000, 40
# The ladder's interpolation, the sampler's tables, and the solver's rule: with a limit on interviews over several
# specialties it has few nodes for each specialty's own season.
TOLERANCE, COARSE = 2e-6, 2e-3
ABOUT = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}
EDITS: dict[str, dict[str, Any]] = {
    "interviews": {"add_programs": ABOUT | {"name": "Extra", "count": 3, "status": "interviewed"}},
    "applications": {"add_programs": ABOUT | {"name": "More", "count": 20}},
    "practice": {"set_applicant": {"interview_skill": 0.7}},
    "letters": {"set_applicant": {"letters": "strong"}},
    "fewer": {"remove_programs": {"where": {"setting": "university", "status": "applied"}}},
    "emails": {"set_programs": {"where": {"setting": "community", "status": "applied"}, "set": {"emails": ["tie"]}}},
}


def forms_of(rng: Random) -> list[Plan]:
    """Return a random season as it is, and under the strategies that may be applied to it."""
    data = scenario_data(rng)
    base = scenario_from_dict(data)
    calibration = check(base)
    facts = make_plan(base, calibration)
    return [facts, *(make_plan(form, calibration, facts=facts) for form in edited(data))]


def edited(data: dict[str, Any]) -> list[Scenario]:
    found = []
    for name, edit in EDITS.items():
        try:
            one = scenario_from_dict(data | {"strategies": [{"name": name, "edits": [edit]}]})
            found.append(apply_strategy(one, 0).scenario)
        except InputError:
            continue
    return found


def claims_of(k: int, plans: list[Plan]) -> list[Mean]:
    pairs, exact = simulate_pairs(plans, 1000 + k, REPLICATES, 2), solve_forms(plans)
    is_coarse = any(p.room >= 0 for p in plans) and max(len(p.groups) for p in plans) > 1
    return [
        _claim(f"{k}, form {s}: {what}", float(value[s]), float(error[s]), expected, COARSE if is_coarse else TOLERANCE)
        for s in range(len(plans))
        for what, value, error, expected in (
            ("match", pairs.match, pairs.match_error, float(exact[s])),
            ("apart", pairs.apart, pairs.apart_error, float(exact[s] - exact[0])),
        )
    ]


def _claim(name: str, value: float, error: float, expected: float, tolerance: float) -> Mean:
    """A mean, moved towards what is expected by what that is known to be off by."""
    gap = np.sign(value - expected) * max(0.0, abs(value - expected) - tolerance)
    return Mean(name, expected + float(gap), error * np.sqrt(REPLICATES), REPLICATES, expected)


def test_random_strategies_of_random_scenarios() -> None:
    rng = Random(47)  # noqa: S311 - not for secrets
    claims = [claim for k in range(N_RANDOM) for claim in claims_of(k, forms_of(rng))]
    assert len(claims) > 350
    assert max(c.standard_deviation for c in claims) < 0.5
    assert_means(claims)
