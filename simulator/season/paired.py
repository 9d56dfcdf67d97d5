"""Paired replicates: the same people, years and coins under several forms of one season.

Random numbers belong to the person and to each program by its name, never to a place in a
file, so what an edit leaves alone happens again exactly as it did. Only the event of a match
is followed: once matched, a replicate is done. The events are those of `visit`, draw by draw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.blocks import default_workers, reduce_blocks
from simulator.engine.streams import Stage, normals, tables, uniforms
from simulator.season.invite import Past, invitation_chances
from simulator.season.plan import CATEGORICAL, INTERVIEWED, OPEN
from simulator.season.visit import make_block, start, visit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from simulator.season.setup import Setup
    from simulator.season.visit import Block

    Who = NDArray[np.int64]

BLOCK = 16_384


class Pairs(NamedTuple):
    """Counts of replicates, by form of the season; S forms, the first of them as it is.

    Attributes
    ----------
    matched : (S,) matched
    gained : (S,) matched in this form and not in the first
    lost : (S,) matched in the first and not in this form
    """

    matched: NDArray[np.int64]
    gained: NDArray[np.int64]
    lost: NDArray[np.int64]


def simulate_pairs(
    setups: Sequence[Setup],
    replicates: int,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
    happens: Callable[[Setup, int, int], NDArray[np.bool_]] | None = None,
) -> Pairs:
    """Draw all replicates of every form of a season and count matches, or another event, in pairs.

    Parameters
    ----------
    setups : sequence of Setup
        With one seed; the first is the season as it is.
    replicates : int
        At least 1.
    workers : int, optional
        Threads; all cores if left out. The result does not depend on it.
    progress : callable of int, optional
        Told how many replicates have just been finished in all forms.
    happens : callable of (setup, first, n) to array (n,) of bool, optional
        The event; a match if left out.

    Returns
    -------
    Pairs
        Its first `matched` is the number that `simulate` counts.
    """

    def sample(first: int, n: int) -> Pairs:
        is_matched = np.stack([(happens or matched)(setup, first, n) for setup in setups])
        gained, lost = is_matched & ~is_matched[0], ~is_matched & is_matched[0]
        return Pairs(*(np.asarray(x.sum(axis=1), dtype=np.int64) for x in (is_matched, gained, lost)))

    return reduce_blocks(sample, _add, replicates, BLOCK, workers or default_workers(), progress)


def _add(total: Pairs, more: Pairs) -> Pairs:
    return Pairs(*(x + y for x, y in zip(total, more, strict=True)))


def matched(setup: Setup, first: int, n: int) -> NDArray[np.bool_]:
    """Tell which replicates match.

    Parameters
    ----------
    setup : Setup
    first, n : int
        Replicates first .. first + n - 1; `first` is a multiple of four.

    Returns
    -------
    array (n,) of bool
    """
    block = make_block(setup, first, n, np.zeros(6, dtype=np.int64))
    plan = setup.plan
    accepted, free = np.zeros(n, dtype=np.int64), np.ones(n, dtype=bool)
    for p in range(plan.n_programs):
        takes_room = plan.room >= 0 and plan.kind[p] != INTERVIEWED
        if not (takes_room or plan.listed[p]):
            continue
        who = np.flatnonzero(free & (accepted < plan.room) if takes_room else free)
        who = _invited(block, p, who)
        if takes_room:
            accepted[who] += 1
        if plan.listed[p]:
            free[_ranked(block, p, who)] = False
    return ~free


def residents(setup: Setup, first: int, n: int) -> NDArray[np.bool_]:
    """Tell which replicates get a whole residency: a categorical place, or an advanced one and its first year.

    Parameters
    ----------
    setup : Setup
    first, n : int
        As for `matched`.

    Returns
    -------
    array (n,) of bool
    """
    block = make_block(setup, first, n, np.zeros(6, dtype=np.int64))
    moment, whole = start(n), np.zeros(n, dtype=bool)
    for p in range(setup.plan.n_programs):
        outcome = visit(block, p, moment)
        if setup.plan.track[p] == CATEGORICAL:
            whole[outcome.attended[outcome.matched]] = True
    return whole | (moment.advanced & moment.first_year)


def _invited(block: Block, p: int, who: Who) -> Who:
    """Those of `who` that are invited."""
    setup, plan = block.setup, block.setup.plan
    if plan.kind[p] != OPEN:
        return who
    paper = block.latents.paper[plan.group[p], who]
    past = plan.before and Past(float(plan.before.shift[0, p]), bool(plan.before.is_new[p]))
    shift, sponsor = plan.invite_shift[0, p], plan.invite_sponsor[p]
    early, late = invitation_chances(paper, shift, sponsor, plan.timing, plan.late_rate, tables(), past)
    coin = uniforms(block.words(Stage.INVITATION, setup.keys[p][0], who))
    return who[coin < early + late]


def _ranked(block: Block, p: int, who: Who) -> Who:
    """Those of `who` that are ranked to match, as `visit` has it."""
    setup, plan, latents = block.setup, block.setup.plan, block.latents
    if plan.rank_sponsor[p] < 1:
        coin = uniforms(block.words(Stage.SPONSORSHIP, setup.keys[p][1], who))
        who = who[coin < plan.rank_sponsor[p]]
    noise = normals(block.words(Stage.SCORE, setup.keys[p][0], who), tables())
    moved = normals(block.words(Stage.CUTOFF, setup.keys[p][1], who), tables())
    skill = 0.0 if plan.reported[p] else latents.skill[who]
    score = plan.rank_shift[0, p] + latents.carried[who] + skill + setup.noise_sd * noise
    return np.asarray(who[score >= setup.cutoff_sd * moved - latents.season[plan.group[p], who]])
