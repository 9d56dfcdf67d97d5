"""The checker's rules of quotas: odd or even numbers, and where places in force can have come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.market.matching import Blocking

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.problem import Market


def quota_faults(
    problem: Market, matched: tuple[NDArray[np.int32], ...], quota: NDArray[np.int32]
) -> tuple[Blocking, ...]:
    """List programs with the wrong parity, or with places that cannot have come from anywhere.

    Parameters
    ----------
    problem : Market
    matched : (program_of, preliminary_of)
    quota : array (P,)
        In force.

    Returns
    -------
    tuple of Blocking
    """
    held = np.concatenate([x[x >= 0] for x in matched])
    count = np.bincount(held, minlength=problem.n_programs)
    is_odd = count % 2 == 1
    wrong = (count > 0) & (((problem.parity == 1) & ~is_odd) | ((problem.parity == 2) & is_odd))
    excess = _excess(problem, quota)
    faults = [("parity", p) for p in np.flatnonzero(wrong)] + [("quota", p) for p in np.flatnonzero(excess > 0)]
    return tuple(Blocking(kind, (), (int(p),)) for kind, p in faults)


def _excess(problem: Market, quota: NDArray[np.int32]) -> NDArray[np.int64]:
    """Places in force beyond a program's own and the most that may have reverted to it, (P,).

    A program hands on what it no longer has, at most its own quota; it does so after all
    that revert to it have.
    """
    had = problem.quota.astype(np.int64)
    waits_for = np.bincount(problem.reverts_to[problem.reverts_to >= 0], minlength=had.size)
    ready = [int(p) for p in np.flatnonzero(waits_for == 0)]
    while ready:
        p = ready.pop()
        to = int(problem.reverts_to[p])
        if to < 0:
            continue
        had[to] += min(max(int(had[p]) - int(quota[p]), 0), int(problem.quota[p]))
        waits_for[to] -= 1
        if waits_for[to] == 0:
            ready.append(to)
    return np.asarray(quota - had)
