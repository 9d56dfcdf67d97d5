"""The look of every chart: colours, text that fits, and the sheet each chart is drawn on.

Colours are Okabe and Ito's eight (2008, "Color Universal Design"), which people with any common
colour-vision deficiency can tell apart; shape, hatch or label always carries the meaning as well.
Matplotlib is loaded by the first sheet, not by importing this module.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.advice.fonts import LOCK, families
from simulator.advice.fonts import printable as printable  # noqa: PLC0414 - callers say theme.printable
from simulator.advice.fonts import text_width as text_width  # noqa: PLC0414

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.result import RunResult

#: Okabe-Ito.
PALETTE: dict[str, str] = {
    "black": "#000000",
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "vermillion": "#D55E00",
    "purple": "#CC79A7",
}
#: Greys of text, rules and paper.
INK, MUTED, LINE, FAINT, PAPER = "#1F2933", "#52606D", "#7B8794", "#D9DEE4", "#FFFFFF"
#: Light tints of the palette for areas behind data.
TINTS: dict[str, str] = {"red": "#F7DCCB", "yellow": "#FBF6C4", "green": "#CCECE3", "band": "#B9DDF5"}
#: What a colour means, everywhere in the family.
MATCH, NO_MATCH, YOU = PALETTE["blue"], PALETTE["vermillion"], PALETTE["orange"]

WIDTH = 5.4  #: inches; one column on a phone, true size in print
MARGIN = 0.16
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 13.0, 10.0, 9.0
DISCLAIMER = "Not affiliated with NRMP, AAMC or ECFMG; not advice."

_LONGEST = 160  # characters of a line that is cut to fit
_NUMBER_AT_THE_END = re.compile(r" #?\d{1,6}$")
_NOT_STYLE = ("backend", "backend_fallback", "interactive", "date.epoch", "toolbar", "timezone")


class Sheet(NamedTuple):
    """A figure with title and caption set, and the free body between them, in inches."""

    figure: Figure
    left: float
    bottom: float
    width: float
    height: float

    def axes(self, x: float, y: float, width: float, height: float, **kwargs: Any) -> Axes:
        """Return new axes at `x`, `y` inches from the body's lower left corner."""
        whole_width, whole_height = self.figure.get_size_inches()
        rectangle = (
            (self.left + x) / whole_width,
            (self.bottom + y) / whole_height,
            width / whole_width,
            height / whole_height,
        )
        return self.figure.add_axes(rectangle, **kwargs)


@cache
def _settings() -> dict[Any, Any]:
    import matplotlib as mpl

    resource = files("simulator.advice") / "templates" / "matchsim.mplstyle"
    with as_file(resource) as path:
        ours: dict[Any, Any] = dict(mpl.rc_params_from_file(path, use_default_template=False))
    defaults: dict[Any, Any] = {k: v for k, v in mpl.rcParamsDefault.items() if k not in _NOT_STYLE}
    return {**defaults, **ours, "font.family": list(families())}


@contextmanager
def style() -> Iterator[None]:
    """Apply the family's look while charts are drawn or saved, whatever the user's settings.

    Only one thread draws at a time, since matplotlib's settings belong to the process.
    """
    import matplotlib as mpl

    with LOCK, mpl.rc_context(_settings()):
        yield


def styled(draw: Callable[[RunResult], Figure]) -> Callable[[RunResult], Figure]:
    """Make `draw` run under `style`."""

    @wraps(draw)
    def in_style(result: RunResult) -> Figure:
        with style():
            return draw(result)

    return in_style


def wrap(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """Return `text` broken into lines that fit `width` inches; overlong words are cut.

    Parameters
    ----------
    text : str
        Running text.
    width : float
        Inches.
    size : float
        Font size, points.
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(shorten(word, width, size, bold))
    return [line for line in lines if line] or [""]


def balanced(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """Return `text` in as few lines as `wrap` makes, their lengths as even as they can be."""
    lines = wrap(text, width, size, bold)
    fewest = len(lines)
    while fewest > 1 and width > 1:
        width -= 0.1
        narrower = wrap(text, width, size, bold)
        if len(narrower) > fewest or "".join(narrower).count("\u2026") > text.count("\u2026"):
            break
        lines = narrower
    return lines


def shorten(text: str, width: float, size: float, bold: bool = False) -> str:
    """Return `text` cut at the end to fit `width` inches; a number at the end, which tells look-alikes apart, stays."""
    if text_width(text, size, bold) <= width:
        return text
    number = _NUMBER_AT_THE_END.search(text)
    tail = number[0] if number else ""
    head = text[: min(len(text) - len(tail), _LONGEST)]
    for kept in range(len(head), 0, -1):
        cut = f"{head[:kept].rstrip(' ,;:-')}\u2026{tail}"
        if text_width(cut, size, bold) <= width:
            return cut
    return "\u2026"


def fitted(text: str, width: float, size: float, bold: bool = False, suffix: str = "") -> list[str]:
    """Return `text` in one line or two that fit `width` inches; what is longer is cut at the end, `suffix` never.

    Parameters
    ----------
    text : str
        Such as a name.
    width : float
        Inches.
    size : float
        Font size, points.
    bold : bool
    suffix : str
        Put behind the text, such as " (15)".
    """
    words = text.split()
    whole = " ".join(words)
    room = width - text_width(suffix, size, bold)
    if text_width(whole, size, bold) <= room:
        return [whole + suffix]
    first = ""
    for word in words[:-1]:
        if text_width(f"{first} {word}".strip(), size, bold) > width:
            break
        first = f"{first} {word}".strip()
    rest = shorten(whole[len(first) :].strip(), room, size, bold) + suffix
    return [first, rest] if first else [rest]


def sheet(title: str, height: float, caption: str) -> Sheet:
    """Return a new sheet with its title above and its caption, limits included, below.

    Parameters
    ----------
    title : str
        The finding, in plain words.
    height : float
        Height of the free body, inches; the figure grows with title and caption.
    caption : str
        What the chart rests on; the disclaimer is added.
    """
    from simulator.advice.figure import Chart

    inner = WIDTH - 2 * MARGIN
    head = balanced(printable(title), inner, TITLE_SIZE, bold=True)
    foot = wrap(printable(f"{caption} {DISCLAIMER}"), inner, SMALL_SIZE)
    top = 0.16 + 0.235 * len(head)
    bottom = 0.2 + 0.165 * len(foot)
    whole = top + height + bottom
    figure = Chart(WIDTH, whole)
    x = MARGIN / WIDTH
    figure.text(
        x,
        1 - 0.12 / whole,
        "\n".join(head),
        fontsize=TITLE_SIZE,
        fontweight="bold",
        va="top",
        linespacing=1.2,
        gid="title",
    )
    figure.text(
        x, 0.1 / whole, "\n".join(foot), fontsize=SMALL_SIZE, color=MUTED, va="bottom", linespacing=1.2, gid="caption"
    )
    return Sheet(figure, MARGIN, bottom, inner, height)
