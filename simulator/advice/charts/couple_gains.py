"""What would help a couple most: one range a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import listed, message, put, put_lines, rows_axes, signed, step_ticks
from simulator.advice.couple_helps import helps

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.advice.couple_helps import Help
    from simulator.strategy.couple_advice import CoupleAdvice

MOST = 12
NAMES, FOOT = 3.3, 0.5  #: inches
ROW, LINE = 0.42, 0.155  #: inches, of a row and of each further line of its words
NARROWEST = 5  #: of 100


def couple_gains(found: CoupleAdvice) -> Figure:
    """Draw what further pairs and interviews would add to the chance that both match, as ranges over the draws.

    Parameters
    ----------
    found : CoupleAdvice
    """
    with theme.style():
        return _drawn(found)


def _drawn(found: CoupleAdvice) -> Figure:
    rows = list(helps(found))[:MOST]
    about = f"In this model (season {found.season}, settings {found.calibration})"
    if not rows:
        return message("Nothing to add", "Every pair stands on the list, and no further interview is known of.", about)
    labels = [theme.balanced(theme.printable(what), NAMES - 0.15, theme.SMALL_SIZE) for what, _, _ in rows]
    ends = np.cumsum([ROW + LINE * (len(lines) - 1) for lines in labels])
    said = listed((f"{theme.printable(what)}: {words} of 100" for what, words, _ in rows), MOST)
    page = theme.sheet(_title(rows), float(ends[-1]) + FOOT, _caption(found, about), said)
    names = rows_axes(page, FOOT, float(ends[-1]))
    axes = page.axes(NAMES, FOOT, page.width - NAMES - 0.1, float(ends[-1]))
    middles = [float(end) - (ROW + LINE * (len(lines) - 1)) / 2 for end, lines in zip(ends, labels, strict=True)]
    for (_, words, _), lines, middle in zip(rows, labels, middles, strict=True):
        put_lines(names, 0, middle - 0.085, lines, fontsize=theme.SMALL_SIZE)
        put(names, 0, middle + LINE * len(lines) / 2 + 0.01, words, color=theme.MUTED, fontsize=theme.SMALL_SIZE)
    _ranges(axes, rows, middles, float(ends[-1]))
    return page.figure


def _ranges(axes: Axes, rows: list[Help], middles: list[float], height: float) -> None:
    for y, (_, _, adds) in zip(middles, rows, strict=True):
        ends = [100 * adds.low, 100 * adds.high]
        axes.plot(ends, [y, y], color=theme.MATCH, linewidth=2.2, solid_capstyle="butt")
        axes.scatter(ends, [y, y], s=22, color=theme.MATCH, zorder=3, clip_on=False)
    most = max(NARROWEST, *(105 * adds.high for _, _, adds in rows))
    ticks = step_ticks(0, round(most), 5)
    axes.set(ylim=(height, 0), xlim=(min(0.0, *(100 * a.low for _, _, a in rows)), most), yticks=[])
    axes.set_xticks(ticks, signed(ticks))
    axes.set_xlabel("more of 100 couples", fontsize=theme.TEXT_SIZE)
    axes.axvline(0, color=theme.LINE, linewidth=1.0)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)


def _title(rows: list[Help]) -> str:
    what, words, _ = max(rows, key=lambda row: row[2].high)
    name = theme.printable(what).split(" (")[0]
    return f"What would help both of you most: {name[0].lower()}{name[1:]}: {words} of 100"


def _caption(found: CoupleAdvice, about: str) -> str:
    plausible = frequency.range_words(found.both.low, found.both.high)
    return (
        f"{about}, both match for {plausible} of 100 couples as things stand. Each line: 90% of a sample of the "
        "model's parameter sets; ranges of matchsim run, over all, can differ by a few points. "
        "Interviews are given, not earned."
    )
