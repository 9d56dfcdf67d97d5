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
    of : callable, optional
        What a share is a share of, in the same shape: how many people, programs, positions.
    """

    name: str
    words: str
    is_share: bool
    groups: tuple[str, ...]
    read: Callable[[Tally], Array]
    of: Callable[[Tally], NDArray[np.int64]] | None = None


def _share(
    name: str,
    words: str,
    groups: tuple[str, ...],
    top: Callable[[Tally], NDArray[np.int64]],
    bottom: Callable[[Tally], NDArray[np.int64]],
) -> Measure:
    return Measure(name, words, is_share=True, groups=groups, read=lambda t: _over(top(t), bottom(t)), of=bottom)


def _number(name: str, words: str, groups: tuple[str, ...], read: Callable[[Tally], Array]) -> Measure:
    return Measure(name, words, is_share=False, groups=groups, read=read)


def _over(top: NDArray[np.int64], bottom: NDArray[np.int64]) -> Array:
    """A ratio; NaN where there is nothing below."""
    return np.asarray(np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 0))


def _couples(t: Tally) -> NDArray[np.int64]:
    return np.asarray(t.couples.sum(axis=-1))


MEASURES = (
    _share("matched", "matched", BY_GROUP, lambda t: t.matched, lambda t: t.persons),
    _number("applications", "applications per applicant", BY_GROUP, lambda t: _over(t.sent, t.persons)),
    _number("interviews", "interviews per applicant", BY_GROUP, lambda t: _over(t.interviews, t.persons)),
    _share("no_interview", "without any interview", BY_GROUP, lambda t: t.without, lambda t: t.persons),
    _share("top_tenth", "interviews held by the tenth with most", BY_GROUP, lambda t: t.top, lambda t: t.interviews),
    _share("first_choice", "of the matched, at their first choice", BY_GROUP, lambda t: t.first, lambda t: t.placed),
    _number("matched_rank", "place on the list of the match", BY_GROUP, lambda t: _over(t.places, t.placed)),
    _share(
        "matched_by_strength",
        "matched, by strength on paper",
        FIFTHS,
        lambda t: t.matched_by_fifth,
        lambda t: t.persons_by_fifth,
    ),
    _number("received", "applications per program", (), lambda t: _over(t.sent[..., -1], t.programs)),
    _number("reviewed", "of these good enough to be looked at", (), lambda t: _over(t.answered, t.programs)),
    _share("filled", "positions filled", (), lambda t: t.filled, lambda t: t.positions),
    _number("unfilled_positions", "unfilled positions", (), lambda t: (t.positions - t.filled).astype(float)),
    _share("full_programs", "programs that filled", (), lambda t: t.full, lambda t: t.programs),
    _number("couples", "couples", (), lambda t: _couples(t).astype(float)),
    _share("couples_both", "couples with both matched", (), lambda t: t.couples[..., 0], _couples),
    _share("couples_one", "couples with one matched", (), lambda t: t.couples[..., 1], _couples),
    _share("couples_neither", "couples with neither matched", (), lambda t: t.couples[..., 2], _couples),
)
OF = {measure.name: measure for measure in MEASURES}

#: Changes that are shares of people.
OF_PEOPLE = ("matched", "gained", "lost", "better", "worse")

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


def effect_of(found: Array, level: float, of: Array | None = None) -> Effect:
    """Sum up differences of two or more seasons.

    Parameters
    ----------
    found : array (R,)
    level : float
        Of the intervals, such as 0.9.
    of : array (R,), optional
        What the shares are shares of. Few seasons of a small group often differ by the same whole number of people,
        and then seem to leave no doubt: the spread is taken to be one person at least, unless nothing changed.

    Returns
    -------
    Effect
    """
    from scipy.special import stdtrit

    n, mean, sd = found.size, float(found.mean()), float(found.std(ddof=1))
    if of is not None and found.any():
        sd = max(sd, 1 / float(of.mean()))
    error, reach = sd / float(np.sqrt(n)), float(stdtrit(n - 1, 0.5 + level / 2))
    apart = reach * sd * float(np.sqrt(1 + 1 / n))
    return Effect(mean, error, mean - reach * error, mean + reach * error, mean - apart, mean + apart)
