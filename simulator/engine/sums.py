"""Sums that are the same to the last digit however the work was cut up.

Floating point addition depends on its order. So a fixed leaf of replicates is summed in one go, and the sums of leaves
are added up as whole numbers of a tiny unit, which any order and any number of workers leaves alone.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Whole = NDArray[np.object_]

LEAF = 256  # replicates
BITS = 128  # the unit is 2**-BITS


def whole(values: Array) -> Whole:
    """Turn numbers into whole numbers of the unit.

    Parameters
    ----------
    values : array

    Returns
    -------
    array of int, the same shape
        Python's whole numbers, which have no largest; what is smaller than the unit is cut off.
    """
    found = np.empty(values.shape, dtype=object)
    found.ravel()[:] = [int(math.ldexp(x, BITS)) for x in values.ravel().tolist()]
    return found


def mean_and_error(n: int, total: Whole, squares: Whole) -> tuple[Array, Array]:
    """Return means, and their standard errors, from sums and sums of squares.

    Parameters
    ----------
    n : int
        How many independent values were added up.
    total, squares : arrays of int
        From `whole`.

    Returns
    -------
    (array, array)
        With n = 1 nothing is known of the error, which is NaN then.
    """
    pairs = list(zip(total.ravel().tolist(), squares.ravel().tolist(), strict=True))
    means = [t / (n << BITS) for t, _ in pairs]
    spread = [max(n * (q << BITS) - t * t, 0) / (n * max(n - 1, 1) << 2 * BITS) for t, q in pairs]
    errors = [math.sqrt(x / n) if n > 1 else math.nan for x in spread]
    return np.reshape(means, total.shape), np.reshape(errors, total.shape)
