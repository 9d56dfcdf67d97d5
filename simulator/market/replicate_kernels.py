"""One market, many replicates: the scores that programs give are drawn afresh each time.

As `singles.propose_all`, but a program compares scores: the one given, plus normal noise
that is a function of (seed, replicate, applicant, program). One run of the generator serves
four replicates; words become scores when somebody proposes and not before, and scores
are never sorted. A key holds the score, turned into a whole
number that is smaller for the better, in the high 32 bits, the applicant in the low ones.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.engine.kernel import kernel
from simulator.engine.streams import MASK32, MULTIPLIERS, ROUNDS, WEYL
from simulator.market.forms import compiled
from simulator.season.kernels import normal_of

M0, M1 = (np.uint64(m) for m in MULTIPLIERS)
W0, W1 = (np.uint64(w) for w in WEYL)
LOW, HALF, TWO = (np.uint64(x) for x in (MASK32, 32, 2))
STAGE = np.uint64(33 << 16)  # of `engine.streams`: what programs make of applicants
AHEAD = 6
LARGEST, STEPS_PER_UNIT = 64.0, 2.0**24  # scores from -64 to 64
EVERYBODY = np.int64(2**63 - 1)
push, replace = compiled().push, compiled().replace


def _kernel(function: Any) -> Any:
    return kernel(function, _nrt=False)


@_kernel
def fill_words(seed: Any, group: Any, owner: Any, program: Any, words: Any) -> None:
    """Words of four consecutive replicates, (4, n), for each entry, as `streams.words_at` of a + p * 2**32."""
    for j in range(owner.size):
        x0, x1, x2, x3 = group & LOW, (group >> HALF) | STAGE, np.uint64(owner[j]), np.uint64(program[j])
        k0, k1 = seed & LOW, seed >> HALF
        for _ in range(ROUNDS):
            p0, p1 = M0 * x0, M1 * x2
            x0, x1, x2, x3 = (p1 >> HALF) ^ x1 ^ k0, p1 & LOW, (p0 >> HALF) ^ x3 ^ k1, p0 & LOW
            k0, k1 = (k0 + W0) & LOW, (k1 + W1) & LOW
        words[0, j], words[1, j], words[2, j], words[3, j] = x0, x1, x2, x3


@_kernel
def propose_redrawn(  # noqa: C901 - one loop, kept in one place for speed
    market: Any, noise: Any, table: Any, word: Any, scratch: Any
) -> int:
    """Run one replicate; `current` in the scratch ends where each applicant's list stopped."""
    start, program, score, room = market
    current, queue, count, heap, limit = scratch
    for p in range(limit.size):
        limit[p], count[p] = EVERYBODY if room[p + 1] > room[p] else -1, 0
    for a in range(queue.size):
        queue[a], current[a] = a, start[a]
    n, fetched = queue.size, 0
    while n > 0:
        n_next = 0
        for t in range(n):
            a = queue[t]
            if t + AHEAD < n:
                fetched += program[min(current[queue[t + AHEAD]], program.size - 1)]
            k, end, key = current[a], start[a + 1], np.int64(0)
            while k < end:
                p = program[k]
                from_top = LARGEST - score[k] - noise * normal_of(word[k], table)
                key = (np.int64(from_top * STEPS_PER_UNIT) << 32) | np.int64(a)
                if key < limit[p]:
                    break
                k += 1
            current[a] = k
            if k == end:
                continue
            p = program[k]
            base, places = room[p], room[p + 1] - room[p]
            if count[p] < places:
                push(heap, base, count[p], key)
                count[p] += 1
            else:
                out = heap[base] & np.int64(MASK32)
                current[out] += 1
                queue[n_next] = out
                n_next += 1
                replace(heap, base, places, key)
            if count[p] == places:
                limit[p] = heap[base]
        n = n_next
    return fetched


@_kernel
def tally(start: Any, current: Any, times: Any) -> int:
    """Count one more match for each entry that was reached; returns how many applicants matched."""
    n = 0
    for a in range(current.size):
        if current[a] < start[a + 1]:
            times[current[a]] += 1
            n += 1
    return n


@_kernel
def run_block(market: Any, owner: Any, draw: Any, address: Any, scratch: Any, times: Any, matched: Any) -> None:
    """Run consecutive replicates, the first a multiple of four, and count; `draw` is (noise, table, words)."""
    seed, first = address
    noise, table, words = draw
    for r in range(matched.size):
        if r % 4 == 0:
            fill_words(seed, (first + np.uint64(r)) >> TWO, owner, market[1], words)
        propose_redrawn(market, noise, table, words[r % 4], scratch)
        matched[r] = tally(market[0], scratch[0], times)
