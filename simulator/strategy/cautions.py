"""What to know before acting on a strategy: steps that come too late, lists that leave out, messages, the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.season.apply import applications
from simulator.strategy.caution import INTERVIEWS, Caution, some, verb
from simulator.strategy.counted import late_signals
from simulator.strategy.message_cautions import message_cautions
from simulator.strategy.person_cautions import WHAT_IF, person_cautions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.scenario import Edited, Program, Scenario
    from simulator.season.apply import Application

NO_MATCH = "no match can come of"


def cautions(scenario: Scenario, edited: Edited) -> tuple[Caution, ...]:
    """Say what stands in the way of a strategy, or makes it do nothing.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    edited : Edited
        The same under the strategy.

    Returns
    -------
    tuple of Caution
        Those that put the number itself in question first.
    """
    found = (
        *_late_signals(scenario, edited),
        *_interviews(scenario, edited),
        *_left_out(scenario, edited),
        *message_cautions(scenario, edited),
        *person_cautions(scenario, edited),
    )
    return tuple(sorted(found, key=lambda caution: not caution.is_what_if))


def _late_signals(scenario: Scenario, edited: Edited) -> Iterator[Caution]:
    """Signals travel with the application."""
    late = late_signals(scenario, edited.scenario)
    if late:
        yield Caution(
            f"signals go out with the application, and {some(late)} already {verb(late, 'has', 'have')} it: too late "
            "to change them, so they are counted as nothing."
        )


def _interviews(scenario: Scenario, edited: Edited) -> Iterator[Caution]:
    """Interviews that have been held went as they went; those to come have not gone at all."""
    held = [p for p in scenario.programs if p.status == "interviewed"]
    skill = (scenario.applicant.interview_skill, edited.scenario.applicant.interview_skill)
    if scenario.as_of is not None and held and skill[0] != skill[1]:
        yield Caution(
            f"the {verb(held, 'interview', 'interviews')} at {some(held)} {verb(held, 'has', 'have')} been held and "
            f"{verb(held, 'stays as it', 'stay as they')} went; only those to come change."
        )
    before = {p.name: p for p in scenario.programs}
    told = [p for p in edited.scenario.programs if p.performance is not None and _is_told_anew(before.get(p.name), p)]
    early = [p for p in told if p.status != "interviewed"]
    if early:
        yield Caution(
            f"how an interview went is known after it, and {some(early)} {verb(early, 'has', 'have')} not held one: it "
            "changes nothing. For practice before it, change the skill in interviews (interview_skill)."
        )
    again = [p for p in told if p.name in before and before[p.name].status == "interviewed"]
    if again:
        yield Caution(f"how it went at {some(again)} lies in the past: to change that is {WHAT_IF}.", is_what_if=True)


def _is_told_anew(was: Program | None, now: Program) -> bool:
    return was is None or was.performance != now.performance


def _left_out(scenario: Scenario, edited: Edited) -> Iterator[Caution]:
    """Programs that could be ranked, and that a strategy drops or withdraws from."""
    could = {a.program.name: a for a in applications(scenario) if _can_match(scenario, a)}
    now = applications(edited.scenario)
    there = {a.program.name for a in now}
    if could and not any(_can_match(edited.scenario, a) for a in now):
        lost = [a.program for a in could.values()]
        yield Caution(
            f"nothing that could match is left on the list: {some(lost)} {verb(lost, 'is', 'are')} dropped, and "
            f"{NO_MATCH} {verb(lost, 'it', 'them')}."
        )
        return
    dropped = [a.program for a in now if _is_dropped(edited.scenario, a) and _was_listed(scenario, a.program)]
    if dropped:
        them = verb(dropped, "it", "them")
        yield Caution(f"the list leaves out {some(dropped)}, which could be ranked: {NO_MATCH} {them}.")
    gone = [a.program for name, a in could.items() if name not in there and a.program.status in INTERVIEWS]
    if gone:
        yield Caution(f"withdraws from {some(gone)}: {NO_MATCH} {verb(gone, 'it', 'them')}.")


def _can_match(scenario: Scenario, application: Application) -> bool:
    return not application.filtered and not _is_dropped(scenario, application)


def _is_dropped(scenario: Scenario, application: Application) -> bool:
    """Whether a program that could be ranked stands on neither list."""
    is_served = application.program.name in scenario.supplemental_rank_order_list
    return not application.filtered and application.position < 0 and not is_served


def _was_listed(scenario: Scenario, program: Program) -> bool:
    """Whether it stood on the list before, or was not there to stand on it."""
    known = {p.name for p in scenario.programs if p.status not in ("considering", "rejected")}
    return program.name in scenario.rank_order_list or program.name not in known
