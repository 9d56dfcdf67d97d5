"""What moves the answer: one bar a field, the longest on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import ROW, message
from simulator.advice.field_words import field_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.strategy.couple_sensitivity import CoupleSensitivity
    from simulator.strategy.sensitivity_result import Sensitivity

MOST = 14
NAMES = 2.7  #: inches
FOOT, APART = 0.45, 0.12
GIANT, MOST_GIANTS = 2.2, 5  #: a bar that is so many times longer than the rest gets a scale of its own


def tornado(found: Sensitivity | CoupleSensitivity) -> Figure:
    """Draw how far each field moves the chance of a match, with the range over the draws.

    Parameters
    ----------
    found : Sensitivity or CoupleSensitivity
        Of a couple, the chance that both match.
    """
    with theme.style():
        return _drawn(found)


def _drawn(found: Sensitivity | CoupleSensitivity) -> Figure:
    rows = found.fields.head(MOST).to_dict("records")
    note = f"In this model (season {found.season}, settings {found.calibration})"
    if not rows:
        text = "What is known decides the season: no field that can still change changes the answer."
        return message("Nothing moves the answer", text, f"{note}.", "")
    giants = dwarfing(rows)
    who = "couples have both matched" if "who" in found.fields else "match"
    caption = (
        f"{note}, as things stand {frequency.natural_frequency(found.match)} {who}. Bars: one field moved, everything "
        "else and all facts kept. Hatched: fewer. Lines: 90% of the model's parameter sets. What the applicant can "
        "still do something about is in bold." + (" The lower group has a larger scale of its own." if giants else "")
    )
    parts = [part for part in (rows[:giants], rows[giants:]) if part]
    height = sum(ROW * len(part) + FOOT for part in parts) + APART * (len(parts) - 1)
    page = theme.sheet(f"What moves the answer most: {_label(rows[0])}", height, caption)
    y = height
    for part in parts:
        y -= ROW * len(part)
        axes = page.axes(NAMES, y, page.width - NAMES - 0.1, ROW * len(part))
        _bars(axes, part)
        axes.set_xlabel(
            f"more or fewer of 100 who {who}" if who == "match" else "more or fewer of 100 with both matched"
        )
        y -= FOOT + APART
    return page.figure


def dwarfing(rows: list[dict[Any, Any]]) -> int:
    """Return how many of the longest bars would make all others unreadable on one scale; 0 where none would.

    Parameters
    ----------
    rows : list of dict
        Rows of `Sensitivity.fields`, the longest first.
    """
    alone = [abs(row["difference"]) for row in rows]
    reach = [max(abs(row[end]) for end in ("difference", "low", "high")) for row in rows]
    for k in range(1, min(MOST_GIANTS + 1, len(rows))):
        if any(min(size[:k]) > GIANT * max(size[k:]) for size in (alone, reach)):
            return k
    return 0


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
    axes.grid(axis="x")


def _label(row: dict[Any, Any]) -> str:
    return theme.printable(field_words(row))
