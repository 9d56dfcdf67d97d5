"""Match likelihood against the number of interviews, with this applicant's place."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import message, model_note, scale_of_100, step_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.result import RunResult

ZONE_LABELS = {"red": "red:\nat risk", "yellow": "yellow:\nopen", "green": "green:\nsafer"}
RIGHT = 0.68  #: inches kept free on the right for the names of the zones
LABEL_GAP = 0.15  #: least distance between two zone labels, of the axis


@theme.styled
def interviews_curve(result: RunResult) -> Figure:
    """Draw how the chance of matching changes with the number of interviews attended.

    The band is parameter uncertainty (low to high); the dashed line, where the calibration has
    one, is what different people with that many ranks did, which is not the same thing. Where
    the calibration was fitted under several assumptions that published figures do not tell
    apart, the band has no middle line: no one curve is a finding.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    """
    if len(result.curve) == 0:
        return message(
            "No curve by number of interviews",
            "This run holds no curve of match likelihood by number of interviews.",
            f"{model_note(result)}.",
        )
    entries = 2 + (not result.priors) + bool(_observed(result).any()) + _has_range(result)
    page = theme.sheet(_title(result), 3.1 + 0.24 * entries, _caption(result))
    foot = 0.56 + 0.235 * entries
    axes = page.axes(0.56, foot, page.width - 0.56 - RIGHT, page.height - foot - 0.1)
    _zones(axes, result)
    _lines(axes, result)
    _place(axes, result)
    _scales(axes, result)
    page.figure.legend(loc="lower left", bbox_to_anchor=(page.left / theme.WIDTH, _up(page, 0.02)))
    return page.figure


WIDE = 6  # interviews between few and many seasons, beyond which one number would mislead


def _up(page: theme.Sheet, inches: float) -> float:
    return float((page.bottom + inches) / page.figure.get_figheight())


def _observed(result: RunResult) -> np.ndarray:
    observed: np.ndarray = result.curve["observed"].notna().to_numpy()
    return observed


def _has_range(result: RunResult) -> bool:
    """Whether the published curve comes with a range of its own."""
    return bool(result.curve["observed_low"].notna().any())


def _title(result: RunResult) -> str:
    match, expected = result.match, round(result.interviews.expected)
    start = f"{_number(result)}, {frequency.natural_frequency(match.exact)} match"
    early, late = (_green(result, name) for name in (("high", "low") if result.priors else ("probability",) * 2))
    if early is None or match.exact >= result.zone_bounds[1] or (late or expected + 1) <= expected:
        return start
    if not result.priors:
        return f"{start}; the green zone begins near {early} interviews"
    first = max(early, expected + 1)
    if late is None:
        return f"{start}; the green zone begins at {first} interviews at the earliest"
    return f"{start}; the green zone begins somewhere from {first} to {late} interviews"


def _green(result: RunResult, name: str) -> int | None:
    """Fewest interviews at which a column of the curve is in the green zone."""
    reach = result.curve.loc[result.curve[name] >= result.zone_bounds[1], "interviews"]
    return None if reach.empty else int(reach.iloc[0])


def _number(result: RunResult) -> str:
    expected, certain = round(result.interviews.expected), _certain(result)
    low, high = _usual(result)
    if expected == 0:
        return "With no interview" if certain else "With hardly any interview"
    if high - low > WIDE:
        return f"Over {low} to {high} interviews"
    number = "1 interview" if expected == 1 else f"{expected} interviews"
    return f"With {number}" if certain else f"With about {number}"


def _usual(result: RunResult) -> tuple[int, int]:
    """Fewest and most interviews in 9 of 10 seasons."""
    quantiles = result.interviews.quantiles
    return int(quantiles["0.05"]), int(quantiles["0.95"])


def _certain(result: RunResult) -> bool:
    return bool(np.max(result.interviews.distribution, initial=0.0) >= 1 - 1e-9)


def _caption(result: RunResult) -> str:
    other = (
        " The dashed line is other people with that many programs ranked: people with more "
        "interviews are often stronger, so it is not what more interviews would do for one person."
    )
    beside = other if _observed(result).any() else ""
    if result.priors:
        return (
            f"{model_note(result)}. The blue band is this one applicant given other numbers of interviews at the same "
            "mix of programs. It has no middle line: how much more interviews do for one person cannot be told from "
            f"published figures, and curves all through it fit them.{beside}"
        )
    return (
        f"{model_note(result)}. The solid line is this applicant with other numbers of interviews "
        f"at the same mix of programs; the band is what the model does not know about its own "
        f"settings.{beside}"
    )


def _zones(axes: Axes, result: RunResult) -> None:
    red, green = result.zone_bounds
    spans = {"red": (0.0, red), "yellow": (red, green), "green": (green, 1.0)}
    place = -math.inf
    for name, (low, high) in spans.items():
        axes.axhspan(low, high, color=theme.TINTS[name], linewidth=0, zorder=0)
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
    if _has_range(result):
        _others_range(axes, result)
    if _observed(result).any():
        _others(axes, result, marker)


def _own(axes: Axes, result: RunResult, marker: str) -> None:
    """Draw this applicant with other numbers of interviews; the middle only where there is one."""
    curve, x = result.curve, result.curve["interviews"].to_numpy()
    axes.fill_between(
        x,
        curve["low"],
        curve["high"],
        facecolor=theme.TINTS["band"],
        alpha=0.75,
        edgecolor=theme.PALETTE["sky"],
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
        facecolor=theme.FAINT,
        alpha=0.75,
        edgecolor=theme.LINE,
        linestyle=(0, (1, 1)),
        label="other people: range of the published figures",
        zorder=2.5,
    )


def _others(axes: Axes, result: RunResult, marker: str) -> None:
    known = _observed(result)
    axes.plot(
        result.curve["interviews"].to_numpy()[known],
        result.curve["observed"][known],
        color=theme.INK,
        linestyle=(0, (4, 2)),
        linewidth=1.6,
        marker=marker,
        zorder=3,
        label="other people, by number of programs ranked",
    )


def _place(axes: Axes, result: RunResult) -> None:
    match, x = result.match, result.interviews.expected
    words = frequency.with_range(match.exact, match.low, match.high)
    low, high = _usual(result)
    axes.plot([x, x], [match.low, match.high], color="black", linewidth=1.4, zorder=5, clip_on=False)
    if low < high:
        axes.plot([low, high], [match.exact] * 2, color="black", linewidth=1.4, zorder=5, clip_on=True)
    axes.plot(
        [x],
        [match.exact],
        marker="D",
        markersize=9,
        color=theme.YOU,
        linestyle="",
        markeredgecolor="black",
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
