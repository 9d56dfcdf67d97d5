"""Where a season stands, as plain records."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


class Strength(NamedTuple):
    """What is known of one thing that all programs share, in standard deviations among people with the same file.

    Attributes
    ----------
    mean, low, high : the posterior, with its 90% interval, over all parameter draws
    prior_low, prior_high : the same interval before anything was heard
    stronger_than : of 1, how many people with the same file this one is stronger than, on average
    """

    mean: float
    low: float
    high: float
    prior_low: float
    prior_high: float
    stronger_than: float


class Week(NamedTuple):
    """Invitations that have come between `as_of` and the end of one day.

    Attributes
    ----------
    day : date
    expected : exact, under the central parameters
    low, high : 90% interval of that expectation over the draws of the parameters
    quantiles : of the number itself, over draws and luck, at `LEVELS`
    """

    day: date
    expected: float
    low: float
    high: float
    quantiles: tuple[int, ...]


class OtherTiming(NamedTuple):
    """The same facts, had invitations gone out by another published timing; central parameters.

    Attributes
    ----------
    source : the other timing, as in the data on seasons
    released, released_other : share of first invitations that are out on the day, as assumed and by the other
    strength, strength_other : mean of the file's strength, in standard deviations
    to_come, to_come_other : further invitations expected
    match, match_other : P(match), exact (0-1)
    """

    source: str
    released: float
    released_other: float
    strength: float
    strength_other: float
    to_come: float
    to_come_other: float
    match: float
    match_other: float


class SeasonClock(NamedTuple):
    """Where a season stands.

    Attributes
    ----------
    scenario_name, season, calibration : what was asked
    as_of : the day up to which answers are known; None where the file names none
    read : how the answers were read: ``answers``, ``number`` (of invitations) or ``nothing``
    interviewed, invited, unanswered : programs in each state that can still come to something
    strength : of the file, beyond its fields (u)
    weeks : from `as_of` to the deadline of rank order lists; the first is `as_of` itself
    to_come : probability of 0, 1, 2 ... further invitations, exact under the central parameters
    interviews : probability of 0, 1, 2 ... interviews attended in all, the same
    interviews_expected : its mean, which `run` samples
    none_to_come : chance that nothing more comes, over all draws
    error : largest change of a probability when the nodes of the quadrature are doubled
    n_draws : parameter draws behind the intervals
    other_timing : how much rests on when invitations go out; None where no day is named or no program is to answer
    """

    scenario_name: str
    season: int
    calibration: str
    as_of: date | None
    read: str
    interviewed: int
    invited: int
    unanswered: int
    strength: Strength
    weeks: tuple[Week, ...]
    to_come: tuple[float, ...]
    interviews: tuple[float, ...]
    interviews_expected: float
    none_to_come: float
    error: float
    n_draws: int
    other_timing: OtherTiming | None
