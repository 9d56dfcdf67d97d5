"""Reversion of unfilled positions, and even or odd numbers: how quotas move between two rounds.

Published descriptions say what these rules do, not in which order. Here (our
reconstruction) reversions come first, donors before receivers, until nothing moves: a
place that comes in may put a program right. Then parity, one program at a time: the first
one with the wrong parity closes one position below its filled number, after which
everybody settles again, because whoever had to leave may put another program right. A
closed position does not revert. A program gives away no more positions than its own
quota; those it received count among its unfilled ones. Both only ever close positions of
a program, so the rounds come to an end. Quotas move only when everybody has settled: a
couple that still waits may yet need a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.problem import Market


class Quotas:
    """The quotas in force, as they move.

    Parameters
    ----------
    problem : Market
    """

    def __init__(self, problem: Market) -> None:
        self.problem = problem
        self.now: NDArray[np.int64] = problem.quota.astype(np.int64)
        self.may_give = problem.quota.astype(np.int64)
        self.donors = donors(problem.reverts_to)

    def move(self, count: NDArray[np.int32]) -> bool:
        """Change the quotas after a round.

        Parameters
        ----------
        count : array (P,)
            Filled positions.

        Returns
        -------
        bool
            Whether a quota changed.
        """
        return self._revert(count) or self._close(count)

    def _close(self, count: NDArray[np.int32]) -> bool:
        """Close one position of the first program with the wrong parity."""
        parity = self.problem.parity
        wrong = np.flatnonzero((parity > 0) & (count > 0) & (count % 2 != parity % 2))
        if not wrong.size:
            return False
        p = int(wrong[0])
        self.now[p] = count[p] - 1
        return True

    def _revert(self, count: NDArray[np.int32]) -> bool:
        moved = [p for p in self.donors if self._give(p, int(count[p]))]
        return bool(moved)

    def _give(self, p: int, filled: int) -> bool:
        to = int(self.problem.reverts_to[p])
        n = min(int(self.now[p]) - filled, int(self.may_give[p]))
        if to < 0 or n <= 0:
            return False
        self.may_give[p] -= n
        self.now[p] -= n
        self.now[to] += n
        return True


def donors(reverts_to: NDArray[np.int32]) -> list[int]:
    """List the programs whose positions revert, each before its receiver.

    Parameters
    ----------
    reverts_to : array (P,)

    Returns
    -------
    list of int
    """
    to = reverts_to.tolist()
    giving = np.flatnonzero(reverts_to >= 0).tolist()
    awaited = np.bincount(reverts_to[giving], minlength=len(to)).tolist() if giving else []
    ready = [p for p in giving if awaited[p] == 0]
    order: list[int] = []
    while ready:
        p = ready.pop()
        order.append(p)
        awaited[to[p]] -= 1
        if awaited[to[p]] == 0 and to[to[p]] >= 0:
            ready.append(to[p])
    return order
