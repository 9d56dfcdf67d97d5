"""The compiled kernels of a couple's season: score against cutoff, and the walk down the joint list."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.engine.kernel import kernel
from simulator.season.couple import CLOSED, NO_MATCH
from simulator.season.kernels import CHUNK, normal_of


@kernel
def offer(flags: Any, scalars: Any, reals: Any, latents: Any, words: Any, normal: Any, out: Any) -> None:
    """Keep in `out` those who score at or above the cutoff, as `couple_offers` has it.

    Parameters as in `kernels.rank`; `out` (n,) of uint8 comes with 1 where an interview takes place.
    """
    carried, season, skill = latents
    own = 0.0 if flags[2] else 1.0
    shift, noise_sd, cutoff_sd = reals[1], scalars[4], scalars[5]
    score, cutoff = np.empty(CHUNK), np.empty(CHUNK)
    for start in range(0, out.size, CHUNK):
        n = min(CHUNK, out.size - start)
        for k in range(n):
            score[k] = normal_of(words[0, np.uint64(start + k)], normal)
            cutoff[k] = normal_of(words[1, np.uint64(start + k)], normal)
        for k in range(n):
            j = np.uint64(start + k)
            score[k] = shift + carried[j] + own * skill[j] + noise_sd * score[k]
            cutoff[k] = cutoff_sd * cutoff[k] - season[j]
        for k in range(n):
            out[np.uint64(start + k)] &= np.uint8(score[k] >= cutoff[k])


@kernel
def finish(pairs: Any, offered: Any, second: Any, found: Any) -> None:
    """Fill `found` (L, n) as `couple_walk.finish` does; same parameters, to the last bit."""
    n_second, n = second.shape
    asked, alive = np.zeros((n_second, n), np.uint8), np.ones(n)
    for k in range(pairs.shape[0]):
        i, j = pairs[k, 0], pairs[k, 1]
        if min(i, j) == CLOSED:
            continue
        for r in range(n):
            here = np.uint8(1) if i == NO_MATCH else np.uint8(offered[i, r])
            if j != NO_MATCH:
                here &= np.uint8(1) - asked[j, r]
                asked[j, r] |= here
            mass = alive[r] if j == NO_MATCH else alive[r] * second[j, r]
            found[k, r] = mass * here
            alive[r] -= found[k, r]
