"""How much of a long list is shown: the defined ways in which a report is shortened until it fits two pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from simulator.advice.terminal import clean, cut
from simulator.scenario.plain_words import without_keys

NAME = 56  #: cells of a name of a program or strategy; a longer one is cut in its middle
MORE = "and {} more in the JSON"


class Room(NamedTuple):
    """How many entries of each list are shown, and how many characters of one text.

    Attributes
    ----------
    warnings : what decides the answer; never none
    places : places of the list, or pairs, one by one
    rests : what it rests on and takes for granted
    closed : reasons for which programs add nothing
    strategies, cautions : strategies, and cautions below each
    steps : what can still be done when the outlook is poor
    plan : items of this month, and again of messages
    text : characters
    """

    warnings: int
    places: int
    rests: int
    closed: int
    strategies: int
    cautions: int
    steps: int
    plan: int
    text: int


#: From the most to the least that is shown; the first with which everything fits two pages is taken.
LEVELS = (
    Room(warnings=4, places=8, rests=12, closed=4, strategies=10, cautions=3, steps=9, plan=8, text=600),
    Room(warnings=4, places=7, rests=8, closed=3, strategies=8, cautions=2, steps=8, plan=6, text=600),
    Room(warnings=4, places=5, rests=6, closed=2, strategies=6, cautions=2, steps=6, plan=5, text=420),
    Room(warnings=3, places=5, rests=4, closed=1, strategies=5, cautions=1, steps=5, plan=4, text=420),
    Room(warnings=3, places=4, rests=3, closed=1, strategies=4, cautions=1, steps=4, plan=3, text=300),
    Room(warnings=2, places=3, rests=2, closed=1, strategies=3, cautions=0, steps=3, plan=2, text=200),
)


def some(texts: Iterable[str], most: int, room: Room, more: str = MORE) -> tuple[str, ...]:
    """Return texts on one line each, as many as may be shown, and how many were left out.

    Parameters
    ----------
    texts : iterable of str
    most : int
        So many are shown; one more is shown rather than "and 1 more".
    room : Room
        For the length of one text.
    more : str
        What the last item says, with ``{}`` for the number left out.
    """
    found = [shortened(text, room) for text in texts]
    kept = len(found) if len(found) <= most + (most > 1) else most
    return (*found[:kept], *([more.format(f"{len(found) - kept:,}")] if kept < len(found) else []))


def shortened(text: str, room: Room) -> str:
    """Return a text on one printable line without keys of the file, cut after a whole word where it is too long."""
    line = clean(without_keys(text))
    if len(line) <= room.text:
        return line
    head = line[: room.text]
    return f"{head[: head.rfind(' ')] if ' ' in head else head} ... (whole in the JSON)"


def named(name: str) -> str:
    """Return a name from a file of a user on one printable line of bounded length."""
    return cut(clean(name), NAME)


def left_out(rows: Sequence[object], most: int) -> int:
    """Return how many rows do not fit; one more is shown rather than left out alone."""
    return 0 if len(rows) <= most + (most > 1) else len(rows) - most
