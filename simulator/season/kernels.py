"""The compiled kernels of a season: a chunk of replicates walks down the whole list.

Additions, multiplications, comparisons and table look-ups in the same order as in
`sampler`, so both forms give the same counts to the last digit. Each kernel is one short
loop over arrays that stay in the processor's first cache; loops that look up tables are
kept apart from those that do not, so that the latter run several replicates at a time.

Throughout, `arrays` is a `compiled.Arrays`, and `who` lists the replicates of the chunk
that something happens to; where it lists them all, nothing is gathered.
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
)
from simulator.season.plan import INTERVIEWED, OPEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

M0, M1 = (np.uint64(m) for m in MULTIPLIERS)
W0, W1 = (np.uint64(w) for w in WEYL)
LOW, HALF, TWO, THREE, SIGN = (np.uint64(x) for x in (MASK32, 32, 2, 3, 63))
SHIFT, FIRST = np.uint64(52 - SEGMENT_BITS), np.uint64(FIRST_SEGMENT)
TOP, REST, ONE = np.uint32(31), np.uint32(0x7FFFFFFF), np.uint32(1)
INVITATION, MONTH, SPONSORSHIP = Stage.INVITATION, Stage.MONTH, Stage.SPONSORSHIP
SCORE, CUTOFF, SOAP = Stage.SCORE, Stage.CUTOFF, Stage.SOAP
CELLS_PER_SD = float(TAIL_CELLS_PER_SD)
UNIT = 2.0**-32
CHUNK = 1024  # replicates: some 20 kB a quantity
SPARSE = 4  # below one in so many, words are drawn one by one


class Work(NamedTuple):
    """Room for one chunk, used again by every program."""

    word: NDArray[np.uint32]
    buffer: NDArray[np.uint32]
    who: NDArray[np.uint32]
    wave: NDArray[np.uint8]
    ranked: NDArray[np.uint8]
    places: NDArray[np.int32]
    noise: NDArray[np.float64]
    moved: NDArray[np.float64]
    above: NDArray[np.float64]
    filled: NDArray[np.float64]
    spare: NDArray[np.float64]


def work_space() -> Work:
    """Make room for one chunk."""
    words, masks = np.empty((3, CHUNK), np.uint32), np.empty((2, CHUNK), np.uint8)
    return Work(*words, *masks, np.empty((2, CHUNK), np.int32), *np.empty((5, CHUNK)))


@kernel
def philox(group: Any, stage: Any, who: Any, seed: Any) -> Any:
    """Four words of one group of four replicates, as `streams.philox`."""
    x0, x1, x2, x3 = group & LOW, (group >> HALF) | (stage << np.uint64(16)), who & LOW, who >> HALF
    k0, k1 = seed & LOW, seed >> HALF
    for _ in range(ROUNDS):
        p0, p1 = M0 * x0, M1 * x2
        x0, x1, x2, x3 = (p1 >> HALF) ^ x1 ^ k0, p1 & LOW, (p0 >> HALF) ^ x3 ^ k1, p0 & LOW
        k0, k1 = (k0 + W0) & LOW, (k1 + W1) & LOW
    return x0, x1, x2, x3


@kernel
def fill_words(seed: Any, stage: Any, who: Any, first: Any, out: Any) -> None:
    """Words of consecutive replicates, as `streams.words`; `first` and all integers are uint64."""
    for j in range(out.size // 4):
        x0, x1, x2, x3 = philox((first >> TWO) + np.uint64(j), stage, who, seed)
        out[4 * j], out[4 * j + 1], out[4 * j + 2], out[4 * j + 3] = x0, x1, x2, x3


@kernel
def words_of(seed: Any, stage: int, key: Any, first: Any, who: Any, n: int, work: Any) -> None:
    """Put the words of the replicates in `who`, out of n, into `work.word`; as `streams.words_at`."""
    step, m, out = np.uint64(stage), who.size, work.word
    if m == n:
        fill_words(seed, step, key, first, out)
        return
    if m * SPARSE > n:
        fill_words(seed, step, key, first, work.buffer)
        for k in range(m):
            out[k] = work.buffer[who[k]]
        return
    for k in range(m):
        replicate = first + np.uint64(who[k])
        x0, x1, x2, x3 = philox(replicate >> TWO, step, key, seed)
        lane = replicate & THREE
        low, high = (x1 if lane & np.uint64(1) else x0), (x3 if lane & np.uint64(1) else x2)
        out[k] = high if lane & TWO else low


@kernel
def fill_normals(word: Any, table: Any, out: Any) -> None:
    """Draw standard normals from words, as `streams.normals`."""
    for j in range(out.size):
        argument = np.float64(np.int32(word[j] & REST)) + 0.5
        row = (np.float64(argument).view(np.uint64) >> SHIFT) - FIRST
        size = table[row, 0] + argument * (table[row, 1] + argument * table[row, 2])
        bits = np.float64(size).view(np.uint64) ^ (np.uint64(word[j] >> TOP) << SIGN)
        out[j] = np.uint64(bits).view(np.float64)


@kernel
def fill_tails(value: Any, shift: float, scale: float, table: Any, out: Any) -> None:
    """P(Z > (value + shift) * scale), as `streams.tail_probability`."""
    for k in range(out.size):
        z = (value[k] + shift) * scale
        place = (min(max(z, -TAIL_LIMIT_SD), TAIL_LIMIT_SD) + TAIL_LIMIT_SD) * CELLS_PER_SD
        whole = np.int32(place)
        cell = np.uint32(whole)
        left = table[cell]
        out[k] = left + (place - whole) * (table[cell + ONE] - left)


@kernel
def invite(arrays: Any, p: int, word: Any, chance: Any, wave: Any) -> None:
    """Decide invitations as `sampler._invited`: `wave` is 1 for a first one, 2 for a late one, else 0."""
    released, late_released, rejected, rate = arrays.scalars[:4]
    sponsor = arrays.reals[p, 2]
    for j in range(wave.size):
        invited = sponsor * chance[j]
        late = rate * invited * (1.0 - invited)
        first, still_late = invited * (1 - released), late * (1 - late_released)
        silent = max(first + still_late + (1 - invited - late) * (1 - rejected), 1e-300)
        early = first / silent
        coin = (np.float64(word[j]) + 0.5) * UNIT
        wave[j] = np.uint8(coin < early + still_late / silent) * (np.uint8(1) + np.uint8(coin >= early))


@kernel
def chosen(mask: Any, who: Any) -> Any:
    """List where the mask is not zero; returns how many."""
    m = 0
    for j in range(mask.size):
        who[m] = j
        m += mask[j] != 0
    return m


@kernel
def count_months(arrays: Any, word: Any, who: Any, wave: Any, months: Any) -> None:
    """Count new invitations by month."""
    for k in range(who.size):
        shares = arrays.months[np.uint64(wave[who[k]] - 1)]
        u = (np.float64(word[k]) + 0.5) * UNIT
        month = 0
        for i in range(months.size - 1):
            month += shares[i] <= u
        months[month] += 1


@kernel
def accept(room: int, who: Any, accepted: Any) -> Any:
    """Keep, in place, the invitations that there is room for; returns how many."""
    m = 0
    for k in range(who.size):
        j = who[k]
        has_room = room < 0 or accepted[j] < room
        accepted[j] += has_room
        who[m] = j
        m += has_room
    return m


@kernel
def keep_sponsored(chance: float, word: Any, who: Any) -> Any:
    """Keep, in place, the interviews where the program can sponsor the visa; returns how many."""
    m = 0
    for k in range(who.size):
        who[m] = who[k]
        m += (np.float64(word[k]) + 0.5) * UNIT < chance
    return m


@kernel
def score_all(arrays: Any, p: int, carried: Any, season: Any, skill: Any, noise: Any, moved: Any) -> None:
    """Turn `noise` into scores and `moved` into cutoffs, in place."""
    shift, noise_sd, cutoff_sd = arrays.reals[p, 1], arrays.scalars[4], arrays.scalars[5]
    own = 0.0 if arrays.flags[p, 2] else 1.0
    for k in range(noise.size):
        noise[k] = shift + carried[k] + own * skill[k] + noise_sd * noise[k]
        moved[k] = cutoff_sd * moved[k] - season[k]


@kernel
def place_all(arrays: Any, p: int, score: Any, cutoff: Any, above: Any, filled: Any, places: Any, ranked: Any) -> Any:
    """Rank position and fill depth (both less 1) and event, as `rank.places`; returns how many are left off."""
    size, unranked_from = np.float64(arrays.flags[p, 4]), 1 - arrays.scalars[6]
    n_unranked = 0
    for k in range(score.size):
        is_missed = score[k] < cutoff[k]
        missed = 1.0 if is_missed else 0.0
        down = min(max(np.floor(size * filled[k] + 0.5), 1.0), size - missed)
        place = min(np.floor(size * above[k]) + 1.0, size)
        place = max(place, down + 1.0) if is_missed else min(place, down)
        places[0, k], places[1, k] = np.int32(place - 1.0), np.int32(down - 1.0)
        ranked[k] = not is_missed
        n_unranked += is_missed & (above[k] > unranked_from)
    return n_unranked


@kernel
def count_places(width: int, places: Any, m: int, position: Any, depth: Any) -> None:
    """Add rank positions and fill depths to their histograms."""
    if width == 1:
        for k in range(m):
            position[np.uint32(places[0, k])] += 1
            depth[np.uint32(places[1, k])] += 1
        return
    for k in range(m):
        position[places[0, k] // width] += 1
        depth[places[1, k] // width] += 1


@kernel
def match(ranked: Any, who: Any, free: Any) -> Any:
    """Match the free who are ranked; returns how many."""
    n_matched = 0
    if who.size == free.size:
        for j in range(free.size):
            new = ranked[j] & free[j]
            free[j] ^= new
            n_matched += new
        return n_matched
    for k in range(who.size):
        j = who[k]
        new = ranked[k] & free[j]
        free[j] ^= new
        n_matched += new
    return n_matched


@kernel
def count_soap(arrays: Any, word: Any, free: Any, soap: Any) -> None:
    """SOAP positions by round among the unmatched, as `sampler.count_soap`."""
    bins = np.zeros(soap.size + 1, np.int64)
    for j in range(free.size):
        coin = (np.float64(word[j]) + 0.5) * UNIT
        place = 0
        for r in range(soap.size):
            place += arrays.soap[r] <= coin
        bins[place] += free[j]
    soap += bins[: soap.size]


@kernel
def attendance(arrays: Any, p: int, first: Any, paper: Any, accepted: Any, work: Any, tally: Any) -> Any:
    """List in `work.who` the replicates that attend an interview; returns how many."""
    n, key, who, m = paper.size, arrays.keys[p, 0], work.who, paper.size
    if arrays.flags[p, 0] == OPEN:
        chance, wave = work.noise[:n], work.wave[:n]
        fill_words(arrays.seed, np.uint64(INVITATION), key, first, work.word)
        fill_tails(paper, arrays.reals[p, 0], -1.0, arrays.tail, chance)
        invite(arrays, p, work.word, chance, wave)
        m = chosen(wave, who)
        words_of(arrays.seed, MONTH, key, first, who[:m], n, work)
        count_months(arrays, work.word, who[:m], wave, tally.months)
    else:
        for j in range(n):
            who[j] = j
    tally.invited[p] += m
    if arrays.room >= 0 and arrays.flags[p, 0] != INTERVIEWED:
        m = accept(arrays.room, who[:m], accepted)
    tally.interviewed[p] += m
    return m


@kernel
def gathered(values: Any, who: Any, n: int, out: Any) -> Any:
    """Return the values of the replicates in `who`."""
    if who.size == n:
        return values
    for k in range(who.size):
        out[k] = values[who[k]]
    return out[: who.size]


@kernel
def rank(arrays: Any, p: int, first: Any, latents: Any, who: Any, work: Any, tally: Any) -> None:
    """Score against cutoff for those in `who`; counts the left off, ranks positions and depths."""
    carried, season, skill = latents
    n, m = carried.size, who.size
    noise, moved, above, filled = work.noise[:m], work.moved[:m], work.above[:m], work.filled[:m]
    words_of(arrays.seed, SCORE, arrays.keys[p, 0], first, who, n, work)
    fill_normals(work.word, arrays.normal, noise)
    words_of(arrays.seed, CUTOFF, arrays.keys[p, 1], first, who, n, work)
    fill_normals(work.word, arrays.normal, moved)
    carried = gathered(carried, who, n, above)
    season = gathered(season, who, n, filled)
    skill = gathered(skill, who, n, work.spare)
    score_all(arrays, p, carried, season, skill, noise, moved)
    fill_tails(noise, -arrays.reals[p, 4], arrays.reals[p, 5], arrays.tail, above)
    fill_tails(moved, -arrays.reals[p, 4], arrays.reals[p, 5], arrays.tail, filled)
    tally.unranked[p] += place_all(arrays, p, noise, moved, above, filled, work.places, work.ranked)
    count_places(arrays.flags[p, 5], work.places, m, tally.position[p], tally.depth[p])


@kernel
def season_chunk(arrays: Any, latents: Any, first: Any, work: Any, tally: Any) -> None:
    """Walk up to CHUNK replicates down the whole list."""
    paper, carried, season, skill = latents
    n = carried.size
    attended, accepted, free = np.zeros(n, np.int32), np.zeros(n, np.int32), np.ones(n, np.uint8)
    for p in range(arrays.flags.shape[0]):
        g = arrays.flags[p, 1]
        m = attendance(arrays, p, first, paper[g], accepted, work, tally)
        who = work.who[:m]
        for k in range(m):
            attended[who[k]] += 1
        if arrays.reals[p, 3] < 1:
            words_of(arrays.seed, SPONSORSHIP, arrays.keys[p, 1], first, who, n, work)
            who = who[: keep_sponsored(arrays.reals[p, 3], work.word, who)]
            tally.unranked[p] += m - who.size
        rank(arrays, p, first, (carried, season[g], skill), who, work, tally)
        for k in range(who.size):
            tally.ranked[p] += work.ranked[k]
        if arrays.flags[p, 3]:
            tally.matched[p] += match(work.ranked, who, free)
    for j in range(n):
        tally.interviews[attended[j]] += 1
    fill_words(arrays.seed, np.uint64(SOAP), arrays.applicant, first, work.word)
    count_soap(arrays, work.word, free, tally.soap)


@kernel
def season_block(arrays: Any, latents: Any, first: Any, work: Any, tally: Any) -> None:
    """Walk a block of replicates down the whole list, a chunk at a time."""
    paper, carried, season, skill = latents
    for start in range(0, carried.size, CHUNK):
        end = min(start + CHUNK, carried.size)
        part = (paper[:, start:end], carried[start:end], season[:, start:end], skill[start:end])
        season_chunk(arrays, part, first + np.uint64(start), work, tally)
