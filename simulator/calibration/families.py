"""Four families of distributions of the number of ranks, and the share matched that they imply.

Given n, mean and sd of the ranks of matched and of unmatched people, each family rebuilds
the share matched at each number of ranks by Bayes' rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, special

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MOST, SHOWN = 200, 15
COUNTS = np.arange(1.0, MOST + 1)


def _negative_binomial(k: Array, mean: float, shape: float) -> Array:
    log_p = special.gammaln(k + shape) - special.gammaln(shape) - special.gammaln(k + 1)
    log_p = log_p + shape * np.log(shape / (shape + mean)) + k * np.log(mean / (shape + mean))
    return np.asarray(np.exp(log_p))


def zero_truncated(a: float, b: float) -> Array:
    """Negative binomial given at least one."""
    return _negative_binomial(COUNTS, np.exp(a), np.exp(b))


def shifted(a: float, b: float) -> Array:
    """One more than a negative binomial."""
    return _negative_binomial(COUNTS - 1, np.exp(a), np.exp(b))


def discretised_gamma(a: float, b: float) -> Array:
    """Gamma, each number taking what lies within half of it, from one half on."""
    edges = np.concatenate([COUNTS - 0.5, [MOST + 0.5]])
    return np.diff(special.gammainc(np.exp(b), edges * np.exp(b - a)))


def discretised_lognormal(a: float, b: float) -> Array:
    """Lognormal, each number taking what lies within half of it, from one half on."""
    edges = np.concatenate([COUNTS - 0.5, [MOST + 0.5]])
    return np.diff(special.ndtr((np.log(edges) - a) / np.exp(-b)))


FAMILIES: dict[str, Callable[[float, float], Array]] = {
    "zero-truncated negative binomial": zero_truncated,
    "shifted negative binomial": shifted,
    "discretised gamma": discretised_gamma,
    "discretised lognormal": discretised_lognormal,
}


def fitted(family: Callable[[float, float], Array], mean: float, sd: float) -> Array:
    """Distribution over 1 .. 200 ranks of a family with a given mean and sd.

    Parameters
    ----------
    family : callable
        One of `FAMILIES`.
    mean, sd : float

    Returns
    -------
    array (200,)
        Sums to one.
    """

    def gap(x: Array) -> Array:
        p = family(*x)
        p = p / max(p.sum(), 1e-300)
        middle = float(p @ COUNTS)
        spread = float(np.sqrt(max(p @ COUNTS**2 - middle**2, 0.0)))
        return np.array([np.log(middle / mean), np.log(max(spread, 1e-9) / sd)])

    best = optimize.least_squares(gap, np.array([np.log(mean), 0.5]), bounds=([-8, -6], [6, 6]))
    p = family(*best.x)
    return np.asarray(p / p.sum())


def curve(family: Callable[[float, float], Array], row: Mapping[str, float]) -> Array:
    """Share matched at 1 .. 15 ranks, by Bayes' rule.

    Parameters
    ----------
    family : callable
        One of `FAMILIES`.
    row : mapping
        `matched`, `not_matched` and the moments of `contiguous_ranks` by outcome, as published.
    """
    parts = [
        row[outcome]
        * fitted(family, row[f"contiguous_ranks_{outcome}_mean"], row[f"contiguous_ranks_{outcome}_sd"])[:SHOWN]
        for outcome in ("matched", "not_matched")
    ]
    return np.asarray(parts[0] / (parts[0] + parts[1]))


def envelope(row: Mapping[str, float]) -> Array:
    """Lowest and highest share matched at 1 .. 15 ranks over the families, (2, 15).

    Parameters
    ----------
    row : mapping
        As in `curve`.
    """
    every = np.stack([curve(family, row) for family in FAMILIES.values()])
    return np.stack([every.min(axis=0), every.max(axis=0)])
