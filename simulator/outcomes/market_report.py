"""The simulated market beside published figures: each with a predictive interval, and whether it holds the figure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.market.moments import Moments
from simulator.model.tables import table
from simulator.outcomes.market_figures import Published, predictions, published_figures, values

if TYPE_CHECKING:
    import pandas as pd

SCHEMA_VERSION = 1


class Figure(NamedTuple):
    """One published figure beside the simulated market's.

    Attributes
    ----------
    name, year, group
        As in `market_figures.Published`.
    published, model : float
        `model` is the mean over seasons.
    low, high : float
        Predictive interval for one season: people and the year's luck drawn anew.
    inside : bool
    fitted : bool
        Whether the market was fitted to it.
    """

    name: str
    year: int
    group: str
    published: float
    model: float
    low: float
    high: float
    inside: bool
    fitted: bool


class Prediction(NamedTuple):
    """A figure of the simulated market for which no published one is on file."""

    name: str
    group: str
    model: float
    low: float
    high: float


@dataclass(frozen=True)
class MarketReport:
    """What a market comes to over its seasons.

    Attributes
    ----------
    seed, replicates : int
    level : float
        Of the intervals.
    applicants, programs, positions : int
    figures : tuple of Figure
    predicted : tuple of Prediction
    """

    seed: int
    replicates: int
    level: float
    applicants: int
    programs: int
    positions: int
    figures: tuple[Figure, ...]
    predicted: tuple[Prediction, ...]

    @property
    def n_inside(self) -> int:
        """Figures inside their interval."""
        return sum(f.inside for f in self.figures)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values; docs/market.md describes each."""
        return {
            "schema_version": SCHEMA_VERSION,
            "seed": self.seed,
            "replicates": self.replicates,
            "level": self.level,
            "applicants": self.applicants,
            "programs": self.programs,
            "positions": self.positions,
            "figures_inside": self.n_inside / max(1, len(self.figures)),
            "figures": [f._asdict() for f in self.figures],
            "predicted": [p._asdict() for p in self.predicted],
        }

    def to_json(self) -> str:
        """Return the report as JSON."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False) + "\n"

    def table(self) -> pd.DataFrame:
        """Return the figures as a table."""
        import pandas as pd

        return pd.DataFrame(self.figures, columns=Figure._fields)

    def furthest(self, n: int = 10) -> pd.DataFrame:
        """Return the figures furthest outside their interval, in widths of it (or of 2% of the figure, if wider).

        Parameters
        ----------
        n : int
            How many at most.

        Returns
        -------
        DataFrame
            As `table`, with a column ``away``; figures inside are left out.
        """
        told = self.table()
        out = np.maximum(told["low"] - told["published"], told["published"] - told["high"])
        width = np.maximum(told["high"] - told["low"], 0.02 * told["published"].abs())
        away = told.assign(away=out / width)
        return away[~away["inside"]].sort_values("away", ascending=False, kind="stable").head(n)


def market_report(seasons: Sequence[Moments], specialties: Sequence[str], seed: int) -> MarketReport:
    """Compare seasons with what was published.

    Parameters
    ----------
    seasons : sequence of Moments
        Two or more, of the national market.
    specialties : sequence of str
    seed : int

    Returns
    -------
    MarketReport

    Raises
    ------
    ValueError
        Fewer than two seasons: they show no spread.
    """
    if len(seasons) < 2:
        raise ValueError(f"replicates: too few for an interval (got {len(seasons)}). Allowed: 2 or more")
    level = float(table("market")["report"]["level"])
    first = seasons[0]
    return MarketReport(
        seed=seed,
        replicates=len(seasons),
        level=level,
        applicants=int(first.persons.sum()),
        programs=int(first.programs.sum()),
        positions=int(first.positions.sum()),
        figures=tuple(_figure(row, seasons, level) for row in sorted(published_figures(specialties), key=_place)),
        predicted=tuple(_predicted(seasons, specialties, level)),
    )


def _place(row: Published) -> tuple[bool, str]:
    """Rates first, then by name; figures of one name in the order given."""
    return (row.name != "match rate", row.name)


def _figure(row: Published, seasons: Sequence[Moments], level: float) -> Figure:
    model, low, high = _interval(values(row.value, seasons), level)
    inside = low <= row.published <= high
    return Figure(row.name, row.year, row.group, row.published, model, low, high, inside, row.is_fitted)


def _predicted(seasons: Sequence[Moments], specialties: Sequence[str], level: float) -> Iterator[Prediction]:
    for name, group, read in predictions(specialties):
        found = values(read, seasons)
        if found.any():
            yield Prediction(name, group, *_interval(found, level))


def _interval(found: np.ndarray[Any, np.dtype[np.float64]], level: float) -> tuple[float, float, float]:
    """Mean, and Student's predictive interval for one further season."""
    from scipy.special import stdtrit

    n = found.size
    half = float(stdtrit(n - 1, 0.5 + level / 2)) * float(found.std(ddof=1)) * float(np.sqrt(1 + 1 / n))
    return float(found.mean()), float(found.mean()) - half, float(found.mean()) + half
