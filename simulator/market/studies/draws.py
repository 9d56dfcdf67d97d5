"""Random numbers of the published set-ups, addressed like the market's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.engine.streams import normals, tables, uniforms
from simulator.market.draws import market_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.draws import Address


class StudyStage:
    """Numbers of the decision points of published set-ups; part of the address of every draw."""

    SIZES, APPLICATIONS, PLACES, TARGETS, TASTE, VIEW, INTERVIEW = range(90, 97)
    FIRST_SIDE, SECOND_SIDE, WEIGHED, CHOSEN, LIKED = range(97, 102)


def word_grid(address: Address, stage: int, rows: int, columns: int) -> NDArray[np.uint32]:
    """Draw one word for every cell of a grid.

    Parameters
    ----------
    address : Address
    stage : int
        From `StudyStage`.
    rows, columns : int

    Returns
    -------
    array (rows, columns) of uint32
    """
    n = rows * columns
    drawn: NDArray[np.uint32] = market_words(address, stage, -(-n // 4)).reshape(-1)[:n]
    return drawn.reshape(rows, columns)


def uniform_row(address: Address, stage: int, n: int) -> NDArray[np.float64]:
    """Draw n uniform deviates; arguments as in `word_grid`."""
    return uniforms(word_grid(address, stage, 1, n)[0])


def normal_grid(address: Address, stage: int, rows: int, columns: int) -> NDArray[np.float64]:
    """Draw standard normal deviates (rows, columns); arguments as in `word_grid`."""
    return normals(word_grid(address, stage, rows, columns).reshape(-1), tables()).reshape(rows, columns)


def whole_gamma(uniform: NDArray[np.float64], shape: float, scale: float) -> NDArray[np.int64]:
    """Turn uniform deviates into gamma variables cut down to whole numbers.

    Parameters
    ----------
    uniform : array
    shape, scale : float
        Of the gamma distribution; its mean is their product.

    Returns
    -------
    array of int64
    """
    from scipy.special import gammainc

    longest = int(shape * scale * 8 + 40)
    below = gammainc(shape, np.arange(1, longest) / scale)  # P(the whole number is at most 0, 1, 2 ...)
    return np.searchsorted(below, uniform, side="right").astype(np.int64)


def standings(n: int) -> NDArray[np.float64]:
    """Normal scores of n who are ordered from the best to the worst, (n,)."""
    from scipy.special import ndtri

    found: NDArray[np.float64] = -ndtri((np.arange(n) + 0.5) / n)
    return found
