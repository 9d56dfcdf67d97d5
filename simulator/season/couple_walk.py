"""Chances of each pair of a joint list, given both partners' chances at every program.

Pairs share programs, so the chance is no product over pairs. With one partner's offers known,
the other's are finished in closed form: down the list, at each pair that the first partner's
offers leave open and whose second program has not been asked before, the pair is the outcome
with the chance that this program offers, and what is left goes on. "No match" always offers.
All offer sets of one partner, weighed by their chances, give the exact answer.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from simulator.season.couple import CLOSED, NO_MATCH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]


def city_complete(cities: Sequence[tuple[Sequence[float], Sequence[float]]]) -> float:
    """Chance that both match, where the joint list holds every pair within each city and no others.

    Parameters
    ----------
    cities : sequence of (chances of the first partner, chances of the second)
        Of being ranked to match at each program of a city (0-1), all independent.

    Returns
    -------
    float
        1 - prod_c [1 - (1 - prod (1 - a)) (1 - prod (1 - b))]: both are placed somewhere in one city.
    """
    neither = 1.0
    for first, second in cities:
        neither *= 1 - (1 - np.prod(1 - np.asarray(first))) * (1 - np.prod(1 - np.asarray(second)))
    return float(1 - neither)


def finish(pairs: NDArray[np.int64], offered: Mask, second: Array) -> Array:
    """Chance of each pair, given the first partner's offers and the second's chances.

    Parameters
    ----------
    pairs : (L, 2) of int
        As in `Couple`.
    offered : (P1, n) of bool
        Offers to the first partner, in n cases.
    second : (P2, n)
        Chances (0-1) that each program offers to the second, independent in each case.

    Returns
    -------
    array (L, n)
    """
    n = second.shape[1]
    alive, found = np.ones(n), np.zeros((len(pairs), n))
    asked = np.zeros(second.shape, dtype=bool)
    for k, (i, j) in enumerate(pairs):
        if CLOSED in (i, j):
            continue
        here = offered[i] if i != NO_MATCH else np.ones(n, dtype=bool)
        if j == NO_MATCH:
            found[k] = np.where(here, alive, 0.0)
        else:
            here = here & ~asked[j]
            asked[j] |= here
            found[k] = np.where(here, alive * second[j], 0.0)
        alive -= found[k]
    return found


def left_after(pairs: NDArray[np.int64], offered: Mask, second: Array) -> tuple[Array, Mask, Array]:
    """Go down a joint list and tell what is left for pairs that would stand below it.

    Parameters
    ----------
    pairs, offered, second
        As in `finish`.

    Returns
    -------
    (array (n,), array (P2, n) of bool, array (n,))
        Chance that no pair has come true; which programs of the second partner have then refused; chance that a
        pair of two has.
    """
    n = second.shape[1]
    alive, both = np.ones(n), np.zeros(n)
    asked = np.zeros(second.shape, dtype=bool)
    for i, j in pairs.tolist():
        if CLOSED in (i, j):
            continue
        here = offered[i] if i != NO_MATCH else np.ones(n, dtype=bool)
        if j == NO_MATCH:
            alive = np.where(here, 0.0, alive)
            continue
        here = here & ~asked[j]
        asked[j] |= here
        gone = np.where(here, alive * second[j], 0.0)
        alive = alive - gone
        both += gone if i != NO_MATCH else 0.0
    return alive, asked, both


def enumerate_offers(pairs: NDArray[np.int64], first: Array, second: Array, shared: Shared | None = None) -> Array:
    """Chance of each pair by going through all sets of offers to the first partner.

    Parameters
    ----------
    pairs : (L, 2) of int
        As in `Couple`.
    first : (P1, n)
        Chances (0-1) of the first partner's programs in n cases; those on the list are enumerated, so
        they should be few.
    second : (P2, n)
        Chances of the second partner's, independent of the first's but at shared programs.
    shared : (place of the program of the first (S,), of the second (S,), chance that both are offered (S, n))
        Programs at which both apply; left out, none.

    Returns
    -------
    array (L, n)
    """
    asked = np.unique(pairs[(pairs != CLOSED).all(axis=1) & (pairs[:, 0] >= 0), 0])
    total = np.zeros((len(pairs), second.shape[1]))
    known = None if shared is None else _of_asked(shared, asked)
    for answers in product((False, True), repeat=asked.size):
        offered = np.zeros(first.shape[0], dtype=bool)
        offered[asked] = answers
        weight = np.prod(np.where(offered[asked, None], first[asked], 1 - first[asked]), axis=0)
        given = second if known is None else _given(offered, first, second, known)
        total += weight * _finish_set(pairs, offered, given)
    return total


Shared = tuple["NDArray[np.int64]", "NDArray[np.int64]", "Array"]


def _of_asked(shared: Shared, asked: NDArray[np.int64]) -> Shared:
    """Programs of both at which the first partner's answer is gone through."""
    rows = np.isin(shared[0], asked)
    return shared[0][rows], shared[1][rows], shared[2][rows]


def _given(offered: Mask, first: Array, second: Array, shared: Shared) -> Array:
    """Second partner's chances, given the first's answers at the programs of both."""
    mine, theirs, both = shared
    yes = both / np.maximum(first[mine], 1e-300)
    no = (second[theirs] - both) / np.maximum(1 - first[mine], 1e-300)
    found = second.copy()
    found[theirs] = np.clip(np.where(offered[mine, None], yes, no), 0.0, 1.0)
    return found


def _finish_set(pairs: NDArray[np.int64], offered: Mask, second: Array) -> Array:
    """As `finish`, with the same offers in all cases."""
    alive, found = np.ones(second.shape[1]), np.zeros((len(pairs), second.shape[1]))
    asked: set[int] = set()
    for k, (i, j) in enumerate(pairs.tolist()):
        if CLOSED in (i, j) or (i >= 0 and not offered[i]) or j in asked:
            continue
        found[k] = alive if j == NO_MATCH else alive * second[j]
        if j == NO_MATCH:
            break
        alive = alive - found[k]
        asked.add(j)
    return found


def orthant(h: Array, k: Array, correlation: float) -> Array:
    """P(X < h, Y < k) of standard normals, by Gauss-Legendre over the correlation (Drezner & Wesolowsky 1990).

    Parameters
    ----------
    h, k : arrays
    correlation : float
        Well inside -1 to 1; 10 nodes are then exact to rounding up to about 0.5.

    Returns
    -------
    array
    """
    node, weight = np.polynomial.legendre.leggauss(10)
    total = np.zeros(np.broadcast(h, k).shape)
    for r, share in zip(0.5 * correlation * (node + 1), 0.5 * correlation * weight, strict=True):
        rest = 1 - r * r
        total += share * np.exp(-(h * h - 2 * r * h * k + k * k) / (2 * rest)) / np.sqrt(rest)
    return np.asarray(ndtr(h) * ndtr(k) + total / (2 * np.pi))
