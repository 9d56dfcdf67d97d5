"""Many replicates of one market, in which programs score applicants anew each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.blocks import reduce_blocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

BLOCK = 64  # replicates: about half a second at national size
LARGEST = 40.0  # of a score, so that noise cannot leave the range of the keys


class Tally(NamedTuple):
    """What came of the replicates.

    Attributes
    ----------
    times : array of int64
        How often each entry of the applicants' lists was the match.
    matched : array (replicates,) of int64
        Applicants who matched.
    """

    times: NDArray[np.int64]
    matched: NDArray[np.int64]


def replicate(
    start: ArrayLike,
    program: ArrayLike,
    score: ArrayLike,
    quota: ArrayLike,
    *,
    noise_sd: float = 1.0,
    seed: int = 0,
    replicates: int = 1000,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Tally:
    """Match the same applicants many times, with fresh program scores; applicants propose.

    Parameters
    ----------
    start : array (A + 1,)
        Where each applicant's list begins in `program`.
    program : array
        Programs, most preferred first. Each ranks everybody who ranks it.
    score : array
        What the program makes of the applicant, entry by entry, higher is better; -40 to 40.
    quota : array (P,)
    noise_sd : float
        Standard deviation of the normal noise added to each score, independent between
        applicants, programs and replicates; 0 to 3.
    seed : int
    replicates : int
    workers : int
        Threads. The answer is the same for any number.
    progress : callable of int, optional
        Told how many replicates have just been finished.

    Returns
    -------
    Tally

    Raises
    ------
    ValueError
        A score or the noise is out of range, or arrays do not fit.
    """
    market = _market(start, program, score, quota, noise_sd)

    def sample(first: int, n: int) -> tuple[NDArray[np.int64], list[tuple[int, NDArray[np.int64]]]]:
        times, matched = _block(market, noise_sd, (seed, first), n)
        return times, [(first, matched)]

    found, parts = reduce_blocks(sample, lambda x, y: (x[0] + y[0], x[1] + y[1]), replicates, BLOCK, workers, progress)
    return Tally(found, np.concatenate([matched for _, matched in sorted(parts, key=lambda part: part[0])]))


Arrays = tuple["NDArray[np.int64]", "NDArray[np.int32]", "NDArray[np.float32]", "NDArray[np.int64]"]


def _market(start: ArrayLike, program: ArrayLike, score: ArrayLike, quota: ArrayLike, noise_sd: float) -> Arrays:
    starts, programs = np.ascontiguousarray(start, np.int64), np.ascontiguousarray(program, np.int32)
    scores, places = np.ascontiguousarray(score, np.float32), np.asarray(quota, np.int64)
    if starts[-1] != programs.size or scores.size != programs.size:
        raise ValueError(f"lists end at {starts[-1]}, with {programs.size} programs and {scores.size} scores")
    if programs.size and not (programs.min() >= 0 and programs.max() < places.size):
        raise ValueError(f"program: got {programs.min()} to {programs.max()}. Allowed: 0 to {places.size - 1}")
    if not np.all(np.abs(scores) <= LARGEST):
        raise ValueError(f"score: got {scores.min()} to {scores.max()}. Allowed: {-LARGEST} to {LARGEST}")
    if not 0 <= noise_sd <= 3:
        raise ValueError(f"noise_sd: got {noise_sd}. Allowed: 0 to 3")
    places = np.minimum(np.maximum(places, 0), np.bincount(programs, minlength=places.size))
    return starts, programs, scores, np.concatenate(([0], np.cumsum(places))).astype(np.int64)


def _block(
    market: Arrays, noise_sd: float, address: tuple[int, int], n: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    from simulator.engine.streams import tables
    from simulator.market.replicate_kernels import run_block

    starts, programs, _, room = market
    n_applicants, n_programs = starts.size - 1, room.size - 1
    scratch = (
        *(np.empty(n_applicants, np.int32) for _ in range(2)),
        np.empty(n_programs, np.int32),
        np.empty(room[-1], np.int64),
        np.empty(n_programs, np.int64),
    )
    times, matched = np.zeros(programs.size, np.int64), np.empty(n, np.int64)
    where = tuple(np.uint64(x) for x in address)
    owner = np.repeat(np.arange(n_applicants, dtype=np.int32), np.diff(starts))
    draw = (float(noise_sd), tables().normal, np.empty((4, programs.size), np.uint32))
    run_block(market, owner, draw, where, scratch, times, matched)
    return times, matched
