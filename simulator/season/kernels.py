"""The compiled kernels: random words, and what happens between many replicates and one program.

Additions, multiplications, comparisons and table look-ups in the same order as in
`sampler`, so both forms give the same counts to the last digit. Work goes in chunks that
stay in the processor's first cache. Loops that look up tables are kept apart from those
that do not, so that the latter run several replicates at a time.
"""

from __future__ import annotations

from typing import Any

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
)

M0, M1 = (np.uint64(m) for m in MULTIPLIERS)
W0, W1 = (np.uint64(w) for w in WEYL)
LOW, HALF, UNITY, TWO, SIGN = (np.uint64(x) for x in (MASK32, 32, 1, 2, 63))
PAST_GROUP = np.uint64(34)  # bits: those of a replicate number that the second word holds
SHIFT, FIRST = np.uint64(52 - SEGMENT_BITS), np.uint64(FIRST_SEGMENT)
TOP, REST, ONE = np.uint32(31), np.uint32(0x7FFFFFFF), np.uint32(1)
CELLS_PER_SD = float(TAIL_CELLS_PER_SD)
UNIT = 2.0**-32
CHUNK = 1024  # replicates: 8 kB a quantity


@kernel
def fill_words(seed: Any, stage: Any, who: Any, first: Any, out: Any) -> None:
    """Words of consecutive replicates, as `streams.words`.

    All integers are uint64; `stage` comes shifted by 16 bits.
    """
    low_id, high_id = who & LOW, who >> HALF
    for j in range(out.size // 4):
        group = (first >> TWO) + np.uint64(j)
        x0, x1, x2, x3 = group & LOW, (group >> HALF) | stage, low_id, high_id
        k0, k1 = seed & LOW, seed >> HALF
        for _ in range(ROUNDS):
            p0, p1 = M0 * x0, M1 * x2
            x0, x1, x2, x3 = (p1 >> HALF) ^ x1 ^ k0, p1 & LOW, (p0 >> HALF) ^ x3 ^ k1, p0 & LOW
            k0, k1 = (k0 + W0) & LOW, (k1 + W1) & LOW
        out[4 * j], out[4 * j + 1], out[4 * j + 2], out[4 * j + 3] = x0, x1, x2, x3


@kernel
def fill_words_at(seed: Any, stage: Any, who: Any, first: Any, chosen: Any, out: Any) -> None:
    """Words of some replicates, `first + chosen`, as `streams.words_at`."""
    low_id, high_id = who & LOW, who >> HALF
    for k in range(out.size):
        replicate = first + np.uint64(chosen[k])
        x0, x1, x2, x3 = (replicate >> TWO) & LOW, (replicate >> PAST_GROUP) | stage, low_id, high_id
        k0, k1 = seed & LOW, seed >> HALF
        for _ in range(ROUNDS):
            p0, p1 = M0 * x0, M1 * x2
            x0, x1, x2, x3 = (p1 >> HALF) ^ x1 ^ k0, p1 & LOW, (p0 >> HALF) ^ x3 ^ k1, p0 & LOW
            k0, k1 = (k0 + W0) & LOW, (k1 + W1) & LOW
        low, high = (x1 if replicate & UNITY else x0), (x3 if replicate & UNITY else x2)
        out[k] = high if replicate & TWO else low


@kernel
def normal_of(word: Any, table: Any) -> Any:
    """Standard normal from a word, as `streams.normals`."""
    argument = np.float64(np.int32(word & REST)) + 0.5
    row = (np.float64(argument).view(np.uint64) >> SHIFT) - FIRST
    size = table[row, 0] + argument * (table[row, 1] + argument * table[row, 2])
    bits = np.float64(size).view(np.uint64) ^ (np.uint64(word >> TOP) << SIGN)
    return np.uint64(bits).view(np.float64)


@kernel
def tail_of(z: float, table: Any) -> Any:
    """P(Z > z), as `streams.tail_probability`."""
    place = (min(max(z, -TAIL_LIMIT_SD), TAIL_LIMIT_SD) + TAIL_LIMIT_SD) * CELLS_PER_SD
    whole = np.int32(place)
    cell = np.uint32(whole)
    left = table[cell]
    return left + (place - whole) * (table[cell + ONE] - left)


@kernel
def fill_normals(word: Any, table: Any, out: Any) -> None:
    """Draw standard normals from words."""
    for j in range(out.size):
        out[j] = normal_of(word[j], table)


@kernel
def invite(flags: Any, scalars: Any, reals: Any, paper: Any, word: Any, table: Any, wave: Any) -> None:
    """Decide invitations as `visit._invited`.

    `wave` becomes 1 for a first-wave invitation, 2 for a late one, 0 for none.
    `flags`, `scalars` and `reals` (of this program) as in `compiled.Arrays`.
    """
    released, late_released, rejected, rate = scalars[0], scalars[1], scalars[2], scalars[3]
    shift, sponsor, shift_before = reals[0], reals[2], reals[6]
    is_silent, is_edited = flags[6] != 0, shift_before != shift
    chance, before = np.empty(CHUNK), np.empty(CHUNK)
    for start in range(0, wave.size, CHUNK):
        n = min(CHUNK, wave.size - start)
        for k in range(n):
            chance[k] = sponsor * tail_of(-(paper[start + k] + shift), table)
        for k in range(n if is_edited else 0):
            before[k] = sponsor * tail_of(-(paper[start + k] + shift_before), table)
        for k in range(n):
            invited = chance[k]
            late = rate * invited * (1.0 - invited)
            first, still_late = invited * (1.0 - released), late * (1.0 - late_released)
            past = before[k] if is_edited else invited
            past_late = rate * past * (1.0 - past)
            silent = past * (1.0 - released) + past_late * (1.0 - late_released)
            silent = max(silent + (1.0 - past - past_late) * (1.0 - rejected), 1e-300) if is_silent else 1.0
            early = first / silent
            coin = (np.float64(word[start + k]) + 0.5) * UNIT
            wave[start + k] = np.uint8(coin < early + still_late / silent) * (np.uint8(1) + np.uint8(coin >= early))


@kernel
def count_months(shares: Any, word: Any, who: Any, wave: Any, months: Any) -> None:
    """Count new invitations, of the replicates in `who`, by month."""
    for k in range(who.size):
        row = np.uint64(wave[who[k]] - 1)
        u = (np.float64(word[k]) + 0.5) * UNIT
        month = 0
        for i in range(months.size - 1):
            month += shares[row, np.uint64(i)] <= u
        months[month] += 1


@kernel
def rank(
    flags: Any,
    scalars: Any,
    reals: Any,
    latents: Any,
    words: Any,
    normal: Any,
    tail: Any,
    free: Any,
    path: Any,
    counts: Any,
) -> Any:
    """Score against cutoff: rank position, fill depth, the event, and the match.

    `latents` holds carried, season and skill, `words` those for scores and cutoffs, all
    of the same replicates as `free`; `counts` the histograms of position and of depth.
    `path` (empty where flags[7] is 0) gets bit 0 at a match at an advanced program, bit 1
    where a program of the supplemental list would take the applicant.
    Returns how many were ranked to match, left off the list, and matched.
    """
    carried, season, skill = latents
    own, listed, width = 0.0 if flags[2] else 1.0, np.uint8(flags[3]), flags[5]
    size, unranked_from = np.float64(flags[4]), 1.0 - scalars[6]
    shift, mean, inverse_sd, noise_sd, cutoff_sd = reals[1], reals[4], reals[5], scalars[4], scalars[5]
    score, cutoff, above, filled = np.empty(CHUNK), np.empty(CHUNK), np.empty(CHUNK), np.empty(CHUNK)
    position, depth = np.empty(CHUNK, np.int32), np.empty(CHUNK, np.int32)
    n_ranked, n_unranked, n_matched = 0, 0, 0
    for start in range(0, free.size, CHUNK):
        n = min(CHUNK, free.size - start)
        for k in range(n):
            score[k] = normal_of(words[0, np.uint64(start + k)], normal)
            cutoff[k] = normal_of(words[1, np.uint64(start + k)], normal)
        for k in range(n):
            j = np.uint64(start + k)
            score[k] = shift + carried[j] + own * skill[j] + noise_sd * score[k]
            cutoff[k] = cutoff_sd * cutoff[k] - season[j]
        for k in range(n):
            above[k] = tail_of((score[k] - mean) * inverse_sd, tail)
            filled[k] = tail_of((cutoff[k] - mean) * inverse_sd, tail)
        for k in range(n if flags[7] else 0):
            is_taken = np.uint8(score[k] >= cutoff[k]) & (free[np.uint64(start + k)] | np.uint8(flags[7] > 1))
            path[np.uint64(start + k)] |= is_taken * np.uint8(flags[7])
        for k in range(n):
            is_missed = score[k] < cutoff[k]
            down = min(max(np.floor(size * filled[k] + 0.5), 1.0), size - (1.0 if is_missed else 0.0))
            place = min(np.floor(size * above[k]) + 1.0, size)
            place = max(place, down + 1.0) if is_missed else min(place, down)
            position[k], depth[k] = np.int32(place - 1.0), np.int32(down - 1.0)
            n_unranked += is_missed & (above[k] > unranked_from)
            n_ranked += not is_missed
            new = free[np.uint64(start + k)] & np.uint8(not is_missed) & listed
            free[np.uint64(start + k)] ^= new
            n_matched += new
        if width > 1:
            for k in range(n):
                position[k], depth[k] = position[k] // width, depth[k] // width
        for k in range(n):
            counts[0, np.uint32(position[k])] += 1
            counts[1, np.uint32(depth[k])] += 1
    return n_ranked, n_unranked, n_matched
