"""What moves the answer: one bar a field, the longest on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import ROW, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.strategy.sensitivity_result import Sensitivity

MOST = 14
NAMES = 2.6  #: inches
FOOT = 0.45


def tornado(found: Sensitivity) -> Figure:
    """Draw how far each field moves the chance of a match, with the range over the draws.

    Parameters
    ----------
    found : Sensitivity
    """
    with theme.style():
        return _drawn(found)


def _drawn(found: Sensitivity) -> Figure:
    rows = found.fields.head(MOST).to_dict("records")
    note = f"In this model (season {found.season}, settings {found.calibration})"
    if not rows:
        text = "What is known decides the season: no field that can still change changes the answer."
        return message("Nothing moves the answer", text, f"{note}.", "")
    caption = (
        f"{note}, as things stand {frequency.natural_frequency(found.match)} match. Bars: one field moved, everything "
        "else and all facts kept. Hatched: fewer. Lines: 90% of the model's parameter sets. What the applicant can "
        "still do something about is in bold."
    )
    top = _label(rows[0]).replace(": ", " to ")
    page = theme.sheet(f"What moves the answer most: {top}", FOOT + ROW * len(rows), caption)
    axes = page.axes(NAMES, FOOT, page.width - NAMES - 0.1, ROW * len(rows))
    _bars(axes, rows)
    return page.figure


def _bars(axes: Axes, rows: list[dict[Any, Any]]) -> None:
    for y, row in enumerate(rows):
        value = 100 * row["difference"]
        colour = theme.MATCH if value > 0 else theme.NO_MATCH
        hatch = "" if value > 0 else "///"
        axes.barh(y, value, height=0.6, color=colour, hatch=hatch, edgecolor=theme.PAPER, linewidth=0)
        axes.plot([100 * row["low"], 100 * row["high"]], [y, y], color=theme.INK, linewidth=0.9)
    axes.axvline(0, color=theme.LINE, linewidth=0.8)
    axes.set(ylim=(len(rows) - 0.4, -0.6))
    axes.margins(x=0.04)
    labels = [theme.shorten(_label(row), NAMES - 0.15, theme.SMALL_SIZE, bold=row["can"]) for row in rows]
    axes.set_yticks(range(len(rows)), labels, fontsize=theme.SMALL_SIZE)
    for tick, row in zip(axes.get_yticklabels(), rows, strict=True):
        tick.set_fontweight("bold" if row["can"] else "normal")
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("more or fewer of 100 who match")
    axes.grid(axis="x")


def _label(row: dict[Any, Any]) -> str:
    where = "" if row["kind"] == "profile" else " (open programs)"
    return theme.printable(f"{row['field']}: {row['value']}{where}".replace("_", " "))
