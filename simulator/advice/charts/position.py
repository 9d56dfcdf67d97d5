"""Where on the rank order list the match falls, and how often it falls nowhere."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import ROW, model_note, put, put_bar, rows_axes
from simulator.advice.frequency import LEAST, shown_singly

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.result import RunResult

SINGLE = 15  #: a list up to this long is shown place by place
HEAD = 10  #: places shown one by one before a longer list is grouped
EDGES = (10, 15, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 5000)
NAMES = 2.5  #: inches for number and name
NUMBERS = 0.25


class Bar(NamedTuple):
    """One bar: its label and probability; `place` is empty for groups and for no match."""

    label: str
    probability: float
    place: str = ""
    unmatched: bool = False


def position_bars(result: RunResult) -> list[Bar]:
    """Return the bars to draw: single places, then groups of places, then no match.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    """
    table = result.by_position
    chances = [float(p) for p in table["probability"]]
    single = shown_singly(chances, SINGLE, HEAD)
    bars = [
        Bar(theme.printable(str(row["program"])), float(row["probability"]), f"{row['position']}.")
        for row in table.head(single).to_dict("records")
    ]
    rest = min(max(1 - result.match.probability, 0.0), 1.0)
    return [*bars, *_groups(chances, single), Bar("no match", rest, unmatched=True)]


def _groups(chances: list[float], start: int) -> Iterator[Bar]:
    """Yield bars of neighbouring places; too small a group takes in the next one."""
    for edge in [e for e in EDGES if start < e < len(chances)] + [len(chances)]:
        total = math.fsum(chances[start:edge])
        if start < edge and (total >= LEAST or edge == len(chances)):
            yield Bar(f"places {start + 1} to {edge}" if edge > start + 1 else f"place {edge}", min(total, 1.0))
            start = edge


@theme.styled
def list_position(result: RunResult) -> Figure:
    """Draw how often the match falls on each place of the rank order list, or nowhere.

    Parameters
    ----------
    result : RunResult
        What `run` returned. Lists longer than 15 are grouped from the 11th place on.
    """
    bars = position_bars(result)
    height = ROW * (len(bars) + 1)
    page = theme.sheet(_title(result, bars), height + 0.02, _caption(result))
    axes = rows_axes(page, 0.02, height)
    limit = max(bar.probability for bar in bars)
    for row, bar in enumerate(bars):
        _draw(axes, bar, (row + 0.5) * ROW, (page.width - NAMES - 0.95) / max(limit, 0.1))
    put(axes, 0, height - 0.12, "place on the rank order list", color=theme.MUTED)
    put(axes, NAMES, height - 0.12, "of 100 such applicants", color=theme.MUTED)
    return page.figure


def _draw(axes: Axes, bar: Bar, y: float, scale: float) -> None:
    start = NUMBERS + 0.06 if bar.place else 0.0
    label = theme.shorten(bar.label, NAMES - start - 0.1, theme.TEXT_SIZE)
    put(axes, NUMBERS, y, bar.place, ha="right")
    put(axes, start, y, label, fontweight="bold" if bar.unmatched else "normal")
    colour = theme.NO_MATCH if bar.unmatched else theme.MATCH
    put_bar(
        axes,
        NAMES,
        y,
        scale * bar.probability,
        linewidth=1.0,
        edgecolor=colour,
        facecolor=theme.PAPER if bar.unmatched else theme.MATCH,
        hatch="////" if bar.unmatched else None,
    )
    put(axes, NAMES + scale * bar.probability + 0.06, y, frequency.count_words(bar.probability))


def _title(result: RunResult, bars: list[Bar]) -> str:
    *places, nowhere = bars
    unmatched = frequency.natural_frequency(nowhere.probability)
    if not places:
        return f"The rank order list is empty: {unmatched} end without a match"
    if nowhere.probability >= 0.5:
        return f"For {unmatched} the list ends without a match"
    first = result.by_position["probability"].iloc[0]
    top = frequency.natural_frequency(float(first))
    return f"The match falls on the first choice for {top}, on none for {unmatched}"


def _caption(result: RunResult) -> str:
    return (
        f"{model_note(result)}. Each bar counts how often the match falls there; all bars together "
        "make 100. A longer list does not push the first choices down: rank by true preference."
    )
