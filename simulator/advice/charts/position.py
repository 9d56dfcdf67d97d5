"""Where on the rank order list the match falls, and how often it falls nowhere."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import ROW, listed, model_note, put, put_bar, put_lines, row_height, rows_axes
from simulator.advice.frequency import shown_singly
from simulator.advice.places import Place, closed_counts, places, run_label, runs

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.result import RunResult

SINGLE = 15  #: a list up to this long is shown place by place
HEAD = 10  #: places shown one by one before a longer list is grouped
EDGES = (10, 15, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 5000)
NAMES = 2.5  #: inches for number and name
NUMBERS = 0.25
MOST_SAID = 20  #: bars named in the text that stands for the picture


class Bar(NamedTuple):
    """One bar: its label and probability; `place` is empty for groups and for no match.

    What is closed has no bar: `closed` says why, or the label does where several are.
    """

    label: str
    probability: float
    place: str = ""
    unmatched: bool = False
    closed: str | None = None


def position_bars(result: RunResult) -> list[Bar]:
    """Return the bars to draw: single places, groups of places, what is closed, then no match.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    """
    found = places(result)
    still = [place for place in found if not place.closed]
    single = shown_singly([place.probability for place in still], SINGLE, HEAD)
    bars = [_one(place) for place in still[:single]]
    rest = min(max(1 - result.match.exact, 0.0), 1.0)
    return [*bars, *_groups(still[single:]), *_closed(found), Bar("no match", rest, unmatched=True)]


def _groups(rest: list[Place]) -> Iterator[Bar]:
    """Yield bars of neighbouring open places; a few that count are named one by one."""
    for run in runs(rest, EDGES):
        total = min(math.fsum(one.probability for one in run), 1.0)
        yield _one(run[0]) if len(run) == 1 else Bar(run_label(run, compact=True), total)


def _one(place: Place) -> Bar:
    return Bar(theme.printable(place.program), place.probability, f"{place.position}.")


def _closed(found: list[Place]) -> Iterator[Bar]:
    for reason, group in closed_counts(found):
        if len(group) > 1:
            yield Bar(f"{len(group):,} {reason}", 0.0, closed="")
        else:
            yield Bar(theme.printable(group[0].program), 0.0, f"{group[0].position}.", closed=reason)


@theme.styled
def list_position(result: RunResult) -> Figure:
    """Draw how often the match falls on each place of the rank order list, or nowhere.

    Parameters
    ----------
    result : RunResult
        What `run` returned. Lists longer than 15 are grouped from the 11th place on; closed places
        are only counted.
    """
    bars = position_bars(result)
    labels = [_label(bar) for bar in bars]
    ends = np.cumsum([row_height(lines) for lines in labels])
    height = float(ends[-1]) + ROW
    page = theme.sheet(_title(result, bars), height + 0.02, _caption(result), _alt(bars))
    axes = rows_axes(page, 0.02, height)
    scale = (page.width - NAMES - 0.95) / max(0.1, *(bar.probability for bar in bars))
    for bar, label, low, high in zip(bars, labels, [0.0, *ends], ends, strict=False):
        _draw(axes, bar, label, float(low + high) / 2, scale)
    put(axes, 0, height - 0.12, "place on the rank order list", color=theme.MUTED)
    put(axes, NAMES, height - 0.12, "of 100 such applicants", color=theme.MUTED)
    return page.figure


def _label(bar: Bar) -> list[str]:
    return theme.fitted(bar.label, NAMES - _start(bar) - 0.1, theme.TEXT_SIZE)


def _start(bar: Bar) -> float:
    return NUMBERS + 0.06 if bar.place else 0.0


def _draw(axes: Axes, bar: Bar, label: list[str], y: float, scale: float) -> None:
    ink = theme.INK if bar.closed is None else theme.MUTED
    put(axes, NUMBERS, y, bar.place, ha="right", color=ink)
    put_lines(axes, _start(bar), y, label, fontweight="bold" if bar.unmatched else "normal", color=ink)
    if bar.closed is not None:
        put(axes, NAMES, y, bar.closed, color=ink)
        return
    colour = theme.NO_MATCH if bar.unmatched else theme.MATCH
    put_bar(
        axes,
        NAMES,
        y,
        scale * bar.probability,
        linewidth=1.0,
        edgecolor=colour,
        facecolor=theme.PAPER if bar.unmatched else theme.MATCH,
        hatch=theme.NONE_HATCH if bar.unmatched else None,
    )
    put(axes, NAMES + scale * bar.probability + 0.06, y, frequency.count_words(bar.probability))


def _title(result: RunResult, bars: list[Bar]) -> str:
    *listed, nowhere = bars
    unmatched = frequency.natural_frequency(nowhere.probability)
    if not listed:
        return f"The rank order list is empty: {unmatched} end without a match"
    if nowhere.probability >= 0.5:
        return f"For {unmatched} the list ends without a match"
    first = result.by_position["exact"].iloc[0]
    top = frequency.natural_frequency(float(first))
    return f"The match falls on the first choice for {top}, on none for {unmatched}"


def _alt(bars: list[Bar]) -> str:
    def said(bar: Bar) -> str:
        name = f"{bar.place} {bar.label}".strip()
        if bar.closed is not None:
            return f"{name} {bar.closed}".strip()
        return f"{name}: {frequency.count_words(bar.probability)}"

    return f"Of 100 such applicants, by place on the rank order list: {listed(map(said, bars), MOST_SAID)}"


def _caption(result: RunResult) -> str:
    return (
        f"{model_note(result)}. Each bar is the central count of how often the match falls there; all bars together "
        f"make 100. In all, plausibly {frequency.range_words(result.match.low, result.match.high)} match. "
        "A longer list does not push the first choices down: rank by true preference."
    )
