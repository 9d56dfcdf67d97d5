"""The same hundred people under each strategy: who matches anyway, who matches only with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.charts.icons import person
from simulator.advice.charts.shared import model_note, put, rows_axes
from simulator.advice.charts.strategies import left_out, no_strategies
from simulator.advice.gains import NOT_ESTABLISHED, gain_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.comparison import Strategy
    from simulator.outcomes.result import RunResult

MOST = 8  #: strategies drawn
COLUMNS, LINES = 25, 4
BLOCK, HEAD, KEY = 0.98, 0.3, 0.35  #: inches
LOOKS = {
    "matches": (theme.MATCH, theme.MATCH),
    "only with it": (theme.YOU, theme.INK),
    "only without it": (theme.PAPER, theme.NO_MATCH),
    "does not match": (theme.PAPER, theme.LINE),
}


@theme.styled
def strategies_of_100(result: RunResult) -> Figure:
    """Draw 100 people under each strategy; those whose outcome it changes stand out.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    """
    shown = result.compared[:MOST]
    if not shown:
        return no_strategies(result)
    height = (HEAD + BLOCK) * len(shown) + KEY
    page = theme.sheet(_title(result), height, _caption(result))
    names = rows_axes(page, 0, height)
    base = frequency.of_100(result.match.exact)
    for row, one in enumerate(shown):
        top = (HEAD + BLOCK) * row
        words = f" \u2014 {_words(one)}"
        room = page.width - theme.text_width(words, theme.TEXT_SIZE)
        put(names, 0, top + 0.12, theme.shorten(theme.printable(one.name), room, theme.TEXT_SIZE) + words)
        axes = page.axes(0, height - top - HEAD - BLOCK + 0.1, page.width, BLOCK - 0.1)
        _people(axes, base, frequency.of_100(one.match.exact))
    _key(page)
    return page.figure


def _words(one: Strategy) -> str:
    count = frequency.count_words(one.match.exact)
    gap = one.difference
    if gap.is_established or gap.low == gap.high == 0:
        return f"{count} of 100, {gain_words(gap.exact)}"
    return f"{count} of 100, change {NOT_ESTABLISHED}"


def kinds_of_people(before: int, after: int) -> np.ndarray:
    """Return what becomes of each of 100 people, as a row of `LOOKS` by number.

    Parameters
    ----------
    before, after : int
        How many of 100 match without the strategy, and with it.

    Returns
    -------
    ndarray of shape (100,)
    """
    place = np.arange(100)
    same, more = min(before, after), max(before, after)
    changed = 1 if after > before else 2
    return np.where(place < same, 0, np.where(place < more, changed, 3))


def _people(axes: Axes, before: int, after: int) -> None:
    axes.set(xlim=(-0.6, COLUMNS - 0.4), ylim=(LINES - 0.4, -0.6), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    place = np.arange(100)
    for kind, look in enumerate(LOOKS.values()):
        mine = kinds_of_people(before, after) == kind
        _draw(axes, place[mine] % COLUMNS, place[mine] // COLUMNS, look)


def _draw(axes: Axes, x: np.ndarray, y: np.ndarray, look: tuple[str, str]) -> None:
    if x.size:
        face, edge = look
        axes.scatter(x, y, s=95, marker=person(), facecolor=face, edgecolor=edge, linewidth=0.8, clip_on=False)


def _key(page: theme.Sheet) -> None:
    axes = page.axes(0, 0.02, page.width, 0.26)
    axes.set(xlim=(0, page.width), ylim=(-0.5, 0.5), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    x = 0.1
    for words, look in LOOKS.items():
        _draw(axes, np.array([x]), np.zeros(1), look)
        axes.text(x + 0.13, 0, words, va="center_baseline", fontsize=theme.SMALL_SIZE)
        x += 0.42 + theme.text_width(words, theme.SMALL_SIZE)


def _title(result: RunResult) -> str:
    count = frequency.count_words(result.match.exact)
    return f"Of 100 people in this situation {count} match as it stands; who matches with each strategy?"


def _caption(result: RunResult) -> str:
    return (
        f"{model_note(result)}. The same 100 people in every picture. Counts are rounded and have ranges, which the "
        f"chart of differences shows.{left_out(result, MOST)}"
    )
