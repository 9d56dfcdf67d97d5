"""Differences in words: how many more of 100, with the range; never a decimal, never a bare number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator.advice.frequency import count_words, range_words

if TYPE_CHECKING:
    from simulator.outcomes.comparison import Difference, Strategy
    from simulator.outcomes.result import RunResult

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
    if count >= 100:
        return f"more than 99 {way}"
    return f"{count} {way}" if count else f"less than 1 {way}"


def range_of_gain(difference: Difference) -> str:
    """Return the credible range of a difference in words, as `range_of_ends` does."""
    return range_of_ends(difference.low, difference.high)


def range_of_ends(lowest: float, highest: float) -> str:
    """Return the range between two differences, the end nearest to nothing first.

    Parameters
    ----------
    lowest, highest : float
        Differences of two probabilities, -1 to 1.

    Returns
    -------
    str
        "5 to 12 more", "1 to 8 fewer", "up to 1 more" where the range begins above nothing and
        under 1, "2 fewer to 6 more".
    """
    near, far = sorted((lowest, highest), key=abs)
    if gain_words(near) == gain_words(far):
        return gain_words(far)
    if near * far <= 0 or abs(near) <= NOTHING:
        return f"{gain_words(lowest)} to {gain_words(highest)}"
    return f"up to {gain_words(far)}" if count_of(near) == 0 else f"{abs(count_of(near))} to {gain_words(far)}"


def difference_words(difference: Difference, *, has_middle: bool) -> str:
    """Return a difference with its range: "12 more (5 to 20 more)", or that none is established.

    Parameters
    ----------
    difference : Difference
    has_middle : bool
        Whether one number may stand for it; false where published figures leave open what more
        interviews do for one person.
    """
    plausible = range_of_gain(difference)
    if difference.low == difference.high == 0:
        return "no change"
    if not difference.is_established:
        return f"{NOT_ESTABLISHED} ({plausible})"
    return f"{gain_words(difference.exact)} ({plausible})" if has_middle else plausible


def cost_words(strategy: Strategy) -> str:
    """Return what a strategy costs and, where a gain is established, the range of what a point costs."""
    if strategy.added_usd <= 0:
        return "no added fees" if strategy.added_usd == 0 else f"${-strategy.added_usd:,.0f} less in fees"
    added = f"${strategy.added_usd:,.0f} more in fees"
    if strategy.is_what_if:
        return added
    if strategy.usd_per_point is not None:
        ends = (strategy.added_usd / (100 * gain) for gain in (strategy.main.high, strategy.main.low))
        least, most = (f"${usd:,.0f}" for usd in ends)
        return f"{added}, {least if least == most else f'{least} to {most}'} per point"
    return f"{added}, dollars per point {NOT_ESTABLISHED}"


def as_it_stands(result: RunResult) -> float:
    """Return the chance that strategies are compared by: of a match, of a couple that of both matching."""
    return result.match.exact if result.couple is None else result.couple.both.refined


def standing(result: RunResult) -> str:
    """Return how many of 100 match as things stand, of a couple both, with the range: "62 (47 to 75)"."""
    found = result.match if result.couple is None else result.couple.both
    count, within = count_words(as_it_stands(result)), range_words(found.low, found.high)
    return count if count == within else f"{count} ({within})"


def asked(result: RunResult) -> str:
    """Return what strategies are asked about: how many of 100 match, or of how many couples both."""
    return "how many of 100 match" if result.couple is None else "of how many of 100 couples both match"
