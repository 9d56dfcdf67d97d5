"""The exact solver: the whole season by quadrature, without sampling error.

Given the shared latents, P(match) = 1 - E[prod_p (1 - i_p r_p)], the same product cut
off at each place of the list gives where the match falls, and a dynamic program over the
list with state (interviews attended) replaces the product where a limit on interviews
binds. What the season has told so far weights the nodes (see `evidence`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.season.draws import solve_collapsed
from simulator.season.grid import make_grid
from simulator.season.limited import solve_limited
from simulator.season.lookalikes import collapse, thin
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
TOLERANCE, LOG_TOLERANCE = 1e-6, 1e-4


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

    calibration = (calibration or load_calibration(scenario.calibration)).for_type(scenario.applicant.type)
    return float(solve(make_plan(scenario, calibration)).match[0])


def solve(plan: Plan, tolerance: float = TOLERANCE) -> Solution:
    """Integrate a season with the fewest nodes that doubling does not move.

    With one dimension the rule with half as many intervals sits inside the grid, and every
    probability is compared. With more, a cheaper problem chooses the grid: the same one
    with look-alikes put together, at most some kinds of programs, and without a limit on
    interviews: what decides is how sharp the latents are, not what happens to each program.

    Parameters
    ----------
    plan : Plan
    tolerance : float
        Largest change of a probability at the doubling.

    Returns
    -------
    Solution
    """
    intervals = FIRST_INTERVALS
    grid = make_grid(plan, intervals)
    if not grid.is_nested:
        return solve_on(plan, enough_intervals(plan, tolerance))
    while True:
        fine, coarse = _evaluate(plan, make_grid(plan, intervals), intervals)
        if intervals >= LAST_INTERVALS or _moved(coarse, fine) < tolerance:
            return fine
        intervals *= 2


def enough_intervals(plan: Plan, tolerance: float = TOLERANCE) -> int:
    """Fewest intervals (32, 64, ...) at which doubling moves nothing by a tenth of the tolerance.

    Parameters
    ----------
    plan : Plan
    tolerance : float

    Returns
    -------
    int
    """
    free, number = thin(*collapse(plan._replace(room=-1), np.ones(plan.n_programs)))
    intervals = FIRST_INTERVALS
    now = solve_collapsed(free, number, intervals)
    while intervals < LAST_INTERVALS:
        finer = solve_collapsed(free, number, 2 * intervals)
        moved = [float(np.abs(x - y).max()) for x, y in zip(now, finer, strict=True)]
        if moved[0] < tolerance / 10 and moved[1] < LOG_TOLERANCE:
            break
        now, intervals = finer, 2 * intervals
    return intervals


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


def _moved(coarse: Solution, fine: Solution) -> float:
    pairs = zip(coarse[:5], fine[:5], strict=True)
    return max((float(np.abs(x - y).max()) for x, y in pairs if x.size), default=0.0)


def _evaluate(plan: Plan, grid: Grid, intervals: int) -> tuple[Solution, Solution]:
    return (solve_unlimited if plan.room < 0 else solve_limited)(plan, grid, intervals)
