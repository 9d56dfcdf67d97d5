"""Who interviews where: programs invite down their lists, people keep the invitations that they like best.

This is deferred acceptance with programs proposing, many to many, so it does not depend on an order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.year import Applications


def interview(applications: Applications, places: NDArray[np.int32], room: NDArray[np.int32]) -> NDArray[np.int64]:
    """Say at which applications there is an interview.

    Parameters
    ----------
    applications : Applications
    places : array (P,)
        How many people each program can interview.
    room : array (A,)
        How many interviews each person attends at most.

    Returns
    -------
    array of int64
        Places in `applications`, in their order.
    """
    from simulator.market.year_kernels import hold_interviews

    program, n = applications.program, places.size
    order = order_within(program, applications.score)
    start = np.concatenate(([0], np.cumsum(np.bincount(program, minlength=n)))).astype(np.int64)
    offered = np.bincount(applications.who, minlength=room.size)
    most = np.minimum(room, offered)
    base = np.concatenate(([0], np.cumsum(most))).astype(np.int64)
    count, held = np.zeros(room.size, np.int32), np.empty(int(base[-1]), np.int64)
    scratch = (np.zeros(n, np.int32), np.empty(n, np.int64), np.empty(n, np.int32), np.zeros(n, np.bool_))
    limits = (base[:-1], most.astype(np.int32))
    hold_interviews(
        (start, order), applications.who, applications.liking, program, places, limits, (held, count, *scratch)
    )
    filled = np.arange(held.size) - np.repeat(base[:-1], most) < np.repeat(count, most)
    return np.sort(held[filled])


def order_within(owner: NDArray[np.int32], score: NDArray[np.float32]) -> NDArray[np.int64]:
    """Order by owner, best score first; equal scores in the order given.

    Parameters
    ----------
    owner : array (n,)
    score : array (n,)
        Within 128 of 0.

    Returns
    -------
    array (n,) of int64
    """
    n_bits, o_bits = max(1, int(owner.size).bit_length()), max(1, int(owner.max(initial=0)).bit_length())
    free = 63 - n_bits - o_bits
    step = 2.0 ** (min(free, 32) - 8)
    key = np.rint((128.0 - score.astype(np.float64)) * step).astype(np.int64)
    key |= owner.astype(np.int64) << (min(32, free))
    packed = (key << n_bits) | np.arange(owner.size, dtype=np.int64)
    packed.sort()
    return packed & ((1 << n_bits) - 1)
