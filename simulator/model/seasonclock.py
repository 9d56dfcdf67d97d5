"""When things happen in a season: its calendar, and how much has been said by a given day.

    F(t) = share of first-wave invitations that are out at the end of day t

and likewise for places that open late by cancellation and for rejection notices (G, which never reaches one).
Each runs in straight lines through the ends of the steps of ``data/season_clock.toml``, from nothing on the eve
of the day on which programs first see applications. Which dates and statuses a scenario may hold: `date_faults`.
"""

from __future__ import annotations

from calendar import day_name
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from simulator.model.behaviour import Timing
from simulator.model.editions import edition_for
from simulator.model.tables import table

MONTHS = ("September", "October", "November", "December", "January", "February")
INVITATIONS = "advice"
_MONTH_NUMBERS = (9, 10, 11, 12, 1, 2)
_LAST_MONTH_OF_MATCH_YEAR = 5


class SeasonCalendar(NamedTuple):
    """The days of a season.

    Attributes
    ----------
    first, last : date
        The dates that a scenario of the season may speak of.
    applications_open : date
        First day on which applications can be sent.
    programs_see : date
        First day on which programs see applications.
    rank_list_deadline : date
        Last day on which rank order lists can be certified.
    match_day : date
        Day on which results are known.
    """

    first: date
    last: date
    applications_open: date
    programs_see: date
    rank_list_deadline: date
    match_day: date


class Release(NamedTuple):
    """A share that grows over the season.

    Attributes
    ----------
    days : tuple of date
        The eve of the first day, then the ends of the steps.
    shares : tuple of float
        Share released by the end of each of these days, 0-1.
    """

    days: tuple[date, ...]
    shares: tuple[float, ...]

    def by(self, day: date | None) -> float:
        """Return the share released by the end of a day; 0 for no day."""
        if day is None:
            return 0.0
        return float(np.interp(day.toordinal(), [known.toordinal() for known in self.days], self.shares))


@cache
def season_calendar(season: int) -> SeasonCalendar:
    """Return the days of a season.

    Parameters
    ----------
    season : int
        The year of the Match. Days not announced follow the pattern of weekdays on file.

    Returns
    -------
    SeasonCalendar
        See there.
    """
    clock = table("season_clock")
    entry = edition_for(clock["calendar"], season).entry
    match_day = day_of(entry["match_day"], season)
    return SeasonCalendar(
        first=day_of(clock["season"]["first"], season),
        last=day_of(clock["season"]["last"], season),
        applications_open=day_of(entry["applications_open"], season),
        programs_see=day_of(entry["programs_see"], season),
        rank_list_deadline=match_day - timedelta(days=entry["rank_list_deadline_days_before_match_day"]),
        match_day=match_day,
    )


def released(as_of: date | None, season: int, source: str = INVITATIONS) -> float:
    """Return F: the share of first-wave invitations that are out.

    Parameters
    ----------
    as_of : date or None
        By the end of this day. None: no day is named, so nothing is taken as out and silence tells nothing.
    season : int
        The year of the Match.
    source : str
        ``"advice"`` (the advice literature's shares by month) or ``"survey_2018"`` (program directors').

    Returns
    -------
    float
        0-1.
    """
    return _release("invitations", season, source).by(as_of)


def late_released(as_of: date | None, season: int) -> float:
    """Return the share of late places, opened by cancellations, that have opened by the end of a day (0-1)."""
    return _release("late_places", season).by(as_of)


def notices_sent(as_of: date | None, season: int) -> float:
    """Return G: the share of programs not inviting that have said so by the end of a day (0 to well under 1)."""
    return _release("rejection_notices", season).by(as_of)


def timing(as_of: date | None, season: int) -> Timing:
    """Return how far a season has run.

    Parameters
    ----------
    as_of : date or None
        By the end of this day; None leaves everything to come.
    season : int
        The year of the Match.

    Returns
    -------
    Timing
        The three shares.
    """
    return Timing(released(as_of, season), late_released(as_of, season), notices_sent(as_of, season))


def months() -> tuple[str, ...]:
    """Return the months in which invitations come, September to February."""
    return MONTHS


def month_shares_after(as_of: date | None, season: int, source: str = INVITATIONS) -> tuple[float, ...]:
    """Return in which month a first-wave invitation comes that is still to come.

    Parameters
    ----------
    as_of : date or None
        It has not come by the end of this day; None for the whole season.
    season : int
        The year of the Match.
    source : str
        As for `released`.

    Returns
    -------
    tuple of float
        One share a month of `months`, adding up to 1; all 0 when none is still to come.
    """
    return _shares_by_month(_release("invitations", season, source), as_of, season)


def late_month_shares_after(as_of: date | None, season: int) -> tuple[float, ...]:
    """Return in which month a late place opens that is still to open; as `month_shares_after`."""
    return _shares_by_month(_release("late_places", season), as_of, season)


def _shares_by_month(release: Release, as_of: date | None, season: int) -> tuple[float, ...]:
    ends = [_month_end(month, season) for month in _MONTH_NUMBERS]
    by_end = np.array([release.by(max(end, as_of) if as_of else end) for end in ends])
    parts = np.diff(by_end, prepend=release.by(as_of))
    left = parts.sum()
    return tuple((parts / left if left > 0 else parts).tolist())


@cache
def _release(name: str, season: int, source: str | None = None) -> Release:
    entry = table("season_clock")[name]
    steps = (entry if source is None else entry[source])["steps"]
    eve = season_calendar(season).programs_see - timedelta(days=1)
    days = (eve, *(day_of(step, season) for step in steps))
    return Release(days, (0.0, *np.cumsum([step["share"] for step in steps]).tolist()))


def _year(month: int, season: int) -> int:
    """Calendar year in which a month of the season lies."""
    return season if month <= _LAST_MONTH_OF_MATCH_YEAR else season - 1


def _month_end(month: int, season: int) -> date:
    first_of_next = date(_year(month, season), month, 28) + timedelta(days=4)
    return first_of_next - timedelta(days=first_of_next.day)


def day_of(rule: dict[str, Any], season: int) -> date:
    """Return the day that a rule of a data file names in a season.

    Parameters
    ----------
    rule : dict
        ``month`` with the ``day`` of it, or with the ``nth`` ``weekday`` of it.
    season : int
        The year of the Match; months from June on lie in the year before.

    Returns
    -------
    date
    """
    year, month = _year(rule["month"], season), rule["month"]
    if "day" in rule:
        return date(year, month, rule["day"])
    first = date(year, month, 1)
    wait = (list(day_name).index(rule["weekday"]) - first.weekday()) % 7
    return first + timedelta(days=wait + 7 * (rule["nth"] - 1))
