"""Bars so long that no other could be read beside them: how many there are, and the scale without them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

GIANT, MOST_GIANTS = 2.2, 5  #: a bar that is so many times longer than the rest is broken off at the edge
SIDE = 0.8  #: least length of the side on which bars are broken off, of the other side
NARROWEST = 2  #: of 100, the reach of the axis on either side at least
ENDS = ("difference", "low", "high")


def dwarfing(rows: Sequence[Mapping[Any, Any]]) -> int:
    """Return how many of the longest bars would make all others unreadable on one scale; 0 where none would.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of `Sensitivity.fields`, the longest first.
    """
    alone = [abs(row["difference"]) for row in rows]
    reach = [max(abs(row[end]) for end in ENDS) for row in rows]
    for k in range(1, min(MOST_GIANTS + 1, len(rows))):
        if any(min(size[:k]) > GIANT * max(size[k:]) for size in (alone, reach)):
            return k
    return 0
