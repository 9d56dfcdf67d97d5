"""Two small charts of a prediction over all cells: evenness of its PIT, and what was seen at each predicted chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from simulator.advice import theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from simulator.calibration.validation import Validation
    from simulator.calibration.validation_scores import CellScore

HEIGHT = 2.1  #: inches
_BINS = 10
_LEVEL = 0.9


def draw_reliability(page: theme.Sheet, found: Validation, cells: Sequence[CellScore]) -> None:
    """Draw both charts at the foot of a sheet.

    Parameters
    ----------
    page : Sheet
        Its lowest `HEIGHT` inches are free.
    found : Validation
    cells : sequence of CellScore
        At least one.
    """
    half, height = page.width / 2, HEIGHT - 0.85
    _evenness(page.axes(0.36, 0.5, half - 0.62, height), np.asarray(found.pit))
    _reliability(page.axes(half + 0.42, 0.5, half - 0.5, height), cells)


def _evenness(axes: Axes, pit: np.ndarray) -> None:
    from scipy.special import bdtrik

    seen, edges = np.histogram(pit, bins=_BINS, range=(0, 1))
    tail = (1 - _LEVEL) / 2
    low, high = (np.ceil(bdtrik(q, pit.size, 1 / _BINS)) for q in (tail, 1 - tail))
    axes.axhspan(float(low), float(high), color=theme.RANGE, linewidth=0, zorder=0)
    axes.bar(edges[:-1], seen, width=1 / _BINS, align="edge", color=theme.LINE, edgecolor=theme.PAPER, zorder=1)
    axes.axhline(pit.size / _BINS, color=theme.INK, linewidth=0.9, zorder=2)
    axes.set(xlim=(0, 1), ylim=(0, 1.1 * max(float(seen.max()), float(high))), xticks=[0, 0.5, 1])
    axes.set_xticks([0, 1], ["lower", "higher"])
    _finish(axes, "Cells, by place in prediction", "than the model expects")


def _reliability(axes: Axes, cells: Sequence[CellScore]) -> None:
    """Plot the observed share of people against the predicted one, cells gathered by predicted chance."""
    model = np.array([cell.model for cell in cells])
    n, x = (np.array([getattr(cell, name) for cell in cells], dtype=float) for name in ("people", "matched"))
    bins = np.clip((model * _BINS).astype(int), 0, _BINS - 1)
    people, matched, expected = (np.bincount(bins, weight, minlength=_BINS) for weight in (n, x, n * model))
    some = people > 0
    axes.plot([0, 1], [0, 1], color=theme.LINE, linewidth=0.9, zorder=1)
    size = 12 + 60 * people[some] / people.max()
    axes.scatter(
        expected[some] / people[some],
        matched[some] / people[some],
        s=size,
        color=theme.MATCH,
        edgecolor=theme.INK,
        linewidth=0.6,
        clip_on=False,
        zorder=2,
    )
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.set_xticks([0, 0.5, 1], ["0", "50", "100"])
    axes.set_yticks([0, 0.5, 1], ["0", "50", "100"])
    axes.grid(axis="both")
    _finish(axes, "Matched, of 100", "predicted, of 100")


def _finish(axes: Axes, title: str, label: str) -> None:
    axes.tick_params(labelsize=theme.SMALL_SIZE, pad=2, length=2)
    axes.set_title(title, fontsize=theme.SMALL_SIZE, loc="left", pad=4)
    axes.set_xlabel(label, fontsize=theme.SMALL_SIZE)
