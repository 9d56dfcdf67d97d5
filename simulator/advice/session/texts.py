"""The sentences beside each picture of the view, for screen readers and for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.advice import words
from simulator.advice.couple_words import some_of_100
from simulator.advice.frequency import count_words, natural_frequency, of_100, range_words, with_range
from simulator.advice.gains import as_it_stands
from simulator.advice.places import places
from simulator.advice.sections import ZONES, interviews_sentence
from simulator.advice.strategy_words import NO_MIDDLE, ORDER
from simulator.advice.terminal import clean

if TYPE_CHECKING:
    from simulator.outcomes.result import Estimate, RunResult

SET_HERE = "With what is set here, in this model plausibly {within} of 100 applicants in this situation match."
SET_HERE_BOTH = "With what is set here, in this model both match for plausibly {within} of 100 couples like you."
SET_HERE_MIDDLE = "With what is set here, in this model {about} applicants in this situation match; plausibly {within}."
CURVE = (
    "The band is this one applicant given other numbers of interviews at the same mix of programs.{middle} People with "
    "more interviews are often stronger, so what others did with that many is not what more interviews would do for "
    "one person."
)
POINT = "Dollars per point: what one more of 100 costs in application fees."
NO_LINE = (
    " It has no middle line: how much more interviews do for one person cannot be told from published figures, and "
    "curves all through it fit them."
)


def headline(result: RunResult, before: RunResult | None, both: Estimate | None = None) -> str:
    """Return the answer in one sentence.

    Parameters
    ----------
    result : RunResult
    before : RunResult or None
        The season as it stands, where something is set; then no number stands alone where none is a finding.
    both : Estimate or None
        Of a couple with something set, that both match.

    Returns
    -------
    str
    """
    if both is not None:
        return SET_HERE_BOTH.format(within=range_words(both.low, both.high))
    if before is None:
        return words.opening(result)
    within = range_words(result.match.low, result.match.high)
    if result.priors:
        return SET_HERE.format(within=within)
    return SET_HERE_MIDDLE.format(about=natural_frequency(result.match.exact), within=within)


def picture(result: RunResult) -> str:
    """Return what the hundred signs show."""
    low, high = of_100(result.match.low), of_100(result.match.high)
    low, high = min(low, 99), max(high, 1)
    sure, maybe, none = (some_of_100(count) for count in (low, high - low, 100 - high))
    return (
        f"Of 100 people in this situation: {sure} match even at the low end of the plausible range, {maybe} at its "
        f"high end only, {none} at neither. Zone: {result.zone} ({ZONES[result.zone]}).{_also(result)}"
    )


def _also(result: RunResult) -> str:
    others = [name for name in result.zones if name != result.zone]
    return f" The plausible range also touches {' and '.join(others)}." if others else ""


def curve(result: RunResult) -> str:
    """Return what the curve by number of interviews shows, and what it does not."""
    rows = result.curve
    ends = [rows.iloc[k] for k in (0, len(rows) // 2, len(rows) - 1)]
    said = "; ".join(f"with {int(r['interviews'])}: {range_words(r['low'], r['high'])}" for r in ends)
    middle = NO_LINE if result.priors else ""
    return f"{interviews_sentence(result)} Plausibly match, of 100: {said}. {CURVE.format(middle=middle)}"


def by_position(result: RunResult) -> str:
    """Return where on the list the match falls most often."""
    open_places = [place for place in places(result) if not place.closed]
    if not open_places:
        return "No place on the list can lead to a match as things stand."
    best = sorted(open_places, key=lambda place: -place.probability)[:3]
    said = ", ".join(f"{clean(p.program)} (place {p.position}): {count_words(p.probability)}" for p in best)
    nowhere = count_words(min(max(1 - result.match.exact, 0.0), 1.0))
    first = "" if len(open_places) == 1 else "Most often "
    return f"{first}{'At' if not first else 'at'} {said} of 100. No match: {nowhere} of 100."


def strategies(result: RunResult) -> str:
    """Return what is compared, and what the order does not mean."""
    couple = result.couple
    of = result.match if couple is None else couple.both
    now = with_range(as_it_stands(result), of.low, of.high)
    base = f"As things stand {now} match." if couple is None else f"As things stand both match for {now} couples."
    return f"{base} {f'{NO_MIDDLE} ' if result.priors else ''}{ORDER} {POINT}"


def limits(result: RunResult, draws: tuple[int, int] | None) -> list[str]:
    """Return what the answer is not, and what it rests on, in plain sentences.

    Parameters
    ----------
    result : RunResult
    draws : (int, int) or None
        Parameter sets behind the ranges and how many there are, where not all of them were used.

    Returns
    -------
    list of str
    """
    part = []
    if draws is not None and draws[0] < draws[1]:
        part = [
            f"For speed the ranges rest on {draws[0]} of {draws[1]} parameter sets; checking by simulation uses all."
        ]
    model = (
        f"An answer of a model (season {result.season}, settings {result.calibration}) about people like the one "
        "described, not a promise to one of them."
    )
    return [model, *result.notes, *part, words.BINDING, words.DISCLAIMER]


def all_of(result: RunResult) -> dict[str, Any]:
    """Return the sentences that belong to a result; that of the curve where there is one, of one applicant."""
    found = {"picture": picture(result), "by_position": by_position(result), "strategies": strategies(result)}
    return found | ({"curve": curve(result)} if result.couple is None and len(result.curve) else {})
