"""Reversion of unfilled positions, and even or odd numbers: how quotas move between two rounds.

Published descriptions say what these rules do, not in which order. Here (our
reconstruction) reversions come first, donors before receivers, until nothing moves;
then a program with the wrong parity closes one position below its filled number. A
closed position does not revert. A program gives away no more positions than its own
quota; those it received count among its unfilled ones. Both only ever close positions of
the donor, so the rounds come to an end.
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
        self.now: NDArray[np.int32] = problem.quota.astype(np.int32)
        self.may_give = problem.quota.astype(np.int64)
        self.donors = donors(problem.reverts_to)
        self.is_closed = np.zeros(problem.quota.size, np.bool_)

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

    def _revert(self, count: NDArray[np.int32]) -> bool:
        has_moved = False
        for p in self.donors:
            n = min(int(self.now[p] - count[p]), int(self.may_give[p]))
            if n > 0 and not self.is_closed[p]:
                self.may_give[p] -= n
                self.now[p] -= n
                self.now[self.problem.reverts_to[p]] += n
                has_moved = True
        return has_moved

    def _close(self, count: NDArray[np.int32]) -> bool:
        parity = self.problem.parity
        is_wrong = (parity > 0) & (count > 0) & (count % 2 != parity % 2)
        self.now[is_wrong] = count[is_wrong] - 1
        self.is_closed |= is_wrong
        return bool(np.any(is_wrong))


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
