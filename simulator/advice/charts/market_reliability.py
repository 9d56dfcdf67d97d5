"""What came true at each predicted chance, by applicant type: the season of one against the market."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from simulator.advice import theme
from simulator.advice.charts.people import group_words
from simulator.advice.charts.shared import message
from simulator.scenario.vocabulary import APPLICANT_TYPES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.market_reliability import MarketReliability
    from simulator.outcomes.reliability_rows import Reliability

COLUMNS = 2
LEFT, GAP, BELOW, ABOVE = 0.42, 0.34, 0.42, 0.26  #: inches around a panel
NEAR = 0.1  # of a slope to 1, to be called right


def market_reliability(found: MarketReliability) -> Figure:
    """Draw the share that matched at each predicted chance, a panel an applicant type.

    Parameters
    ----------
    found : MarketReliability
        From `simulator.pipeline.market.market_reliability`.
    """
    with theme.style():
        rows = [row for row in found.groups if row.group in APPLICANT_TYPES and row.curve]
        if not rows:
            return message("Too few people", "No applicant type has enough people.", _about(found))
        n_rows = -(-len(rows) // COLUMNS)
        side = (theme.WIDTH - 2 * theme.MARGIN) / COLUMNS - LEFT - GAP / COLUMNS
        page = theme.sheet(title(rows), n_rows * (side + BELOW + ABOVE), _caption(found))
        for place, row in enumerate(rows):
            y, x = divmod(place, COLUMNS)
            bottom = (n_rows - y - 1) * (side + BELOW + ABOVE) + BELOW
            axes = page.axes(LEFT + x * (side + LEFT + GAP), bottom, side, side)
            _panel(axes, row, is_last=place + COLUMNS >= len(rows), is_first=x == 0)
        return page.figure


def title(rows: Sequence[Reliability]) -> str:
    """Say to whom chances rise as fast in the market as they are told."""
    sloped = [r for r in rows if r.slope is not None]
    right = [group_words(r.group) for r in sloped if r.slope is not None and abs(r.slope.value - 1) <= NEAR]
    if not sloped:
        return "Too few people, or too few unmatched, to compare chances told with the market"
    if not right:
        return "Chances told and what the market did differ for every type compared"
    named = f"{', '.join(right[:-1])} and {right[-1]}" if right[1:] else right[0]
    return f"Chances told set people apart about as far as the market does: {named}"


def _about(found: MarketReliability) -> str:
    return f"Settings {found.calibration}; {found.replicates} seasons of a made-up market, seed {found.seed}"


def _caption(found: MarketReliability) -> str:
    return (
        f"{_about(found)}. Predictions of the season of one after the interviews. Line: share that matched at each "
        f"predicted chance; band: where {found.level:.0%} of such lines lie if predictions are right, people taken as "
        "independent; dots: tenths of the scale, larger with more people. In the titles: slope of the log odds, 1 if "
        f"right, with its {found.level:.0%} range over seasons. Under the diagonal: told too much."
    )


def _panel(axes: Axes, row: Reliability, *, is_last: bool, is_first: bool) -> None:
    at, matched, low, high = np.array(row.curve).T
    axes.plot([0, 1], [0, 1], color=theme.LINE, linewidth=0.9, zorder=1)
    axes.fill_between(at, low, high, color=theme.RANGE, linewidth=0, zorder=0)
    axes.plot(at, matched, color=theme.MATCH, linewidth=1.4, drawstyle="default", zorder=2)
    people, told, came = np.array(row.bins).T
    size = 6 + 50 * people / people.max()
    axes.scatter(told, came, s=size, color=theme.PARTLY, edgecolor=theme.INK, linewidth=0.6, clip_on=False, zorder=3)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.set_xticks([0, 0.5, 1], ["0", "50", "100"])
    axes.set_yticks([0, 0.5, 1], ["0", "50", "100"])
    axes.tick_params(labelsize=9, pad=2, length=2)
    axes.grid(axis="both")
    fit = row.slope
    slope = "too few unmatched" if fit is None else f"{fit.value:.2f} ({fit.low:.2f} to {fit.high:.2f})"
    axes.set_title(f"{group_words(row.group)}: {slope}", fontsize=9, loc="left", pad=5)
    if is_last:
        axes.set_xlabel("Told, of 100", fontsize=9)
    if is_first:
        axes.set_ylabel("Matched, of 100", fontsize=9)
