"""The curve by number of ranks, rebuilt from means and sds by outcome in four ways.

In 2026 no counts by number of ranks were published for non-US IMGs, only n, mean and sd of
matched and of unmatched people. Each family of distributions, fitted to those two moments,
gives numbers of ranks by outcome, and Bayes' rule the share matched at each number. Where
four such different families agree, the figures themselves say so; the model must lie among
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import optimize, special

from simulator.calibration.population import Cell
from simulator.calibration.predict import predict
from simulator.model.evidence import evidence

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulator.calibration.predict import Fit

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


def curve(family: Callable[[float, float], Array], row: dict[str, float]) -> Array:
    """Share matched at 1 .. 15 ranks, by Bayes' rule.

    Parameters
    ----------
    family : callable
        One of `FAMILIES`.
    row : dict
        `matched`, `not_matched` and the moments of `contiguous_ranks` by outcome, as published.
    """
    parts = [
        row[outcome]
        * fitted(family, row[f"contiguous_ranks_{outcome}_mean"], row[f"contiguous_ranks_{outcome}_sd"])[:SHOWN]
        for outcome in ("matched", "not_matched")
    ]
    return np.asarray(parts[0] / (parts[0] + parts[1]))


def compare(fit: Fit, specialty: str = "internal_medicine") -> dict[str, Any]:
    """The model's curve of non-US IMGs today beside the four reconstructions; plain numbers.

    Parameters
    ----------
    fit : Fit
    specialty : str

    Returns
    -------
    dict
        group, counts, model, low, high (90% of the draws), families.
    """
    rows = evidence("charting_non_us_img_2026").set_index("specialty")
    row = dict(zip(rows.columns, rows.loc[specialty].to_numpy(dtype=np.float64), strict=True))
    people = predict(fit, Cell(specialty, "non_us_img", 2026))
    won, lost = people.matched[:, 1 : SHOWN + 1], people.unmatched[:, 1 : SHOWN + 1]
    share = won / (won + lost)
    low, high = np.quantile(share, (0.05, 0.95), axis=0)
    return {
        "group": f"non_us_img/{specialty} 2026",
        "counts": list(range(1, SHOWN + 1)),
        **{name: _plain(x) for name, x in (("model", share.mean(axis=0)), ("low", low), ("high", high))},
        "families": {name: _plain(curve(family, row)) for name, family in FAMILIES.items()},
    }


def _plain(values: Array) -> list[float]:
    return [round(float(x), 4) for x in values]
