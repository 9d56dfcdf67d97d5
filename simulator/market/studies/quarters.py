"""Quarters of an ordered list, and how many programs of each quarter an applicant picks.

Programs of one quarter are alike to whoever picks, so numbers by quarter say everything: which ones
follows from an order of each quarter's programs at random.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

QUARTERS = 4


def quarter_starts(n: int) -> Whole:
    """Where the quarters of n programs begin, and the end, (5,): cut down to whole numbers, as in the publication."""
    return (np.arange(QUARTERS + 1) * (n / QUARTERS)).astype(np.int64)


def quarter_of(n: int) -> Whole:
    """Quarter of each of n ordered applicants, 0 best, (n,)."""
    cuts = np.arange(1, QUARTERS) * (n / QUARTERS)
    return np.searchsorted(cuts, np.arange(n), side="right").astype(np.int64)


def picked(number: Whole, own: Whole, room: Whole) -> Whole:
    """Count the programs that each applicant picks by quarter.

    A quarter of the number goes to the quarter of programs above the own one, as many below, the rest to the own one;
    at the ends the own quarter stands for the missing one. What has no room goes to the nearest quarter with room,
    the better of two equally near.

    Parameters
    ----------
    number : array (A,)
        Programs to pick.
    own : array (A,)
        Quarter of each applicant, 0 to 3.
    room : array (A, 4)
        Programs of each quarter not picked before.

    Returns
    -------
    array (A, 4) of int64
    """
    found = np.zeros_like(room)
    for q in range(QUARTERS):
        who = np.flatnonzero(own == q)
        found[who] = _picked_by(number[who], q, room[who])
    return found


def _picked_by(number: Whole, own: int, room: Whole) -> Whole:
    """`picked` for applicants of one quarter."""
    each, left = number // QUARTERS, room.copy()
    nearest = sorted(range(QUARTERS), key=lambda q: abs(q - own))
    wishes = ((max(own - 1, 0), each), (min(own + 1, QUARTERS - 1), each), (own, 2 * each + number % QUARTERS))
    for target, wish in wishes:
        rest = wish.copy()
        for q in [target, *(q for q in nearest if q != target)]:
            taken = np.minimum(rest, left[:, q])
            left[:, q] -= taken
            rest -= taken
    return room - left
