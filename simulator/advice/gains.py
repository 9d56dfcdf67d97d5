"""Differences in words: how many more of 100, with the range; never a decimal, never a bare number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.outcomes.comparison import Difference, Strategy

NOT_ESTABLISHED = "not established"
NOTHING = 1e-9


def count_of(gain: float) -> int:
    """Return a difference of chances as a whole number of 100 people, rounded; negative for fewer."""
    return int(math.copysign(math.floor(100 * abs(gain) + 0.5), gain))


def gain_words(gain: float) -> str:
    """Return a difference as "12 more", "3 fewer", "less than 1 more" or "no change".

    Parameters
    ----------
    gain : float
        Difference of two probabilities, -1 to 1.
    """
    if abs(gain) <= NOTHING:
        return "no change"
    way = "more" if gain > 0 else "fewer"
    count = abs(count_of(gain))
    return f"{count} {way}" if count else f"less than 1 {way}"


def range_of_gain(difference: Difference) -> str:
    """Return the credible range of a difference: "5 to 12 more", "2 fewer to 6 more"."""
    return range_of_ends(difference.low, difference.high)


def range_of_ends(lowest: float, highest: float) -> str:
    """Return the range between two differences, -1 to 1, as `range_of_gain` does."""
    low, high = (gain_words(end) for end in (lowest, highest))
    if low == high:
        return low
    first, way = low.rsplit(" ", 1)
    return f"{first} to {high}" if high.endswith(f" {way}") and low != "no change" else f"{low} to {high}"


def cost_words(strategy: Strategy) -> str:
    """Return what a strategy costs and, where a gain is established, the range of what a point costs."""
    if strategy.added_usd <= 0:
        return "no added fees" if strategy.added_usd == 0 else f"${-strategy.added_usd:,.0f} less in fees"
    added = f"${strategy.added_usd:,.0f} more in fees"
    if strategy.usd_per_point is not None:
        ends = (strategy.added_usd / (100 * gain) for gain in (strategy.main.high, strategy.main.low))
        least, most = (f"${usd:,.0f}" for usd in ends)
        return f"{added}, {least if least == most else f'{least} to {most}'} per point"
    return f"{added}, dollars per point {NOT_ESTABLISHED}"
