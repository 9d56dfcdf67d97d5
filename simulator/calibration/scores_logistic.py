"""Logistic regression of counts on one variable, by Newton's method, with errors clustered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import expit, logit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

_STEPS, _SMALL = 60, 1e-10
_NEVER = 1e-9
_FLAT = 1e-9


class Line(NamedTuple):
    """A straight line on the logit scale: `expit(intercept + slope * z)`.

    Attributes
    ----------
    intercept, slope : float
    slope_se : float or None
        Clustered; None with fewer than two clusters.
    """

    intercept: float
    slope: float
    slope_se: float | None

    def at(self, z: Floats) -> Floats:
        """Return the chance at each z."""
        return np.asarray(expit(self.intercept + self.slope * z))


def logistic_line(z: Floats, x: Counts, n: Counts, cluster: Sequence[str] = ()) -> Line | None:
    """Maximum likelihood of x successes of n on z.

    Parameters
    ----------
    z : array (C,)
    x, n : array (C,)
    cluster : sequence of str, length C, optional

    Returns
    -------
    Line or None
        None where no line is determined: z is the same everywhere, or z separates all
        successes from all failures.
    """
    n_people, mean = n.sum(), float(np.sum(n * z) / max(n.sum(), 1))
    if n_people == 0 or not 0 < x.sum() < n_people or np.sum(n * (z - mean) ** 2) / n_people < _FLAT:
        return None
    design = np.column_stack([np.ones_like(z), z])
    beta = np.array([logit(x.sum() / n_people), 0.0])
    for _ in range(_STEPS):
        p = expit(design @ beta)
        information = design.T @ (design * (n * p * (1 - p))[:, None])
        if np.linalg.cond(information) > 1 / _SMALL:
            return None
        step = np.linalg.solve(information, design.T @ (x - n * p))
        beta = beta + step * min(1.0, 2.0 / max(float(np.abs(step).max()), _SMALL))
        if float(np.abs(step).max()) < _SMALL:
            return Line(float(beta[0]), float(beta[1]), _slope_error(design, x, n, beta, cluster))
    return None


def _slope_error(design: Floats, x: Counts, n: Counts, beta: Floats, cluster: Sequence[str]) -> float | None:
    """Standard error of the slope by the sandwich, cells of one cluster together."""
    names, of = np.unique(np.asarray(cluster, dtype=str), return_inverse=True)
    if names.size < 2:
        return None
    p = expit(design @ beta)
    bread = np.linalg.inv(design.T @ (design * (n * p * (1 - p))[:, None]))
    score = np.stack([np.bincount(of, column) for column in (design * (x - n * p)[:, None]).T])
    filling = names.size / (names.size - 1) * score @ score.T
    return float(np.sqrt((bread @ filling @ bread)[1, 1]))


def calibration_line(p: Floats, x: Counts, n: Counts, cluster: Sequence[str]) -> Line | None:
    """Regress outcomes on the logit of their predicted chance: a slope of 1 is right, below 1 too sure.

    Parameters
    ----------
    p : array (C,)
        Predicted chance.
    x, n : array (C,)
    cluster : sequence of str, length C
    """
    return logistic_line(np.asarray(logit(np.clip(p, _NEVER, 1 - _NEVER))), x, n, cluster)
