"""Everything that counts allow to be said of a prediction, cell by cell and in all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.calibration import scores
from simulator.calibration.scores_logistic import calibration_line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.calibration.validation_cells import Counted

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

LARGE_CELL = 20
LEVELS = (0.5, 0.9)


class CellScore(NamedTuple):
    """One cell: who, how many, what was observed and what was predicted.

    Attributes
    ----------
    specialty, group : str
    year : int
    ranks : str
        Such as "3" or "16+"; empty where all numbers of ranks are one cell.
    people, matched : int
    model : float
        Predicted share matched.
    low, high : float
        90% predictive interval of the share matched among so many people.
    pit : float
        Randomised probability integral transform.
    known : bool
        Whether the specialty was in the fit.
    """

    specialty: str
    group: str
    year: int
    ranks: str
    people: int
    matched: int
    model: float
    low: float
    high: float
    pit: float
    known: bool


def score_cells(counted: Counted) -> dict[str, Any]:
    """Compute everything of `Validation` that counts allow.

    Parameters
    ----------
    counted : Counted

    Returns
    -------
    dict
        By names of `Validation`; only `cells` and `people`, both 0, where there is no cell.
    """
    x, n, p = counted.matched, counted.people, counted.chance
    if not n.size:
        return {"cells": 0, "people": 0}
    mean, cluster = p.mean(axis=0), [cell.specialty for cell in counted.cell]
    pit = scores.randomised_pit(x, n, p)
    ends = {level: scores.predictive_interval(n, p, level) for level in LEVELS}
    found = {"cells": int(n.size), "people": int(n.sum()), "pit": tuple(map(float, pit))}
    found |= _coverage(x, n, pit, ends, cluster)
    found |= {"log_score": scores.log_score(x, n, mean), "brier": scores.brier(x, n, mean)}
    found |= {"log_score_constant_p": scores.log_score(x, n, counted.constant)}
    found |= _against_logistic(x, n, mean, counted.logistic, cluster)
    line = calibration_line(mean, x, n, cluster)
    if line is not None:
        found |= {"calibration_slope": line.slope, "calibration_intercept": line.intercept}
        found |= {"calibration_slope_se": line.slope_se}
    return found | {"by_cell": tuple(_by_cell(counted, pit, *ends[0.9]))}


def _coverage(
    x: Counts, n: Counts, pit: Floats, ends: dict[float, tuple[Counts, Counts]], cluster: list[str]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for level, (low, high) in ends.items():
        name = f"coverage_{100 * level:.0f}"
        found[name] = float(scores.within(pit, level).mean())
        found[f"{name}_counts"] = float(np.mean((low <= x) & (x <= high)))
    inside, large = scores.within(pit, 0.9), n >= LARGE_CELL
    found["coverage_90_interval"] = scores.bootstrap_interval(inside, cluster)
    if large.any():
        names = [name for name, is_large in zip(cluster, large, strict=True) if is_large]
        found["coverage_90_n20"] = float(inside[large].mean())
        found["coverage_90_n20_interval"] = scores.bootstrap_interval(inside[large], names)
    return found


def _against_logistic(
    x: NDArray[np.int64],
    n: NDArray[np.int64],
    p: Floats,
    logistic: Floats,
    cluster: list[str],
) -> dict[str, Any]:
    difference = scores.log_likelihood(x, n, p) - scores.log_likelihood(x, n, logistic)
    mean, error = scores.clustered_mean(difference, n, cluster)
    found = {"log_score_logistic": scores.log_score(x, n, logistic), "log_score_minus_logistic": mean}
    return found | {"log_score_minus_logistic_se": error}


def _by_cell(counted: Counted, pit: Floats, low: Counts, high: Counts) -> Iterable[CellScore]:
    mean = counted.chance.mean(axis=0)
    for c, cell in enumerate(counted.cell):
        n = int(counted.people[c])
        ends = float(low[c] / n), float(high[c] / n)
        yield CellScore(
            *cell, counted.ranks[c], n, int(counted.matched[c]), float(mean[c]), *ends, float(pit[c]), counted.known[c]
        )
