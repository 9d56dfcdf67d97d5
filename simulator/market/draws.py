"""Random numbers of the market, each a function of (seed, replicate, stage, who, with whom).

The address is that of `engine.streams` with the replicate in the first counter words and
two whole numbers, such as an applicant and a program, in the others. One run of the
generator gives four words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.engine.streams import MASK32, normals, philox, tables, uniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class MarketStage:
    """Numbers of the market's decision points; part of the address of every draw."""

    PEOPLE, PROGRAMS, PLANS, APPLY, SCREEN, YEAR, COUPLES, SOAP, SOAP_SCREEN, DOUBT, CROWD = range(50, 61)
    LOT = 75


class Address(NamedTuple):
    """Where a market's random numbers come from.

    Attributes
    ----------
    seed : int
        0 to 2**64 - 1.
    replicate : int
        From 0.
    """

    seed: int
    replicate: int


def market_words(address: Address, stage: int, n: int, field: int = 0) -> NDArray[np.uint32]:
    """Draw four words for each of n whole numbers.

    Parameters
    ----------
    address : Address
    stage : int
        From `MarketStage`.
    n : int
        Draws for 0 to n - 1.
    field : int
        Which of several runs of the generator for the same stage.

    Returns
    -------
    array (4, n) of uint32
    """
    low, high = address.replicate & MASK32, address.replicate >> 32
    ones = np.ones(n, np.uint64)
    counter = np.stack(
        (
            np.uint64(low) * ones,
            np.uint64(high | (stage << 16)) * ones,
            np.arange(n, dtype=np.uint64),
            np.uint64(field) * ones,
        )
    )
    return philox(counter, (address.seed & MASK32, address.seed >> 32)).astype(np.uint32)


def market_uniforms(address: Address, stage: int, n: int, field: int = 0) -> Array:
    """Draw uniform deviates (4, n); arguments as in `market_words`."""
    return uniforms(market_words(address, stage, n, field))


def market_normals(address: Address, stage: int, n: int, field: int = 0) -> Array:
    """Draw standard normal deviates (4, n); arguments as in `market_words`."""
    found = [normals(row, tables()) for row in market_words(address, stage, n, field)]
    return np.stack(found)


def in_turn(word: NDArray[Any]) -> NDArray[np.int64]:
    """Order of n things by lot: the places sorted by their words, ties by place."""
    return np.argsort(word, kind="stable")
