"""How well predictive distributions of counts fare: coverage, log score, Brier score, all on plain arrays.

A cell is `n` people of whom `x` matched; the prediction is the mixture, over D draws of the
parameters, of binomials with chances `p[d]`. With the mixture's distribution function F the
randomised probability integral transform is

    PIT = F(x - 1) + V (F(x) - F(x - 1)),   V uniform on (0, 1),

uniform when the prediction is right, however discrete the counts are (Czado, Gneiting & Held
2009, Biometrics 65:1254). A central interval of level L covers a cell when PIT lies within
(1 - L) / 2 of either end; intervals on whole counts cover more than they say where cells are
small, and are given apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import bdtr, xlog1py, xlogy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

SEED = 20_260_301
_NEVER = 1e-9  # a chance of 0 or 1 is never quite meant


def mixture_cdf(x: Counts, n: Counts, p: Floats) -> Floats:
    """Chance of at most x successes of n, averaged over draws.

    Parameters
    ----------
    x, n : array (C,)
        Whole numbers; x may be -1.
    p : array (D, C)
        Chance of one success, by draw.

    Returns
    -------
    array (C,)
    """
    at = np.clip(x, 0, n).astype(np.float64)
    below = np.mean(bdtr(at[None, :], n[None, :], p), axis=0)
    return np.asarray(np.where(x < 0, 0.0, np.where(x >= n, 1.0, below)))


def randomised_pit(x: Counts, n: Counts, p: Floats, seed: int = SEED) -> Floats:
    """Randomised probability integral transform of each cell, shape (C,); the same seed repeats it."""
    below, upto = mixture_cdf(x - 1, n, p), mixture_cdf(x, n, p)
    uniform = np.random.Generator(np.random.Philox(seed)).random(x.size)
    return np.asarray(below + uniform * (upto - below))


def within(pit: Floats, level: float) -> NDArray[np.bool_]:
    """Whether each PIT lies in the central interval of that level."""
    tail = (1 - level) / 2
    return np.asarray((pit >= tail) & (pit <= 1 - tail))


def predictive_interval(n: Counts, p: Floats, level: float) -> tuple[Counts, Counts]:
    """Central predictive interval of the number of successes.

    Parameters
    ----------
    n : array (C,)
    p : array (D, C)
    level : float

    Returns
    -------
    low, high : array (C,)
        Least counts whose distribution function reaches (1 - level)/2 and (1 + level)/2.
    """
    tail = (1 - level) / 2
    return _quantile(n, p, tail), _quantile(n, p, 1 - tail)


def _quantile(n: Counts, p: Floats, q: float) -> Counts:
    """Least count whose distribution function reaches q, by bisection."""
    low, high = np.zeros_like(n), n.copy()
    while np.any(open_ := low < high):
        middle = (low + high) // 2
        reached = np.zeros(n.size, dtype=bool)
        reached[open_] = mixture_cdf(middle[open_], n[open_], p[:, open_]) >= q
        high = np.where(open_ & reached, middle, high)
        low = np.where(open_ & ~reached, middle + 1, low)
    return low


def log_likelihood(x: Counts, n: Counts, p: Floats) -> Floats:
    """Log probability of the outcomes of a cell's people, each predicted with chance p; shape (C,)."""
    p = np.clip(p, _NEVER, 1 - _NEVER)
    return np.asarray(xlogy(x, p) + xlog1py(n - x, -p))


def log_score(x: Counts, n: Counts, p: Floats) -> float:
    """Mean log predictive probability per person; higher is better.

    Parameters
    ----------
    x, n : array (C,)
    p : array (C,)
        Chance predicted for every person of a cell: the mean over draws.
    """
    return float(log_likelihood(x, n, p).sum() / n.sum())


def brier(x: Counts, n: Counts, p: Floats) -> float:
    """Mean squared error of the chance, per person; lower is better."""
    return float((x * (1 - p) ** 2 + (n - x) * p**2).sum() / n.sum())


def clustered_mean(total: Floats, n: Counts, cluster: Sequence[str]) -> tuple[float, float | None]:
    """Mean per person of a quantity summed by cell, with its standard error by cluster.

    Parameters
    ----------
    total : array (C,)
        Sum over the people of each cell.
    n : array (C,)
    cluster : sequence of str, length C
        Cells of one cluster may go wrong together.

    Returns
    -------
    mean : float
    standard_error : float or None
        Of a ratio of cluster sums; None with fewer than two clusters.
    """
    mean = float(total.sum() / n.sum())
    names, of = np.unique(np.asarray(cluster, dtype=str), return_inverse=True)
    if names.size < 2:
        return mean, None
    residual = np.bincount(of, total - mean * n)
    return mean, float(np.sqrt(names.size / (names.size - 1) * np.sum(residual**2)) / n.sum())


def bootstrap_interval(
    covered: NDArray[np.bool_], cluster: Sequence[str], level: float = 0.9, replicates: int = 2000, seed: int = SEED
) -> tuple[float, float] | None:
    """Interval of a share of cells when clusters are drawn again with replacement.

    Parameters
    ----------
    covered : array (C,)
    cluster : sequence of str, length C
    level : float
    replicates : int
    seed : int

    Returns
    -------
    low, high : float
        None with fewer than two clusters.
    """
    names, of = np.unique(np.asarray(cluster, dtype=str), return_inverse=True)
    if names.size < 2:
        return None
    hits, cells = np.bincount(of, covered), np.bincount(of)
    rng = np.random.Generator(np.random.Philox(seed))
    drawn = rng.integers(0, names.size, size=(replicates, names.size))
    share = hits[drawn].sum(axis=1) / cells[drawn].sum(axis=1)
    low, high = np.quantile(share, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
