"""Small parts that several charts share: bars with numbers, scales out of 100, ticks, notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from simulator.advice import theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.advice.alike import Kind
    from simulator.outcomes.couple import CoupleResult
    from simulator.outcomes.result import RunResult

#: Scale of chances: ends in words, since no chance is ever 0 or 100 of 100.
SCALE = {0: "none", 20: "20", 40: "40", 60: "60", 80: "80", 100: "all"}

NUMBER_SIZE = 40.0  #: points, of a number that is the whole finding

#: Height of one row of a chart of rows, inches.
ROW = 0.285


def model_note(result: RunResult | CoupleResult) -> str:
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


def signed(ticks: Iterable[int]) -> list[str]:
    """Return the labels of an axis of differences: "+5", "0", and a true minus sign."""
    return [f"{tick:+d}".replace("-", "\u2212") if tick else "0" for tick in ticks]


def listed(parts: Iterable[str], most: int = 12) -> str:
    """Return the parts of what a picture shows as running text; of a long one, the first and how many more."""
    every = list(parts)
    more = f"; and {len(every) - most:,} more" if len(every) > most else ""
    return "; ".join(every[:most]) + more + "."


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


def put_lines(axes: Axes, x: float, y: float, lines: list[str], **kwargs: Any) -> None:
    """Write one line or a few at a place in inches, vertically centred."""
    put(axes, x, y, "\n".join(lines), **({} if len(lines) == 1 else {"va": "center", "linespacing": 1.05}), **kwargs)


def row_height(lines: list[str]) -> float:
    """Return the height of a row that holds so many lines of text, inches."""
    return max(ROW, 0.1 + 0.16 * len(lines))


def put_bar(axes: Axes, x: float, y: float, length: float, **kwargs: Any) -> None:
    """Draw one horizontal bar with the hairline that it starts from, in inches."""
    axes.plot([x, x], [y - ROW / 2, y + ROW / 2], color=theme.LINE, linewidth=0.8)
    axes.barh(y, length, left=x, height=0.64 * ROW, **kwargs)


def kind_lines(kind: Kind, width: float, size: float, bold: bool = False) -> list[str]:
    """Return what `kind_label` does, in up to two lines."""
    count = len(kind.members)
    return theme.fitted(theme.printable(kind.name), width, size, bold, f" ({count:,})" if count > 1 else "")


def kind_label(kind: Kind, width: float, size: float, bold: bool = False, alike: str = "") -> str:
    """Return the name of a program, or of look-alikes with their number, which is never cut.

    Parameters
    ----------
    kind : Kind
        What is named.
    width, size : float
        Room in inches, and font size in points.
    bold : bool
        Whether it is set in bold.
    alike : str
        Added to the number of look-alikes, where no caption explains it.
    """
    count = len(kind.members)
    suffix = f" ({count:,}{alike})" if count > 1 else ""
    room = width - theme.text_width(suffix, size, bold)
    return theme.shorten(theme.printable(kind.name), room, size, bold) + suffix


def brackets(found: Iterable[Kind]) -> str:
    """Return the sentence of a caption that explains "(15)" where it is needed."""
    if all(len(kind.members) == 1 for kind in found):
        return ""
    return " A number in brackets counts programs that differ only by the number in their name."


def message(title: str, text: str, caption: str, number: str = "") -> Figure:
    """Return a sheet that says in words what there is no need, or nothing, to draw.

    Parameters
    ----------
    title, text, caption : str
        The finding, its explanation and what it rests on.
    number : str
        Shown large on the left, where the finding is a number.
    """
    inner, size = theme.WIDTH - 2 * theme.MARGIN, 11.5
    start = 0.5 + theme.text_width(number, NUMBER_SIZE, bold=True) if number else 0.25
    lines = theme.wrap(text, inner - start - 0.2, size)
    page = theme.sheet(title, 0.55 + 0.21 * max(len(lines), 2), caption, alt=text)
    axes = page.axes(0, 0.1, page.width, page.height - 0.2)
    axes.set(xticks=[], yticks=[], facecolor=theme.GROUND, xlim=(0, inner))
    axes.spines[:].set_visible(False)
    axes.axvspan(0, 0.07, color=theme.MATCH, linewidth=0)
    blended = axes.get_xaxis_transform()
    axes.text(start, 0.5, "\n".join(lines), fontsize=size, va="center", transform=blended, linespacing=1.25)
    axes.text(
        0.27, 0.5, number, fontsize=NUMBER_SIZE, fontweight="bold", va="center", color=theme.MATCH, transform=blended
    )
    return page.figure
