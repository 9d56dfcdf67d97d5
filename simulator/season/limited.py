"""The season under a limit on interviews: a dynamic program over the list.

Invitations are accepted from the top of the list down until the limit is reached, so
what becomes of one program depends on how many above it invited. At every node of the
shared latents the state is the number of interviews accepted so far.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.special import ndtri

from simulator.season.chances import invitations, rankings
from simulator.season.evidence import log_likelihood
from simulator.season.plan import INTERVIEWED
from simulator.season.solution import Solution

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from simulator.season.grid import Grid
    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

INNER_NODES = {1: 1, 2: 9, 3: 7, 4: 5}
SCATTERED = 256  # points where there are more specialties than INNER_NODES knows
BLOCK = 40_000


class Part(NamedTuple):
    """Some nodes of the shared latents, every specialty's own season included.

    Attributes
    ----------
    a, b, c : (D, G, n) latents as each specialty sees them
    weight : (D, n) probability of the node times likelihood of what was heard
    """

    a: Array
    b: Array
    c: Array
    weight: Array


def solve_limited(plan: Plan, grid: Grid, intervals: int) -> tuple[Solution, Solution]:
    """Integrate a season in which the limit on interviews can bind.

    Parameters
    ----------
    plan : Plan
        With `room` not negative.
    grid : Grid
    intervals : int
        Reported with the solution.

    Returns
    -------
    (Solution, Solution)
        By the rule of the grid and by the one on every other node.
    """
    top = largest_logs(plan, grid)
    fine = _by_rule(plan, grid, 0, top, intervals)
    return fine, (_by_rule(plan, grid, 1, top, intervals) if grid.is_nested else fine)


def _by_rule(plan: Plan, grid: Grid, rule: int, top: Array, intervals: int) -> Solution:
    d, p = plan.rank_shift.shape
    sums = np.zeros((4, d, p))
    evidence = np.zeros(d)
    for part in parts(plan, grid, rule, top):
        sums += _walk(plan, part)
        evidence += part.weight.sum(axis=1)
    matched, invited, interviewed, ranked = sums / evidence[:, None]
    logs = np.log(evidence) + top.sum(axis=1)
    return Solution(matched.sum(axis=1), matched, invited, interviewed, ranked, logs, intervals)


def largest_logs(plan: Plan, grid: Grid) -> Array:
    """Return the largest log-likelihood of each specialty on the outer grid, (D, G)."""
    logs = [
        log_likelihood(plan.evidence.of(g), grid.a_nodes, plan.timing, plan.late_rate) for g in range(len(plan.groups))
    ]
    return np.stack([x.max(axis=1) for x in logs], axis=1)


def inner_size(plan: Plan) -> int:
    """Return how many inner nodes go with each outer one."""
    return int(_inner(plan)[1].size)


def _scattered(n_groups: int) -> Array:
    """Evenly scattered normal points (n_groups, m), for more dimensions than a mesh can have.

    A Kronecker sequence on powers of the root of x^(d+1) = x + 1 (Roberts 2018), made normal.
    """
    root = 2.0
    for _ in range(64):
        root = (1 + root) ** (1 / (n_groups + 1))
    steps = root ** -np.arange(1.0, n_groups + 1)
    return np.asarray(ndtri((0.5 + np.outer(steps, np.arange(1, SCATTERED + 1))) % 1))


def _inner(plan: Plan) -> tuple[Array, Array]:
    """Nodes (G, m) of all specialties' own seasons together, and weights (m,)."""
    n_groups = len(plan.groups)
    if n_groups > max(INNER_NODES):
        return _scattered(n_groups), np.full(SCATTERED, 1.0 / SCATTERED)
    nodes, weight = np.polynomial.hermite_e.hermegauss(INNER_NODES[n_groups])
    mesh = np.stack(np.meshgrid(*[nodes] * n_groups, indexing="ij")).reshape(n_groups, -1)
    flat = np.prod(np.stack(np.meshgrid(*[weight] * n_groups, indexing="ij")).reshape(n_groups, -1), axis=0)
    return mesh, flat / flat.sum()


def parts(plan: Plan, grid: Grid, rule: int, top: Array) -> Iterator[Part]:
    """Cut the nodes of a rule (0 the whole, 1 every other node) into parts that fit into memory.

    `top` is from `largest_logs` and is taken out of the weights.
    """
    inner, inner_weight = _inner(plan)
    season = grid.inner_sd[:, None, None, None] * inner[None, :, None, :]
    used = np.flatnonzero(grid.weight[rule])
    step = max(1, BLOCK // inner.shape[1] // len(grid.b))
    for start in range(0, used.size, step):
        here = used[start : start + step]
        latents = (grid.a_nodes[:, grid.a_at[here]], grid.b[:, here], grid.c[:, here])
        a, b, c = ((x[:, None, :, None] + season).reshape(len(x), len(plan.groups), -1) for x in latents)
        logs = sum(
            log_likelihood(plan.evidence.of(g), a[:, g], plan.timing, plan.late_rate) - top[:, g, None]
            for g in range(len(plan.groups))
        )
        weight = (grid.weight[rule, here, None] * inner_weight).reshape(-1)
        yield Part(a, b, c, weight * np.exp(logs))


def _walk(plan: Plan, part: Part) -> Array:
    """Walk down the list at every node; sums (4, D, P) of the four chances."""
    d, n = part.weight.shape
    accepted = np.zeros((plan.room + 1, d, n))
    accepted[0] = part.weight
    unmatched = accepted.copy()
    found = np.zeros((4, d, plan.n_programs))
    for p in range(plan.n_programs):
        one = plan._replace(**only(plan, p))
        g = plan.group[p]
        invited = invitations(one, part.a[:, g])[..., 0]
        ranked = rankings(one, part.b[:, g], part.c[:, g])[..., 0]
        is_free = bool(plan.kind[p] == INTERVIEWED)
        matching = ranked if plan.listed[p] else np.zeros_like(ranked)
        attended = step(accepted, invited, np.zeros_like(ranked), is_free)
        going = step(unmatched, invited, matching, is_free)
        found[:, :, p] = [
            (going * matching).sum(axis=1),
            (part.weight * invited).sum(axis=1),
            attended.sum(axis=1),
            (attended * ranked).sum(axis=1),
        ]
    return found


def step_down(plan: Plan, a: Array, b: Array, c: Array) -> Array:
    """Return the chance of no match at every node of a season in which the limit on interviews can bind.

    Parameters
    ----------
    plan : Plan
        With `room` not negative.
    a, b, c : (D, G, n) latents as each specialty sees them

    Returns
    -------
    array (D, n)
    """
    state = np.zeros((plan.room + 1, len(a), a.shape[2]))
    state[0] = 1.0
    for p in range(plan.n_programs):
        one, g = plan._replace(**only(plan, p)), plan.group[p]
        ranked = rankings(one, b[:, g], c[:, g])[..., 0]
        matching = ranked if plan.listed[p] else np.zeros_like(ranked)
        step(state, invitations(one, a[:, g])[..., 0], matching, bool(plan.kind[p] == INTERVIEWED))
    return np.asarray(state.sum(axis=0))


def only(plan: Plan, p: int) -> dict[str, Any]:
    """Return the fields of a plan cut down to one program, as `invitations` and `rankings` read it."""
    one = slice(p, p + 1)
    fields = ("live", "kind", "reported", "invite_sponsor", "rank_sponsor")
    cut = {name: getattr(plan, name)[one] for name in fields}
    shifts = {"invite_shift": plan.invite_shift[:, one], "rank_shift": plan.rank_shift[:, one]}
    return cut | shifts | {"before": plan.before and plan.before.of(one)}


def step(state: Array, invited: Array, matching: Array, is_free: bool) -> Array:
    """Move the state past one program, in place; return the mass that attends it.

    Parameters
    ----------
    state : array (room + 1, ...)
        `state[k]` is the mass with k interviews accepted (and not yet matched, if `matching`
        is not zero).
    invited, matching : arrays (...)
        Chance of an invitation, and of a match by an interview.
    is_free : bool
        Whether the interview takes no room, having been held already.

    Returns
    -------
    array (...)
    """
    if is_free:
        attending = state.sum(axis=0)
        state *= 1 - matching
        return np.asarray(attending)
    going = state[:-1] * invited
    state[:-1] -= going
    state[1:] += going * (1 - matching)
    return np.asarray(going.sum(axis=0))
