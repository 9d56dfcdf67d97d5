"""Chances at the nodes of the quadrature: invited, ranked to match, and weights of nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr

from simulator.model import behaviour
from simulator.season.evidence import log_likelihood
from simulator.season.plan import OPEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.season.grid import Grid
    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

FEW = 24  # programs up to which looking for look-alikes does not pay


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
    kinds = _alike(plan.invite_shift, plan.invite_sponsor, plan.kind, *(plan.before or ()))
    invited = plan.invite_sponsor[kinds.first] * ndtr(a[..., None] + _along(plan.invite_shift, kinds.first, a.ndim))
    first, late = behaviour.future_invitation(invited, plan.timing, plan.late_rate)
    coming = (first + late) / np.maximum(_silent_so_far(plan, a, kinds, invited), 1e-300)
    return kinds.spread(np.where(plan.kind[kinds.first] == OPEN, np.minimum(coming, 1.0), 1.0))


def _silent_so_far(plan: Plan, a: Array, kinds: Kinds, invited: Array) -> Array:
    """Chance of having heard nothing: before an edit, where one has changed the chance of an invitation."""
    if plan.before is None:
        return behaviour.silence(invited, plan.timing, plan.late_rate)
    before = ndtr(a[..., None] + _along(plan.before.shift, kinds.first, a.ndim))
    silent = behaviour.silence(plan.invite_sponsor[kinds.first] * before, plan.timing, plan.late_rate)
    return np.where(plan.before.is_new[kinds.first], 1.0, silent)


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
