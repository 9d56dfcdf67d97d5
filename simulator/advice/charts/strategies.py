"""What each strategy changes: the difference it makes, with its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.advice import theme
from simulator.advice.charts.shared import listed, message, model_note, put, put_lines, rows_axes, signed, step_ticks
from simulator.advice.gains import count_of, range_of_gain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.comparison import Strategy
    from simulator.outcomes.result import RunResult

MOST = 20  #: strategies drawn; a file may hold more
NAMES, WIDEST = 2.1, 2.5  #: inches of the column of names, at least and at most
ROW, LINE = 0.42, 0.165  #: inches, of a row and of a second line of a name
FOOT = 0.5
WHAT_IF = ", a what-if"
SIGN = "(!)"  #: before the name of a strategy that has a caution
NARROWEST = 5  #: of 100, the reach of the axis on either side at least


def no_strategies(result: RunResult) -> Figure:
    """Return the sheet that says that a file compares nothing."""
    text = "Add strategies to the file, each a name and a list of edits, to see what they would change."
    return message("No strategies in this file", text, f"{model_note(result)}.")


def left_out(result: RunResult, most: int) -> str:
    """Return the sentence of a caption on strategies that are not drawn."""
    more = len(result.compared) - most
    return f" The first {most} of {len(result.compared)} strategies are shown." if more > 0 else ""


def label(one: Strategy) -> str:
    """Return the name of a strategy for a chart, with a sign where it has a caution."""
    name = theme.printable(one.name)
    return f"{SIGN} {name}" if one.warnings else name


def range_shown(one: Strategy) -> str:
    """Return the range of a strategy for a chart; a what-if is called one."""
    return f"{range_of_gain(one.main)}{WHAT_IF * one.is_what_if}"


def range_said(one: Strategy) -> str:
    """Return the name of a strategy and its range, for the text that stands for a picture."""
    return f"{label(one)}: {range_shown(one)} of 100"


def key_to_cautions(shown: Sequence[Strategy]) -> str:
    """Return the sentence of a caption that explains the sign; empty where no strategy drawn has one."""
    said = f" {SIGN} has a caution: read it beside the number before acting."
    what_if = " A what-if cannot be done now, or would not be true, and is not counted as help."
    return said * any(one.warnings for one in shown) + what_if * any(one.is_what_if for one in shown)


@theme.styled
def strategies(result: RunResult) -> Figure:
    """Draw the difference that each strategy makes, with its range; the order is that of the file.

    Parameters
    ----------
    result : RunResult
        What `run` returned. Hollow where the range includes no change.
    """
    shown = result.compared[:MOST]
    if not shown:
        return no_strategies(result)
    wide = _names_width(shown)
    labels = [theme.fitted(theme.printable(label(one)), wide - 0.15, theme.TEXT_SIZE) for one in shown]
    row_height = ROW + LINE * (max(map(len, labels)) - 1)
    page = theme.sheet(
        _title(shown), row_height * len(shown) + FOOT, _caption(result, shown), listed(map(range_said, shown), MOST)
    )
    names = rows_axes(page, FOOT, row_height * len(shown))
    axes = page.axes(wide, FOOT, page.width - wide - 0.1, row_height * len(shown))
    _frame(axes, shown, "matches of 100" if result.couple is None else "of 100 couples")
    for row, (one, lines) in enumerate(zip(shown, labels, strict=True)):
        middle = row_height * (row + 0.5)
        half = LINE * len(lines) / 2
        put_lines(names, 0, middle - 0.08, lines)
        words = theme.shorten(range_shown(one), wide - 0.15, theme.SMALL_SIZE)
        put(names, 0, middle + half + 0.01, words, color=theme.MUTED, fontsize=theme.SMALL_SIZE)
        _mark(axes, row, one, has_middle=not result.priors)
    return page.figure


def _names_width(shown: tuple[Strategy, ...]) -> float:
    longest = max(theme.text_width(label(one), theme.TEXT_SIZE) for one in shown)
    return min(max(NAMES, longest + 0.2), WIDEST)


def _frame(axes: Axes, shown: tuple[Strategy, ...], counted: str) -> None:
    low = min(-NARROWEST, *(count_of(one.main.low) - 1 for one in shown))
    high = max(NARROWEST, *(count_of(one.main.high) + 1 for one in shown))
    ticks = step_ticks(low, high, 6)
    axes.set(xlim=(low, high), ylim=(len(shown) - 0.5, -0.5), yticks=[])
    axes.set_xticks(ticks, signed(ticks))
    axes.axvline(0, color=theme.LINE, linewidth=1.0)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(f"more (+) or fewer (\u2212) {counted}")


def _mark(axes: Axes, row: int, one: Strategy, has_middle: bool) -> None:
    gap = one.main
    colour = theme.MATCH if gap.low >= 0 else theme.NO_MATCH if gap.high <= 0 else theme.OPEN
    colour = theme.OPEN if one.is_what_if else colour
    face = colour if gap.is_established else theme.PAPER
    ends = np.array([100 * gap.low, 100 * gap.high])
    axes.plot(ends, [row, row], color=colour, linewidth=2.2, solid_capstyle="butt")
    at = np.array([100 * gap.exact]) if has_middle else ends
    axes.scatter(at, np.full(at.size, row), s=46 if has_middle else 22, facecolor=face, edgecolor=colour, zorder=3)


def _title(shown: tuple[Strategy, ...]) -> str:
    if len(shown) == 1:
        what_if = WHAT_IF * shown[0].is_what_if
        return f"{label(shown[0])}: plausibly {range_of_gain(shown[0].main)} of 100{what_if}"
    clear = sum(one.helps for one in shown)
    if not clear:
        return "No strategy in this file helps over its whole range"
    verb, whose = ("helps", "its") if clear == 1 else ("help", "their")
    return f"{clear} of {len(shown)} strategies {verb} over {whose} whole range, in this model"


def _caption(result: RunResult, shown: Sequence[Strategy]) -> str:
    level = round(100 * result.match.level)
    dot = "" if result.priors else " The dot is the model's central answer."
    return (
        f"{model_note(result)}. Differences to the season as it stands, for the same person.{dot} The line is "
        f"the range that the model holds to be {level} of 100 likely. Hollow: the range includes no change, so it "
        f"is not established. In the order of the file, which is no ranking.{key_to_cautions(shown)}"
        f"{left_out(result, MOST)}"
    )
