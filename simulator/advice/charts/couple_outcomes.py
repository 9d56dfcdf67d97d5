"""Both, one or neither: what becomes of a hundred couples, with ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import listed, model_note, put, rows_axes, scale_of_100

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.couple import CoupleResult, Share

NAMES, FOOT, ROW = 2.0, 0.5, 0.48  #: inches


class Bar(NamedTuple):
    """One row: its words, its share, its colour and hatch, and whether it is a part of the row above."""

    words: str
    share: Share
    colour: str
    hatch: str = ""
    is_part: bool = False


def couple_outcomes(result: CoupleResult) -> Figure:
    """Draw how many of 100 couples match both, one or neither, each with its range.

    Parameters
    ----------
    result : CoupleResult
        `RunResult.couple`, or what `run_couple` returned.
    """
    with theme.style():
        rows = _rows(result)
        height = ROW * len(rows)
        page = theme.sheet(_title(result), height + FOOT, _caption(result), _alt(rows))
        names = rows_axes(page, FOOT, height)
        axes = page.axes(NAMES, FOOT, page.width - NAMES - 0.15, height)
        scale_of_100(axes, "x")
        axes.set(ylim=(len(rows) - 0.5, -0.5), yticks=[])
        axes.set_xlabel("of 100 couples like you")
        for row, bar in enumerate(rows):
            _draw(axes, names, row, bar)
        return page.figure


def _rows(result: CoupleResult) -> list[Bar]:
    return [
        Bar("both match", result.both, theme.MATCH),
        Bar("one of you matches", result.one, theme.PARTLY),
        Bar("only the first", result.first_only, theme.PARTLY, is_part=True),
        Bar("only the second", result.second_only, theme.PARTLY, is_part=True),
        Bar("neither matches", result.neither, theme.NO_MATCH, hatch=theme.NONE_HATCH),
    ]


def _draw(axes: Axes, names: Axes, row: int, bar: Bar) -> None:
    share, indent = bar.share, 0.2 if bar.is_part else 0.0
    height = 0.34 if bar.is_part else 0.56
    axes.barh(row, share.refined, height=height, color=bar.colour, hatch=bar.hatch, edgecolor=theme.PAPER, linewidth=0)
    axes.plot([share.low, share.high], [row, row], color=theme.INK, linewidth=1.6, solid_capstyle="butt", zorder=3)
    axes.plot([share.low, share.high], [row, row], "|", color=theme.INK, markersize=8, markeredgewidth=1.6, zorder=3)
    put(names, indent, ROW * (row + 0.33), bar.words)
    said = _short(_numbers(share), NAMES - indent - 0.12)
    put(names, indent, ROW * (row + 0.72), said, color=theme.MUTED, fontsize=theme.SMALL_SIZE)


def _numbers(share: Share) -> str:
    words = frequency.count_words(share.refined)
    within = frequency.range_words(share.low, share.high)
    return words if within == words else f"{words}; plausibly {within}"


def _alt(rows: list[Bar]) -> str:
    said = (f"{bar.words} {_numbers(bar.share)}".replace("; ", ", ") for bar in rows)
    return f"Of 100 couples like you: {listed(said)}"


def _short(words: str, room: float) -> str:
    """Signs instead of words where these do not fit."""
    if theme.text_width(words, theme.SMALL_SIZE) <= room:
        return words
    return words.replace("fewer than ", "<").replace("more than ", ">")


def _title(result: CoupleResult) -> str:
    return f"Both of you match: {frequency.with_range(result.both.refined, result.both.low, result.both.high)}"


def _caption(result: CoupleResult) -> str:
    return (
        f"{model_note(result)}. The bar is the central answer, the line the range that the model holds to be "
        f"{round(100 * result.both.level)} of 100 likely. One couple's season is still one draw."
    )
