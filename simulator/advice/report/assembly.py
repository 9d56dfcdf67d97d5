"""What a report says, from the same result as the JSON: the sections of both pages, in the order of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.report import couple as of_two
from simulator.advice.report import single as of_one
from simulator.advice.report.limits import limits
from simulator.advice.report.month import plan
from simulator.advice.report.parts import Report, Section
from simulator.advice.report.provenance import day_of_making, provenance
from simulator.advice.report.room import LEVELS, Room, named
from simulator.advice.report.side_by_side import strategies
from simulator.advice.report.support import support
from simulator.advice.words import DISCLAIMER
from simulator.outcomes.curve import specialties
from simulator.scenario.couple_people import each_alone
from simulator.scenario.plain_words import specialty_words, type_words

if TYPE_CHECKING:
    from datetime import date

    from simulator.outcomes.result import RunResult
    from simulator.scenario import Scenario


def content(
    result: RunResult,
    scenario: Scenario | None = None,
    *,
    names: bool = False,
    made_on: date | None = None,
    source: bytes | None = None,
    file: str | None = None,
    level: int = 0,
    origin: Section | None = None,
) -> Report:
    """Return what a report says.

    Parameters
    ----------
    result : RunResult
        What `run` returned, of one applicant or a couple.
    scenario : Scenario, optional
        What was run; without it there is no plan of the month.
    names : bool
        Whether to tell the scenario's own name and the name of its file, which may be a person's. Programs and
        strategies keep their names.
    made_on : date, optional
        Left out, that of SOURCE_DATE_EPOCH, else today; with the same date the report is the same to the byte.
    source : bytes, optional
        The scenario file, to be hashed.
    file : str, optional
        The name of that file.
    level : int
        How much is shown, an index of `room.LEVELS`.
    origin : Section, optional
        The last section of the same report at another level, so that a large result is hashed once.

    Returns
    -------
    Report

    Raises
    ------
    InputError
        SOURCE_DATE_EPOCH is no count of seconds.
    """
    day = day_of_making(made_on)
    room = LEVELS[level]
    found = origin or provenance(result, scenario, source, file if names else None, day)
    return Report(
        title=f"How likely is a match? Season {result.season}",
        about=_about(result, scenario, names),
        made_on=str(day),
        first=_first(result, room),
        second=(*_second_page(result, scenario, room), found),
        foot=DISCLAIMER,
    )


def _first(result: RunResult, room: Room) -> tuple[Section, ...]:
    if result.couple is None:
        parts = (of_one.answer(result), of_one.where(result, room), of_one.rests(result, room))
        return (limits(result, room), *parts)
    couple = result.couple
    about = (of_two.together(couple), of_two.where(couple, room), of_two.rests(result, couple, room))
    return (limits(result, room), of_two.answer(result, couple), *about)


def _second_page(result: RunResult, scenario: Scenario | None, room: Room) -> tuple[Section, ...]:
    """Strategies and what can be done; that nothing was compared is said last."""
    compared, done = strategies(result, room), (*support(result, room), plan(scenario, room))
    return (compared, *done) if result.compared else (*done, compared)


def _about(result: RunResult, scenario: Scenario | None, names: bool) -> str:
    """Whose season it is, in a line; by name only where that is wanted."""
    parts = [
        named(result.scenario_name) if names else "",
        f"Applicant: {_who(result.applicant_type, result.specialties)}",
        f"season as of {scenario.as_of}" if scenario is not None and scenario.as_of else "",
    ]
    if result.couple is not None:
        kinds = [one.applicant_type for one in result.couple.partners]
        applied = [result.specialties, _second(scenario)]
        parts[1] = f"Couple: {' and '.join(_who(*one) for one in zip(kinds, applied, strict=True))}"
    return "; ".join(part for part in parts if part)


def _who(kind: str, applied: tuple[str, ...]) -> str:
    where = ", ".join(map(specialty_words, applied))
    return f"{type_words(kind)} ({where})" if where else type_words(kind)


def _second(scenario: Scenario | None) -> tuple[str, ...]:
    """Return the specialties of the second partner, where the scenario is known."""
    return () if scenario is None or scenario.couple is None else specialties(each_alone(scenario)[1])
