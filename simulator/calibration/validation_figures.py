"""Published moments and quartiles against what the model predicts that would be published.

For each draw of the parameters the published number of people is simulated, their statistic
computed as a publisher does, rounded as publishers round (ranks to one decimal, scores to
whole points), and the central 90% of all of it is the predictive interval: it holds the
sampling noise of n people and the uncertainty of the parameters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.calibration.scores import SEED, predictive_interval
from simulator.calibration.validation_cells import cell_of, chance, people_of
from simulator.scenario.published_tables import STATISTICS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.calibration.population import Population
    from simulator.scenario.published_tables import ChartingRow, Moments

    Floats = NDArray[np.float64]

LEVEL = 0.9
_SIMULATED = 1_200  # at least so many publications
_DECIMALS = {"contiguous_ranks": 1, "step2ck": 0}
_QUARTILES = {"q1": 0.25, "median": 0.5, "q3": 0.75}


class Figure(NamedTuple):
    """One published figure beside its prediction.

    Attributes
    ----------
    name : str
        match_rate, or such as contiguous_ranks_matched_mean.
    year : int
    group, specialty : str
    published, model : float
        `model` is the mean of the prediction for rates, means and sds, its median for quartiles.
    low, high : float
        90% predictive interval of the figure.
    inside : bool
    """

    name: str
    year: int
    group: str
    specialty: str
    published: float
    model: float
    low: float
    high: float
    inside: bool


def figures_of(row: ChartingRow, population: Population, seed: int = SEED) -> Iterator[Figure]:
    """Yield every figure of a row of which both the publication and the model say something.

    Parameters
    ----------
    row : ChartingRow
    population : Population
        Its prediction.
    seed : int
        The same seed repeats the simulation exactly.
    """
    if people_of(row):
        yield _rate(row, population)
    for (measure, outcome), moments in row.moments.items():
        predicted = _distribution(population, measure, outcome)
        if predicted is None:
            continue
        rng = np.random.Generator(np.random.Philox(seed))
        simulated = _simulated(*predicted, moments, _DECIMALS[measure], rng)
        for name, values in simulated.items():
            published = float(getattr(moments, name))
            yield _figure(row, f"{measure}_{outcome}_{name}", published, values, is_mean=name in {"mean", "sd"})


def _rate(row: ChartingRow, population: Population) -> Figure:
    p, n = chance(population)[:, None], np.array([people_of(row)])
    low, high = (float(end[0] / n[0]) for end in predictive_interval(n, p, LEVEL))
    published = (row.matched or 0) / int(n[0])
    return Figure("match_rate", *_who(row), published, float(p.mean()), low, high, low <= published <= high)


def _who(row: ChartingRow) -> tuple[int, str, str]:
    specialty, group, year = cell_of(row)
    return year, group, specialty


def _figure(row: ChartingRow, name: str, published: float, values: Floats, *, is_mean: bool) -> Figure:
    tail = (1 - LEVEL) / 2
    low, high = (float(end) for end in np.quantile(values, [tail, 1 - tail], method="inverted_cdf"))
    model = float(values.mean() if is_mean else np.median(values))
    return Figure(name, *_who(row), published, model, low, high, low <= published <= high)


def _distribution(population: Population, measure: str, outcome: str) -> tuple[Floats, Floats] | None:
    """Return the values of a measure and their probability by draw (D, values) among people of one outcome."""
    is_matched = outcome == "matched"
    if measure == "contiguous_ranks":
        values = population.counts.astype(np.float64)
        mass = population.matched if is_matched else population.unmatched
    else:
        cdf = population.score_cdf_matched if is_matched else population.score_cdf_unmatched
        if cdf is None:
            return None
        values, mass = _whole_points(population.score_grid, cdf)
    mass = np.clip(mass, 0.0, None)
    total = mass.sum(axis=1)
    if not np.any(total > 0):
        return None
    return values, mass[total > 0] / total[total > 0, None]


def _whole_points(grid: Floats, cdf: Floats) -> tuple[Floats, Floats]:
    """Turn a continuous score into whole points: each takes what lies within half a point of it."""
    points = np.arange(np.floor(grid[0]), np.ceil(grid[-1]) + 1)
    edges = np.concatenate([points[:1] - 0.5, points + 0.5])
    upto = np.stack([np.interp(edges, grid, row, left=0.0, right=1.0) for row in cdf])
    upto[:, -1] = 1.0
    return points, np.diff(upto, axis=1)


def _simulated(
    values: Floats, mass: Floats, moments: Moments, decimals: int, rng: np.random.Generator
) -> dict[str, Floats]:
    """Simulate what would be published of each statistic that was, one value per simulated publication."""
    mass = np.tile(mass, (-(-_SIMULATED // mass.shape[0]), 1))
    people = rng.multinomial(moments.n, mass / mass.sum(axis=1, keepdims=True))
    told = [name for name in STATISTICS if getattr(moments, name) is not None and (name != "sd" or moments.n > 1)]
    return {name: _statistic(name, values, people, decimals) for name in told}


def _statistic(name: str, values: Floats, people: NDArray[np.int64], decimals: int) -> Floats:
    """Compute a statistic of people counted by value, shape (publications, values)."""
    if name in _QUARTILES:
        return _sample_quantile(values, people, _QUARTILES[name])
    n = people.sum(axis=1)
    mean = people @ values / n
    if name == "mean":
        return np.asarray(np.round(mean, decimals))
    square = np.maximum(people @ values**2 - n * mean**2, 0.0)
    return np.asarray(np.round(np.sqrt(square / (n - 1)), decimals))


def _sample_quantile(values: Floats, people: NDArray[np.int64], q: float) -> Floats:
    """Quantile of each sample, straight lines between order statistics; halves, as publishers print them."""
    upto = np.cumsum(people, axis=1)
    place = q * (upto[:, -1:] - 1)
    lower = values[np.sum(upto < np.floor(place) + 1, axis=1)]
    upper = values[np.sum(upto < np.ceil(place) + 1, axis=1)]
    quantile = lower + (place[:, 0] - np.floor(place[:, 0])) * (upper - lower)
    return np.asarray(np.round(2 * quantile) / 2)
