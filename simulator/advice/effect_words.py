"""Differences of an experiment in words: of 1,000 people, with the interval, and whether they can be told from none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.outcomes.experiment_measures import Effect, Measure

PER = 1_000  # one denominator, so that effects of a few in a thousand can be compared
NAMES = {
    "all": "all applicants",
    "us_md": "US MD seniors",
    "us_do": "US DO seniors",
    "us_img": "US IMGs",
    "non_us_img": "non-US IMGs",
    "us_graduate": "US graduates of earlier years",
}
UNTOLD = "cannot be told from no effect"


def named(group: str) -> str:
    """Name a group of applicants."""
    return NAMES.get(group, group)


def count(share: float) -> int:
    """How many of 1,000."""
    return round(PER * share)


def fewer_or_more(share: float) -> str:
    """Say a difference of shares of 1,000 people: "12 more", "3 fewer", "less than 1 more", "none"."""
    n, side = count(abs(share)), "more" if share > 0 else "fewer"
    if share == 0:
        return "none"
    return f"{n:,} {side}" if n else f"less than 1 {side}"


def range_of(effect: Effect) -> str:
    """Say the interval of a difference of shares: "9 to 15 more", "3 fewer to 2 more"."""
    low, high = fewer_or_more(effect.low), fewer_or_more(effect.high)
    if low == high:
        return low
    if (effect.low > 0) == (effect.high > 0):
        ends = (low, high) if effect.low > 0 else (high, low)
        return f"{ends[0].rsplit(' ', 1)[0]} to {ends[1]}"
    return f"{low} to {high}"


def effect_words(effect: Effect, verb: str = "match") -> str:
    """Say what an effect on people is: "12 more of 1,000 match (9 to 15 more)", or that it cannot be told.

    Parameters
    ----------
    effect : Effect
        Of a share of people.
    verb : str
        What they do.
    """
    if effect.low == effect.high == 0:
        return f"as many {verb} as before, in every season"
    if not effect.is_established:
        return f"{UNTOLD} ({range_of(effect)} of {PER:,})"
    return f"{fewer_or_more(effect.difference)} of {PER:,} {verb} ({range_of(effect)})"


def signed(value: float, is_share: bool) -> str:
    """Write a difference with its sign; of shares in points."""
    shown = 100 * value if is_share else value
    digits = 2 if is_share or 1 <= abs(value) < 100 else 0 if abs(value) >= 100 else 3
    text = f"{shown:+,.{digits}f}"
    return text[1:] if float(text.replace(",", "")) == 0 else text.replace("-", "\N{MINUS SIGN}")


def level_words(value: float, measure: Measure) -> str:
    """Write the level of a measure."""
    if measure.is_share:
        return f"{100 * value:.1f}%"
    return f"{value:,.2f}" if abs(value) < 100 else f"{value:,.0f}"


def interval_words(effect: Effect, measure: Measure) -> str:
    """Write a difference with its interval, and whether it can be told from none."""
    low, high = signed(effect.low, measure.is_share), signed(effect.high, measure.is_share)
    if effect.low == effect.high == 0:
        return "no difference"
    mark = "" if effect.is_established else "  ?"
    return f"{signed(effect.difference, measure.is_share):>8}  ({low} to {high}){mark}"
