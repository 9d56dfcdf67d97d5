"""Many parameter sets at once: the match likelihood, and the curve by number of interviews.

Coarser than `exact` (errors of a few 1e-4, far below what the draws differ by) and faster:
only the chance of a match is wanted, so look-alikes enter once with a power, and a few
parameter sets are solved at a time so that memory stays small.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from simulator.season.chances import invitations, likelihood_weights, rankings
from simulator.season.grid import make_grid
from simulator.season.limited import inner_size, solve_limited
from simulator.season.lookalikes import chosen, collapse
from simulator.season.plan import INTERVIEWED, OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from simulator.season.grid import Grid
    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

LIGHT_INTERVALS, LIGHT_UP_TO = 20, 32
BLOCK = 200_000  # numbers per array
MOST_WORK, FEWEST_DRAWS = 1e8, 50


def solve_draws(plan: Plan, intervals: int) -> tuple[Array, Array]:
    """Probability of a match, and of what was heard, for many parameter sets.

    Parameters
    ----------
    plan : Plan, D parameter sets
    intervals : int
        Intervals that `exact.solve` needed for the central parameters.

    Returns
    -------
    (array (D,), array (D,))
        P(match), and the log probability of what was heard so far.
    """
    coarse = light_intervals(intervals)
    reduced, number = collapse(plan._replace(room=-1), np.ones(plan.n_programs))
    if plan.room >= 0 and dynamic_work(plan, coarse) <= MOST_WORK:
        parts = [_limited(part, coarse) for part in _parts(plan, coarse, plan.room + 1)]
    else:
        parts = [solve_collapsed(part, number, coarse) for part in _parts(reduced, coarse, 1)]
    match, log_evidence = (np.concatenate(x) for x in zip(*parts, strict=True))
    if plan.room >= 0 and dynamic_work(plan, coarse) > MOST_WORK:
        match = scaled(match, *_both(plan.rows(slice(0, 1)), reduced.rows(slice(0, 1)), number, coarse))
    return match, log_evidence


def dynamic_work(plan: Plan, intervals: int) -> float:
    """Return how many numbers the dynamic program would handle over all parameter sets.

    Parameters
    ----------
    plan : Plan, D parameter sets
        With a limit on interviews.
    intervals : int
        Of the light rule.

    Returns
    -------
    float
    """
    nodes = make_grid(plan.rows(slice(0, 1)), intervals).a_at.size * inner_size(plan)
    return float(nodes) * plan.n_programs * (plan.room + 1) * len(plan.rank_shift)


def _both(plan: Plan, free: Plan, number: Array, intervals: int) -> tuple[float, float]:
    """P(match) of one parameter set with the limit on interviews and without it."""
    return float(_limited(plan, intervals)[0][0]), float(solve_collapsed(free, number, intervals)[0][0])


def scaled(match: Array, limited: float, free: float) -> Array:
    """Carry the effect of the limit, on the log of the chance of none, from one parameter set to all.

    Used where the dynamic program would take too long for every set; it moves only the
    credible interval, never the answer.

    Parameters
    ----------
    match : array (D,)
        Probability of the event without the limit.
    limited, free : float
        The same for one parameter set, with the limit and without it.

    Returns
    -------
    array (D,)
    """
    if not 0 < free < 1:
        return match
    factor = np.log1p(-limited) / np.log1p(-free)
    return np.asarray(-np.expm1(factor * np.log1p(-np.minimum(match, 1 - 1e-15))))


def match_by_count(plan: Plan, counts: Sequence[float], mix: Array, intervals: int) -> Array:
    """Probability (0-1) of a match with each number of interviews, all attended.

    Keeps the person, the year and the mix of programs as they are and changes only how
    many interviews there are: P(k) = 1 - E[exp(k * mean_p log(1 - r_p))]. With all
    programs of the plan interviewed it passes through the plan's own answer at k = P.

    Parameters
    ----------
    plan : Plan
        With at least one live program; D parameter sets.
    counts : sequence of float
        Numbers of interviews, whole or not.
    mix : array (P,)
        Weight of each program in the mix.
    intervals : int
        Quadrature intervals per dimension.

    Returns
    -------
    array (D, len(counts))
    """
    held = plan._replace(kind=np.full_like(plan.kind, INTERVIEWED), room=-1)
    reduced, number = collapse(held, mix / mix.sum())
    parts = _parts(reduced, intervals, 1)
    return np.concatenate([_curve(part, number, counts, make_grid(part, intervals)) for part in parts])


def affordable(plan: Plan, intervals: int) -> Plan:
    """Keep so many parameter sets, evenly chosen, that the work stays bounded; at least 50.

    Parameters
    ----------
    plan : Plan, D parameter sets
    intervals : int
        Intervals that `exact.solve` needed for the central parameters.

    Returns
    -------
    Plan
    """
    kinds = collapse(plan, np.ones(plan.n_programs))[0].n_programs
    grid = make_grid(plan.rows(slice(0, 1)), light_intervals(intervals))
    work = float(grid.a_at.size) * grid.inner.size * max(1, kinds) * len(plan.rank_shift)
    step = min(math.ceil(work / MOST_WORK), len(plan.rank_shift) // FEWEST_DRAWS)
    return plan.rows(slice(None, None, max(1, step)))


def light_intervals(intervals: int) -> int:
    """Intervals of the light rule that go with those of the full one."""
    return LIGHT_INTERVALS if intervals <= LIGHT_UP_TO else intervals // 2


def _parts(plan: Plan, intervals: int, states: int) -> Iterator[Plan]:
    """Cut a plan into parameter sets few enough for one block of memory."""
    nodes = make_grid(plan.rows(slice(0, 1)), intervals)
    step = max(1, BLOCK // (nodes.a_at.size * nodes.inner.size * max(1, plan.n_programs) * states))
    for start in range(0, len(plan.rank_shift), step):
        yield plan.rows(slice(start, start + step))


def _limited(plan: Plan, intervals: int) -> tuple[Array, Array]:
    solution = solve_limited(plan, make_grid(plan, intervals), intervals)[0]
    return solution.match, solution.log_evidence


def solve_collapsed(plan: Plan, number: Array, intervals: int) -> tuple[Array, Array]:
    """Probability of a match, and of what was heard, without a limit on interviews.

    Parameters
    ----------
    plan : Plan, D parameter sets
        One program of each kind, from `collapse`.
    number : array (K,)
        How many each program counts for.
    intervals : int

    Returns
    -------
    (array (D,), array (D,))
    """
    grid = make_grid(plan, intervals)
    weight, shift = likelihood_weights(plan, grid)
    evidence = outer(grid, list(np.moveaxis(weight, 3, 0)))
    unmatched = outer(grid, _times(weight, _by_group(plan, grid, number * plan.listed), 1)) / evidence
    return 1 - unmatched, np.log(evidence) + shift


def _by_group(plan: Plan, grid: Grid, number: Array) -> list[Array]:
    """Log chance of no match within each specialty, (D, N, M) each."""
    logs = log_unmatched(plan, grid) * number
    return [logs[..., plan.group == g].sum(axis=3) for g in range(max(1, len(plan.groups)))]


def _times(weight: Array, logs: list[Array], k: float) -> list[Array]:
    """Weights of each specialty times its chance of no match with k times the programs."""
    return [weight[..., g] * np.exp(k * log) for g, log in enumerate(logs)]


def log_unmatched(plan: Plan, grid: Grid) -> Array:
    """Log chance of no match at each program and node.

    Parameters
    ----------
    plan : Plan, D parameter sets
    grid : Grid

    Returns
    -------
    array (D, N, M, P)
    """
    season = grid.season[:, None, :]
    joint = rankings(plan, grid.b[:, :, None] + season, grid.c[:, :, None] + season)
    unanswered = np.flatnonzero(plan.kind == OPEN)  # the others have their invitation
    if unanswered.size:
        coming = invitations(chosen(plan, unanswered), grid.a_nodes[:, :, None] + season)
        joint[..., unanswered] *= coming[:, grid.a_at]
    np.minimum(joint, 1 - 1e-15, out=joint)
    return np.log1p(np.negative(joint, out=joint), out=joint)


def outer(grid: Grid, inside: list[Array]) -> Array:
    """Integrate the specialties one by one, then the outer nodes.

    Parameters
    ----------
    grid : Grid
    inside : list of array (D, N, M)
        One for each specialty.

    Returns
    -------
    array (D,)
    """
    whole = np.prod([x.sum(axis=2) for x in inside], axis=0)
    return np.asarray((whole * grid.weight[0]).sum(axis=1))


def _curve(plan: Plan, number: Array, counts: Sequence[float], grid: Grid) -> Array:
    weight, _ = likelihood_weights(plan, grid)
    logs = _by_group(plan, grid, number)
    evidence = outer(grid, list(np.moveaxis(weight, 3, 0)))
    return np.stack([1 - outer(grid, _times(weight, logs, k)) / evidence for k in counts], axis=1)
