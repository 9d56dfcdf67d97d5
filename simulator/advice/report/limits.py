"""The first words of a report: what the number is not, and what decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.report.parts import Section, Text, bullets
from simulator.advice.report.room import Room, some
from simulator.season.notes import UNMODELLED

if TYPE_CHECKING:
    from simulator.advice.report.parts import Block
    from simulator.outcomes.result import RunResult

NOT_A_PROMISE = (
    "This is a model's answer about people like the one described here. It is not a promise, and not a verdict on "
    "anybody."
)
NOT_A_PROMISE_TO_TWO = (
    "This is a model's answer about couples like the one described here. It is not a promise, and not a verdict on "
    "anybody."
)
RANGE = (
    "Look at the range before the middle: nobody knows the model's numbers exactly. With a high number some people do "
    "not match, and with a low one some do."
)
WHO_WE_ARE = (
    "Not affiliated with NRMP, AAMC or ECFMG. Not advice: talk it over with an adviser who knows the whole file."
)
DECIDES = "This decides the answer: "


def limits(result: RunResult, room: Room) -> Section:
    """Return what to know before the number: it is no promise, what the model cannot see, and what decides.

    Parameters
    ----------
    result : RunResult
    room : Room
    """
    first = NOT_A_PROMISE if result.couple is None else NOT_A_PROMISE_TO_TWO
    grave = some(result.warnings[: result.grave_warnings], room.warnings, room)
    blocks: tuple[Block, ...] = (bullets((first, UNMODELLED, RANGE, WHO_WE_ARE)),)
    return Section("limits", "Read this first", (*blocks, *(Text(DECIDES + text, "warning") for text in grave)))
