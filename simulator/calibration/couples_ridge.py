"""The two numbers that published splits of couples cannot tell apart, and which pairs of them fit.

The file `couples_2007.json` has, for a few correlations between partners, the splits if no couple and if
every couple ends its list with pairs of one alone (`simulator.pipeline.couple_population` writes it). In
between, splits are straight lines in the share of couples who do.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.calibration.couples import SPLITS, published_splits
from simulator.model.evidence import evidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FILE = "couples_2007.json"


def found() -> dict[str, Any]:
    """Return the splits that were predicted, as `couple_population.find` has them."""
    text = resources.files("simulator.model").joinpath("data", FILE).read_text("utf-8")
    told: dict[str, Any] = json.loads(text)
    return told


def mean_of(row: Mapping[str, Any]) -> Array:
    """Shares of both, one and neither, (2, 3): if no couple and if every couple has pairs of one alone."""
    return np.array([row[name]["mean"] for name in ("none", "all")])


def at(told: Mapping[str, Any], correlation: float) -> Array:
    """Shares (2, 3) at any correlation between those computed, by straight lines.

    Parameters
    ----------
    told : mapping
        From `found`.
    correlation : float
    """
    known = [float(r) for r in told["grid"]]
    rows = np.stack([mean_of(row) for row in told["grid"].values()])
    return np.array([[np.interp(correlation, known, rows[:, i, j]) for j in range(3)] for i in range(2)])


def mixed(ends: Array, share: float) -> Array:
    """Shares (3,) if so many couples, 0-1, end their list with pairs of one alone."""
    return np.asarray((1 - share) * ends[0] + share * ends[1])


def bounds() -> Array:
    """Lowest and highest published shares of both, one and neither over the years, (2, 3)."""
    every = published_splits()
    return np.stack([every.min(axis=0), every.max(axis=0)])


def is_inside(shares: Array) -> bool:
    """Whether all three shares (3,) are among those of the published years."""
    low, high = bounds()
    return bool(((shares >= low) & (shares <= high)).all())


def shares_inside(ends: Array) -> tuple[float, float] | None:
    """Lowest and highest share of couples with pairs of one alone for which all three splits are as published.

    Parameters
    ----------
    ends : (2, 3)
        From `at`.

    Returns
    -------
    (float, float) or None
        None where no share is.
    """
    slope, limits = ends[1] - ends[0], bounds()
    low, high = 0.0, 1.0
    for start, rise, least, most in zip(ends[0], slope, *limits, strict=True):
        if abs(rise) < 1e-9:
            low, high = (low, high) if least <= start <= most else (1.0, 0.0)
            continue
        edges = sorted(((least - start) / rise, (most - start) / rise))
        low, high = max(low, edges[0]), min(high, edges[1])
    return (float(low), float(high)) if low <= high else None


def divided_as(ends: Array, one: float, neither: float) -> float:
    """Share of couples with pairs of one alone that divides those not both matched as published, 0-1.

    Parameters
    ----------
    ends : (2, 3)
    one, neither : float
        Published couples of whom one and neither matched; only their ratio counts.
    """
    wanted = one / (one + neither)
    lost = 1 - ends[:, 0]
    top = wanted * lost[0] - ends[0, 1]
    return float(np.clip(top / (ends[1, 1] - ends[0, 1] + wanted * (lost[0] - lost[1])), 0.0, 1.0))


def year(which: int) -> Array:
    """Couples of one year: all, and those of whom both, one and neither matched, (4,)."""
    rows = evidence("couples").set_index("year")
    return np.asarray(rows.loc[which, ["couples", *SPLITS]].to_numpy(dtype=np.float64))
