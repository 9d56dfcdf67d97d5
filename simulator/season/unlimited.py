"""The season without a limit on interviews: products over programs, node by node.

Within a specialty the chance of no match at the first k programs of the list is a running
product; specialties share the outer latents only, so their products multiply. Where the
match falls is the difference of two such products.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.season.chances import invitations, likelihood_weights, rankings
from simulator.season.plan import OPEN
from simulator.season.solution import Solution

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.season.grid import Grid
    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

BLOCK = 1_000_000  # numbers per array


def solve_unlimited(plan: Plan, grid: Grid, intervals: int) -> tuple[Solution, Solution]:
    """Integrate a season in which every invitation is accepted.

    Parameters
    ----------
    plan : Plan
    grid : Grid
    intervals : int
        Reported with the solution.

    Returns
    -------
    (Solution, Solution)
        By the rule of the grid and by the one on every other node.
    """
    d, p = plan.rank_shift.shape
    sums = [np.zeros((2, d, 1)), np.zeros((2, d, 1)), *(np.zeros((2, d, p)) for _ in range(3))]
    shift = np.zeros(d)
    step = max(1, BLOCK // (grid.inner.size * max(1, p) * d))
    for start in range(0, grid.a_at.size, step):
        part, shift = _sums(plan, grid.part(slice(start, start + step)))
        sums = [x + y for x, y in zip(sums, part, strict=True)]
    evidence, nobody, matched, invited, ranked = sums
    match = 1 - (nobody / evidence)[..., 0]
    found = (match, matched / evidence, invited / evidence, invited / evidence, ranked / evidence)
    logs = np.log(evidence[..., 0]) + shift
    names = Solution._fields[:-1]
    fine, coarse = (
        Solution(**{n: x[w] for n, x in zip(names, (*found, logs), strict=True)}, intervals=intervals) for w in (0, 1)
    )
    return fine, coarse


def _sums(plan: Plan, grid: Grid) -> tuple[list[Array], Array]:
    """Sums over some of the nodes: evidence, no match, and by program, each (2, D, ...)."""
    season = grid.season[:, None, :]
    weight, shift = likelihood_weights(plan, grid)
    ranked = rankings(plan, grid.b[:, :, None] + season, grid.c[:, :, None] + season)
    invited = _invited(plan, grid, ranked)
    joint = invited * ranked
    alive = [_alive(weight[..., g], joint[..., _listed(plan, g)]) for g in range(max(1, len(plan.groups)))]
    start = np.stack([x[..., 0] for x in alive], axis=-1)
    matched, nobody = _falls(plan, grid, alive)
    chances = [_marginal(plan, grid, weight, start, x) for x in (invited, joint)]
    return [_outer(grid, start.prod(axis=2)[..., None]), nobody[..., None], matched, *chances], shift


def _invited(plan: Plan, grid: Grid, like: Array) -> Array:
    """Chance of an invitation at every node; all ones where every invitation is a fact."""
    if not (plan.kind == OPEN).any():
        return np.ones_like(like)
    return invitations(plan, grid.a_nodes[:, :, None] + grid.season[:, None, :])[:, grid.a_at]


def _outer(grid: Grid, values: Array) -> Array:
    """Sum (D, N, P) over the outer nodes, (2, D, P): by both rules where one grid holds both."""
    rules = grid.weight if grid.is_nested else grid.weight[:1]
    found = np.stack([np.add.reduce(weight[:, None] * values, axis=1) for weight in rules])
    return found if grid.is_nested else np.repeat(found, 2, axis=0)


def _listed(plan: Plan, group: int) -> NDArray[np.int64]:
    """Programs of a specialty on the rank order list, best first."""
    return np.flatnonzero(plan.listed & (plan.group == group))


def _alive(weight: Array, joint: Array) -> Array:
    """Chance, within a specialty, of no match at its first k programs; (D, N, k + 1)."""
    survive = np.asarray(np.cumprod(1 - joint, axis=3), dtype=np.float64)
    return np.concatenate([weight.sum(axis=2)[..., None], _inside(weight, survive)], axis=2)


def _inside(weight: Array, values: Array) -> Array:
    """Sum (D, N, M, P) over the inner nodes with weights (D, N, M)."""
    if weight.shape[2] == 1:
        return np.asarray(weight * values[:, :, 0])
    return np.asarray(np.einsum("dnm,dnmp->dnp", weight, values))


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
