"""What the season so far says of the person: the posterior of u + w, and of u, by quadrature.

The trapezoid rule over u + w, the one coordinate that invitations share, with each specialty's own
season inside. Given u + w, u is normal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr

from simulator.season.chances import likelihood_weights
from simulator.season.grid import Grid, hermite, trapezoid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

INTERVALS, LIGHT_INTERVALS = 128, 32
REACH_SD, STEPS = 6.0, 241  # of the table in which quantiles of strength are looked up
BLOCK = 2_000_000  # numbers per array


class Heard(NamedTuple):
    """The posterior of u + w on the nodes; D parameter sets, N nodes, M of the specialty's own season, G specialties.

    Attributes
    ----------
    plan : the season
    grid : nodes of u + w
    within : (D, N, M, G) weights inside each specialty, likelihood included
    outer : (D, N) posterior of the outer nodes, in all 1
    log_evidence : (D,) log probability of what was heard
    """

    plan: Plan
    grid: Grid
    within: Array
    outer: Array
    log_evidence: Array


def heard(plan: Plan, intervals: int = INTERVALS) -> Heard:
    """Weigh the nodes of u + w by what the season has told so far.

    Parameters
    ----------
    plan : Plan, D parameter sets
    intervals : int
        Of the trapezoid rule on +-8 standard deviations.

    Returns
    -------
    Heard
    """
    grid = _nodes(plan, intervals)
    within, shift = likelihood_weights(plan, grid)
    joint = grid.weight[0] * within.sum(axis=2).prod(axis=2)
    total = joint.sum(axis=1)
    return Heard(plan, grid, within, joint / total[:, None], np.log(total) + shift)


def _nodes(plan: Plan, intervals: int) -> Grid:
    """Lay nodes of u + w, and with several specialties of each one's own season inside."""
    several = len(plan.groups) > 1
    own = plan.parameters.sd("season_specialty")
    z, weight = trapezoid(intervals)
    a = np.sqrt(plan.parameters.sd("strength") ** 2 + _shared_season(plan))[:, None] * z
    inner, inner_weight = hermite(intervals) if several else (np.zeros(1), np.ones(1))
    inner_sd = own if several else np.zeros_like(own)
    nothing = np.zeros_like(a)
    return Grid(
        a,
        np.arange(z.size),
        nothing,
        nothing,
        np.stack([weight, weight]),
        inner,
        inner_weight,
        inner_sd,
        is_nested=False,
    )


def _shared_season(plan: Plan) -> Array:
    """Variance of the part of the season that stands beside u in the outer coordinate."""
    own = plan.parameters.sd("season_specialty") ** 2 if len(plan.groups) <= 1 else 0.0
    return np.asarray(plan.parameters.sd("season_type") ** 2 + own)


def strength_table(found: Heard) -> tuple[Array, Array]:
    """Distribution function of u, in its own prior standard deviations.

    Parameters
    ----------
    found : Heard

    Returns
    -------
    (array (S,), array (D, S))
        Points, and the posterior probability of being at or below each. Between points
        straight lines are right to 0.002.
    """
    at = np.linspace(-REACH_SD, REACH_SD, STEPS)
    mean, sd = _given_node(found)
    below = np.empty((len(mean), STEPS))
    step = max(1, BLOCK // (mean.shape[1] * STEPS))
    for start in range(0, len(mean), step):
        rows = slice(start, start + step)
        gap = (at - mean[rows, :, None]) / sd[rows, None, None]
        below[rows] = np.einsum("dn,dns->ds", found.outer[rows], ndtr(gap))
    return at, below


def strength_moments(found: Heard) -> tuple[Array, Array]:
    """Posterior mean and standard deviation of u, in its own prior standard deviations, each (D,)."""
    mean, sd = _given_node(found)
    first = (found.outer * mean).sum(axis=1)
    second = (found.outer * mean**2).sum(axis=1) + sd**2
    return first, np.sqrt(np.maximum(second - first**2, 0.0))


def _given_node(found: Heard) -> tuple[Array, Array]:
    """Mean (D, N) and standard deviation (D,) of u given u + w, in prior standard deviations of u."""
    strength = np.maximum(found.plan.parameters.sd("strength"), 1e-12)
    share = strength**2 / (strength**2 + _shared_season(found.plan))
    return share[:, None] * found.grid.a_nodes / strength[:, None], np.sqrt(np.maximum(1 - share, 1e-12))
