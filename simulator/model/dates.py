"""Which dates and statuses a scenario may hold: the season's calendar against what the file says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from simulator.model.seasonclock import SeasonCalendar, season_calendar

if TYPE_CHECKING:
    from simulator.errors import Fault
    from simulator.scenario import Program, Scenario

UNSENT = ("considering",)
UNSEEN = ("considering", "applied")


def date_faults(scenario: Scenario) -> list[Fault]:
    """Name everything in a scenario that its dates rule out.

    Refused are: an ``as_of`` outside the season; a status that ``as_of`` does not allow yet; an invitation or
    interview outside the part of the season in which there are any; an invitation after ``as_of`` or after its
    interview; an interview that is still to come at a program with status interviewed.

    Parameters
    ----------
    scenario : Scenario
        As read from a file.

    Returns
    -------
    list of Fault
        In the order of the file; one for each place in it, however many look-alikes a ``count`` made there.
    """
    calendar = season_calendar(scenario.season)
    if scenario.as_of is not None and not calendar.first <= scenario.as_of <= calendar.last:
        return [_outside(scenario, scenario.as_of, calendar)]
    faults = [
        fault
        for index, program in enumerate(scenario.programs)
        for fault in _program_faults(scenario, f"programs[{index}]", program, calendar)
    ]
    return list({_place(fault): fault for fault in reversed(faults)}.values())[::-1]


def _place(fault: Fault) -> tuple[object, ...]:
    """What tells faults apart: look-alikes of one entry share its place."""
    return (fault.file, fault.line, fault.column, fault.message, fault.field if fault.line is None else "")


def _outside(scenario: Scenario, as_of: date, calendar: SeasonCalendar) -> Fault:
    return scenario.fault(
        "as_of",
        f"not in season {scenario.season}",
        got=as_of,
        allowed=f"{calendar.first} to {calendar.last}",
        hint="The season is named after the year of its Match.",
    )


def _program_faults(scenario: Scenario, path: str, program: Program, calendar: SeasonCalendar) -> Iterator[Fault]:
    yield from _status_faults(scenario, path, program, calendar)
    for name in ("invited_on", "interview_on"):
        day: date | None = getattr(program, name)
        if day is None:
            continue
        if not calendar.programs_see <= day <= calendar.rank_list_deadline:
            yield _out_of_reach(scenario, f"{path}.{name}", day, calendar)
        elif _is_still_to_come(name, day, program, scenario.as_of):
            yield _still_to_come(scenario, f"{path}.{name}", day)
    yield from _order_faults(scenario, path, program)


def _status_faults(scenario: Scenario, path: str, program: Program, calendar: SeasonCalendar) -> Iterator[Fault]:
    """A status that the day does not allow yet."""
    as_of = scenario.as_of
    if as_of is None or as_of >= calendar.programs_see:
        return
    is_open = as_of >= calendar.applications_open
    allowed = UNSEEN if is_open else UNSENT
    if program.status in allowed:
        return
    why = f"programs see applications from {calendar.programs_see}"
    if not is_open:
        why = f"applications open on {calendar.applications_open}"
    message = f"not possible on {as_of} (as_of): {why}"
    yield scenario.fault(f"{path}.status", message, got=program.status, allowed=" or ".join(allowed))


def _out_of_reach(scenario: Scenario, field: str, day: date, calendar: SeasonCalendar) -> Fault:
    return scenario.fault(
        field,
        f"not a day on which there are invitations and interviews in season {scenario.season}",
        got=day,
        allowed=f"{calendar.programs_see} to {calendar.rank_list_deadline}",
        hint="That is from the day on which programs see applications to the deadline of rank lists.",
    )


def _is_still_to_come(name: str, day: date, program: Program, as_of: date | None) -> bool:
    is_past = name == "invited_on" or program.status == "interviewed"
    return is_past and as_of is not None and day > as_of


def _still_to_come(scenario: Scenario, field: str, day: date) -> Fault:
    hint = "For an interview still to come write status: invited." if field.endswith("interview_on") else ""
    return scenario.fault(
        field, f"later than as_of, {scenario.as_of}", got=day, allowed=f"up to {scenario.as_of}", hint=hint
    )


def _order_faults(scenario: Scenario, path: str, program: Program) -> Iterator[Fault]:
    """An interview before its invitation."""
    invited_on, interview_on = program.invited_on, program.interview_on
    if invited_on is not None and interview_on is not None and interview_on < invited_on:
        message = f"earlier than the invitation, {invited_on}"
        yield scenario.fault(f"{path}.interview_on", message, got=interview_on, allowed=f"from {invited_on}")
