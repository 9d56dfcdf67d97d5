"""The compiled twin of `couple_offers`: the same offers, with compiled kernels, to the last bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.engine.streams import Stage, tables
from simulator.season.compiled import as_arrays, compiled_normals, compiled_words
from simulator.season.couple_kernels import offer
from simulator.season.kernels import fill_words, invite
from simulator.season.latents import Source
from simulator.season.plan import INTERVIEWED, OPEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulator.season.compiled import Arrays
    from simulator.season.latents import Latents
    from simulator.season.setup import Setup

    Mask = NDArray[np.bool_]
    Words = NDArray[np.uint32]


def compiled_source() -> Source:
    """Return the compiled forms of words and normals."""
    return Source(compiled_words, compiled_normals)


def offer_maker(setup: Setup, wanted: Mask) -> Callable[[Latents, int, int], Mask]:
    """Return a function of (latents, first, n) that decides every wanted program.

    Parameters
    ----------
    setup : Setup
    wanted : (P,)

    Returns
    -------
    callable of (Latents, int, int) to array (P, n) of bool
        As `couple_offers.offers`.
    """
    arrays = as_arrays(setup)

    def make(latents: Latents, first: int, n: int) -> Mask:
        return _offers(setup, arrays, wanted, latents, first, n)

    return make


def _offers(setup: Setup, arrays: Arrays, wanted: Mask, latents: Latents, first: int, n: int) -> Mask:
    plan = setup.plan
    found, word = np.zeros((plan.n_programs, n), dtype=np.uint8), np.empty((2, n), dtype=np.uint32)
    accepted = np.zeros(n, dtype=np.int32)
    for p in range(plan.n_programs):
        takes_room = plan.room >= 0 and plan.kind[p] != INTERVIEWED
        if not (wanted[p] or takes_room):
            continue
        _interview(setup, arrays, latents, p, first, word[0], found[p])
        if takes_room:
            found[p] &= (accepted < plan.room).view(np.uint8)
            accepted += found[p]
        if wanted[p]:
            _rank(setup, arrays, latents, p, first, word, found[p])
    return found.view(bool)


def _fill(setup: Setup, stage: int, key: int, first: int, out: Words) -> None:
    fill_words(np.uint64(setup.seed), np.uint64(stage << 16), np.uint64(key), np.uint64(first), out)


def _interview(
    setup: Setup, arrays: Arrays, latents: Latents, p: int, first: int, word: Words, out: NDArray[np.uint8]
) -> None:
    if setup.plan.kind[p] != OPEN:
        out[:] = 1
        return
    _fill(setup, Stage.INVITATION, setup.keys[p][0], first, word)
    paper = latents.paper[int(arrays.flags[p, 1])]
    invite(arrays.flags[p], arrays.scalars, arrays.reals[p], paper, word, tables().tail, out)
    np.minimum(out, 1, out=out)


def _rank(
    setup: Setup, arrays: Arrays, latents: Latents, p: int, first: int, word: Words, out: NDArray[np.uint8]
) -> None:
    chance = setup.plan.rank_sponsor[p]
    if chance < 1:
        _fill(setup, Stage.SPONSORSHIP, setup.keys[p][1], first, word[0])
        out &= ((word[0] + 0.5) * 2.0**-32 < chance).view(np.uint8)
    for row, stage in enumerate((Stage.SCORE, Stage.CUTOFF)):
        _fill(setup, stage, setup.keys[p][row], first, word[row])
    shared = (latents.carried, latents.season[int(arrays.flags[p, 1])], latents.skill)
    offer(arrays.flags[p], arrays.scalars, arrays.reals[p], shared, word, tables().normal, out)
