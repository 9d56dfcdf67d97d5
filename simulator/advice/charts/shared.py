"""Small parts that several charts share: bars with numbers, scales out of 100, ticks, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.advice import theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from simulator.outcomes.result import RunResult

#: Scale of chances: ends in words, since no chance is ever 0 or 100 of 100.
SCALE = {0: "none", 20: "20", 40: "40", 60: "60", 80: "80", 100: "all"}

#: Height of one row of a chart of rows, inches.
ROW = 0.285


def model_note(result: RunResult) -> str:
    """Return the first words of every caption: which model, which season."""
    return f"In this model (season {result.season}, settings {result.calibration})"


def step_ticks(low: int, high: int, most: int = 8) -> list[int]:
    """Return at most `most` round whole-number ticks from `low` to `high`.

    Parameters
    ----------
    low, high : int
        Ends of the axis.
    most : int
        How many ticks fit.
    """
    span = max(high - low, 1)
    steps = (m * 10**e for e in range(7) for m in (1, 2, 5))
    step = next(s for s in steps if span // s + 1 <= most)
    first = -(-low // step) * step
    return list(range(first, high + 1, step))


def scale_of_100(axes: Axes, axis: str = "y", grid: bool = True) -> None:
    """Put the scale "none, 20, ... all" on an axis that runs from 0 to 1."""
    places, words = [n / 100 for n in SCALE], list(SCALE.values())
    if axis == "y":
        axes.set_ylim(0, 1)
        axes.set_yticks(places, words)
    else:
        axes.set_xlim(0, 1)
        axes.set_xticks(places, words)
    if grid:
        axes.grid(axis=axis)  # type: ignore[arg-type]


def rows_axes(page: theme.Sheet, y: float, height: float) -> Axes:
    """Return frameless axes across the page, measured in inches from its upper left corner.

    Parameters
    ----------
    page : Sheet
        The sheet to draw on.
    y, height : float
        Lower end above the body's bottom, and height, in inches.
    """
    axes = page.axes(0, y, page.width, height)
    axes.set(xlim=(0, page.width), ylim=(height, 0))
    axes.set_axis_off()
    return axes


def put(axes: Axes, x: float, y: float, text: str, **kwargs: Any) -> None:
    """Write one line at a place in inches, vertically centred."""
    style: dict[str, Any] = {"fontsize": theme.TEXT_SIZE, "va": "center_baseline"}
    axes.text(x, y, text, **{**style, **kwargs})


def put_bar(axes: Axes, x: float, y: float, length: float, **kwargs: Any) -> None:
    """Draw one horizontal bar with the hairline that it starts from, in inches."""
    axes.plot([x, x], [y - ROW / 2, y + ROW / 2], color=theme.LINE, linewidth=0.8)
    axes.barh(y, length, left=x, height=0.64 * ROW, **kwargs)
