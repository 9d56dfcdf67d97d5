"""Seasons of one person, as plain records."""

from __future__ import annotations

from typing import NamedTuple


class Chance(NamedTuple):
    """A probability (0-1): exact under the central parameters, with its 90% interval over their draws."""

    exact: float
    low: float
    high: float


class SeasonAhead(NamedTuple):
    """One season of a person who has not matched before.

    Attributes
    ----------
    season : year of the Match
    reached : chance of coming to this season without a match
    match : chance of matching in it, given that it is reached
    cumulative : chance of having matched by its end
    strength, skill : mean of u and of v at its start, given that it is reached, in standard
        deviations among people with the same file
    applied, closed : programs applied to, and those of them that a filter or the visa closes
    newly_closed : names of programs that were open the season before and are closed now
    cost_usd : application fees of the season, paid if it is reached
    fee_warning : which schedule the fees are from, where it is not the season's own
    """

    season: int
    reached: Chance
    match: Chance
    cumulative: Chance
    strength: float
    skill: float
    applied: int
    closed: int
    newly_closed: tuple[str, ...]
    cost_usd: float
    fee_warning: str


class Course(NamedTuple):
    """Seasons in order, and the fees that are to be expected over all of them (none after a match)."""

    seasons: tuple[SeasonAhead, ...]
    expected_cost_usd: float


class Difference(NamedTuple):
    """What a stronger file changes in the chance of having matched by the end, over the same draws."""

    estimate: float
    low: float
    high: float
    probability_better: float


class Reapplying(NamedTuple):
    """What applying again is worth.

    Attributes
    ----------
    scenario_name, calibration : what was asked
    unchanged : with the same file and list
    changed : with what the caller changes before the second season; None where nothing is
    difference : changed less unchanged; None likewise
    years_known : whether years since graduation are given, so that one more could be counted
    lists_all : whether the file lists every program applied to, as far as it says; if not, later
        seasons count only those that it lists
    error : largest change of a probability against a coarser quadrature
    has_paths : whether a list holds advanced or preliminary programs, so that a match may be less than a residency
    """

    scenario_name: str
    calibration: str
    unchanged: Course
    changed: Course | None
    difference: Difference | None
    years_known: bool
    lists_all: bool
    error: float
    has_paths: bool = False
