"""Published figures of the Match, each beside the way in which a simulated season shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.market.cohort_counts import GROUPS
from simulator.market.moments import Moments
from simulator.model.evidence import evidence
from simulator.model.scopes import cell
from simulator.model.tables import table

FEWEST_RANKED, FEWEST_IN_MOMENTS = 150, 50  # people behind a figure that is compared
TYPES = GROUPS[:4]
COUPLES = ("both", "one", "neither")
SOAP_YEAR, CELL_YEAR, LIST_YEAR, DEPTH_YEAR = 2024, 2025, 2026, 2008
SENT_YEAR, INTERVIEW_YEAR, SETTING_YEAR, PLACES_YEAR = 2022, 2012, 2019, 2017
STATISTICS = (("ranks", "contiguous_ranks", "mean ranks"), ("scores", "step2ck", "mean Step 2 CK"))
FITTED, NOT_FITTED = True, False
MATCHED_RANKS = "mean ranks, matched"
PLACES = 4  # on the list, for which the share of the matched is predicted


class Ratio(NamedTuple):
    """A figure that is one sum of counts over another; `index` and `below` choose among the counts of a field."""

    field: str
    index: Any
    over: str
    below: Any

    def of(self, season: Moments) -> float:
        """Read it off a season; 0 where there is nobody to divide by."""
        top = np.sum(getattr(season, self.field)[self.index])
        return float(top) / max(1.0, float(np.sum(getattr(season, self.over)[self.below])))


class Published(NamedTuple):
    """One published figure, and how to read it off a season.

    Attributes
    ----------
    name, year, group
        What it is of; a type in a specialty is TYPE/SPECIALTY.
    published : float
    is_fitted : bool
        Whether levels or settings were fitted to it, so that agreement is no test.
    value : Ratio
    """

    name: str
    year: int
    group: str
    published: float
    is_fitted: bool
    value: Ratio


def published_figures(specialties: Sequence[str]) -> list[Published]:
    """Return every figure that the national market is compared with.

    Parameters
    ----------
    specialties : sequence of str
        Those of the market, in its order.

    Returns
    -------
    list of Published
    """
    at = {s: k for k, s in enumerate(specialties)}
    parts = (_rates(), _cells(at), _fills(at), _lists(at), _depths(at), _interviews(at), _shares(at), _places(at))
    return [row for part in (*parts, _choices(), _couples(), _soap(), _sent()) for row in part]


def _rows(name: str, **wanted: object) -> list[dict[str, Any]]:
    """Rows of a table of evidence with these values."""
    rows: list[dict[str, Any]] = evidence(name).to_dict("records")  # type: ignore[assignment]
    return [row for row in rows if all(row[key] == value for key, value in wanted.items())]


def _rates() -> Iterator[Published]:
    told = table("market")["figures"]["match_rate"]
    for k, t in enumerate(TYPES):
        yield Published("match rate", CELL_YEAR, t, told[t], NOT_FITTED, Ratio("matched", k, "active", k))
    yield Published("match rate", CELL_YEAR, "all", told["all"], NOT_FITTED, Ratio("matched", ..., "active", ...))


def _choices() -> Iterator[Published]:
    """Place on the list at which matched US MD seniors match."""
    told = table("market")["figures"]["choice"]
    for last, is_fitted in ((1, FITTED), (3, NOT_FITTED)):
        value = Ratio("at_rank", (0, slice(last)), "at_rank", 0)
        name = "matched at the first place of the list" if last == 1 else f"matched at one of the first {last} places"
        yield Published(name, int(told["year"]), "us_md", float(told[f"first_{last}"]), is_fitted, value)


def _figures_2025(at: dict[str, int], *, whole: bool = False) -> dict[str, dict[str, Any]]:
    """Rows of 2025; with `whole`, of specialties all of whose positions the table of that year holds."""
    data = table("market_specialties")
    return {s: data[s] for s in at if data[s]["year"] == CELL_YEAR and not (whole and "later_positions" in data[s])}


def _cells(at: dict[str, int]) -> Iterator[Published]:
    """Matched in a specialty, of those who rank it."""
    name = "matched in the specialty, of those who rank it"
    for s, row in _figures_2025(at, whole=True).items():
        for k, t in enumerate(TYPES):
            if row["ranked"][t] >= FEWEST_RANKED:
                share, where = row["matched"][t] / row["ranked"][t], (k, at[s])
                yield Published(name, CELL_YEAR, cell(t, s), share, FITTED, Ratio("matched_in", where, "ranked", where))


def _fills(at: dict[str, int]) -> Iterator[Published]:
    for s, row in _figures_2025(at, whole=True).items():
        share, value = 1 - row["unfilled"] / row["positions"], Ratio("filled", at[s], "positions", at[s])
        yield Published("positions filled", CELL_YEAR, s, share, FITTED, value)


def _lists(at: dict[str, int]) -> Iterator[Published]:
    """Lengths of lists and scores of non-US IMGs by outcome."""
    k = GROUPS.index("non_us_img")
    for row in _rows("charting_non_us_img_2026"):
        for field, stem, name in STATISTICS:
            for won, outcome in enumerate(("not_matched", "matched")):
                if row["specialty"] in at and row[f"{stem}_{outcome}_n"] >= FEWEST_IN_MOMENTS:
                    where = (k, at[row["specialty"]], won)
                    what, told = f"{name}, {outcome.replace('_', ' ')}", float(row[f"{stem}_{outcome}_mean"])
                    group = cell("non_us_img", row["specialty"])
                    value = Ratio(field, where, "listed", where)
                    yield Published(what, LIST_YEAR, group, told, what == MATCHED_RANKS, value)


def _depths(at: dict[str, int]) -> Iterator[Published]:
    for s in _figures_2025(at):
        told = table("specialties")[s].get("ranks_needed_per_position")
        if told is not None:
            value = Ratio("depth", at[s], "depth_positions", at[s])
            yield Published("ranks needed per position, filled programs", DEPTH_YEAR, s, float(told), NOT_FITTED, value)


def _interviews(at: dict[str, int]) -> Iterator[Published]:
    for s, k in at.items():
        row = table("specialties")[s]
        if row["interviews_source"] == "published":
            told, value = float(row["interviews_per_position"]), Ratio("interviews", k, "positions", k)
            yield Published("interviews per position", INTERVIEW_YEAR, s, told, FITTED, value)


def _shares(at: dict[str, int]) -> Iterator[Published]:
    """IMGs among those who fill positions of internal medicine, by setting: midpoints of the published ranges."""
    s = at.get("internal_medicine")
    for k, setting in ((0, "community"), (2, "university")) if s is not None else ():
        name, told = f"IMGs among those matched, {setting}", float(table("settings")[setting]["resident_img_share"])
        value = Ratio("filled_by", (s, k, 1), "filled_by", (s, k))
        yield Published(name, SETTING_YEAR, "internal_medicine", told, NOT_FITTED, value)


def _places(at: dict[str, int]) -> Iterator[Published]:
    """IMGs among those interviewed and ranked by programs of internal medicine, by setting."""
    s = at.get("internal_medicine")
    for k, setting in ((0, "community"), (2, "university")) if s is not None else ():
        of = table("settings")[setting]["interviewed"]
        name, told = f"IMGs among those interviewed, {setting}", float(of["us_img"] + of["non_us_img"])
        value = Ratio("interviews_by", (s, k, 1), "interviews_by", (s, k))
        yield Published(name, PLACES_YEAR, "internal_medicine", told, FITTED, value)


def _couples() -> Iterator[Published]:
    last = _rows("couples")[-1]
    for k, outcome in enumerate(COUPLES):
        share, value = last[outcome] / last["couples"], Ratio("couples", k, "couples", ...)
        yield Published(f"couples: {outcome} matched", int(last["year"]), "couples", share, NOT_FITTED, value)


def _soap() -> Iterator[Published]:
    told = {row["measure"]: row["positions"] for row in _rows("soap", year=SOAP_YEAR)}
    value = Ratio("soap", 1, "soap", 0)
    yield Published("SOAP positions filled", SOAP_YEAR, "all", told["filled"] / told["offered"], FITTED, value)


def _sent() -> Iterator[Published]:
    rows = _rows("applications_per_applicant", year=SENT_YEAR, specialty="all")
    kinds = {"us_md": [0], "us_do": [1], "img": [2, 3]}
    for row in rows:
        which = kinds.get(row["group"])
        if which is not None:
            value = Ratio("sent", which, "persons", which)
            yield Published("applications per person", SENT_YEAR, row["group"], float(row["value"]), FITTED, value)


def predictions(specialties: Sequence[str]) -> Iterator[tuple[str, str, Ratio]]:
    """Yield figures that the market shows and for which no published one is on file: name, group, how to read it.

    Parameters
    ----------
    specialties : sequence of str
    """
    for k, t in enumerate(TYPES):
        for place in range(PLACES):
            name = f"matched at place {place + 1} of the list, of those matched"
            yield name, t, Ratio("at_rank", (k, place), "at_rank", k)
        yield "applicants with a rank order list, of all", t, Ratio("active", k, "persons", k)
    yield "positions left for SOAP, of all", "all", Ratio("soap", 0, "positions", ...)
    for s, specialty in enumerate(specialties):
        yield "interviews per signal", specialty, Ratio("signal_interviews", s, "signalled", s)


def values(read: Ratio, seasons: Sequence[Moments]) -> NDArray[np.float64]:
    """Read a figure off every season, (R,)."""
    return np.array([read.of(season) for season in seasons])
