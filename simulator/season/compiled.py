"""The compiled twin of `sampler`: the same draws, tables and arithmetic, program by program.

Everything is additions, multiplications, comparisons and table look-ups in the same
order as in the readable form, so both give the same counts to the last digit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.engine.kernel import kernel
from simulator.engine.streams import (
    FIRST_SEGMENT,
    MASK32,
    MULTIPLIERS,
    ROUNDS,
    SEGMENT_BITS,
    TAIL_CELLS_PER_SD,
    TAIL_LIMIT_SD,
    WEYL,
    Stage,
    identity,
    tables,
)
from simulator.season.latents import Source, draw
from simulator.season.plan import APPLICANT, INTERVIEWED, OPEN
from simulator.season.sampler import FEW, count_soap
from simulator.season.tally import bin_width, empty_tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulator.season.sampler import Setup
    from simulator.season.tally import Tally

M0, M1 = (np.uint64(m) for m in MULTIPLIERS)
W0, W1 = (np.uint64(w) for w in WEYL)
LOW, HALF = np.uint64(MASK32), np.uint64(32)
SHIFT = 52 - SEGMENT_BITS
INVITATION, MONTH, SPONSORSHIP, SCORE, CUTOFF = (
    Stage.INVITATION,
    Stage.MONTH,
    Stage.SPONSORSHIP,
    Stage.SCORE,
    Stage.CUTOFF,
)
UNIT = 2.0**-32


class Arrays(NamedTuple):
    """A setup as plain arrays and numbers; P programs.

    `flags` holds kind, group, reported, listed, pool size and bin width by program;
    `reals` holds invitation shift, rank shift, chances to sponsor at the invitation and
    at the rank list, mean and 1/sd of the pool. `scalars` holds released, late released
    and rejected shares, rate of late places, both standard deviations, unranked share.
    """

    seed: Any
    keys: NDArray[np.uint64]
    flags: NDArray[np.int64]
    reals: NDArray[np.float64]
    scalars: NDArray[np.float64]
    months: NDArray[np.float64]
    room: int
    normal: NDArray[np.float64]
    tail: NDArray[np.float64]


@kernel
def fill_words(seed: Any, stage: int, who: Any, first: int, out: Any) -> None:
    """Philox4x32-10 words of consecutive replicates, as `streams.words`."""
    high = np.uint64(stage << 16)
    low_id, high_id = who & LOW, who >> HALF
    for j in range(out.size // 4):
        group = np.uint64(first // 4 + j)
        x0, x1, x2, x3 = group & LOW, (group >> HALF) | high, low_id, high_id
        k0, k1 = seed & LOW, seed >> HALF
        for _ in range(ROUNDS):
            p0, p1 = M0 * x0, M1 * x2
            x0, x1, x2, x3 = (p1 >> HALF) ^ x1 ^ k0, p1 & LOW, (p0 >> HALF) ^ x3 ^ k1, p0 & LOW
            k0, k1 = (k0 + W0) & LOW, (k1 + W1) & LOW
        out[4 * j], out[4 * j + 1], out[4 * j + 2], out[4 * j + 3] = x0, x1, x2, x3


@kernel
def fill_normals(word: Any, table: Any, out: Any) -> None:
    """Draw standard normals from words, as `streams.normals`."""
    for j in range(word.size):
        bits = np.int64(word[j])
        argument = np.float64(bits & 0x7FFFFFFF) + 0.5
        row = (np.float64(argument).view(np.int64) >> SHIFT) - FIRST_SEGMENT
        size = table[row, 0] + argument * (table[row, 1] + argument * table[row, 2])
        out[j] = -size if bits >> 31 else size


@kernel
def tail_of(z: float, table: Any) -> Any:
    """P(Z > z), as `streams.tail_probability`."""
    place = (min(max(z, -TAIL_LIMIT_SD), TAIL_LIMIT_SD) + TAIL_LIMIT_SD) * TAIL_CELLS_PER_SD
    cell = np.int32(place)
    left = table[cell]
    return left + (place - cell) * (table[cell + 1] - left)


@kernel
def invite(arrays: Any, p: int, paper: Any, word: Any, when: Any, invited: Any, months: Any) -> None:
    """Invitations of one open program, as `sampler._invited`."""
    released, late_released, rejected, rate = arrays.scalars[:4]
    shift, sponsor = arrays.reals[p, 0], arrays.reals[p, 2]
    for j in range(invited.size):
        chance = sponsor * tail_of(-(paper[j] + shift), arrays.tail)
        late = rate * chance * (1.0 - chance)
        first = chance * (1 - released)
        late_first = late * (1 - late_released)
        silent = first + late_first + (1 - chance - late) * (1 - rejected)
        silent = max(silent, 1e-300)
        first, both = first / silent, first / silent + late_first / silent
        coin = (np.float64(word[j]) + 0.5) * UNIT
        invited[j] = coin < both
        if invited[j]:
            wave = 0 if coin < first else 1
            u = (np.float64(when[j]) + 0.5) * UNIT
            month = 0
            while month < months.size - 1 and arrays.months[wave, month] <= u:
                month += 1
            months[month] += 1


@kernel
def attend(arrays: Any, p: int, invited: Any, state: Any, who: Any) -> Any:
    """Accept invitations while there is room; list who attends, and count invitations."""
    attended, accepted, _ = state
    held = arrays.flags[p, 0] == INTERVIEWED
    m, n_invited = 0, 0
    for j in range(invited.size):
        if not invited[j]:
            continue
        n_invited += 1
        if not held:
            if arrays.room >= 0 and accepted[j] >= arrays.room:
                continue
            accepted[j] += 1
        attended[j] += 1
        who[m] = j
        m += 1
    return m, n_invited


@kernel
def words_of(seed: Any, stage: int, key: Any, first: int, who: Any, m: int, buffer: Any, out: Any) -> None:
    """Words of the m replicates in `who`: all of the block where they are many."""
    if m * FEW > who.size:
        fill_words(seed, stage, key, first, buffer)
        for k in range(m):
            out[k] = buffer[who[k]]
        return
    four = buffer[:4]
    for k in range(m):
        replicate = first + who[k]
        fill_words(seed, stage, key, replicate - replicate % 4, four)
        out[k] = four[replicate % 4]


@kernel
def rank_all(arrays: Any, p: int, latents: Any, who: Any, noise: Any, moved: Any, placed: Any) -> None:
    """Rank position, fill depth and event of who attends, as `rank.places`.

    `placed` holds three rows of whole numbers: position, depth, and 1 for ranked to
    match, 2 for left off the list, 0 for in between.
    """
    carried, season, skill = latents
    reported, size = arrays.flags[p, 2], arrays.flags[p, 4]
    shift, mean, inverse_sd = arrays.reals[p, 1], arrays.reals[p, 4], arrays.reals[p, 5]
    noise_sd, cutoff_sd, unranked_from = arrays.scalars[4], arrays.scalars[5], 1 - arrays.scalars[6]
    own = 0.0 if reported else 1.0
    for k in range(who.size):
        j = who[k]
        score = shift + carried[j] + own * skill[j] + noise_sd * noise[k]
        cutoff = cutoff_sd * moved[k] - season[j]
        above = tail_of((score - mean) * inverse_sd, arrays.tail)
        filled = tail_of((cutoff - mean) * inverse_sd, arrays.tail)
        place = min(np.int32(size * above) + 1, size)
        down = min(max(np.int32(size * filled + 0.5), 1), size)
        is_ranked = score >= cutoff
        down = down if is_ranked else min(down, size - 1)
        placed[0, k] = min(place, down) if is_ranked else max(place, down + 1)
        placed[1, k] = down
        placed[2, k] = 1 if is_ranked else 2 * (above > unranked_from)


@kernel
def count(arrays: Any, p: int, placed: Any, who: Any, sponsor_word: Any, free: Any, counts: Any, hists: Any) -> None:
    """Match and count at one program, as `sampler._count`."""
    position, depth = hists
    listed, width, can_sponsor = arrays.flags[p, 3], arrays.flags[p, 5], arrays.reals[p, 3]
    narrow = width == 1
    n_ranked, n_unranked, n_matched = 0, 0, 0
    for k in range(who.size):
        if can_sponsor < 1 and (np.float64(sponsor_word[k]) + 0.5) * UNIT >= can_sponsor:
            n_unranked += 1
            continue
        n_ranked += placed[2, k] == 1
        n_unranked += placed[2, k] == 2
        if placed[2, k] == 1 and free[who[k]] and listed:
            free[who[k]] = False
            n_matched += 1
        place, down = placed[0, k] - 1, placed[1, k] - 1
        position[p, place if narrow else place // width] += 1
        depth[p, down if narrow else down // width] += 1
    counts[1, p], counts[2, p], counts[3, p], counts[4, p] = who.size, n_ranked, n_unranked, n_matched


@kernel
def season_block(
    arrays: Any, latents: Any, first: int, n: int, state: Any, counts: Any, months: Any, position: Any, depth: Any
) -> None:
    """Walk a block of replicates down the whole list."""
    paper, carried, season, skill = latents
    padded = carried.size
    buffer, word, when = np.empty(padded, np.uint32), np.empty(padded, np.uint32), np.empty(padded, np.uint32)
    noise, moved = np.empty(padded), np.empty(padded)
    invited, placed, who = np.ones(n, np.bool_), np.empty((3, n), np.int32), np.empty(n, np.int32)
    for p in range(arrays.flags.shape[0]):
        g, person, program = arrays.flags[p, 1], arrays.keys[p, 0], arrays.keys[p, 1]
        if arrays.flags[p, 0] == OPEN:
            fill_words(arrays.seed, INVITATION, person, first, word)
            fill_words(arrays.seed, MONTH, person, first, when)
            invite(arrays, p, paper[g], word, when, invited, months)
        else:
            invited[:] = True
        m, counts[0, p] = attend(arrays, p, invited, state, who)
        words_of(arrays.seed, SCORE, person, first, who, m, buffer, word)
        fill_normals(word[:m], arrays.normal, noise)
        words_of(arrays.seed, CUTOFF, program, first, who, m, buffer, word)
        fill_normals(word[:m], arrays.normal, moved)
        if arrays.reals[p, 3] < 1:
            words_of(arrays.seed, SPONSORSHIP, program, first, who, m, buffer, word)
        rank_all(arrays, p, (carried, season[g], skill), who[:m], noise, moved, placed)
        count(arrays, p, placed, who[:m], word, state[2], counts, (position, depth))


def _words(seed: int, stage: int, who: int, first: int, n: int) -> NDArray[np.uint32]:
    out = np.empty(n, dtype=np.uint32)
    fill_words(np.uint64(seed), stage, np.uint64(who), first, out)
    return out


def _normals(word: NDArray[np.uint32]) -> NDArray[np.float64]:
    out = np.empty(word.size)
    fill_normals(word, tables().normal, out)
    return out


def as_arrays(setup: Setup) -> Arrays:
    """Flatten a setup into what the kernels take."""
    plan = setup.plan
    sizes = [pool.size for pool in plan.pools]
    flags = [plan.kind, plan.group, plan.reported, plan.listed, sizes, [bin_width(s) for s in sizes]]
    means, inverse = [pool.mean for pool in plan.pools], [1.0 / pool.sd for pool in plan.pools]
    reals = [plan.invite_shift[0], plan.rank_shift[0], plan.invite_sponsor, plan.rank_sponsor, means, inverse]
    scalars = [*plan.timing, plan.late_rate, setup.noise_sd, setup.cutoff_sd, setup.unranked_share]
    look_up = tables()
    return Arrays(
        seed=np.uint64(setup.seed),
        keys=np.array(setup.keys, dtype=np.uint64).reshape(-1, 2),
        flags=np.array(flags, dtype=np.int64).T.copy(),
        reals=np.array(reals, dtype=np.float64).T.copy(),
        scalars=np.array(scalars, dtype=np.float64),
        months=setup.months,
        room=plan.room,
        normal=look_up.normal,
        tail=look_up.tail,
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
    tally, source = empty_tally(setup.plan), Source(_words, _normals)
    padded = -(-n // 4) * 4
    latents = draw(setup.plan, setup.posterior, setup.seed, first, padded, source)
    state = (np.zeros(n, np.int64), np.zeros(n, np.int64), np.ones(n, np.bool_))
    counts = np.zeros((5, setup.plan.n_programs), dtype=np.int64)
    packed = (latents.paper, latents.carried, latents.season, latents.skill)
    season_block(arrays, packed, first, n, state, counts, tally.months, tally.position, tally.depth)
    for row, name in zip(counts, ("invited", "interviewed", "ranked", "unranked", "matched"), strict=True):
        getattr(tally, name)[:] = row
    tally.interviews[:] = np.bincount(state[0], minlength=setup.plan.n_programs + 1)
    count_soap(setup, tally, state[2], source.words(setup.seed, Stage.SOAP, identity(APPLICANT), first, padded))
    return tally
