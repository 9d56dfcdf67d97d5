"""Conditional Monte Carlo: one partner's offers drawn, the other's finished in closed form.

The replicates are those of `couple_sampler`. In each, the latents of both are drawn, and the
offers of the partner with fewer programs on the list; the other partner's chances, given the
latents and, at programs of both, the drawn cutoff and visa, go down the list (`couple_walk`).
Interviews of the second are integrated too, unless a limit on interviews ties them together.

Sums are taken over fixed leaves of 4,096 replicates and added in their order, so the result is
the same for any number of workers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.blocks import default_workers, reduce_blocks
from simulator.engine.kernel import is_compiled
from simulator.season.couple import NO_MATCH
from simulator.season.couple_given import drawn_offers, known_offers, sampled_side
from simulator.season.couple_latents import latents_of
from simulator.season.couple_walk import finish
from simulator.season.simulate import WORTH_COMPILING, WORTH_LOADING

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulator.season.couple import Couple
    from simulator.season.couple_latents import Scores
    from simulator.season.couple_offers import Luck

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]
    Sums = dict[int, Array]
    Walker = Callable[[NDArray[np.int64], Mask, Array], Array]

LEAF = 4_096
BOTH, FIRST_ONLY, SECOND_ONLY = 0, 1, 2


class Conditional(NamedTuple):
    """Estimates from n replicates, each with its standard error.

    Attributes
    ----------
    pair, pair_error : (L,) of ending with each pair
    outcome, outcome_error : (4,) of both, first only, second only, neither
    replicates : n
    """

    pair: Array
    pair_error: Array
    outcome: Array
    outcome_error: Array
    replicates: int


def estimate_couple(
    couple: Couple,
    replicates: int,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Conditional:
    """Estimate the chance of each pair and of each outcome.

    Parameters
    ----------
    couple : Couple
    replicates : int
        At least 2.
    workers : int, optional
        Threads; all cores if left out. The result does not depend on it.
    progress : callable of int, optional
        Told how many replicates have just been finished.

    Returns
    -------
    Conditional
    """
    walk = walker(replicates * len(couple.pairs))

    def sample(first: int, n: int) -> Sums:
        values = given_luck(couple, first, n, walk)
        outcome = outcomes(couple.pairs, values)
        return {first: np.concatenate([x.sum(axis=1) for x in (values, values**2, outcome, outcome**2)])}

    parts = reduce_blocks(sample, _join, replicates, LEAF, workers or default_workers(), progress)
    total = np.zeros(2 * len(couple.pairs) + 8)
    for first in sorted(parts):
        total += parts[first]
    size = len(couple.pairs)
    pair, pair_error = _moments(total[:size], total[size : 2 * size], replicates)
    outcome, outcome_error = _moments(total[-8:-4], total[-4:], replicates)
    return Conditional(pair, pair_error, outcome, outcome_error, replicates)


def _join(total: Sums, more: Sums) -> Sums:
    return total | more


def _moments(total: Array, squares: Array, n: int) -> tuple[Array, Array]:
    mean = total / n
    return mean, np.sqrt(np.maximum(squares / n - mean**2, 0.0) / max(1, n - 1))


def given_luck(couple: Couple, first: int, n: int, walk: Walker = finish, side: int | None = None) -> Array:
    """Chance of each pair in each replicate, (L, n), given the latents and one partner's offers.

    Parameters
    ----------
    couple : Couple
    first, n : int
        `first` is a multiple of four; n need not be.
    walk : callable
        From `walker`.
    side : int, optional
        The partner whose offers are drawn; left out, `sampled_side`. Forms of one season are compared with the same.

    Returns
    -------
    array (L, n)
    """
    found = drawn_offers(couple, first, n, sampled_side(couple) if side is None else side)
    return walk(found.couple.pairs, found.offered, found.second)


def given_scores(
    couple: Couple, scores: tuple[Scores, Scores], luck: Luck, walk: Walker = finish, side: int | None = None
) -> Array:
    """As `given_luck` for the first replicates, from scores and from coins that are known already.

    Parameters
    ----------
    couple : Couple
    scores : (Scores, Scores)
    luck : Luck
        Of the partner whose offers are drawn.
    walk : callable
        From `walker`.
    side : int, optional
        That partner; left out, `sampled_side`.

    Returns
    -------
    array (L, n)
    """
    one, two = (latents_of(s.plan, s.posterior, of) for s, of in zip(couple.people, scores, strict=True))
    found = known_offers(couple, (one, two), luck, 0, sampled_side(couple) if side is None else side)
    return walk(found.couple.pairs, found.offered, found.second)


def walker(work: float) -> Walker:
    """Return the form of `couple_walk.finish` that is done sooner with so many pairs times replicates.

    Parameters
    ----------
    work : float

    Returns
    -------
    callable, as `couple_walk.finish`
        Both forms give the same numbers to the last bit.
    """
    if work <= (WORTH_LOADING if is_compiled("couple_kernels.finish") else WORTH_COMPILING):
        return finish
    from simulator.season import couple_kernels

    def compiled(pairs: NDArray[np.int64], offered: Mask, second: Array) -> Array:
        found = np.zeros((len(pairs), second.shape[1]))
        couple_kernels.finish(np.ascontiguousarray(pairs), offered, second, found)
        return found

    return compiled


def outcomes(pairs: NDArray[np.int64], values: Array) -> Array:
    """Add the chances of pairs (L, n) up to both, first only, second only and neither, (4, n)."""
    kind = outcome_of(pairs)
    found = np.stack([values[kind == k].sum(axis=0) for k in (BOTH, FIRST_ONLY, SECOND_ONLY)])
    return np.concatenate([found, 1 - found.sum(axis=0, keepdims=True)])


def outcome_of(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which outcome each pair (L, 2) is: BOTH, FIRST_ONLY or SECOND_ONLY."""
    return np.where(pairs[:, 1] == NO_MATCH, FIRST_ONLY, np.where(pairs[:, 0] == NO_MATCH, SECOND_ONLY, BOTH))
