"""The rank order list as it is shown: places that are open, runs of them, and what is closed."""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from simulator.advice.frequency import LEAST
from simulator.advice.reasons import closed

if TYPE_CHECKING:
    from simulator.outcomes.result import RunResult

FEW = 3  #: so many places of a run, or fewer, are named one by one


class Place(NamedTuple):
    """One place of the list.

    Attributes
    ----------
    position : from 1
    program : its name
    probability : that the match falls there, 0-1
    closed : "closed (visa)" and the like, or empty
    waiting : whether the application has not been answered yet
    """

    position: int
    program: str
    probability: float
    closed: str
    waiting: bool


def places(result: RunResult) -> list[Place]:
    """Return every place of the rank order list.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    """
    table = result.by_program
    about = dict(zip(table["program"], zip(table["filtered"], table["status"], strict=True), strict=True))
    listed = result.by_position
    found = []
    for position, name, p in zip(listed["position"], listed["program"], listed["exact"], strict=True):
        reasons, status = about.get(name, ((), ""))
        shut = closed(reasons) if len(reasons) else ""
        found.append(Place(int(position), str(name), float(p), shut, status == "applied"))
    return found


def runs(rest: Sequence[Place], edges: Sequence[int] = ()) -> Iterator[list[Place]]:
    """Yield the open places of a list, in order, in runs that are shown as one; what is few is on its own.

    Parameters
    ----------
    rest : sequence of Place
        Open places, in order.
    edges : sequence of int
        Positions after which a new run begins. A run that reaches less than 1 of 100 takes in the next one.
    """
    for run in _runs(rest, edges):
        if len(run) <= FEW and math.fsum(place.probability for place in run) >= LEAST:
            yield from ([place] for place in run)
        else:
            yield run


def _runs(rest: Sequence[Place], edges: Sequence[int]) -> Iterator[list[Place]]:
    run: list[Place] = []
    total = 0.0
    for place in rest:
        is_other = bool(run) and place.waiting != run[-1].waiting and max(total, place.probability) >= LEAST
        if is_other or (run and total >= LEAST and place.position > _edge(run[-1].position, edges)):
            yield run
            run, total = [], 0.0
        run.append(place)
        total += place.probability
    if run:
        yield run


def _edge(position: int, edges: Sequence[int]) -> int:
    """Return the last position of the run that a position belongs to."""
    return next((edge for edge in edges if position <= edge), sys.maxsize)


def run_label(run: Sequence[Place], compact: bool = False) -> str:
    """Return what a run of open places is called: "not answered yet, places 5 to 84".

    Parameters
    ----------
    run : sequence of Place
        At least one, in order; with closed places between them: "70 of places 5 to 84".
    compact : bool
        Leave out the word "places" where the rest says enough.
    """
    low, high = run[0].position, run[-1].position
    waiting = all(place.waiting for place in run)
    noun = "" if waiting and compact else "places " if low < high else "place "
    some = f"{len(run):,} of " if high - low >= len(run) else ""
    span = f"{low} to {high}" if low < high else f"{low}"
    return f"{'not answered yet, ' if waiting else ''}{some}{noun}{span}"


def closed_counts(found: Sequence[Place]) -> list[tuple[str, list[Place]]]:
    """Return the closed places by reason, commonest reason first.

    Parameters
    ----------
    found : sequence of Place
        The whole list.
    """
    shut = [place for place in found if place.closed]
    order = Counter(place.closed for place in shut).most_common()
    return [(reason, [place for place in shut if place.closed == reason]) for reason, _ in order]


def leaves_out_unlisted(result: RunResult) -> bool:
    """Return whether applications were sent to programs that the result does not count."""
    return any("not listed" in warning for warning in result.warnings)
