"""Invitations still to come, week by week, as a fan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.advice import theme
from simulator.advice.charts.shared import listed, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.strategy.clock import SeasonClock


def season_fan(clock: SeasonClock) -> Figure:
    """Draw how many further invitations have come by the end of each week.

    Parameters
    ----------
    clock : SeasonClock
        From `simulator.strategy.season_clock`.

    Returns
    -------
    Figure
        Bands hold 9 of 10 and 5 of 10 seasons; the line is the expected number.
    """
    with theme.style():
        if clock.unanswered == 0:
            text = "No program of the file is still to answer, so no further invitation can come from it."
            return message("Nothing more can come from these programs", text, f"{_note(clock)}.")
        page = theme.sheet(_title(clock), 3.4, _caption(clock), _alt(clock))
        axes = page.axes(0.45, 0.85, page.width - 0.6, page.height - 0.95)
        _draw(axes, clock)
        place = (page.left / theme.WIDTH, float((page.bottom + 0.02) / page.figure.get_figheight()))
        page.figure.legend(loc="lower left", bbox_to_anchor=place, ncols=2)
        return page.figure


def _note(clock: SeasonClock) -> str:
    return f"In this model (season {clock.season}, settings {clock.calibration})"


def _title(clock: SeasonClock) -> str:
    last = clock.weeks[-1]
    low, high = last.quantiles[0], last.quantiles[-1]
    if high == 0:
        return "Most likely no further invitation"
    number = "None or one" if high <= 1 else f"{low} to {high}" if low else f"None to {high}"
    return f"{number} more invitation{'' if high <= 1 else 's'} to expect in 9 of 10 seasons"


def _caption(clock: SeasonClock) -> str:
    return (
        f"{_note(clock)}, given every answer and silence of the file so far. The bands hold luck and what the model "
        "does not know about its own settings; the line is the expected number under its central settings. "
        "Programs outside "
        "the file are not counted."
    )


def _alt(clock: SeasonClock) -> str:
    weeks = clock.weeks[:: max(1, -(-len(clock.weeks) // 6))]
    ends = [*weeks, clock.weeks[-1]] if weeks[-1] is not clock.weeks[-1] else weeks
    said = (f"by {w.day.day} {w.day:%B} {w.quantiles[0]} to {w.quantiles[-1]}" for w in ends)
    return f"Further invitations that have come, in 9 of 10 seasons: {listed(said)}"


def _draw(axes: Axes, clock: SeasonClock) -> None:
    days = [week.day for week in clock.weeks]
    at = np.arange(len(days))
    quantiles = np.array([week.quantiles for week in clock.weeks])
    for low, high, alpha, label in ((0, -1, 0.45, "9 of 10 seasons"), (1, -2, 0.95, "5 of 10 seasons")):
        band = (quantiles[:, low], quantiles[:, high])
        axes.fill_between(at, *band, step="post", color=theme.RANGE, alpha=alpha, label=label, linewidth=0)
        axes.step(at, band[1], where="post", color=theme.RANGE_EDGE, linewidth=0.8)
    axes.plot(at, [week.expected for week in clock.weeks], color=theme.MATCH, label="expected number")
    every = -(-len(days) // 6)
    axes.set_xticks(at[::every], [f"{day.day} {day:%b}" for day in days[::every]])
    axes.set_xlim(0, max(len(days) - 1, 1))
    top = max(int(quantiles.max()), 1)
    axes.set_ylim(0, top + 0.3)
    axes.set_yticks(range(0, top + 1, max(1, top // 6)))
    axes.set_ylabel("further invitations")
