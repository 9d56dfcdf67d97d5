"""How many invitations are still to come by a day, given what was heard.

At each node of u + w, the one coordinate that invitations share, the programs that have not
answered invite independently, so the number that do is Poisson-binomial; its distribution is
found from its generating function

    sum over nodes of weight x prod_p (1 - q_p + q_p z)

at the roots of unity (a discrete Fourier transform; Hong 2013, "On computing the distribution
function for the Poisson binomial distribution", Comput Stat Data Anal 59). With F the share
of invitations out, q_p(t) = (i (F(t) - F) + L (F_late(t) - F_late)) / P(silence so far).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from simulator.model import behaviour
from simulator.season.chances import invitations
from simulator.season.heard import Heard
from simulator.season.lookalikes import collapse
from simulator.season.plan import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from simulator.model.behaviour import Timing
    from simulator.season.grid import Grid
    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

NEGLIGIBLE = 1e-8  # posterior weight of a node that decides nothing
BLOCK = 2_000_000  # numbers per array


def expected_by(found: Heard, by: Sequence[Timing]) -> Array:
    """Return how many of the programs that have not answered are expected to invite by each of some days.

    Parameters
    ----------
    found : Heard
    by : sequence of Timing
        How far the season has run on each day, T of them.

    Returns
    -------
    array (D, T)
    """
    parts = [_expected_by(part, by) for part in _blocks(found)]
    return np.concatenate(parts)


def number_by(found: Heard, by: Sequence[Timing]) -> Array:
    """Return how likely each number of invitations is by each of some days.

    Parameters
    ----------
    found : Heard
    by : sequence of Timing
        How far the season has run on each day, T of them, in order.

    Returns
    -------
    array (D, T, K + 1)
        Probability of 0..K further invitations. K is so large that what is beyond it has
        less than 1e-6.
    """
    parts = [_number_by(part, by) for part in _blocks(found)]
    width = max(part.shape[2] for part in parts)
    return np.concatenate([np.pad(p, ((0, 0), (0, 0), (0, width - p.shape[2]))) for p in parts])


def number_in_all(found: Heard) -> Array:
    """Return how likely each number of further invitations is by the end of the season.

    Parameters
    ----------
    found : Heard
        Of the season as it is, or of an edited form of it.

    Returns
    -------
    array (D, K + 1)
        Probability of 0..K further invitations. K is so large that what is beyond it has
        less than 1e-6.
    """
    plan, number = _unanswered(found.plan)
    chance = invitations(plan, found.grid.a_nodes[:, :, None] + found.grid.season[:, None, :])
    return _count(found, plan, number, _share(found), chance, _most(number, chance))


def _blocks(found: Heard) -> Iterator[Heard]:
    """Cut into parameter sets few enough for one block of memory, and leave out nodes that decide nothing."""
    n_open = int((found.plan.kind == OPEN).sum())
    rows = max(1, BLOCK // (found.within.shape[1] * found.within.shape[2] * max(n_open, 16)))
    for start in range(0, len(found.outer), rows):
        yield _cut(found, slice(start, start + rows))


def _cut(found: Heard, rows: slice) -> Heard:
    nodes = np.flatnonzero(found.outer[rows].max(axis=0) > NEGLIGIBLE)
    outer = found.outer[rows][:, nodes]
    a = found.grid.a_nodes[rows][:, nodes]
    grid = found.grid._replace(a_nodes=a, a_at=np.arange(nodes.size), inner_sd=found.grid.inner_sd[rows])
    within = found.within[rows][:, nodes]
    whole = outer / outer.sum(axis=1, keepdims=True)
    return Heard(found.plan.rows(rows), grid, within, whole, found.log_evidence[rows])


def _share(found: Heard) -> Array:
    """Weights (D, N, M, G) inside each specialty given the outer node, in all 1."""
    return np.asarray(found.within / np.maximum(found.within.sum(axis=2, keepdims=True), 1e-300))


def _expected_by(found: Heard, by: Sequence[Timing]) -> Array:
    plan, number = _unanswered(found.plan)
    share = _share(found)
    return np.stack([_mean(found, plan, number, share, _chance(plan, found.grid, timing)) for timing in by], axis=1)


def _number_by(found: Heard, by: Sequence[Timing]) -> Array:
    plan, number = _unanswered(found.plan)
    share = _share(found)
    most = _most(number, _chance(plan, found.grid, by[-1]))
    known: dict[Timing, Array] = {}
    for timing in by:
        if timing not in known:
            known[timing] = _count(found, plan, number, share, _chance(plan, found.grid, timing), most)
    return np.stack([known[timing] for timing in by], axis=1)


def _unanswered(plan: Plan) -> tuple[Plan, Array]:
    """One program of each kind that has not answered, and how many of it there are."""
    return collapse(plan, (plan.kind == OPEN).astype(np.float64))


def _chance(plan: Plan, grid: Grid, timing: Timing) -> Array:
    """Chance (D, N, M, P) that a silent program invites between now and a day."""
    a = grid.a_nodes[:, :, None, None] + grid.season[:, None, :, None]
    invited = plan.invite_sponsor * ndtr(a + plan.invite_shift[:, None, None, :])
    first = invited * (timing.released - plan.timing.released)
    late = behaviour.late_place(invited, plan.late_rate) * (timing.late_released - plan.timing.late_released)
    return np.asarray((first + late) / np.maximum(behaviour.silence(invited, plan.timing, plan.late_rate), 1e-300))


def _most(number: Array, chance: Array) -> int:
    """A number of invitations that is as good as never exceeded."""
    expected = (chance * number).sum(axis=3)
    largest = float(expected.max(initial=0.0))
    return int(min(number.sum(), np.ceil(largest + 7 * np.sqrt(largest) + 12)))


def _mean(found: Heard, plan: Plan, number: Array, share: Array, chance: Array) -> Array:
    total = np.zeros(found.outer.shape)
    for g in range(share.shape[3]):
        mine = plan.group == g
        total += np.einsum("dnm,dnmp,p->dn", share[..., g], chance[..., mine], number[mine])
    return np.asarray((found.outer * total).sum(axis=1))


def _count(found: Heard, plan: Plan, number: Array, share: Array, chance: Array, most: int) -> Array:
    """Probability of each number 0..most of invitations, (D, most + 1)."""
    unit = np.exp(-2j * np.pi * np.arange((most + 1) // 2 + 1) / (most + 1)) - 1
    whole = np.ones((*found.outer.shape, unit.size), dtype=np.complex128)
    for g in range(share.shape[3]):
        inside = np.ones((*chance.shape[:3], unit.size), dtype=np.complex128)
        for p in np.flatnonzero((plan.group == g) & (number > 0)):
            inside *= (1 + chance[..., p, None] * unit) ** int(number[p])
        whole *= np.einsum("dnm,dnmj->dnj", share[..., g], inside)
    found_at = np.einsum("dn,dnj->dj", found.outer, whole)
    return np.asarray(np.clip(np.fft.irfft(found_at, n=most + 1, axis=1), 0.0, 1.0))
