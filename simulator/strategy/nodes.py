"""Candidates at the nodes of the quadrature: what each adds to the chance of a match.

Given the shared latents of one parameter set, programs are independent, and specialties share the outer nodes only:

    P(no match) = sum over outer nodes r of weight_r  prod_g  sum over inner nodes m of s_grm prod_(p in g) (1 - q_prm)

with q = i r the chance of an interview and of being ranked to match, and s the inner weight times the chance that no
program of the scenario itself leads to a match. Parameter sets are further outer nodes, weighted by how well they
explain what the season has told, so the sum is the mean over the draws. The order of the rank list plays no part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.season.chances import invitations, likelihood_weights, rankings
from simulator.season.grid import make_grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

IN_CACHE = 65_536  # numbers at a time
SURE = 1e-12  # chances stop short of one, so that their logarithms stay finite


class Nodes(NamedTuple):
    """Candidates at the nodes; G specialties, R outer nodes, M inner nodes, K kinds of signal, P candidates.

    Attributes
    ----------
    outer : (R,) weights, such that without candidates and programs the sum is one
    start : (G, R, M) see above
    chance : (K, P, R, M) of a match at each candidate, if it comes to that
    group : (P,) specialty of each candidate
    """

    outer: Array
    start: Array
    chance: Array
    group: NDArray[np.int64]


def place(plans: Sequence[Plan], is_candidate: NDArray[np.bool_], weight: Array, intervals: int) -> Nodes:
    """Lay the nodes for a season with candidates in it.

    Parameters
    ----------
    plans : sequence of Plan
        The season with every candidate applied to, once for each kind of signal; D parameter sets.
    is_candidate : array (programs of the plan,)
    weight : array (D,)
        Of the parameter sets; sums to one.
    intervals : int
        Of the quadrature, as in `season.draws.solve_draws`.

    Returns
    -------
    Nodes
    """
    plan = plans[0]
    grid = make_grid(plan, intervals)
    inner, _ = likelihood_weights(plan, grid)
    season = grid.season[:, None, :]
    ranked = rankings(plan, grid.b[:, :, None] + season, grid.c[:, :, None] + season)
    a = grid.a_nodes[:, :, None] + season
    joint = [_joint(ranked, invitations(p, a)[:, grid.a_at]) for p in plans]
    heard = np.prod(inner.sum(axis=2), axis=2)
    outer = grid.weight[0] * weight[:, None] / (grid.weight[0] * heard).sum(axis=1)[:, None]
    own = plan.listed & ~is_candidate
    start = [inner[..., g] * np.prod(1 - joint[0][..., own & (plan.group == g)], axis=3) for g in range(inner.shape[3])]
    shape = (-1, inner.shape[2])
    flat = np.stack([x.reshape(shape) for x in start])
    return Nodes(outer.reshape(-1), flat, _by_candidate(joint, is_candidate), plan.group[is_candidate])


def _joint(ranked: Array, invited: Array) -> Array:
    """Chance of an interview that leads to a match, short of one; in the place of `invited`, which is large."""
    np.multiply(ranked, invited, out=invited)
    return np.minimum(invited, 1 - SURE, out=invited)


def _by_candidate(joint: list[Array], is_candidate: NDArray[np.bool_]) -> Array:
    """Chances (K, P, R, M) from one array (D, N, M, programs) for each kind of signal."""
    d, n, inner, _ = joint[0].shape
    found = np.empty((len(joint), np.count_nonzero(is_candidate), d * n, inner))
    for out, x in zip(found, joint, strict=True):
        mine = x if is_candidate.all() else x[..., is_candidate]
        out.reshape(len(out), d * n * inner)[...] = mine.reshape(d * n * inner, len(out)).T
    return found


def unmatched(nodes: Nodes, standing: Array) -> float:
    """Return the chance of no match; `standing` (G, R, M) is `start` times what the chosen leave of it."""
    return float(nodes.outer @ standing.sum(axis=2).prod(axis=0))


def with_chosen(nodes: Nodes, chosen: NDArray[np.int8]) -> Array:
    """Return what is left at every node, (G, R, M), once some candidates are chosen.

    Parameters
    ----------
    nodes : Nodes
    chosen : array (P,)
        Kind of signal with which each is chosen, -1 where it is not.

    Returns
    -------
    array (G, R, M)
    """
    left = nodes.start.copy()
    for p in np.flatnonzero(chosen >= 0):
        left[nodes.group[p]] *= 1 - nodes.chance[chosen[p], p]
    return left


def pull(nodes: Nodes, standing: Array) -> Array:
    """Return how much each unit of chance takes off P(no match), at every node, (G, R, M)."""
    whole = standing.sum(axis=2)
    others = np.stack([np.delete(whole, g, axis=0).prod(axis=0) for g in range(len(whole))])
    return np.asarray((nodes.outer * others)[:, :, None] * standing)


def gains(nodes: Nodes, standing: Array, candidates: NDArray[np.int64]) -> Array:
    """Return what each of some candidates would add to P(match) with each kind of signal, (K, n)."""
    return gains_at(nodes, pull(nodes, standing), candidates)


def slopes(nodes: Nodes, standing: Array) -> Array:
    """Return the same for all candidates with -log(1 - q) in place of q: the gradient in the certificate, (K, P)."""
    kinds, n, rows, inner = nodes.chance.shape
    found, by_node = np.empty((kinds, n)), pull(nodes, standing).reshape(-1, rows * inner)
    flat, at_once = nodes.chance.reshape(kinds, n, rows * inner), max(1, IN_CACHE // (kinds * rows * inner))
    for g in np.unique(nodes.group):
        mine = np.flatnonzero(nodes.group == g)
        for some in np.array_split(mine, -(-mine.size // at_once)):
            stays = 1 - flat[:, some]
            found[:, some] = -_dot(np.log(stays, out=stays), by_node[g])
    return found


def _dot(rows: Array, weight: Array) -> Array:
    """Sum the last axis with weights, in this thread: starting others for it would take longer than it does."""
    return np.asarray(np.einsum("...r,r->...", rows, weight))


def gains_at(nodes: Nodes, by_node: Array, candidates: NDArray[np.int64]) -> Array:
    """Return the same from the pull at every node, for those who ask about one standing many times."""
    kinds, n, rows, inner = nodes.chance.shape
    flat_pull, flat = by_node.reshape(len(by_node), rows * inner), nodes.chance.reshape(kinds, n, rows * inner)
    groups = np.unique(nodes.group[candidates])
    if 2 * candidates.size > flat.shape[1] and groups.size == 1:  # no copy of the chances
        return _dot(flat, flat_pull[groups[0]])[:, candidates]
    found = np.empty((len(flat), candidates.size))
    for g in groups:
        mine = np.flatnonzero(nodes.group[candidates] == g)
        found[:, mine] = _dot(flat[:, candidates[mine]], flat_pull[g])
    return found
