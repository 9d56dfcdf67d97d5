"""What moves the answer: one bar a field, the longest on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import ROW, listed, message, put_lines, rows_axes, signed, step_ticks
from simulator.advice.dwarfing import ENDS, NARROWEST, SIDE, dwarfing
from simulator.advice.field_words import field_words
from simulator.advice.gains import gain_words, range_of_ends

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.strategy.couple_sensitivity import CoupleSensitivity
    from simulator.strategy.sensitivity_result import Sensitivity

MOST = 14
NAMES, FOOT, LINE = 2.6, 0.5, 0.15  #: inches: the column of names, below the bars, a second line of a name


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
    labels = [theme.fitted(_label(row), NAMES - 0.15, theme.SMALL_SIZE, bold=row["can"]) for row in rows]
    step = ROW + LINE * (max(map(len, labels)) - 1)
    is_couple = "who" in found.fields
    page = theme.sheet(
        _title(rows[0]), step * len(rows) + FOOT, _caption(note, found.match, is_couple, giants), _alt(rows)
    )
    names = rows_axes(page, FOOT, step * len(rows))
    for k, (row, lines) in enumerate(zip(rows, labels, strict=True)):
        weight = "bold" if row["can"] else "normal"
        put_lines(names, 0, step * (k + 0.5), lines, fontsize=theme.SMALL_SIZE, fontweight=weight)
    axes = page.axes(NAMES, FOOT, page.width - NAMES - 0.1, step * len(rows))
    _frame(axes, rows, giants, "of 100 with both matched" if is_couple else "of 100 who match")
    for y, row in enumerate(rows):
        _bar(axes, y, row, is_broken=y < giants)
    return page.figure


def _frame(axes: Axes, rows: list[dict[Any, Any]], giants: int, counted: str) -> None:
    """Set the scale by the bars that are drawn whole, with room on the side of those that are broken off."""
    low, high = _reach(rows[giants:])
    for row in rows[:giants]:
        low = min(low, -SIDE * high) if row["difference"] < 0 else low
        high = max(high, -SIDE * low) if row["difference"] > 0 else high
    axes.set(xlim=(low, high), ylim=(len(rows) - 0.5, -0.5), yticks=[])
    ticks = step_ticks(round(low), round(high), 6)
    axes.set_xticks(ticks, signed(ticks))
    axes.axvline(0, color=theme.LINE, linewidth=0.8)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(f"more (+) or fewer (\u2212) {counted}", fontsize=theme.TEXT_SIZE, loc="right")


def _reach(rows: list[dict[Any, Any]]) -> tuple[float, float]:
    every = [104 * row[end] for row in rows for end in ENDS]
    return min(-NARROWEST, *every), max(NARROWEST, *every)


def _bar(axes: Axes, y: int, row: dict[Any, Any], is_broken: bool) -> None:
    value = 100 * row["difference"]
    colour = theme.MATCH if value > 0 else theme.NO_MATCH
    hatch = "" if value > 0 else theme.NONE_HATCH
    end = axes.get_xlim()[value > 0] if is_broken else value
    axes.barh(y, end, height=0.56, color=colour, hatch=hatch, edgecolor=theme.PAPER, linewidth=0)
    if is_broken:
        _break(axes, y, end, gain_words(row["difference"]))
        return
    axes.plot([100 * row["low"], 100 * row["high"]], [y, y], color=theme.INK, linewidth=1.4, solid_capstyle="butt")


def _break(axes: Axes, y: int, end: float, words: str) -> None:
    """Cut a bar near its end with two slanted strokes, and write its number on it."""
    low, high = axes.get_xlim()
    slant = 0.012 * (high - low)
    for at in (0.9 * end, 0.94 * end):
        axes.plot([at - slant, at + slant], [y + 0.34, y - 0.34], color=theme.PAPER, linewidth=2.4, zorder=3)
    axes.text(
        0.45 * end, y, words, ha="center", va="center_baseline", fontsize=theme.SMALL_SIZE, fontweight="bold", zorder=4,
        bbox={"facecolor": theme.PAPER, "edgecolor": "none", "pad": 1.5},
    )  # fmt: skip


def _range(row: dict[Any, Any]) -> str:
    return range_of_ends(row["low"], row["high"])


def _title(row: dict[Any, Any]) -> str:
    return f"What moves the answer most: {_label(row)} ({_range(row)} of 100)"


def _caption(note: str, match: float, is_couple: bool, giants: int) -> str:
    who = "couples have both matched" if is_couple else "match"
    broken = " Broken bars are longer than the scale; their number stands on them." if giants else ""
    return (
        f"{note}, as things stand {frequency.natural_frequency(match)} {who}. Bars: one field moved, everything "
        "else and all facts kept. Hatched: fewer. Lines: 90% of the model's parameter sets. What the applicant can "
        f"still do something about is in bold.{broken}"
    )


def _alt(rows: list[dict[Any, Any]]) -> str:
    said = (f"{_label(row)}: {gain_words(row['difference'])} of 100, plausibly {_range(row)}" for row in rows)
    return f"One thing moved at a time: {listed(said, MOST)}"


def _label(row: dict[Any, Any]) -> str:
    return theme.printable(field_words(row))
