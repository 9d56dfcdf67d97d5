"""Further seasons: how many have matched by the end of each, and what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import listed, put, rows_axes, step_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.strategy.course import Course, Reapplying

FIELD, LEFT = 2.7, 0.62  #: inches
ROW = 0.24
APART = 0.09  #: between the two marks of a season, of the way from one to the next
LEAST = 50  #: of 100, the reach of the axis at least


def seasons_ahead(found: Reapplying) -> Figure:
    """Draw how many of 100 have matched by the end of each season, with its range, and the fees so far.

    Parameters
    ----------
    found : Reapplying
        From `simulator.strategy.reapply`. Where something changes from the second season on, both ways are drawn.
    """
    with theme.style():
        return _drawn(found)


def _drawn(found: Reapplying) -> Figure:
    ways = _ways(found)
    below = 0.85 + ROW * (len(ways) + 1)
    page = theme.sheet(_title(found), FIELD + below, _caption(found), _alt(ways))
    axes = page.axes(LEFT, below, page.width - LEFT - 0.1, FIELD - 0.1)
    _frame(axes, found, [course for _, course in ways])
    for k, (name, course) in enumerate(ways):
        _way(axes, name, course, is_changed=k > 0, is_paired=len(ways) > 1, has_middle=found.has_middle or k == 0)
    place = (page.left / theme.WIDTH, float((page.bottom + 0.02) / page.figure.get_figheight()))
    page.figure.legend(loc="lower left", bbox_to_anchor=place, ncols=len(ways))
    _fees(page, ways)
    return page.figure


def _ways(found: Reapplying) -> list[tuple[str, Course]]:
    changed = [] if found.changed is None else [("changed from the second season on", found.changed)]
    return [("the same file", found.unchanged), *changed]


def _frame(axes: Axes, found: Reapplying, courses: list[Course]) -> None:
    top = max(LEAST, *(112 * s.cumulative.high for course in courses for s in course.seasons))
    ticks = step_ticks(0, min(int(top), 100), 6)
    axes.set(ylim=(0, top), xlim=(-0.5, len(found.unchanged.seasons) - 0.5))
    axes.set_yticks(ticks, [{0: "none", 100: "all"}.get(tick, str(tick)) for tick in ticks])
    axes.set_ylabel("matched by then, of 100")
    axes.set_xticks(range(len(found.unchanged.seasons)), [str(s.season) for s in found.unchanged.seasons])
    axes.tick_params(axis="x", length=0)
    axes.grid(axis="y")


def _way(axes: Axes, name: str, course: Course, is_changed: bool, is_paired: bool, has_middle: bool) -> None:
    """Draw the ranges of one way, with their middles where there are some; the first season is the same for both."""
    colour, marker = (theme.MATCH, "s") if is_changed else (theme.OPEN, "o")
    for k, s in enumerate(course.seasons[1 if is_changed else 0 :], start=int(is_changed)):
        side = 0 if k == 0 or not is_paired else 1 if is_changed else -1
        x, chance = k + APART * side, s.cumulative
        low, high = 100 * chance.low, 100 * chance.high
        axes.vlines(x, low, high, color=colour, linewidth=2.6, label=name if k == int(is_changed) else "_")
        at = [100 * chance.exact] if has_middle else [low, high]
        axes.scatter([x] * len(at), at, s=46 if has_middle else 18, color=colour, marker=marker, zorder=3)
        axes.annotate(
            _short(chance.low, chance.high),
            (x, high),
            xytext=(12 * side, 3),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=theme.SMALL_SIZE,
            color=colour,
        )


def _short(low: float, high: float) -> str:
    words = frequency.range_words(low, high).replace(" to ", "\u2013")
    return words.replace("fewer than ", "<").replace("more than ", ">")


def _fees(page: theme.Sheet, ways: list[tuple[str, Course]]) -> None:
    """Write the fees paid by then under each season."""
    height = ROW * (len(ways) + 1)
    rows = rows_axes(page, 0.32, height)
    put(rows, 0, ROW / 2, "Application fees so far, if it comes to that season:", fontsize=theme.SMALL_SIZE)
    inner = page.width - LEFT - 0.1
    for k, (_, course) in enumerate(ways):
        colour = theme.MATCH if k else theme.OPEN
        y = ROW * (k + 1.5)
        put(rows, 0, y, "changed" if k else "same", fontsize=theme.SMALL_SIZE, color=colour)
        paid = np.cumsum([s.cost_usd for s in course.seasons])
        for season, usd in enumerate(paid):
            x = LEFT + inner * (season + 0.5) / len(course.seasons)
            put(rows, x, y, f"${usd:,.0f}", ha="center", fontsize=theme.SMALL_SIZE, color=colour)


def _alt(ways: list[tuple[str, Course]]) -> str:
    def said(name: str, course: Course) -> str:
        by = (f"{s.season} {frequency.range_words(s.cumulative.low, s.cumulative.high)}" for s in course.seasons)
        return f"{name}: by {', by '.join(by)}"

    return f"Matched of 100, {listed(said(*way) for way in ways)}"


def _title(found: Reapplying) -> str:
    last = found.unchanged.seasons[-1]
    same = frequency.range_words(last.cumulative.low, last.cumulative.high)
    if found.changed is None:
        return f"With the same file, {same} of 100 match by {last.season}"
    other = found.changed.seasons[-1].cumulative
    changed = frequency.range_words(other.low, other.high)
    return f"By {last.season}, {same} of 100 match with the same file, {changed} with the changed one"


def _caption(found: Reapplying) -> str:
    first = found.unchanged.seasons[0]
    is_open = found.changed is not None and not found.has_middle
    middle = " With a change there is a range and no middle: published figures leave it open." if is_open else ""
    return (
        f"In this model (season {first.season}, settings {found.calibration}). Of 100 people like this one, how many "
        f"have matched by the end of each season, as long as they apply again. Lines: 90% of the model's "
        f"parameter sets.{middle} SOAP and other costs than application fees are not counted."
    )
