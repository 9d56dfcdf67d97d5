"""The same hundred people under each strategy: who matches anyway, who with it, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.charts.icons import couple, person
from simulator.advice.charts.shared import listed, model_note, put, rows_axes
from simulator.advice.charts.strategies import key_to_cautions, label, no_strategies, range_said, range_shown
from simulator.advice.gains import as_it_stands, count_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.result import RunResult

MOST = 8  #: strategies drawn
COLUMNS, LINES = 25, 4
BLOCK, HEAD = 0.98, 0.3  #: inches
KEY_ROW, KEY_COLUMN = 0.24, 2.3
LOOKS = {
    "matches as it stands": (theme.MATCH, theme.MATCH),
    "more, even at the low end": (theme.YOU, theme.INK),
    "more, at the high end only": (theme.PERHAPS_YOU, theme.YOU),
    "fewer at both ends": (theme.PAPER, theme.NO_MATCH),
    "fewer, at the low end only": (theme.MATCH, theme.NO_MATCH),
    "does not match": (theme.PAPER, theme.LINE),
}
#: What it is called where each figure stands for two people.
OF_COUPLES = {"matches as it stands": "both match as it stands", "does not match": "not both matched"}
SIZE, SIZE_OF_COUPLES = 95, 165


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
    base = frequency.of_100(as_it_stands(result))
    ends = ((count_of(one.main.low), count_of(one.main.high)) for one in shown)
    people = [kinds_of_people(base, low, high) for low, high in ends]
    used = [words for kind, words in enumerate(LOOKS) if any((kinds == kind).any() for kinds in people)]
    height = (HEAD + BLOCK) * len(shown) + KEY_ROW * _key_rows(used) + 0.1
    page = theme.sheet(_title(result), height, _caption(result), _alt(result))
    is_couple = result.couple is not None
    names = rows_axes(page, 0, height)
    for row, one in enumerate(shown):
        top = (HEAD + BLOCK) * row
        words = f": {range_shown(one)}"
        room = page.width - theme.text_width(words, theme.TEXT_SIZE)
        put(names, 0, top + 0.12, theme.shorten(label(one), room, theme.TEXT_SIZE) + words)
        axes = page.axes(0, height - top - HEAD - BLOCK + 0.1, page.width, BLOCK - 0.1)
        _people(axes, people[row], is_couple)
    _key(page, used, is_couple)
    return page.figure


def kinds_of_people(base: int, low: int, high: int) -> np.ndarray:
    """Return what becomes of each of 100 people, as the number of a row of `LOOKS`.

    Parameters
    ----------
    base : int
        How many match as it stands.
    low, high : int
        How many more at the ends of the range, negative for fewer.

    Returns
    -------
    ndarray of shape (100,)
    """
    kinds = np.full(100, 5)
    ends = ((0, 0, base), (1, base, base + low), (2, base + max(low, 0), base + high))
    fewer = ((4, base + low, base + min(high, 0)), (3, base + high, base))
    for kind, start, stop in (*ends, *fewer):
        kinds[max(start, 0) : max(stop, 0)] = kind if stop > start else kinds[max(start, 0) : max(stop, 0)]
    return kinds


def _people(axes: Axes, kinds: np.ndarray, is_couple: bool) -> None:
    axes.set(xlim=(-0.6, COLUMNS - 0.4), ylim=(LINES - 0.4, -0.6), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    place = np.arange(100)
    for kind, look in enumerate(LOOKS.values()):
        mine = kinds == kind
        _draw(axes, place[mine] % COLUMNS, place[mine] // COLUMNS, look, is_couple)


def _draw(axes: Axes, x: np.ndarray, y: np.ndarray, look: tuple[str, str], is_couple: bool) -> None:
    if x.size:
        face, edge = look
        shape, size = (couple(), SIZE_OF_COUPLES) if is_couple else (person(), SIZE)
        axes.scatter(x, y, s=size, marker=shape, facecolor=face, edgecolor=edge, linewidth=0.8, clip_on=False)


def _key_rows(used: list[str]) -> int:
    return -(-len(used) // 2)


def _key(page: theme.Sheet, used: list[str], is_couple: bool) -> None:
    """Explain the figures that are there, in two columns."""
    rows = _key_rows(used)
    axes = page.axes(0, 0, page.width, rows * KEY_ROW)
    axes.set(xlim=(0, page.width), ylim=(rows - 0.5, -0.5), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    for n, words in enumerate(used):
        x, y = 0.1 + KEY_COLUMN * (n // rows), n % rows
        _draw(axes, np.array([x]), np.array([float(y)]), LOOKS[words], is_couple)
        said = OF_COUPLES.get(words, words) if is_couple else words
        axes.text(x + 0.17, y, said, va="center_baseline", fontsize=theme.SMALL_SIZE)


def _alt(result: RunResult) -> str:
    who = "people" if result.couple is None else "couples"
    base = frequency.count_words(as_it_stands(result))
    return f"Pictures of 100 {who}; {base} as it stands. {listed(map(range_said, result.compared[:MOST]))}"


def _title(result: RunResult) -> str:
    count = frequency.count_words(as_it_stands(result))
    more = len(result.compared) - MOST
    which = f"the first {MOST} of {len(result.compared)} strategies" if more > 0 else "each strategy"
    who = f"{count} of 100 match" if result.couple is None else f"both match in {count} of 100 couples"
    return f"In this model {who} as it stands; how many more with {which}?"


def _caption(result: RunResult) -> str:
    people = "people" if result.couple is None else "couples, a pair of figures each,"
    return (
        f"{model_note(result)}. The same 100 {people} in every picture. The ends are those of the range that the model "
        f"holds to be {round(100 * result.match.level)} of 100 likely."
        f"{key_to_cautions(result.compared[:MOST])}"
    )
