"""How well probabilities foretold yes or no: recalibration, Brier score and its parts, reliability curve.

The curve and the parts of the score are those of the CORP approach (Dimitriadis, Gneiting
& Jordan 2021, PNAS 118, e2016191118): observations are pooled until the share that came
true never falls with the prediction. Arrays in, arrays out; weights say how much each
observation counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

NEAREST = 1e-9  # to 0 and 1, of predictions whose log odds are taken
STEPS, CLOSE = 60, 1e-10  # of Newton's method


class Score(NamedTuple):
    """Brier score in parts: score = miscalibration - discrimination + uncertainty.

    Attributes
    ----------
    brier : float
        Mean squared difference of prediction and outcome.
    miscalibration : float
        What relabelling the predictions with what came true would save.
    discrimination : float
        What the relabelled predictions save against one prediction for all.
    uncertainty : float
        Score of the share that came true, for all.
    """

    brier: float
    miscalibration: float
    discrimination: float
    uncertainty: float


def recalibrate(predicted: Array, happened: Flags, weight: Array) -> tuple[float, float]:
    """Fit log odds of what happened = intercept + slope x log odds of the prediction (Cox 1958).

    Parameters
    ----------
    predicted : array (n,)
        0-1.
    happened : array (n,) of bool
        Both outcomes occur.
    weight : array (n,)

    Returns
    -------
    (float, float)
        Intercept and slope, 0 and 1 where predictions are right; the slope is under 1 where they are too extreme.
    """
    p = np.clip(predicted, NEAREST, 1 - NEAREST)
    x = np.stack([np.ones_like(p), np.log(p / (1 - p))], axis=1)
    found = np.array([0.0, 1.0])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-x @ found))
        curvature = (x * (weight * chance * (1 - chance))[:, None]).T @ x
        step = np.linalg.lstsq(curvature, x.T @ (weight * (happened - chance)), rcond=None)[0]
        found = found + np.clip(step, -2, 2)
        if np.abs(step).max() < CLOSE:
            break
    return float(found[0]), float(found[1])


def jackknife(estimates: Array, whole: Array, level: float) -> tuple[Array, Array]:
    """Interval of an estimate from the estimates that leave one part out at a time.

    Parameters
    ----------
    estimates : array (R, k)
        Each without one of R parts that do not depend on each other.
    whole : array (k,)
    level : float

    Returns
    -------
    (array (k,), array (k,))
        Ends of Student's interval.
    """
    from scipy.special import stdtrit

    n = len(estimates)
    error = np.sqrt((n - 1) / n * ((estimates - estimates.mean(axis=0)) ** 2).sum(axis=0))
    half = float(stdtrit(n - 1, 0.5 + level / 2)) * error
    return whole - half, whole + half


def relabelled(predicted: Array, happened: Flags, weight: Array) -> Array:
    """What came true at each prediction, by isotonic regression; equal predictions together.

    Parameters
    ----------
    predicted, weight : array (n,)
    happened : array (n,) of bool

    Returns
    -------
    array (n,)
    """
    from scipy.optimize import isotonic_regression

    values, at = np.unique(predicted, return_inverse=True)
    total = np.bincount(at, weight)
    share = np.bincount(at, np.where(happened, weight, 0.0)) / total
    return np.asarray(isotonic_regression(share, weights=total).x[at] if values.size else share)


def score(predicted: Array, happened: Flags, weight: Array) -> Score:
    """Brier score and its parts.

    Parameters
    ----------
    predicted, happened, weight : array (n,)

    Returns
    -------
    Score
    """

    def mean_square(forecast: Array | float) -> float:
        return float(np.average((forecast - happened) ** 2, weights=weight))

    base = mean_square(float(np.average(happened, weights=weight)))
    best, own = mean_square(relabelled(predicted, happened, weight)), mean_square(predicted)
    return Score(own, own - best, base - best, base)


def curve(predicted: Array, happened: Flags, weight: Array, at: Array) -> Array:
    """Reliability curve at given predictions, between observed ones by interpolation.

    Parameters
    ----------
    predicted, happened, weight : array (n,)
    at : array (m,)

    Returns
    -------
    array (m,)
        Share that came true; not a number beyond the predictions made.
    """
    order = np.argsort(predicted, kind="stable")
    found = relabelled(predicted, happened, weight)[order]
    return np.interp(at, predicted[order], found, left=np.nan, right=np.nan)


def consistency_band(predicted: Array, weight: Array, at: Array, level: float, draws: Array) -> tuple[Array, Array]:
    """Where the curve falls if every prediction is right.

    Parameters
    ----------
    predicted, weight : array (n,)
    at : array (m,)
    level : float
    draws : array (B, n)
        Uniform deviates: outcomes of B repetitions.

    Returns
    -------
    (array (m,), array (m,))
    """
    curves = np.stack([curve(predicted, row < predicted, weight, at) for row in draws])
    low, high = np.quantile(curves, [0.5 - level / 2, 0.5 + level / 2], axis=0)
    return low, high
