"""What the season's calendar rules out in a scenario."""

from datetime import date
from types import SimpleNamespace

import pytest

from simulator.errors import Fault
from simulator.model.dates import date_faults
from tests.unit.model.stand_ins import program, scenario

NOVEMBER = date(2026, 11, 15)


def _only(*programs: SimpleNamespace, as_of: date | None = NOVEMBER) -> Fault:
    (fault,) = date_faults(scenario(*programs, as_of=as_of))
    return fault


def test_a_plausible_november_has_no_faults() -> None:
    programs = [
        program(),
        program(status="considering"),
        program(status="rejected", invited_on=date(2026, 10, 1)),
        program(status="invited", invited_on=NOVEMBER, interview_on=date(2027, 1, 20)),
        program(status="interviewed", invited_on=date(2026, 9, 23), interview_on=NOVEMBER),
    ]
    assert date_faults(scenario(*programs, as_of=NOVEMBER)) == []


@pytest.mark.parametrize("day", [date(2026, 5, 31), date(2027, 4, 1), date(2025, 11, 15)])
def test_a_day_outside_the_season_is_refused(day: date) -> None:
    fault = _only(program(status="interviewed"), as_of=day)
    assert fault.render() == (
        f"as_of: not in season 2027 (got {day}). Allowed: 2026-06-01 to 2027-03-31. "
        "The season is named after the year of its Match."
    )


@pytest.mark.parametrize("day", [date(2026, 6, 1), date(2027, 3, 31)])
def test_first_and_last_day_of_the_season_are_in_it(day: date) -> None:
    assert date_faults(scenario(program(status="considering"), as_of=day)) == []


@pytest.mark.parametrize("status", ["applied", "invited", "interviewed", "rejected"])
def test_before_applications_open_one_can_only_consider(status: str) -> None:
    fault = _only(program(status=status), as_of=date(2026, 9, 1))
    assert fault.field == "programs[0].status"
    assert fault.allowed == "considering"
    assert fault.got == status
    assert "applications open on 2026-09-02" in fault.message


@pytest.mark.parametrize(("status", "n"), [("considering", 0), ("applied", 0), ("invited", 1), ("rejected", 1)])
def test_before_programs_see_applications_nobody_has_answered(status: str, n: int) -> None:
    faults = date_faults(scenario(program(status=status), as_of=date(2026, 9, 22)))
    assert len(faults) == n
    assert all(fault.allowed == "considering or applied" and "2026-09-23" in fault.message for fault in faults)


def test_from_the_day_on_which_programs_see_applications_everything_may_stand() -> None:
    statuses = ("considering", "applied", "invited", "interviewed", "rejected")
    programs = [program(status=status) for status in statuses]
    assert date_faults(scenario(*programs, as_of=date(2026, 9, 23))) == []


@pytest.mark.parametrize("field", ["invited_on", "interview_on"])
@pytest.mark.parametrize("day", [date(2026, 9, 22), date(2027, 3, 4), date(2020, 10, 1)])
def test_invitations_and_interviews_lie_in_their_part_of_the_season(field: str, day: date) -> None:
    fault = _only(program(status="invited", **{field: day}), as_of=None)
    assert (fault.field, fault.got) == (f"programs[0].{field}", day)
    assert fault.allowed == "2026-09-23 to 2027-03-03"


def test_an_invitation_cannot_be_later_than_today() -> None:
    fault = _only(program(status="invited", invited_on=date(2026, 11, 16)))
    assert fault.render() == (
        "programs[0].invited_on: later than as_of, 2026-11-15 (got 2026-11-16). Allowed: up to 2026-11-15."
    )


def test_an_interview_still_to_come_has_not_been_held() -> None:
    to_come = date(2026, 12, 3)
    assert date_faults(scenario(program(status="invited", interview_on=to_come), as_of=NOVEMBER)) == []
    fault = _only(program(status="interviewed", interview_on=to_come))
    assert fault.field == "programs[0].interview_on"
    assert fault.hint == "For an interview still to come write status: invited."


def test_without_a_day_the_order_of_things_is_still_checked() -> None:
    assert date_faults(scenario(program(status="interviewed", interview_on=date(2026, 12, 3)))) == []
    odd = program(status="interviewed", invited_on=date(2026, 12, 3), interview_on=date(2026, 12, 2))
    fault = _only(odd, as_of=None)
    assert fault.field == "programs[0].interview_on"
    assert "earlier than the invitation, 2026-12-03" in fault.message


def test_every_program_at_fault_is_named_in_file_order() -> None:
    programs = [program(status="invited"), program(), program(status="rejected")]
    faults = date_faults(scenario(*programs, as_of=date(2026, 9, 10)))
    assert [fault.field for fault in faults] == ["programs[0].status", "programs[2].status"]


def test_look_alikes_of_one_entry_make_one_fault() -> None:
    many = scenario(*[program(status="invited") for _ in range(5000)], as_of=date(2026, 9, 10))
    many.fault = lambda field, message, **parts: Fault(message, "my.yaml", 12, 5, field, **parts)
    assert len(date_faults(many)) == 1
