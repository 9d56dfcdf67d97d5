"""What an experiment on the market measures, each read off the counts of its seasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.cohort_counts import GROUPS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.experiment_counts import Change, Tally

    Array = NDArray[np.float64]

EVERYBODY = "all"
BY_GROUP = (*GROUPS, EVERYBODY)
FIFTHS = ("weakest fifth", "second fifth", "middle fifth", "fourth fifth", "strongest fifth")


class Measure(NamedTuple):
    """One measure.

    Attributes
    ----------
    name : str
    words : str
        What it is, for people.
    is_share : bool
        A share 0-1; otherwise a number.
    groups : tuple of str
        Of people, for whom it is known one by one; empty for one number of the market.
    read : callable
        Takes the counts (R seasons, N runs, ...), gives values (R, N, groups) or (R, N).
    """

    name: str
    words: str
    is_share: bool
    groups: tuple[str, ...]
    read: Callable[[Tally], Array]


def _over(top: NDArray[np.int64], bottom: NDArray[np.int64]) -> Array:
    """A ratio; NaN where there is nothing below."""
    return np.asarray(np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 0))


def _couples(k: int) -> Callable[[Tally], Array]:
    return lambda t: _over(t.couples[..., k], t.couples.sum(axis=-1))


SHARE, NUMBER = True, False
MEASURES = (
    Measure("matched", "matched", SHARE, BY_GROUP, lambda t: _over(t.matched, t.persons)),
    Measure("applications", "applications per applicant", NUMBER, BY_GROUP, lambda t: _over(t.sent, t.persons)),
    Measure("interviews", "interviews per applicant", NUMBER, BY_GROUP, lambda t: _over(t.interviews, t.persons)),
    Measure("no_interview", "without any interview", SHARE, BY_GROUP, lambda t: _over(t.without, t.persons)),
    Measure(
        "top_tenth", "interviews held by the tenth with most", SHARE, BY_GROUP, lambda t: _over(t.top, t.interviews)
    ),
    Measure(
        "first_choice", "of the matched, at their first choice", SHARE, BY_GROUP, lambda t: _over(t.first, t.placed)
    ),
    Measure("matched_rank", "place on the list of the match", NUMBER, BY_GROUP, lambda t: _over(t.places, t.placed)),
    Measure(
        "matched_by_strength",
        "matched, by strength on paper",
        SHARE,
        FIFTHS,
        lambda t: _over(t.matched_by_fifth, t.persons_by_fifth),
    ),
    Measure("received", "applications per program", NUMBER, (), lambda t: _over(t.sent[..., -1], t.programs)),
    Measure("reviewed", "of these good enough to be looked at", NUMBER, (), lambda t: _over(t.answered, t.programs)),
    Measure("filled", "positions filled", SHARE, (), lambda t: _over(t.filled, t.positions)),
    Measure("unfilled_positions", "unfilled positions", NUMBER, (), lambda t: (t.positions - t.filled).astype(float)),
    Measure("full_programs", "programs that filled", SHARE, (), lambda t: _over(t.full, t.programs)),
    Measure("couples", "couples", NUMBER, (), lambda t: t.couples.sum(axis=-1).astype(float)),
    Measure("couples_both", "couples with both matched", SHARE, (), _couples(0)),
    Measure("couples_one", "couples with one matched", SHARE, (), _couples(1)),
    Measure("couples_neither", "couples with neither matched", SHARE, (), _couples(2)),
)
OF = {measure.name: measure for measure in MEASURES}

#: What changes for people, as a share of them (applications, interviews: for each), from the counts (R, N, 2, T + 1).
CHANGES: dict[str, Callable[[Change], Array]] = {
    "matched": lambda c: _over(c.matched_after - c.matched_before, c.people),
    "applications": lambda c: _over(c.sent_after - c.sent_before, c.people),
    "interviews": lambda c: _over(c.interviews_after - c.interviews_before, c.people),
    "gained": lambda c: _over(c.gained, c.people),
    "lost": lambda c: _over(c.lost, c.people),
    "better": lambda c: _over(c.better, c.people),
    "worse": lambda c: _over(c.worse, c.people),
}


class Effect(NamedTuple):
    """A difference over seasons.

    Attributes
    ----------
    difference : float
        Mean over seasons, arm less base.
    mc_standard_error : float
        Of that mean, from the spread over seasons: more seasons make it smaller.
    low, high : float
        Interval of the mean (Student).
    season_low, season_high : float
        Where a further single season falls: its luck, and what the fit of the market leaves open.
    """

    difference: float
    mc_standard_error: float
    low: float
    high: float
    season_low: float
    season_high: float

    @property
    def is_established(self) -> bool:
        """Whether the interval of the mean leaves out no effect."""
        return self.low > 0 or self.high < 0


def effect_of(found: Array, level: float) -> Effect:
    """Sum up differences of two or more seasons.

    Parameters
    ----------
    found : array (R,)
    level : float
        Of the intervals, such as 0.9.

    Returns
    -------
    Effect
    """
    from scipy.special import stdtrit

    n, mean, sd = found.size, float(found.mean()), float(found.std(ddof=1))
    error, reach = sd / float(np.sqrt(n)), float(stdtrit(n - 1, 0.5 + level / 2))
    apart = reach * sd * float(np.sqrt(1 + 1 / n))
    return Effect(mean, error, mean - reach * error, mean + reach * error, mean - apart, mean + apart)
