"""What stands on the second page where the outlook is poor: what can still be done, and who stands by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice import possible
from simulator.advice.couple_outlook import steps_of_couple
from simulator.advice.report.parts import Section, bullets
from simulator.advice.report.room import Room, some

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.outcomes.result import RunResult

WORTH = (
    "A low number says how seasons like this one tend to end. It says nothing about what you are worth, or what kind "
    "of doctor you are."
)
NEAR = (
    "Do not carry it alone. Besides those near you, the dean's or student affairs office of your medical school, a "
    "mentor, and the physicians' association of your community or country have stood by people in this place before."
)
OFFICIAL = (
    "For rules and dates rely on the offices themselves: the NRMP for the Match and SOAP, the ECFMG for certification "
    "of graduates from abroad, the AAMC for ERAS applications. Be wary of anybody who sells a place or a promise."
)


def is_poor(result: RunResult) -> bool:
    """Return whether the range touches the red zone, for a couple for either partner.

    Parameters
    ----------
    result : RunResult
    """
    if result.couple is None:
        return "red" in result.zones
    return any(one.matched.low < result.zone_bounds[0] for one in result.couple.partners)


def support(result: RunResult, room: Room) -> Iterator[Section]:
    """Yield what can still be done where the zone (of either partner) is red, and who stands by where the range is.

    Parameters
    ----------
    result : RunResult
    room : Room
    """
    who, steps = steps_of_couple(result) if result.couple else ("", possible.steps(result))
    if result.zone == "red" or who:
        title = f"What {who} can still do" if who else "What can still be done"
        shown = some([text for text in steps if text != possible.SUPPORT], room.steps, room)
        yield Section("steps", title, (bullets(shown),))
    if is_poor(result):
        texts = (WORTH, NEAR, possible.SUPPORT, OFFICIAL)
        yield Section("support", "If this is hard to read", (bullets(texts),))
