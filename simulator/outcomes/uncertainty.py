"""Two kinds of uncertainty, kept apart: sampling error, and not knowing the parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model import behaviour
from simulator.model.tables import constant
from simulator.outcomes.result import Estimate
from simulator.season.draws import affordable, solve_draws
from simulator.season.plan import make_plan, reports_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario
    from simulator.season.plan import Plan
    from simulator.season.solution import Solution

    Array = NDArray[np.float64]


class Drawn(NamedTuple):
    """The scenario under every draw of the parameters.

    Attributes
    ----------
    plan : Plan, one row per draw
    weight : (D,) how well each draw explains what the season has told; sums to one
    match : (D,) probability of matching
    """

    plan: Plan
    weight: Array
    match: Array


def over_draws(scenario: Scenario, calibration: Calibration, solution: Solution) -> Drawn:
    """Solve a scenario under all draws of a calibration.

    Parameters
    ----------
    scenario : Scenario
    calibration : Calibration
    solution : Solution
        Under the central parameters.

    Returns
    -------
    Drawn
    """
    plan = affordable(make_plan(scenario, calibration, calibration.draws), solution.intervals)
    match, log_evidence = solve_draws(plan, solution.intervals)
    prior = behaviour.skill_prior(scenario.applicant.interview_skill, plan.parameters)
    logs = log_evidence + behaviour.reports_log_likelihood(prior, reports_of(scenario), plan.parameters)
    weight = np.exp(logs - logs.max())
    return Drawn(plan, weight / weight.sum(), match)


def interval(values: Array, weight: Array, level: float) -> tuple[Array, Array]:
    """Equal-tailed interval of weighted draws.

    Parameters
    ----------
    values : array (D, ...)
    weight : array (D,)
        Sums to one.
    level : float

    Returns
    -------
    (low, high), each (...)
    """
    tails = (0.5 * (1 - level), 0.5 * (1 + level))
    flat = values.reshape(len(values), -1)
    found = np.stack([_quantiles(column, weight, tails) for column in flat.T], axis=1)
    low, high = found.reshape(2, *values.shape[1:])
    return low, high


def _quantiles(column: Array, weight: Array, levels: tuple[float, ...]) -> Array:
    order = np.argsort(column, kind="stable")
    middle = np.cumsum(weight[order]) - 0.5 * weight[order]
    return np.interp(levels, middle, column[order])


def estimate(matched: int, replicates: int, solution: Solution, drawn: Drawn) -> Estimate:
    """Put a match probability together with both of its uncertainties.

    Parameters
    ----------
    matched, replicates : int
    solution : Solution
    drawn : Drawn

    Returns
    -------
    Estimate
        The standard error comes from the exact value where every replicate agrees.
    """
    return estimate_of(matched, replicates, float(solution.match[0]), drawn.match, drawn.weight)


def estimate_of(hits: int, replicates: int, exact: float, over: Array, weight: Array) -> Estimate:
    """Put the probability of any event together with both of its uncertainties.

    Parameters
    ----------
    hits, replicates : int
    exact : float
    over : array (D,)
        The probability under every draw.
    weight : array (D,)
        Of the draws; sums to one.

    Returns
    -------
    Estimate
        The standard error comes from the exact value where every replicate agrees.
    """
    sampled, exact = hits / replicates, float(np.clip(exact, 0.0, 1.0))
    spread = exact if sampled in (0.0, 1.0) else sampled
    level = constant("simulation", "interval_level")
    low, high = interval(over, weight, level)
    error = float(np.sqrt(spread * (1 - spread) / replicates))
    return Estimate(sampled, error, exact, float(np.clip(low, 0, 1)), float(np.clip(high, 0, 1)), level)
