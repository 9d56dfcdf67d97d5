"""What would help a couple most: one range a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import message, put, rows_axes
from simulator.advice.couple_helps import helps

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.advice.couple_helps import Help
    from simulator.strategy.couple_advice import CoupleAdvice

MOST = 12
NAMES = 3.6  #: inches
ROW, FOOT = 0.46, 0.5
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
    plausible = frequency.range_words(found.both.low, found.both.high)
    caption = (
        f"{about}, both match for {plausible} of 100 couples as things stand. Each line: 90% of the model's parameter "
        "sets. Interviews are given, not earned."
    )
    page = theme.sheet("What would help both of you to match", ROW * len(rows) + FOOT, caption)
    names = rows_axes(page, FOOT, ROW * len(rows))
    axes = page.axes(NAMES, FOOT, page.width - NAMES - 0.1, ROW * len(rows))
    for k, (what, words, _) in enumerate(rows):
        said = theme.shorten(theme.printable(what), NAMES - 0.15, theme.SMALL_SIZE)
        put(names, 0, ROW * (k + 0.32), said, fontsize=theme.SMALL_SIZE)
        put(names, 0, ROW * (k + 0.72), words, color=theme.MUTED, fontsize=theme.SMALL_SIZE)
    _ranges(axes, rows)
    return page.figure


def _ranges(axes: Axes, rows: list[Help]) -> None:
    for y, (_, _, adds) in enumerate(rows):
        axes.plot([100 * adds.low, 100 * adds.high], [y, y], color=theme.MATCH, linewidth=4, solid_capstyle="round")
    most = max(NARROWEST, *(110 * adds.high for _, _, adds in rows))
    axes.set(ylim=(len(rows) - 0.5, -0.5), xlim=(0, most), xlabel="more of 100")
    axes.set_yticks([])
    axes.grid(axis="x")
