"""The exact solver: the whole season by quadrature, without sampling error.

Given the shared latents, P(match) = 1 - E[prod_p (1 - i_p r_p)], the same product cut
off at each place of the list gives where the match falls, and a dynamic program over the
list with state (interviews attended) replaces the product where a limit on interviews
binds. What the season has told so far weights the nodes (see `evidence`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.season.grid import make_grid
from simulator.season.limited import solve_limited
from simulator.season.plan import make_plan
from simulator.season.unlimited import solve_unlimited

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario
    from simulator.season.grid import Grid
    from simulator.season.plan import Plan
    from simulator.season.solution import Solution

    Array = NDArray[np.float64]

FIRST_INTERVALS = 32
LAST_INTERVALS = 512
TOLERANCE = 1e-6


def match_probability(scenario: Scenario, calibration: Calibration | None = None) -> float:
    """Probability (0-1) that the applicant of a scenario matches.

    Parameters
    ----------
    scenario : Scenario
    calibration : Calibration, optional
        Left out, the one that the scenario names.

    Returns
    -------
    float
        Exact to about 1e-6 under the model and its central parameters.
    """
    from simulator.model.parameters import load_calibration

    calibration = calibration or load_calibration(scenario.calibration)
    return float(solve(make_plan(scenario, calibration)).match[0])


def solve(plan: Plan, tolerance: float = TOLERANCE) -> Solution:
    """Integrate a season, doubling the nodes until nothing moves by the tolerance.

    Parameters
    ----------
    plan : Plan
    tolerance : float
        Largest difference of any probability between the rule and the one with half as
        many intervals.

    Returns
    -------
    Solution
    """
    intervals = FIRST_INTERVALS
    while True:
        fine, coarse = both_rules(plan, intervals)
        if intervals >= LAST_INTERVALS or _moved(coarse, fine) < tolerance:
            return fine
        intervals *= 2


def _moved(coarse: Solution, fine: Solution) -> float:
    pairs = zip(coarse[:5], fine[:5], strict=True)
    return max((float(np.abs(x - y).max()) for x, y in pairs if x.size), default=0.0)


def both_rules(plan: Plan, intervals: int) -> tuple[Solution, Solution]:
    """Integrate by the rule asked for and by the one with half as many intervals."""
    grid = make_grid(plan, intervals)
    fine, coarse = _evaluate(plan, grid, intervals)
    if grid.is_nested:
        return fine, coarse
    return fine, _evaluate(plan, make_grid(plan, intervals // 2), intervals // 2)[0]


def solve_on(plan: Plan, intervals: int) -> Solution:
    """Integrate a season on a grid of a given number of intervals per dimension.

    Parameters
    ----------
    plan : Plan
    intervals : int
        Even; 32 is enough for links and spreads of the shipped calibrations.

    Returns
    -------
    Solution
    """
    return _evaluate(plan, make_grid(plan, intervals), intervals)[0]


def _evaluate(plan: Plan, grid: Grid, intervals: int) -> tuple[Solution, Solution]:
    return (solve_unlimited if plan.room < 0 else solve_limited)(plan, grid, intervals)
