"""The exact solver: the whole season by quadrature, without sampling error.

Given the shared latents, P(match) = 1 - E[prod_p (1 - i_p r_p)], the same product cut
off at each place of the list gives where the match falls, and a dynamic program over the
list with state (interviews attended) replaces the product where a limit on interviews
binds. What the season has told so far weights the nodes (see `evidence`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr

from simulator.model import behaviour
from simulator.season.evidence import log_likelihood
from simulator.season.grid import make_grid
from simulator.season.plan import OPEN, make_plan

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario
    from simulator.season.grid import Grid
    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

FIRST_INTERVALS = 32
LAST_INTERVALS = 512
TOLERANCE = 1e-6
DRAW_INTERVALS, DRAW_NEGLIGIBLE = 16, 1e-6
DRAW_BLOCK = 200_000  # numbers per array when many parameter sets are solved
FEW = 24  # programs up to which looking for look-alikes does not pay


class Solution(NamedTuple):
    """Probabilities (0-1) of a season; D parameter sets, P live programs.

    Attributes
    ----------
    match : (D,) of matching at all
    matched : (D, P) of matching at each program
    invited : (D, P) of having or getting an invitation
    interviewed : (D, P) of attending an interview
    ranked : (D, P) of an interview and being ranked to match there
    log_evidence : (D,) log probability of what was heard so far
    intervals : intervals per dimension that were needed
    """

    match: Array
    matched: Array
    invited: Array
    interviewed: Array
    ranked: Array
    log_evidence: Array
    intervals: int


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
    return both_rules(plan, intervals)[0]


def _moved(coarse: Solution, fine: Solution) -> float:
    pairs = zip(coarse[:5], fine[:5], strict=True)
    return max((float(np.abs(x - y).max()) for x, y in pairs if x.size), default=0.0)


def both_rules(plan: Plan, intervals: int) -> tuple[Solution, Solution]:
    """Integrate by the rule asked for and by the one on every other node, in one pass."""
    return _both_rules(plan, make_grid(plan, intervals), intervals)


def solve_draws(plan: Plan, intervals: int) -> tuple[Array, Array]:
    """Probability of a match, and of what was heard, for many parameter sets.

    Coarser than `solve` (errors near 1e-4, far below what the draws differ by), a few
    parameter sets at a time so that memory stays small.

    Parameters
    ----------
    plan : Plan, D parameter sets
    intervals : int
        Intervals that `solve` needed for the central parameters.

    Returns
    -------
    (array (D,), array (D,))
        P(match), and the log probability of what was heard so far.
    """
    coarse = DRAW_INTERVALS * intervals // FIRST_INTERVALS
    nodes = make_grid(plan.rows(slice(0, 1)), coarse, DRAW_NEGLIGIBLE)
    size = nodes.a_at.size * nodes.inner.size * max(1, plan.n_programs) * (1 + max(0, plan.room))
    step = max(1, DRAW_BLOCK // size)
    found = []
    for start in range(0, len(plan.rank_shift), step):
        part = plan.rows(slice(start, start + step))
        solution = _both_rules(part, make_grid(part, coarse, DRAW_NEGLIGIBLE), coarse)[0]
        found.append((solution.match, solution.log_evidence))
    match, log_evidence = (np.concatenate(x) for x in zip(*found, strict=True))
    return match, log_evidence


def _both_rules(plan: Plan, grid: Grid, intervals: int) -> tuple[Solution, Solution]:
    if plan.room >= 0:
        from simulator.season.limited import solve_limited

        return solve_limited(plan, grid, intervals)
    return _unlimited(plan, grid, intervals)


def likelihood_weights(plan: Plan, grid: Grid) -> tuple[Array, Array]:
    """Inner weights times the likelihood of what was heard, scaled to be at most 1.

    Parameters
    ----------
    plan : Plan
    grid : Grid

    Returns
    -------
    (array (D, N, M, G), array (D,))
        Weights, and the logarithm of the scale that was taken out.
    """
    a = grid.a_nodes[:, :, None] + grid.season[:, None, :]
    logs = [log_likelihood(plan.evidence.of(g), a, plan.timing, plan.late_rate) for g in range(len(plan.groups))]
    stack = np.stack(logs or [np.zeros_like(a)], axis=-1)
    top = stack.max(axis=(1, 2))
    weight = grid.inner_weight[:, None] * np.exp(stack - top[:, None, None, :])
    return weight[:, grid.a_at], top.sum(axis=1)


def invitations(plan: Plan, a: Array) -> Array:
    """Chance of an invitation at every node, given silence so far; 1 where it is a fact.

    Parameters
    ----------
    plan : Plan
    a : array (D, ...)

    Returns
    -------
    array (D, ..., P)
    """
    kinds = _alike(plan.invite_shift, plan.invite_sponsor, plan.kind)
    invited = plan.invite_sponsor[kinds.first] * ndtr(a[..., None] + _along(plan.invite_shift, kinds.first, a.ndim))
    first, late = behaviour.future_invitation(invited, plan.timing, plan.late_rate)
    heard_nothing = behaviour.silence(invited, plan.timing, plan.late_rate)
    coming = (first + late) / np.maximum(heard_nothing, 1e-300)
    return kinds.spread(np.where(plan.kind[kinds.first] == OPEN, coming, 1.0))


def rankings(plan: Plan, b: Array, c: Array) -> Array:
    """Chance of being ranked to match at every node, given an interview.

    Parameters
    ----------
    plan : Plan
    b, c : arrays (D, ...)

    Returns
    -------
    array (D, ..., P)
    """
    kinds = _alike(plan.rank_shift, plan.rank_sponsor, plan.reported)
    scale = behaviour.link_sd(plan.parameters).reshape((-1,) + (1,) * b.ndim)
    reported = plan.reported[kinds.first]
    latent = np.where(reported, c[..., None], b[..., None]) if reported.any() else b[..., None]
    value = ndtr((latent + _along(plan.rank_shift, kinds.first, b.ndim)) / scale)
    return kinds.spread(plan.rank_sponsor[kinds.first] * value)


class Kinds(NamedTuple):
    """Programs that are the same in every respect that matters, computed once.

    Attributes
    ----------
    first : one program of each kind
    kind_of : (P,) kind of each program, or None where every program is its own
    """

    first: NDArray[np.int64]
    kind_of: NDArray[np.int64] | None

    def spread(self, values: Array) -> Array:
        """From the kinds (last axis) back to all programs."""
        return values if self.kind_of is None else values[..., self.kind_of]


def _alike(*columns: NDArray[np.generic]) -> Kinds:
    size = columns[0].shape[-1]
    if size <= FEW:
        return Kinds(np.arange(size), None)
    stacked = np.concatenate([np.atleast_2d(np.asarray(c, dtype=np.float64)) for c in columns])
    keys = np.ascontiguousarray(stacked.T).view([("", np.float64)] * len(stacked)).reshape(-1)
    _, first, kind_of = np.unique(keys, return_index=True, return_inverse=True)
    return Kinds(np.arange(size), None) if first.size == size else Kinds(first, kind_of.reshape(-1))


def _along(shift: Array, chosen: NDArray[np.int64], ndim: int) -> Array:
    """Shifts (D, P) of some programs, shaped to add to (D, ..., 1)."""
    picked = shift[:, chosen]
    return picked.reshape(len(shift), *(1,) * (ndim - 1), chosen.size)


def _unlimited(plan: Plan, grid: Grid, intervals: int) -> tuple[Solution, Solution]:
    season = grid.season[:, None, :]
    weight, shift = likelihood_weights(plan, grid)
    ranked = rankings(plan, grid.b[:, :, None] + season, grid.c[:, :, None] + season)
    invited = _invited(plan, grid, ranked)
    joint = invited * ranked
    alive = [_alive(weight[..., g], joint[..., _listed(plan, g)]) for g in range(max(1, len(plan.groups)))]
    start = np.stack([x[..., 0] for x in alive], axis=-1)
    evidence = _outer(grid, start.prod(axis=2)[..., None])
    chances = [_marginal(plan, grid, weight, start, x) / evidence for x in (invited, joint)]
    matched, nobody = _falls(plan, grid, alive)
    found = (1 - nobody / evidence[..., 0], matched / evidence, chances[0], chances[0], chances[1])
    logs = np.log(evidence[..., 0]) + shift
    fine, coarse = (Solution(*(x[w] for x in (*found, logs)), intervals=intervals) for w in (0, 1))
    return fine, coarse


def _invited(plan: Plan, grid: Grid, like: Array) -> Array:
    """Chance of an invitation at every node; all ones where every invitation is a fact."""
    if not (plan.kind == OPEN).any():
        return np.ones_like(like)
    return invitations(plan, grid.a_nodes[:, :, None] + grid.season[:, None, :])[:, grid.a_at]


def _outer(grid: Grid, values: Array) -> Array:
    """Sum (D, N, P) over the outer nodes by both rules, (2, D, P)."""
    return np.moveaxis(np.asarray(grid.weight @ values), 0, 1)


def _listed(plan: Plan, group: int) -> NDArray[np.int64]:
    """Programs of a specialty on the rank order list, best first."""
    return np.flatnonzero(plan.listed & (plan.group == group))


def _alive(weight: Array, joint: Array) -> Array:
    """Chance, within a specialty, of no match at its first k programs; (D, N, k + 1)."""
    survive = np.cumprod(1 - joint, axis=3)
    return np.concatenate([weight.sum(axis=2)[..., None], _inside(weight, survive)], axis=2)


def _inside(weight: Array, values: Array) -> Array:
    """Sum (D, N, M, P) over the inner nodes with weights (D, N, M)."""
    if weight.shape[2] == 1:
        return np.asarray(weight * values[:, :, 0])
    return np.einsum("dnm,dnmp->dnp", weight, values)


def _falls(plan: Plan, grid: Grid, alive: list[Array]) -> tuple[Array, Array]:
    """Where on the list the match falls, (2, D, P), and nowhere, (2, D); times the evidence."""
    d = alive[0].shape[0]
    matched = np.zeros((2, d, plan.n_programs))
    if len(alive) == 1:
        still = _outer(grid, alive[0])
        matched[..., _listed(plan, 0)] = still[..., :-1] - still[..., 1:]
        return matched, still[..., -1]
    passed = np.zeros(len(alive), dtype=np.int64)
    now = np.stack([x[..., 0] for x in alive], axis=-1)
    for p in np.flatnonzero(plan.listed):
        g = plan.group[p]
        passed[g] += 1
        after = alive[g][..., passed[g]]
        lost = (now[..., g] - after) * np.delete(now, g, axis=2).prod(axis=2)
        matched[..., p] = _outer(grid, lost[..., None])[..., 0]
        now[..., g] = after
    return matched, _outer(grid, now.prod(axis=2)[..., None])[..., 0]


def _marginal(plan: Plan, grid: Grid, weight: Array, start: Array, chance: Array) -> Array:
    """Expected chance at each program, (2, D, P), times the evidence."""
    found = np.empty((2, chance.shape[0], plan.n_programs))
    for g in range(weight.shape[3]):
        mine = np.flatnonzero(plan.group == g)
        others = np.delete(start, g, axis=2).prod(axis=2) if weight.shape[3] > 1 else np.ones((1, 1))
        found[..., mine] = _outer(grid, others[..., None] * _inside(weight[..., g], chance[..., mine]))
    return found
