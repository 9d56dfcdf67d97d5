"""Which pairs of correlation and share of couples with pairs of one alone fit the published splits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    Spans = list[tuple[float, float] | None]

STEPS = 200
YEAR = 2007


def couples_ridge(told: Mapping[str, Any] | None = None) -> Figure:
    """Draw, for every correlation, the shares of couples with pairs of one alone that fit.

    Parameters
    ----------
    told : mapping, optional
        From `simulator.calibration.couples_ridge.found`; the package's own if left out.
    """
    from simulator.calibration.couples_ridge import found

    told = found() if told is None else told
    spans = _spans(told)
    with theme.style():
        page = theme.sheet(_title(*spans), 3.5, _caption(told), _alt(*spans))
        axes = page.axes(0.62, 0.85, page.width - 0.72, page.height - 0.93)
        _draw(axes, told, *spans)
        up = (page.bottom + 0.02) / page.figure.get_figheight()
        page.figure.legend(loc="lower left", bbox_to_anchor=(page.left / theme.WIDTH, up), ncols=2)
        return page.figure


def _spans(told: Mapping[str, Any]) -> tuple[list[float], Spans]:
    from simulator.calibration.couples_ridge import at, shares_inside

    known = [float(r) for r in told["grid"]]
    along = np.linspace(known[0], known[-1], STEPS).tolist()
    return along, [shares_inside(at(told, r)) for r in along]


def _title(along: list[float], spans: Spans) -> str:
    fits = [r for r, span in zip(along, spans, strict=True) if span is not None]
    if not fits:
        return "No correlation between partners fits what was published"
    if len(fits) == len(along):
        return "Every correlation between partners fits what was published, with its own share of lists"
    return f"Correlations from {fits[0]:.2f} to {fits[-1]:.2f} fit what was published"


def _caption(told: Mapping[str, Any]) -> str:
    return (
        f"Settings {told['calibration']}; couples made up from US seniors of 2007. Shaded: the shares of couples of "
        "whom both, one and neither match are all within the published range of 1987-2007. The line divides those not "
        f"both matched as in {YEAR}. Other assumptions would move both."
    )


def _alt(along: list[float], spans: Spans) -> str:
    places = [*range(0, len(along), len(along) // 4), len(along) - 1]
    said = (
        f"at {along[k]:.2f} none" if span is None else f"at {along[k]:.2f} {frequency.range_words(*span)}"
        for k in places
        for span in (spans[k],)
    )
    return f"Shares of lists with pairs of one alone that fit, of 100, by correlation: {listed(said)}"


def _draw(axes: Axes, told: Mapping[str, Any], along: list[float], spans: Spans) -> None:
    from simulator.calibration import couples_ridge as ridge

    low, high = np.array([span or (np.nan, np.nan) for span in spans]).T
    axes.fill_between(
        along, low, high, facecolor=theme.RANGE, edgecolor=theme.RANGE_EDGE, label="outcomes as published", zorder=1
    )
    one, neither = ridge.year(YEAR)[-2:]
    line = [ridge.divided_as(ridge.at(told, r), one, neither) for r in along]
    axes.plot(along, line, color=theme.MATCH, linewidth=2.2, label=f"divided as in {YEAR}", zorder=2)
    middle = along[len(along) // 2]
    _say(axes, middle, 0.9, "too many couples with one matched, too few with neither")
    _say(axes, middle, 0.18, "too many couples with neither matched, too few with one")
    axes.set(xlim=(along[0], along[-1]), ylim=(0, 1))
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["none", "25", "50", "75", "all"])
    axes.set_xlabel("how alike partners are (correlation)")
    axes.set_ylabel("lists of 100 with pairs of one")


def _say(axes: Axes, x: float, y: float, text: str) -> None:
    axes.text(x, y, text, ha="center", va="center", fontsize=theme.SMALL_SIZE, color=theme.MUTED)
