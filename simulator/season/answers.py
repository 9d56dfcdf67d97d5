"""Which answers of programs can be read, look-alikes counted together: the rows of the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.model.filters import paper_filters, visa_filter
from simulator.model.tables import constant
from simulator.season.count import NOTHING, Counted, counted, reference_mix

if TYPE_CHECKING:
    from simulator.model.parameters import Calibration
    from simulator.scenario import Program, Scenario
    from simulator.season.apply import Application

HEARD_YES, HEARD_NO, SILENT, COUNT = 0, 1, 2, 3
HEARD = {"invited": HEARD_YES, "interviewed": HEARD_YES, "rejected": HEARD_NO, "applied": SILENT}


class Row(NamedTuple):
    """One row of `Evidence`, with the program whose features it has."""

    group: int
    program: Program
    heard: int
    sponsor: float
    number: float


def number_read(scenario: Scenario, applied: list[Application], specialty: str, calibration: Calibration) -> Counted:
    """Return the number of invitations in a specialty where it is read for want of anything better; else none.

    Parameters
    ----------
    scenario : Scenario
    applied : list of Application
    specialty : str
    calibration : Calibration

    Returns
    -------
    Counted
    """
    if can_learn(scenario, applied, specialty):
        return NOTHING
    return counted(scenario, applied, specialty, calibration)


def count_rows(group: int, name: str, count: Counted) -> list[Row]:
    """Rows for a specialty of which only the number of invitations is read."""
    return [Row(group, p, COUNT, 1.0, share * count.applications) for p, share in reference_mix(name)]


def group_rows(scenario: Scenario, applied: list[Application], group: int, name: str) -> list[Row]:
    """Rows for the answers and silences of a specialty; none where they cannot be read."""
    if not can_learn(scenario, applied, name):
        return []
    heard = [a for a in applied if a.program.specialty == name and not _closed(scenario, a)]
    rows = [_merge(group, members) for members in _alike(heard)]
    return rows + _unlisted(scenario, applied, group, name)


def can_learn(scenario: Scenario, applied: list[Application], specialty: str) -> bool:
    """Whether silence in a specialty has a date and a denominator.

    The denominator is stated (`applications_sent`), or the silent and refusing programs
    listed are many enough to be a list of all that were written to: a few of them beside
    the invitations would make nearly every answer look like a yes.
    """
    if scenario.as_of is None:
        return False
    if specialty in (scenario.applicant.applications_sent or {}):
        return True
    here = [a for a in applied if a.program.specialty == specialty and not _closed(scenario, a)]
    invitations = sum(HEARD[a.program.status] == HEARD_YES for a in here)
    fewest = constant("evidence", "unanswered_per_invitation") * invitations
    return len(here) - invitations >= max(constant("evidence", "fewest_unanswered"), fewest)


def _closed(scenario: Scenario, application: Application) -> bool:
    """A program whose answer was fixed by a hard filter says nothing about strength."""
    program = application.program
    if program.status in ("invited", "interviewed"):
        return False
    return bool(visa_filter(scenario.applicant, program) or paper_filters(scenario.applicant, program))


def _alike(heard: list[Application]) -> list[list[Application]]:
    from simulator.model.profile import program_key

    classes: dict[object, list[Application]] = {}
    for a in heard:
        classes.setdefault((HEARD[a.program.status], a.sponsoring, program_key(a.program)), []).append(a)
    return list(classes.values())


def _merge(group: int, members: list[Application]) -> Row:
    program = members[0].program
    return Row(group, program, HEARD[program.status], 1.0, float(len(members)))


def _unlisted(scenario: Scenario, applied: list[Application], group: int, name: str) -> list[Row]:
    """Silent programs known only by their number, taken as the reference mix."""
    listed = sum(a.program.specialty == name for a in applied)
    missing = (scenario.applicant.applications_sent or {}).get(name, listed) - listed
    if missing <= 0:
        return []
    return [Row(group, p, SILENT, 1.0, share * missing) for p, share in reference_mix(name)]
