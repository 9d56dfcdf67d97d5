"""Match likelihood against the number of interviews, with this applicant's place."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.charts.curve_lines import draw_curve, has_range, observed, usual
from simulator.advice.charts.shared import listed, message, model_note

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulator.outcomes.result import RunResult

RIGHT = 0.68  #: inches kept free on the right for the names of the zones


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
    entries = 2 + (not result.priors) + bool(observed(result).any()) + has_range(result)
    page = theme.sheet(_title(result), 3.1 + 0.24 * entries, _caption(result), _alt(result))
    foot = 0.56 + 0.235 * entries
    axes = page.axes(0.56, foot, page.width - 0.56 - RIGHT, page.height - foot - 0.1)
    draw_curve(axes, result)
    page.figure.legend(loc="lower left", bbox_to_anchor=(page.left / theme.WIDTH, _up(page, 0.02)))
    return page.figure


WIDE = 6  # interviews between few and many seasons, beyond which one number would mislead


def _up(page: theme.Sheet, inches: float) -> float:
    return float((page.bottom + inches) / page.figure.get_figheight())


def _title(result: RunResult) -> str:
    match, expected = result.match, round(result.interviews.expected)
    start = f"{_number(result)}, {frequency.with_range(match.exact, match.low, match.high)} match"
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
    low, high = usual(result)
    if expected == 0:
        return "With no interview" if certain else "With hardly any interview"
    if high - low > WIDE:
        return f"Over {low} to {high} interviews"
    number = "1 interview" if expected == 1 else f"{expected} interviews"
    return f"With {number}" if certain else f"With about {number}"


def _certain(result: RunResult) -> bool:
    return bool(np.max(result.interviews.distribution, initial=0.0) >= 1 - 1e-9)


def _alt(result: RunResult) -> str:
    table = result.curve.iloc[:: max(1, -(-len(result.curve) // 6))]

    def said(row: Any) -> str:
        other = (
            ""
            if math.isnan(row.observed)
            else f" (other people with that many ranked {frequency.count_words(row.observed)})"
        )
        middle = f"{frequency.count_words(row.probability)}, plausibly " if not result.priors else ""
        return f"with {row.interviews} interviews {middle}{frequency.range_words(row.low, row.high)}{other}"

    return f"Matched of 100 such applicants: {listed(map(said, table.itertuples(index=False)))}"


def _caption(result: RunResult) -> str:
    other = (
        " The dashed line is other people with that many programs ranked: people with more "
        "interviews are often stronger, so it is not what more interviews would do for one person."
    )
    beside = other if observed(result).any() else ""
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
