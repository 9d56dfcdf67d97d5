"""Populations made by hand, to test validation without a fitted model: Poisson-like ranks, a curve in log k."""

from collections.abc import Sequence

import numpy as np
from scipy import stats
from scipy.special import expit

from simulator.calibration.population import Cell, Population
from simulator.model.parameters import Calibration

MOST = 40


def curve(k: np.ndarray, level: np.ndarray) -> np.ndarray:
    """Chance of matching with k ranks, by draw: (D, len(k))."""
    return np.asarray(expit(level[:, None] - 1.5 + 1.2 * np.log(np.maximum(k, 1))))


def a_population(level: Sequence[float] = (0.0,), *, known: bool = True, has_scores: bool = True) -> Population:
    """One draw for each level: shifted negative binomial ranks, normal scores 245 and 238 (SD 14)."""
    counts, levels = np.arange(MOST + 1), np.asarray(level, dtype=float)
    mass = np.concatenate([[0.0], stats.nbinom.pmf(counts[1:] - 1, 1.2, 0.25)])
    mass = mass / mass.sum()
    p = curve(counts, levels)
    grid = np.linspace(150.0, 300.0, 301)
    cdf = [np.tile(stats.norm.cdf(grid, mean, 14.0), (levels.size, 1)) for mean in (245.0, 238.0)]
    told = cdf if has_scores else [None, None]
    return Population(counts, mass * p, mass * (1 - p), grid, *told, known)


def predict(calibration: Calibration, cells: Sequence[Cell]) -> list[Population]:
    """Stand in for the product's prediction: 60 draws around one curve."""
    rng = np.random.Generator(np.random.Philox(5))
    del calibration
    return [
        a_population(rng.normal(0.0, 0.3, 60), known=" " not in cell.specialty, has_scores=cell.year > 2010)
        for cell in cells
    ]
