"""What the season of one foretold to members of the market, beside what the market did to them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.market.cohort_counts import GROUPS
from simulator.market.reliability import Checked
from simulator.model.scopes import cell
from simulator.model.tables import table
from simulator.outcomes.reliability_rows import ALL, Reliability, row_of
from simulator.scenario.vocabulary import APPLICANT_TYPES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

SCHEMA_VERSION = 1


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
    specialties : tuple of str
        First specialties of those asked about; empty for all.
    groups : tuple of Reliability
    """

    seed: int
    replicates: int
    level: float
    calibration: str
    as_of: str
    specialties: tuple[str, ...]
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
            **({"specialties": list(self.specialties)} if self.specialties else {}),
            "groups": [_plain(row) for row in self.groups],
        }

    def to_json(self) -> str:
        """Return it as JSON."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False) + "\n"


def _plain(row: Reliability) -> dict[str, Any]:
    fits = {name: getattr(row, name) for name in ("excess", "intercept", "slope")}
    found: dict[str, Any] = {name: getattr(row, name) for name in ("group", "people", "predicted", "matched")}
    found |= {name: fit._asdict() for name, fit in fits.items() if fit is not None} | row.score._asdict()
    bins, points = [one._asdict() for one in row.bins], [one._asdict() for one in row.curve]
    return found | ({"bins": bins, "curve": points} if bins else {})


def market_reliability(
    seasons: Sequence[Checked], specialties: Sequence[str], seed: int, calibration: str, first: Sequence[str] = ()
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
    first : sequence of str
        First specialties of those asked about; empty for all.

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
        row_of(name, people, season, mine, seed)
        for name, mine in _groups(people, specialties)
        if np.count_nonzero(mine) >= fewest
    ]
    return MarketReliability(seed, len(seasons), level, calibration, str(data["as_of"]), tuple(first), tuple(rows))


def _groups(people: Checked, specialties: Sequence[str]) -> Iterator[tuple[str, Flags]]:
    of_type = {t: people.group == GROUPS.index(t) for t in APPLICANT_TYPES}
    yield ALL, np.ones(people.group.size, np.bool_)
    yield from of_type.items()
    for s, name in enumerate(specialties):
        yield name, people.specialty == s
    for s, name in enumerate(specialties):
        for t, mine in of_type.items():
            yield cell(t, name), mine & (people.specialty == s)
