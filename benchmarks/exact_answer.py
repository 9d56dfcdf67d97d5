"""An answer without simulation: how long the exact solver takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import situations
from benchmarks.measure import save, take_turns
from simulator.outcomes.uncertainty import over_draws
from simulator.season.exact import TOLERANCE, solve, solve_on
from simulator.season.plan import make_plan

if TYPE_CHECKING:
    from simulator.scenario import Scenario
    from simulator.season.plan import Plan
    from simulator.season.solution import Solution

QUESTION = "The exact answer: milliseconds a call"
CALLS = 20  # in one timed repeat
TARGET_MS = {"12 interviews": 1.0, "150 applications": 10.0}


def fewest_intervals(plan: Plan) -> int:
    """Fewest intervals per dimension, of the even numbers from 8, whose doubling moves no probability by 1e-6."""
    for intervals in range(8, 130, 2):
        if _gap(solve_on(plan, intervals), solve_on(plan, 2 * intervals)) < TOLERANCE:
            return intervals
    raise AssertionError("no grid passes")


def _gap(coarse: Solution, fine: Solution) -> float:
    return max(float(np.abs(x - y).max()) for x, y in zip(coarse[:5], fine[:5], strict=True))


def _rows(name: str, scenario: Scenario, repeats: int) -> list[dict[str, Any]]:
    calibration = situations.calibration()
    plan = make_plan(scenario, calibration)
    shifts = np.column_stack([plan.invite_shift[0], plan.rank_shift[0]])
    assert len(np.unique(shifts, axis=0)) == plan.n_programs, "look-alikes would make it cheaper"
    intervals, solution = fewest_intervals(plan), solve(plan)
    jobs = {
        f"{name}: fewest nodes ({intervals} intervals)": lambda: [solve_on(plan, intervals) for _ in range(CALLS)],
        f"{name}: as shipped ({solution.intervals} intervals, checked)": lambda: [solve(plan) for _ in range(CALLS)],
        f"{name}: reading the scenario into arrays": lambda: [make_plan(scenario, calibration) for _ in range(CALLS)],
        f"{name}: all {len(calibration.draws.rank)} draws": lambda: (
            [over_draws(scenario, calibration, solution)] * CALLS
        ),
    }
    timings = take_turns(jobs, repeats)
    per = {job: 1 if "draws" in job else CALLS for job in jobs}
    return [
        {
            "what": job,
            "wall, ms": round(1e3 * timing.wall_s / per[job], 3),
            "processor, ms": round(1e3 * timing.cpu_s / per[job], 3),
            "least processor, ms": round(1e3 * timing.least_cpu_s / per[job], 3),
            "repeats": timing.repeats,
        }
        for job, timing in timings.items()
    ]


def main(repeats: int = 9) -> None:
    """Measure and save.

    Parameters
    ----------
    repeats : int
    """
    rows, findings = [], {}
    scenarios = {"12 interviews": situations.twelve_interviews(), "150 applications": situations.many_applications()}
    for name, scenario in scenarios.items():
        rows += (own := _rows(name, scenario, repeats))
        findings[f"{name} under {TARGET_MS[name]:g} ms, fewest nodes"] = own[0]["processor, ms"] < TARGET_MS[name]
    save("exact_answer", QUESTION, rows, findings)
