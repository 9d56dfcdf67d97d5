"""Markets from pairs of an applicant and a program, with a score on either side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.market.problem import Market

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[np.float64]
    Whole = NDArray[np.integer[Any]]


class Pairs(NamedTuple):
    """Applicants and programs that have to do with each other, n pairs in no order.

    Attributes
    ----------
    who, program : arrays (n,)
    """

    who: Whole
    program: Whole


def pairs_of(grid: NDArray[np.bool_]) -> Pairs:
    """Return the pairs that are marked in a grid (A, P)."""
    return Pairs(*np.nonzero(grid))


def places(owner: Whole, score: Values) -> NDArray[np.int64]:
    """Place of each entry among its owner's, 0 for the highest score; equal scores in the order given.

    Parameters
    ----------
    owner, score : arrays (n,)

    Returns
    -------
    array (n,) of int64
    """
    order = np.lexsort((-score, owner))
    found = np.empty(owner.size, np.int64)
    starts = np.concatenate(([0], np.cumsum(np.bincount(owner))))
    found[order] = np.arange(owner.size) - starts[owner[order]]
    return found


def ranked_market(pairs: Pairs, liking: Values, score: Values, n_applicants: int, quota: Whole) -> Market:
    """Make the market in which both sides rank whom they have met.

    Parameters
    ----------
    pairs : Pairs
    liking, score : arrays (n,)
        How much the applicant likes the program, and what the program makes of the applicant.
    n_applicants : int
    quota : array (P,)

    Returns
    -------
    Market
    """
    return market_of(
        *_lists(pairs.who, pairs.program, liking, n_applicants),
        *_lists(pairs.program, pairs.who, score, quota.size),
        quota,
    )


def market_of(
    a_start: Whole, a_list: NDArray[np.int32], p_start: Whole, p_list: NDArray[np.int32], quota: Whole
) -> Market:
    """Make a market of people who apply alone, from lists end to end; arguments as in `Market`."""
    return Market(
        applicant_start=a_start.astype(np.int64),
        applicant_list=a_list,
        program_start=p_start.astype(np.int64),
        program_list=p_list,
        quota=quota.astype(np.int32),
        couple=np.empty((0, 2), np.int32),
        couple_start=np.zeros(1, np.int64),
        couple_list=np.empty((0, 2), np.int32),
        supplemental_start=np.zeros(1, np.int64),
        supplemental_list=np.empty(0, np.int32),
        linked=np.empty((0, 3), np.int32),
        reverts_to=np.full(quota.size, -1, np.int32),
        parity=np.zeros(quota.size, np.int8),
    )


def _lists(owner: Whole, item: Whole, value: Values, n: int) -> tuple[Whole, NDArray[np.int32]]:
    """Where each owner's list begins, and its items, best first."""
    order = np.lexsort((-value, owner))
    return np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=n)))), item[order].astype(np.int32)
