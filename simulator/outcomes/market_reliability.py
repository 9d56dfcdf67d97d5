"""What the season of one foretold to members of the market, beside what the market did to them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.market.cohort_counts import GROUPS
from simulator.market.draws import Address, MarketStage, market_uniforms
from simulator.market.reliability import Checked
from simulator.model.scopes import cell
from simulator.model.tables import table
from simulator.outcomes.calibrated import Score, consistency_band, curve, jackknife, recalibrate, score
from simulator.scenario.vocabulary import APPLICANT_TYPES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

SCHEMA_VERSION = 1
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
    intercept: Range | None
    slope: Range | None
    score: Score
    bins: tuple[Bin, ...]
    curve: tuple[Point, ...]


@dataclass(frozen=True)
class MarketReliability:
    """The season of one against the market.

    Attributes
    ----------
    seed, replicates : int
    level : float
        Of the intervals.
    calibration : str
        Whose central parameters foretold.
    as_of : str
        The day on which the applicants ask.
    groups : tuple of Reliability
    """

    seed: int
    replicates: int
    level: float
    calibration: str
    as_of: str
    groups: tuple[Reliability, ...]

    def of(self, group: str) -> Reliability:
        """Return the row of a group.

        Raises
        ------
        KeyError
            Too few people were asked about.
        """
        for row in self.groups:
            if row.group == group:
                return row
        raise KeyError(group)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values; docs/market.md describes each."""
        return {
            "schema_version": SCHEMA_VERSION,
            "seed": self.seed,
            "replicates": self.replicates,
            "level": self.level,
            "calibration": self.calibration,
            "as_of": self.as_of,
            "groups": [_plain(row) for row in self.groups],
        }

    def to_json(self) -> str:
        """Return it as JSON."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False) + "\n"


def _plain(row: Reliability) -> dict[str, Any]:
    fits = {name: getattr(row, name) for name in ("intercept", "slope")}
    found: dict[str, Any] = {name: getattr(row, name) for name in ("group", "people", "predicted", "matched")}
    found |= {name: fit._asdict() for name, fit in fits.items() if fit is not None} | row.score._asdict()
    bins, points = [one._asdict() for one in row.bins], [one._asdict() for one in row.curve]
    return found | ({"bins": bins, "curve": points} if bins else {})


def market_reliability(
    seasons: Sequence[Checked], specialties: Sequence[str], seed: int, calibration: str
) -> MarketReliability:
    """Compare predictions with outcomes, by type and by first specialty.

    Parameters
    ----------
    seasons : sequence of Checked
        Three or more.
    specialties : sequence of str
        Those of the market, in its order.
    seed : int
    calibration : str

    Returns
    -------
    MarketReliability

    Raises
    ------
    ValueError
        Fewer than three seasons: they show no spread.
    """
    if len(seasons) < 3:
        raise ValueError(f"replicates: too few for an interval (got {len(seasons)}). Allowed: 3 or more")
    data = table("market")["reliability"]
    people = Checked(*(np.concatenate(column) for column in zip(*seasons, strict=True)))
    season = np.repeat(np.arange(len(seasons)), [one.group.size for one in seasons])
    fewest, level = int(data["fewest"]), float(table("market")["report"]["level"])
    rows = [
        _row(name, people, season, mine, seed)
        for name, mine in _groups(people, specialties)
        if np.count_nonzero(mine) >= fewest
    ]
    return MarketReliability(seed, len(seasons), level, calibration, str(data["as_of"]), tuple(rows))


def _groups(people: Checked, specialties: Sequence[str]) -> Iterator[tuple[str, Flags]]:
    of_type = {t: people.group == GROUPS.index(t) for t in APPLICANT_TYPES}
    yield ALL, np.ones(people.group.size, np.bool_)
    yield from of_type.items()
    for s, name in enumerate(specialties):
        yield name, people.specialty == s
    for s, name in enumerate(specialties):
        for t, mine in of_type.items():
            yield cell(t, name), mine & (people.specialty == s)


def _row(name: str, people: Checked, season: NDArray[np.int64], mine: Flags, seed: int) -> Reliability:
    p, happened, weight = people.predicted[mine], people.matched[mine], people.weight[mine]
    fit = _recalibrated(p, happened, weight, season[mine])
    is_drawn = name == ALL or name in APPLICANT_TYPES
    return Reliability(
        group=name,
        people=int(p.size),
        predicted=float(np.average(p, weights=weight)),
        matched=float(np.average(happened, weights=weight)),
        intercept=fit[0] if fit else None,
        slope=fit[1] if fit else None,
        score=score(p, happened, weight),
        bins=tuple(_bins(p, happened, weight)) if is_drawn else (),
        curve=tuple(_curve(p, happened, weight, seed)) if is_drawn else (),
    )


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
