"""The lines of the chart by number of interviews: zones, this applicant's band, other people, and the place now."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import scale_of_100, step_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from simulator.outcomes.result import RunResult

ZONE_LABELS = {"red": "red:\nat risk", "yellow": "yellow:\nopen", "green": "green:\nsafer"}
LABEL_GAP = 0.15  #: least distance between two zone labels, of the axis


def observed(result: RunResult) -> np.ndarray:
    """Return at which numbers of interviews the published curve of other people is known."""
    known: np.ndarray = result.curve["observed"].notna().to_numpy()
    return known


def has_range(result: RunResult) -> bool:
    """Return whether the published curve comes with a range of its own."""
    return bool(result.curve["observed_low"].notna().any())


def usual(result: RunResult) -> tuple[int, int]:
    """Return fewest and most interviews in 9 of 10 seasons."""
    quantiles = result.interviews.quantiles
    return int(quantiles["0.05"]), int(quantiles["0.95"])


def draw_curve(axes: Axes, result: RunResult) -> None:
    """Draw zones, bands, lines and the place of this applicant.

    Parameters
    ----------
    axes : Axes
    result : RunResult
        With a curve.
    """
    _zones(axes, result)
    _lines(axes, result)
    _place(axes, result)
    _scales(axes, result)


def _zones(axes: Axes, result: RunResult) -> None:
    red, green = result.zone_bounds
    spans = {"red": (0.0, red), "yellow": (red, green), "green": (green, 1.0)}
    place = -math.inf
    for name, (low, high) in spans.items():
        axes.axhspan(low, high, color=theme.ZONES[name], linewidth=0, zorder=0)
        if high <= low:
            continue
        place = max((low + high) / 2, place + LABEL_GAP)
        axes.text(
            1.03,
            place,
            ZONE_LABELS[name],
            transform=axes.get_yaxis_transform(),
            va="center",
            fontsize=9.5,
            linespacing=1.1,
        )
    for bound in (red, green):
        axes.axhline(bound, color=theme.LINE, linewidth=0.7, linestyle=(0, (1, 2)), zorder=1)


def _lines(axes: Axes, result: RunResult) -> None:
    marker = "o" if len(result.curve) == 1 else ""
    _own(axes, result, marker)
    if has_range(result):
        _others_range(axes, result)
    if observed(result).any():
        _others(axes, result, marker)


def _own(axes: Axes, result: RunResult, marker: str) -> None:
    """Draw this applicant with other numbers of interviews; the middle only where there is one."""
    curve, x = result.curve, result.curve["interviews"].to_numpy()
    axes.fill_between(
        x,
        curve["low"],
        curve["high"],
        facecolor=theme.RANGE,
        alpha=0.75,
        edgecolor=theme.RANGE_EDGE,
        label="this applicant, given that many: plausible range" if result.priors else "plausible range",
        zorder=2,
    )
    if result.priors:
        return
    axes.plot(
        x,
        curve["probability"],
        color=theme.MATCH,
        marker=marker,
        zorder=4,
        label="this applicant, with that many interviews",
    )


def _others_range(axes: Axes, result: RunResult) -> None:
    curve = result.curve
    axes.fill_between(
        curve["interviews"].to_numpy(),
        curve["observed_low"],
        curve["observed_high"],
        facecolor="none",
        hatch=theme.OTHERS_HATCH,
        edgecolor=theme.LINE,
        linestyle=(0, (1, 1)),
        label="other people: range of the published figures",
        zorder=2.5,
    )


def _others(axes: Axes, result: RunResult, marker: str) -> None:
    known = observed(result)
    axes.plot(
        result.curve["interviews"].to_numpy()[known],
        result.curve["observed"][known],
        color=theme.OTHERS,
        linestyle=(0, (4, 2)),
        linewidth=1.6,
        marker=marker,
        zorder=3,
        label="other people, by number of programs ranked",
    )


def _place(axes: Axes, result: RunResult) -> None:
    match, x = result.match, result.interviews.expected
    words = frequency.with_range(match.exact, match.low, match.high)
    low, high = usual(result)
    axes.plot([x, x], [match.low, match.high], color=theme.INK, linewidth=1.4, zorder=5, clip_on=False)
    if low < high:
        axes.plot([low, high], [match.exact] * 2, color=theme.INK, linewidth=1.4, zorder=5, clip_on=True)
    axes.plot(
        [x],
        [match.exact],
        marker="D",
        markersize=9,
        color=theme.YOU,
        linestyle="",
        markeredgecolor=theme.INK,
        markeredgewidth=1.2,
        zorder=6,
        clip_on=False,
        label=f"now: {words}",
    )


def _scales(axes: Axes, result: RunResult) -> None:
    counts = result.curve["interviews"]
    low = int(min(counts.min(), result.interviews.expected))
    high = math.ceil(max(counts.max(), result.interviews.expected, low + 1))
    axes.set_xlim(low, high + 0.03 * (high - low))
    axes.set_xticks(step_ticks(low, high, 9))
    axes.tick_params(pad=6)
    axes.set_xlabel("interviews attended")
    scale_of_100(axes, grid=False)
    axes.set_ylabel("matched, of 100 such applicants")
