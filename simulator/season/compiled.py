"""The compiled twin of `sampler`: the same walk down the list, with compiled kernels.

Both forms give the same counts to the last digit, so which of them ran never shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.streams import Stage, identity, tables
from simulator.season.intervened import Before
from simulator.season.kernels import count_months, fill_normals, fill_words, fill_words_at, invite, rank
from simulator.season.latents import Source, draw
from simulator.season.plan import ADVANCED, APPLICANT, INTERVIEWED, OPEN
from simulator.season.sampler import count_soap
from simulator.season.tally import bin_width, empty_tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulator.season.latents import Latents
    from simulator.season.setup import Setup
    from simulator.season.tally import Tally

    Who = NDArray[np.int64]
    Words = NDArray[np.uint32]

SPARSE = 4  # below one in so many, words are drawn one by one


class Arrays(NamedTuple):
    """A setup as plain arrays; P programs.

    Attributes
    ----------
    flags : (P, 8) kind, group, reported, listed, pool size, bin width, whether silence lies behind it, and
        1 for an advanced program of the rank order list, 2 for one of the supplemental list
    reals : (P, 7) invitation shift, rank shift, chances to sponsor at the invitation and
        at the rank list, mean and 1/sd of the pool, invitation shift before an edit
    scalars : (7,) released, late released and rejected shares, rate of late places, both
        standard deviations, unranked share
    """

    flags: NDArray[np.int64]
    reals: NDArray[np.float64]
    scalars: NDArray[np.float64]


class Walk(NamedTuple):
    """A block on its way down the list; n replicates.

    Attributes
    ----------
    setup, arrays, latents : what it was made of
    first, n : range of replicates
    attended, accepted : (n,) interviews attended so far; of them, those that take room
    free : (n,) 1 while not matched
    path : (n,) 1 for a match at an advanced program, 2 for a yes of the supplemental list, 3 for both
    words : (2, n), padded to a multiple of four, room for random words
    spare : the same, for words of everybody where only some are wanted
    tally : counts
    """

    setup: Setup
    arrays: Arrays
    latents: Latents
    first: int
    n: int
    attended: NDArray[np.int32]
    accepted: NDArray[np.int32]
    free: NDArray[np.uint8]
    path: NDArray[np.uint8]
    words: Words
    spare: Words
    tally: Tally

    def draw(self, stage: int, key: int, who: Who | None, row: int = 0) -> Words:
        """Words of the replicates in `who`, or of all, in a row of `words`."""
        out: Words = self.words[row]
        address = np.uint64(self.setup.seed), np.uint64(stage << 16), np.uint64(key), np.uint64(self.first)
        if who is None:
            fill_words(*address, out)
        elif who.size * SPARSE > self.n:
            fill_words(*address, self.spare)
            np.take(self.spare, who, out=out[: who.size], mode="clip")
        else:
            fill_words_at(*address, who, out[: who.size])
        return out


def as_arrays(setup: Setup) -> Arrays:
    """Flatten a setup into what the kernels take.

    Parameters
    ----------
    setup : Setup

    Returns
    -------
    Arrays
    """
    plan = setup.plan
    sizes = [pool.size for pool in plan.pools]
    before = plan.before or Before(plan.invite_shift, np.zeros(plan.n_programs, dtype=bool))
    flags = [plan.kind, plan.group, plan.reported, plan.listed, sizes, [bin_width(s) for s in sizes], ~before.is_new]
    flags.append(((plan.track == ADVANCED) & plan.listed) + 2 * plan.supplemental)
    means, inverse = [pool.mean for pool in plan.pools], [1.0 / pool.sd for pool in plan.pools]
    shifts, sponsors = (plan.invite_shift[0], plan.rank_shift[0]), (plan.invite_sponsor, plan.rank_sponsor)
    reals = [*shifts, *sponsors, means, inverse, before.shift[0]]
    scalars = [*plan.timing, plan.late_rate, setup.noise_sd, setup.cutoff_sd, setup.unranked_share]
    return Arrays(
        flags=np.array(flags, dtype=np.int64).T.copy(),
        reals=np.array(reals, dtype=np.float64).T.copy(),
        scalars=np.array(scalars, dtype=np.float64),
    )


def block_sampler(setup: Setup) -> Callable[[int, int], Tally]:
    """Return a function that draws replicates and counts; as `sampler.block_sampler`.

    Parameters
    ----------
    setup : Setup

    Returns
    -------
    callable of (first, n) to Tally
    """
    arrays = as_arrays(setup)

    def sample(first: int, n: int) -> Tally:
        return _sample_block(setup, arrays, first, n)

    return sample


def _sample_block(setup: Setup, arrays: Arrays, first: int, n: int) -> Tally:
    walk = _start(setup, arrays, first, n)
    for p in range(setup.plan.n_programs):
        _visit(walk, p)
    tally = walk.tally
    tally.interviews[:] = np.bincount(walk.attended, minlength=setup.plan.n_programs + 1)
    tally.first_years[:] = np.count_nonzero(walk.path == 3)
    count_soap(setup, tally, walk.free.view(bool), walk.draw(Stage.SOAP, identity(APPLICANT), None))
    return tally


def _start(setup: Setup, arrays: Arrays, first: int, n: int) -> Walk:
    padded = -(-n // 4) * 4
    (attended, accepted), words = np.zeros((2, n), np.int32), np.empty((3, padded), np.uint32)
    latents = draw(setup.plan, setup.posterior, setup.seed, first, padded, Source(compiled_words, compiled_normals))
    free, path = np.ones(n, np.uint8), np.zeros(n, np.uint8)
    tally = empty_tally(setup.plan)
    return Walk(setup, arrays, latents, first, n, attended, accepted, free, path, words[:2], words[2], tally)


def compiled_words(seed: int, stage: int, who: int, first: int, n: int) -> Words:
    """Words of consecutive replicates, as `streams.words`."""
    out = np.empty(n, dtype=np.uint32)
    fill_words(np.uint64(seed), np.uint64(stage << 16), np.uint64(who), np.uint64(first), out)
    return out


def compiled_normals(word: Words) -> NDArray[np.float64]:
    """Standard normals from words, as `streams.normals`."""
    out = np.empty(word.size)
    fill_normals(word, tables().normal, out)
    return out


def _visit(walk: Walk, p: int) -> None:
    """Everything that happens between the applicant and one program, as `visit.visit`."""
    who = _attending(walk, p)
    if who is None:
        walk.attended[:] += 1
    else:
        walk.attended[who] += 1
    m = walk.n if who is None else who.size
    walk.tally.interviewed[p] = m
    chance = walk.setup.plan.rank_sponsor[p]
    if chance < 1:
        word = walk.draw(Stage.SPONSORSHIP, walk.setup.keys[p][1], who)[:m]
        sponsored = np.flatnonzero((word + 0.5) * 2.0**-32 < chance)
        who = sponsored if who is None else who[sponsored]
        walk.tally.unranked[p] = m - who.size
    _rank(walk, p, who)


def _attending(walk: Walk, p: int) -> Who | None:
    """Replicates that interview at a program; None for all of them."""
    plan, who = walk.setup.plan, None
    if plan.kind[p] == OPEN:
        who = _invited(walk, p)
    walk.tally.invited[p] = walk.n if who is None else who.size
    if plan.room < 0 or plan.kind[p] == INTERVIEWED:
        return who
    has_room = walk.accepted < plan.room if who is None else walk.accepted[who] < plan.room
    who = np.flatnonzero(has_room) if who is None else who[has_room]
    walk.accepted[who] += 1
    return who


def _invited(walk: Walk, p: int) -> Who:
    """Replicates with an invitation from an open program; counts them by month."""
    setup, arrays, wave = walk.setup, walk.arrays, np.empty(walk.n, np.uint8)
    word, key = walk.draw(Stage.INVITATION, setup.keys[p][0], None), setup.keys[p][0]
    paper = walk.latents.paper[arrays.flags[p, 1]]
    invite(arrays.flags[p], arrays.scalars, arrays.reals[p], paper, word, tables().tail, wave)
    who = np.flatnonzero(wave)
    count_months(setup.months, walk.draw(Stage.MONTH, key, who), who, wave, walk.tally.months)
    return who


def _rank(walk: Walk, p: int, who: Who | None) -> None:
    """Rank, match and count those who can be ranked."""
    latents, free, path = walk.latents, walk.free, walk.path if walk.arrays.flags[p, 7] else walk.path[:0]
    season = latents.season[int(walk.arrays.flags[p, 1])]
    shared = (latents.carried, season, latents.skill)
    if who is not None:
        shared, free = (latents.carried[who], season[who], latents.skill[who]), free[who]
        path = path[who] if path.size else path
    for row, stage in enumerate((Stage.SCORE, Stage.CUTOFF)):
        walk.draw(stage, walk.setup.keys[p][row], who, row)
    flags, reals, tally, look_up = walk.arrays.flags[p], walk.arrays.reals[p], walk.tally, tables()
    counts = np.zeros((2, tally.position.shape[1]), np.int64)
    n_ranked, n_unranked, n_matched = rank(
        flags, walk.arrays.scalars, reals, shared, walk.words, look_up.normal, look_up.tail, free, path, counts
    )
    tally.ranked[p], tally.matched[p] = n_ranked, n_matched
    tally.unranked[p] += n_unranked
    tally.position[p], tally.depth[p] = counts
    if who is not None:
        walk.free[who] = free
        if path.size:
            walk.path[who] = path
