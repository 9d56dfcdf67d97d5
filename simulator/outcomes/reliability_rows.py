"""One group of the market's members: what was foretold beside what came, with intervals over seasons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.draws import Address, MarketStage, market_uniforms
from simulator.model.tables import table
from simulator.outcomes.calibrated import Score, consistency_band, curve, jackknife, recalibrate, score
from simulator.scenario.vocabulary import APPLICANT_TYPES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.reliability import Checked

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

ALL = "all"


class Range(NamedTuple):
    """An estimate and its interval."""

    value: float
    low: float
    high: float


class Bin(NamedTuple):
    """People whose predictions lie within a tenth of the scale: mean prediction, and share that matched."""

    people: int
    predicted: float
    matched: float


class Point(NamedTuple):
    """One point of the reliability curve.

    Attributes
    ----------
    predicted, matched : float
    low, high : float
        Where the curve falls if every prediction is right.
    """

    predicted: float
    matched: float
    low: float
    high: float


class Reliability(NamedTuple):
    """How well the season of one foretold one group.

    Attributes
    ----------
    group : str
        `all`, a type, a specialty, or TYPE/SPECIALTY.
    people : int
        Asked about.
    predicted, matched : float
        Mean prediction, and share that matched.
    excess : Range
        The second less the first, over seasons.
    intercept, slope : Range or None
        Of the logistic recalibration, over seasons; None with too few of either outcome.
    score : Score
    bins, curve : tuples
        Empty but for all and the types.
    """

    group: str
    people: int
    predicted: float
    matched: float
    excess: Range
    intercept: Range | None
    slope: Range | None
    score: Score
    bins: tuple[Bin, ...]
    curve: tuple[Point, ...]


def row_of(name: str, people: Checked, season: NDArray[np.int64], mine: Flags, seed: int) -> Reliability:
    """Compare predictions with outcomes in one group.

    Parameters
    ----------
    name : str
    people : Checked
        Of all seasons.
    season : array (n,) of int
        In which each was asked about.
    mine : array (n,) of bool
        Who is in the group.
    seed : int
        Of the repetitions behind the curve's band.

    Returns
    -------
    Reliability
    """
    p, happened, weight = people.predicted[mine], people.matched[mine], people.weight[mine]
    fit = _recalibrated(p, happened, weight, season[mine])
    is_drawn = name == ALL or name in APPLICANT_TYPES
    return Reliability(
        group=name,
        people=int(p.size),
        predicted=float(np.average(p, weights=weight)),
        matched=float(np.average(happened, weights=weight)),
        excess=_excess(p, happened, weight, season[mine]),
        intercept=fit[0] if fit else None,
        slope=fit[1] if fit else None,
        score=score(p, happened, weight),
        bins=tuple(_bins(p, happened, weight)) if is_drawn else (),
        curve=tuple(_curve(p, happened, weight, seed)) if is_drawn else (),
    )


def _excess(p: Array, happened: Flags, weight: Array, season: NDArray[np.int64]) -> Range:
    """How many more matched than were told, with its interval over seasons."""
    apart = happened - p
    whole = np.array([np.average(apart, weights=weight)])
    parts = [season != s for s in np.unique(season)]
    each = np.array([[np.average(apart[k], weights=weight[k])] for k in parts if k.any()])
    if len(each) < 2:
        return Range(float(whole[0]), -1.0, 1.0)
    low, high = jackknife(each, whole, float(table("market")["report"]["level"]))
    return Range(float(whole[0]), max(-1.0, float(low[0])), min(1.0, float(high[0])))


def _recalibrated(p: Array, happened: Flags, weight: Array, season: NDArray[np.int64]) -> list[Range] | None:
    """Intercept and slope with intervals over seasons; None where a season without the others leaves too little."""
    parts = [season != s for s in np.unique(season)]
    fewest = int(table("market")["reliability"]["fewest_of_an_outcome"])
    if len(parts) < 3 or min(min(happened[k].sum(), (~happened[k]).sum()) for k in parts) < fewest:
        return None
    whole = np.array(recalibrate(p, happened, weight))
    each = np.array([recalibrate(p[k], happened[k], weight[k]) for k in parts])
    ends = jackknife(each, whole, float(table("market")["report"]["level"]))
    return [Range(*map(float, three)) for three in zip(whole, *ends, strict=True)]


def _bins(p: Array, happened: Flags, weight: Array) -> Iterator[Bin]:
    n = int(table("market")["reliability"]["bins"])
    at = np.minimum((p * n).astype(np.int64), n - 1)
    for k in np.unique(at):
        mine = at == k
        mean, share = (float(np.average(x[mine], weights=weight[mine])) for x in (p, happened))
        yield Bin(int(mine.sum()), mean, share)


def _curve(p: Array, happened: Flags, weight: Array, seed: int) -> Iterator[Point]:
    data = table("market")["reliability"]
    at = np.linspace(0, 1, int(data["points"]) + 1)
    at = at[(at >= p.min()) & (at <= p.max())]
    drawn = [market_uniforms(Address(seed, k), MarketStage.LOT, p.size, 1)[0] for k in range(int(data["repetitions"]))]
    level = float(table("market")["report"]["level"])
    low, high = consistency_band(p, weight, at, level, np.stack(drawn))
    for row in zip(at, curve(p, happened, weight, at), low, high, strict=True):
        yield Point(*map(float, row))
