"""Markets from grids of scores, (A, P): who ranks whom, and how highly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.market.problem import Market

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grid = NDArray[np.float64]


def places(score: Grid) -> NDArray[np.int64]:
    """Place of each column within its row, 0 for the highest score; equal scores by column."""
    order = np.argsort(-score, axis=1, kind="stable")
    found = np.empty_like(order)
    np.put_along_axis(found, order, np.arange(score.shape[1])[None, :], axis=1)
    return found


def ranked_market(is_ranked: NDArray[np.bool_], liking: Grid, score: Grid, quota: NDArray[np.int64]) -> Market:
    """Make the market in which both sides rank whom they have met.

    Parameters
    ----------
    is_ranked : array (A, P) of bool
        Pairs that rank each other.
    liking, score : arrays (A, P)
        How much the applicant likes the program, and what the program makes of the applicant.
    quota : array (P,)

    Returns
    -------
    Market
    """
    a_start, programs = _lists(is_ranked, liking)
    p_start, applicants = _lists(is_ranked.T, score.T)
    nothing, no_rows = np.zeros(1, np.int64), np.empty((0, 2), np.int32)
    return Market(
        *(a_start, programs, p_start, applicants, quota.astype(np.int32)),
        *(no_rows, nothing, no_rows, nothing, np.empty(0, np.int32), np.empty((0, 3), np.int32)),
        reverts_to=np.full(quota.size, -1, np.int32),
        parity=np.zeros(quota.size, np.int8),
    )


def _lists(is_ranked: NDArray[np.bool_], value: Grid) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Where each row's list begins, and the columns, best first."""
    row, column = np.nonzero(is_ranked)
    order = np.lexsort((-value[row, column], row))
    start = np.concatenate(([0], np.cumsum(np.count_nonzero(is_ranked, axis=1))))
    return start.astype(np.int64), column[order].astype(np.int32)
