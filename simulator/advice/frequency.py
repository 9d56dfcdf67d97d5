"""Probabilities in words: natural frequencies out of 100, never 0, never 100, never a decimal.

People judge "60 of 100" better than "0.6" or "1 in 1.7", and one denominator lets them
compare (Gigerenzer & Hoffrage 1995; Spiegelhalter, Pearson & Short 2011). A model cannot
rule anything out, so the ends read "fewer than 1" and "more than 99".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import takewhile

#: Float noise tolerated outside 0-1 before a number is refused as no probability.
TOLERANCE = 1e-6
#: The smallest chance that is counted on its own: 1 of 100.
LEAST = 0.01
#: Ranges that would be hard to read with both ends said.
AT_THE_EDGE = {("fewer than 1", "1"): "1 or fewer", ("99", "more than 99"): "99 or more"}


def of_100(p: float) -> int:
    """Return how many icons of 100 stand for `p`: rounded, but 0 only under 1 and 100 only over 99.

    Parameters
    ----------
    p : float
        Probability, 0-1.

    Raises
    ------
    ValueError
        If `p` is not a number from 0 to 1.
    """
    if not -TOLERANCE <= p <= 1 + TOLERANCE:
        raise ValueError(f"a probability lies between 0 and 1 (got {p!r})")
    if p < LEAST - TOLERANCE:
        return 0
    return 100 if p > 1 - LEAST + TOLERANCE else math.floor(p * 100 + 0.5)


def count_words(p: float) -> str:
    """Return the count alone: "60", "fewer than 1" or "more than 99".

    Parameters
    ----------
    p : float
        Probability, 0-1; NaN reads "not known".
    """
    if math.isnan(p):
        return "not known"
    count = of_100(p)
    if count < 1:
        return "fewer than 1"
    return str(count) if count < 100 else "more than 99"


def natural_frequency(p: float) -> str:
    """Return `p` as a frequency: "about 60 of 100", "fewer than 1 of 100".

    Parameters
    ----------
    p : float
        Probability, 0-1; NaN reads "not known".
    """
    words = count_words(p)
    if math.isnan(p):
        return words
    return f"about {words} of 100" if words.isdigit() else f"{words} of 100"


def range_words(low: float, high: float) -> str:
    """Return a range out of 100: "47 to 75", "fewer than 1 to 12", "80 to more than 99", "1 or fewer", "99 or more".

    Parameters
    ----------
    low, high : float
        Ends of the interval, 0-1, in either order. Ends that read alike are said once.
    """
    ends = [count_words(p) for p in sorted((low, high), key=lambda p: (math.isnan(p), p))]
    if ends[0] == ends[1]:
        return ends[0]
    return AT_THE_EDGE.get((ends[0], ends[1])) or f"{ends[0]} to {ends[1]}"


def with_range(p: float, low: float, high: float) -> str:
    """Return frequency and range together: "about 60 of 100 (plausibly 47 to 75)".

    The range is left out where it would only repeat the frequency.
    """
    words = range_words(low, high)
    if words in (count_words(p), "not known"):
        return natural_frequency(p)
    return f"{natural_frequency(p)} (plausibly {words})"


def shown_singly(chances: Sequence[float], all_up_to: int, head: int) -> int:
    """Return how many places of a list to show one by one.

    Parameters
    ----------
    chances : sequence of float
        Probability of each place, 0-1, in order.
    all_up_to : int
        A list no longer than this is shown whole.
    head : int
        Of a longer one at most this many, and only as far as 1 of 100 is reached.
    """
    if len(chances) <= all_up_to:
        return len(chances)
    return sum(1 for _ in takewhile(lambda p: p >= LEAST, chances[:head]))
