"""The couple's sampler: both partners' offers once a replicate, then down the joint list.

Whole numbers only, so the counts are the same for any blocks and workers. Small jobs run the
readable form, large ones compiled offers; both give the same counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.blocks import default_workers, reduce_blocks
from simulator.engine.kernel import is_compiled
from simulator.season.couple import CLOSED, NO_MATCH
from simulator.season.couple_latents import latents_of, scores_of_both
from simulator.season.couple_offers import draw_luck, offers
from simulator.season.latents import draw, readable_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulator.season.couple import Couple
    from simulator.season.latents import Latents, Source

    Mask = NDArray[np.bool_]
    Offers = Callable[[Latents, int, int], Mask]

BLOCK, FEWEST, ROOM = 16_384, 1_024, 4_000_000  # replicates a block, and the same times programs: bounds memory
# Replicates times programs of both; the compiled form saves about 0.1 s of processor time a million.
WORTH_COMPILING, WORTH_LOADING = 30_000_000, 3_000_000


class CoupleTally(NamedTuple):
    """Counts over replicates; L pairs.

    Attributes
    ----------
    pair : (L,) replicates that end with each pair
    alone : (2, 2) replicates in which each partner, with the single list and no partner, would not
        (0) or would (1) match; first partner by rows
    replicates : how many
    """

    pair: NDArray[np.int64]
    alone: NDArray[np.int64]
    replicates: int


def simulate_couple(
    couple: Couple,
    replicates: int,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
    block: int | None = None,
    compiled: bool | None = None,
) -> CoupleTally:
    """Draw all replicates of a couple's season and count.

    Parameters
    ----------
    couple : Couple
    replicates : int
        At least 1.
    workers : int, optional
        Threads; all cores if left out. The result does not depend on it.
    progress : callable of int, optional
        Told how many replicates have just been finished.
    block : int, optional
        Replicates per block. The result does not depend on it.
    compiled : bool, optional
        Which twin; left out, the one that is done sooner. The result does not depend on it.

    Returns
    -------
    CoupleTally
    """
    n_programs = sum(int(w.sum()) for w in wanted(couple))
    job = replicates * n_programs
    limit = WORTH_LOADING if is_compiled("couple_kernels.") else WORTH_COMPILING
    sample = block_sampler(couple, job > limit if compiled is None else compiled)
    size = block or max(FEWEST, min(BLOCK, ROOM // max(1, n_programs)))
    return reduce_blocks(sample, _add, replicates, size, workers or default_workers(), progress)


def wanted(couple: Couple) -> tuple[Mask, Mask]:
    """Programs that the joint list or the single lists ask about, by partner."""
    first, second = (couple.in_joint_list(side) | couple.plans[side].listed for side in (0, 1))
    return first, second


def block_sampler(couple: Couple, compiled: bool) -> Callable[[int, int], CoupleTally]:
    """Return a function of (first, n) that draws replicates and counts.

    Parameters
    ----------
    couple : Couple
    compiled : bool
        Whether to take the compiled twin.

    Returns
    -------
    callable of (first, n) to CoupleTally
    """
    source, makers = _twin(couple, compiled)

    def sample(first: int, n: int) -> CoupleTally:
        padded = -(-n // 4) * 4
        both = latents_of_both(couple, first, padded, source)
        offered = [make(latents, first, padded)[:, :n] for make, latents in zip(makers, both, strict=True)]
        return CoupleTally(walk(couple.pairs, offered[0], offered[1]), _alone(couple, offered), n)

    return sample


def latents_of_both(couple: Couple, first: int, n: int, source: Source) -> tuple[Latents, Latents]:
    """Draw the latents of both partners; the first's are those of a run alone.

    Parameters
    ----------
    couple : Couple
    first, n : int
        Both multiples of four.
    source : Source

    Returns
    -------
    (Latents, Latents)
    """
    one, two = couple.people
    scores = scores_of_both(couple, first, n, source)[1]
    alone = draw(one.plan, one.posterior, one.seed, first, n, source)
    return alone, latents_of(two.plan, two.posterior, scores)


def _twin(couple: Couple, compiled: bool) -> tuple[Source, list[Offers]]:
    if not compiled:
        return readable_source(), [_readable(couple, side) for side in (0, 1)]
    from simulator.season.couple_compiled import compiled_source, offer_maker

    masks = wanted(couple)
    return compiled_source(), [offer_maker(couple.people[side], masks[side]) for side in (0, 1)]


def _readable(couple: Couple, side: int) -> Offers:
    setup, mask = couple.people[side], wanted(couple)[side]

    def make(latents: Latents, first: int, n: int) -> Mask:
        return offers(setup, latents, draw_luck(setup, mask, first, n), mask)

    return make


def walk(pairs: NDArray[np.int64], first: Mask, second: Mask) -> NDArray[np.int64]:
    """Count the replicates that end with each pair of a joint list.

    Parameters
    ----------
    pairs : (L, 2) of int
        As in `Couple`.
    first, second : (P1, n) and (P2, n) of bool
        Offers to either partner.

    Returns
    -------
    array (L,)
        The first pair whose two members both offer; "no match" always does.
    """
    free = np.ones(first.shape[1], dtype=bool)
    count = np.zeros(len(pairs), dtype=np.int64)
    for k, (i, j) in enumerate(pairs):
        if CLOSED in (i, j):
            continue
        here = free & first[i] if i != NO_MATCH else free
        here = here & second[j] if j != NO_MATCH else here.copy()
        count[k] = np.count_nonzero(here)
        free ^= here
    return count


def _alone(couple: Couple, offered: list[Mask]) -> NDArray[np.int64]:
    one, two = (o[plan.listed].any(axis=0) for o, plan in zip(offered, couple.plans, strict=True))
    return np.bincount(2 * one + two, minlength=4).reshape(2, 2).astype(np.int64)


def _add(total: CoupleTally, more: CoupleTally) -> CoupleTally:
    return CoupleTally(total.pair + more.pair, total.alone + more.alone, total.replicates + more.replicates)
