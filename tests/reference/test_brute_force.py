"""The exact solver against enumeration: every way a season of at most four programs can go, node by node."""

from typing import Any

import numpy as np
import pytest

from simulator.model.checks import check
from simulator.scenario import Scenario, scenario_from_dict
from simulator.season.answers import COUNT
from simulator.season.exact import solve, solve_on
from simulator.season.plan import Plan, make_plan
from simulator.season.solution import Solution
from tests.factories import TWO_SPECIALTIES
from tests.reference.brute_force import enumerate_season
from tests.reference.people import alive, in_season
from tests.strategies import CELLS, examples

KINDS = ("matched", "invited", "interviewed", "ranked")
BASE = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}


def agree(scenario: Scenario, solution: Solution, plan: Plan, tolerance: float, points: int) -> None:
    names = [plan.applied[i].program.name for i in plan.live]
    assert names == [p.name for p in alive(scenario)]
    plain = enumerate_season(scenario, check(scenario), points)
    for kind in KINDS:
        gap = [abs(x - getattr(plain, kind)[n]) for x, n in zip(getattr(solution, kind)[0], names, strict=True)]
        assert max(gap, default=0.0) < tolerance, (kind, dict(zip(names, gap, strict=True)))
    assert abs(solution.match[0] - plain.match) < tolerance


def _small(n: int, seed: int, **fixed: Any) -> list[Scenario]:
    return [s for s in examples(n, seed, most=4, **fixed) if alive(s)]


@pytest.mark.parametrize("scenario", _small(60, 21, specialties=1), ids=lambda s: s.applicant.type)
def test_one_specialty(scenario: Scenario):
    plan = make_plan(scenario, check(scenario))
    agree(scenario, solve(plan), plan, 2e-5, 21)  # 21 points are that good under strong evidence; 41 agree to 1e-8


@pytest.mark.parametrize("scenario", _small(24, 22, specialties=2), ids=lambda s: s.applicant.type)
def test_two_specialties_share_the_year_of_the_type(scenario: Scenario):
    plan = make_plan(scenario, check(scenario))
    points = 11 if len({p.specialty for p in in_season(scenario)}) > 1 else 21
    agree(scenario, solve_on(plan, 32), plan, 1e-5, points)


def _cells(n: int, seed: int, specialties: int) -> list[Scenario]:
    return _small(n, seed, **(CELLS | {"specialties": specialties}))


@pytest.mark.parametrize("scenario", _cells(40, 23, 1), ids=lambda s: s.applicant.type)
def test_a_calibration_of_cells_with_wide_spreads(scenario: Scenario):
    plan = make_plan(scenario, check(scenario))
    agree(scenario, solve(plan), plan, 2e-5, 31)


@pytest.mark.parametrize("scenario", _cells(16, 24, 2), ids=lambda s: s.applicant.type)
def test_a_calibration_of_cells_in_two_specialties(scenario: Scenario):
    plan = make_plan(scenario, check(scenario))
    points = 13 if len({p.specialty for p in in_season(scenario)}) > 1 else 31
    agree(scenario, solve_on(plan, 48), plan, 2e-5, points)


def test_the_cells_hold_scenarios_in_which_the_number_is_read():
    plans = [make_plan(s, check(s)) for s in _cells(40, 23, 1) + _cells(16, 24, 2)]
    heard = [set(p.evidence.heard.tolist()) for p in plans]
    assert sum(COUNT in h for h in heard) >= 10
    assert {p.applied[0].program.specialty for p in plans if p.evidence.heard.size} == set(TWO_SPECIALTIES)


@pytest.mark.parametrize("limit", [0, 1, 2, 3])
@pytest.mark.parametrize("as_of", [None, "2026-12-10"])
def test_a_binding_limit(limit: int, as_of: str | None):
    programs = [
        BASE | {"name": "A", "status": "interviewed", "performance": "strong"},
        BASE | {"name": "B", "status": "applied", "signal": "gold"},
        BASE | {"name": "C", "status": "invited", "setting": "university"},
        BASE | {"name": "D", "status": "applied", "connection": "mentor", "visas": None},
    ]
    programs[3].pop("visas")
    data = {"name": "x", "season": 2027, "applicant": {"type": "non_us_img", "max_interviews": limit},
            "programs": programs, "rank_order_list": ["D", "B", "A"]}  # fmt: skip
    scenario = scenario_from_dict(data | ({"as_of": as_of} if as_of else {}))
    plan = make_plan(scenario, check(scenario))
    assert plan.room == limit - 1 or limit == 0
    agree(scenario, solve(plan), plan, 2e-6, 21)


def test_strong_evidence_is_integrated_sharply():
    applicant = {"type": "us_img", "applications_sent": {"internal_medicine": 400}}
    programs = [BASE | {"name": f"P{k}", "status": "invited" if k else "applied"} for k in range(3)]
    data = {"name": "x", "season": 2027, "as_of": "2026-12-20", "applicant": applicant, "programs": programs}
    scenario = scenario_from_dict(data)
    plan = make_plan(scenario, check(scenario))
    agree(scenario, solve(plan), plan, 2e-6, 41)


def test_emails_over_the_limit_count_as_mass_email_in_evidence_too():
    several = BASE | {"name": "P", "count": 31, "status": "applied", "emails": ["update"]}
    data = {
        "name": "x",
        "season": 2027,
        "as_of": "2026-12-20",
        "applicant": {"type": "non_us_img"},
        "programs": [several],
    }
    plan = make_plan(scenario_from_dict(data), check(scenario_from_dict(data)))
    assert np.allclose(plan.evidence.shift, plan.invite_shift[:, :1])


@pytest.mark.parametrize("status", ["applied", "considering", "invited"])
def test_a_performance_before_the_interview_says_nothing(status: str):
    def chance(**more: Any) -> float:
        programs = [BASE | {"name": "A", "status": "interviewed"}, BASE | {"name": "B", "status": status} | more]
        scenario = scenario_from_dict(
            {"name": "x", "season": 2027, "applicant": {"type": "non_us_img"}, "programs": programs}
        )
        return solve(make_plan(scenario, check(scenario))).match[0]

    assert chance(performance="strong") == chance()
