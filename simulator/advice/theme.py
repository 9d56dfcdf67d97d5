"""The look of every chart: colours, text that fits, and the sheet each chart is drawn on.

Colours are Okabe and Ito's eight (2008, "Color Universal Design"), which people with any common
colour-vision deficiency can tell apart; shape, hatch or label always carries the meaning as well.
Matplotlib is loaded by the first sheet, not by importing this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.advice.fitting import balanced as balanced  # noqa: PLC0414 - callers say theme.balanced
from simulator.advice.fitting import fitted as fitted  # noqa: PLC0414 - callers say theme.fitted
from simulator.advice.fitting import shorten as shorten  # noqa: PLC0414
from simulator.advice.fitting import wrap as wrap  # noqa: PLC0414
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
#: Greys of text, rules and paper, and the ground of a message.
INK, MUTED, LINE, FAINT, PAPER, GROUND = "#1F2933", "#52606D", "#7B8794", "#D9DEE4", "#FFFFFF", "#F1F4F7"
#: Light tints of the palette for areas behind data.
TINTS: dict[str, str] = {"red": "#F7DCCB", "yellow": "#FBF6C4", "green": "#CCECE3", "band": "#B9DDF5"}

# What a colour means, everywhere in the family: charts name meanings, never colours.
MATCH, NO_MATCH = PALETTE["blue"], PALETTE["vermillion"]  #: a match, or more of them; none, or fewer
PARTLY = PALETTE["sky"]  #: on the way to it: an interview, one of two partners
ZONES = {
    name: TINTS[name] for name in ("red", "yellow", "green")
}  #: red, yellow, green: behind the data, and always named
YOU, PERHAPS_YOU = PALETTE["orange"], TINTS["yellow"]  #: this applicant now; those whom a strategy changes (perhaps)
RANGE, RANGE_EDGE = TINTS["band"], PALETTE["sky"]  #: what the model does not know
OTHERS, OTHERS_RANGE = INK, FAINT  #: other people, as published
OPEN = MUTED  #: not established, a what-if, as things stand
REACHED = TINTS["green"]  #: where a program's list gets to this applicant
BELIEF = PALETTE["purple"]  #: what seasons teach about a person
#: Assumptions that figures do not tell apart: each with a line of its own.
ASSUMPTIONS: tuple[tuple[str, Any], ...] = (
    (INK, (0, (4, 1.5, 1, 1.5))),
    (PALETTE["green"], (0, (5, 2))),
    (PALETTE["purple"], (0, (1, 1.2))),
    (LINE, "-"),
)
#: Shades of a table from few to many; its numbers say how many.
AMOUNTS = (GROUND, RANGE, PARTLY, MATCH)
NONE_HATCH, OTHERS_HATCH = "////", "...."  #: of bars of no match or fewer; of the range of other people

WIDTH = 5.4  #: inches; one column on a phone, true size in print
MARGIN = 0.16
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 13.0, 10.0, 9.0
DISCLAIMER = "Not affiliated with NRMP, AAMC or ECFMG; not advice."

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


def sheet(title: str, height: float, caption: str, alt: str = "") -> Sheet:
    """Return a new sheet with its title above and its caption, limits included, below.

    Parameters
    ----------
    title : str
        The finding, in plain words.
    height : float
        Height of the free body, inches; the figure grows with title and caption.
    caption : str
        What the chart rests on; the disclaimer is added.
    alt : str
        What the picture shows, with its numbers, for those who cannot see it; by default the caption.
    """
    from simulator.advice.figure import Chart

    inner = WIDTH - 2 * MARGIN
    head = balanced(printable(title), inner, TITLE_SIZE, bold=True)
    foot = wrap(printable(f"{caption} {DISCLAIMER}"), inner, SMALL_SIZE)
    top = 0.16 + 0.235 * len(head)
    bottom = 0.2 + 0.165 * len(foot)
    whole = top + height + bottom
    figure = Chart(WIDTH, whole, f"{printable(title)}. {printable(alt or caption)}")
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
