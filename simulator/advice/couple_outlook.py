"""The outlook of each of a couple: the zones, and what can still be done where the chance of either is low."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.possible import PRACTICE, SOAP, in_order, of_closed, steps
from simulator.advice.sections import ZONES
from simulator.model.zones import zone_of, zones_touched

if TYPE_CHECKING:
    from simulator.advice.terminal import Paper
    from simulator.outcomes.couple import CoupleResult
    from simulator.outcomes.result import RunResult

WHO = ("the first partner", "the second partner")
BOTH = "both of you"


def zone(result: RunResult, sheet: Paper) -> list[str]:
    """Return the zone of each partner, in the colour of the first, whom `match` is about.

    Parameters
    ----------
    result : RunResult
        Of a couple.
    sheet : Paper
        What it is written on.
    """
    return sheet.paragraph(zone_sentence(result), result.zone)


def zone_sentence(result: RunResult) -> str:
    """Return the zone of each partner by the joint list, and the others that the range touches.

    Parameters
    ----------
    result : RunResult
        Of a couple.
    """
    said = [_zone("first", result.zone, result.zones)]
    if result.couple is not None:
        second = result.couple.partners[1].matched
        said.append(_zone("second", zone_of(second.exact), zones_touched(second.low, second.high)))
    return " ".join(said)


def _zone(who: str, zone: str, zones: tuple[str, ...]) -> str:
    touched = [name for name in zones if name != zone]
    beside = f"; the plausible range also touches {' and '.join(touched)}" if touched else ""
    return f"Zone of the {who} partner: {zone} ({ZONES[zone]}){beside}."


def steps_of_couple(result: RunResult) -> tuple[str, list[str]]:
    """Return who of a couple has a poor outlook, in words, and what they can still do, most urgent first.

    Parameters
    ----------
    result : RunResult
        Of a couple.

    Returns
    -------
    (str, list of str)
        "the first partner", "the second partner", "both of you" or nothing. Of both, a step of one says whose it is.
    """
    couple = result.couple
    if couple is None:
        return "", []
    first = steps(result) if result.zone == "red" else []
    second = _of_second(couple, result.has_begun) if zone_of(couple.partners[1].matched.exact) == "red" else []
    if first and second:
        return BOTH, _shared(first, second)
    return (WHO[0] if first else WHO[1] if second else ""), first or second


def _of_second(couple: CoupleResult, has_begun: bool) -> list[str]:
    """What the second partner can still do; SOAP is not computed for that partner."""
    closed = [reasons for _, reasons in couple.filtered[1]]
    return in_order(couple.partners[1].applicant_type, list(of_closed(closed, has_begun)), [PRACTICE], SOAP)


def _shared(first: list[str], second: list[str]) -> list[str]:
    """Steps of both without repeats, those of one with whose they are, in the order of urgency."""
    own = [f"First partner: {text}" for text in first if text not in second]
    own += [f"Second partner: {text}" for text in second if text not in first]
    return [*own, *(text for text in first if text in second)]
