"""Numbers of the view: each probability as counts out of 100 and in words, rounded once, here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator.advice.frequency import count_words, of_100, range_words, with_range
from simulator.advice.gains import count_of, range_of_ends
from simulator.outcomes.contract import number

if TYPE_CHECKING:
    from simulator.outcomes.comparison import Difference

Plain = dict[str, Any]


def within(p: float) -> float:
    """Return a probability without the rounding that left 0-1."""
    return min(max(p, 0.0), 1.0)


def counted(p: float, low: float, high: float, has_middle: bool = True) -> Plain:
    """Return a probability with its range for people: of 100, and in words.

    Parameters
    ----------
    p, low, high : float
        0-1.
    has_middle : bool
        Whether one number may stand for it; else only the range does.

    Returns
    -------
    dict
        probability, low, high (0-1); of_100 and count_words (low, high and, with a middle, central); answer_words
        (what stands alone); range_words (the range, empty where it would repeat what stands alone); words (a phrase).
    """
    ends = {"low": within(low), "high": within(high)}
    three = {**ends, **({"central": within(p)} if has_middle else {})}
    between = range_words(low, high)
    alone = count_words(within(p)) if has_middle else between
    beside = "" if between == alone else between
    return {
        "probability": number(within(p)),
        "low": number(ends["low"]),
        "high": number(ends["high"]),
        "of_100": {name: of_100(x) for name, x in three.items()},
        "count_words": {name: count_words(x) for name, x in three.items()},
        "answer_words": alone,
        "range_words": beside,
        "words": with_range(within(p), low, high) if has_middle else f"plausibly {between} of 100",
    }


def moved(apart: Difference, has_middle: bool) -> Plain:
    """Return a difference for people: signed counts of 100, and whether it is established.

    Parameters
    ----------
    apart : Difference
    has_middle : bool

    Returns
    -------
    dict
        difference_low, difference_high and, with a middle, difference_of_100; difference_words; established.
    """
    middle = {"difference_of_100": count_of(apart.exact)} if has_middle else {}
    return {
        **middle,
        "difference_low": count_of(apart.low),
        "difference_high": count_of(apart.high),
        "difference_words": range_of_ends(apart.low, apart.high),
        "established": apart.is_established,
    }


def only(data: Mapping[str, Any]) -> Plain:
    """Leave out what is not there."""
    return {key: value for key, value in data.items() if value is not None}
