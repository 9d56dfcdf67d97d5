"""What to know before acting on a strategy: steps that come too late, promises, and letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.model.tables import constant
from simulator.season.apply import applications, emailed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.scenario import Edited, Program, Scenario


def cautions(scenario: Scenario, edited: Edited) -> tuple[str, ...]:
    """Say what stands in the way of a strategy, or makes it do nothing.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    edited : Edited
        The same under the strategy.

    Returns
    -------
    tuple of str
        Sentences, each with the name of the strategy.
    """
    found = (*_late_signals(scenario, edited), *_practice(scenario, edited), *_emails(scenario, edited))
    return tuple(f"Strategy '{edited.strategy.name}': {text}" for text in (*found, *_intent(edited)))


def _late_signals(scenario: Scenario, edited: Edited) -> Iterator[str]:
    """Signals travel with the application."""
    if scenario.as_of is None:
        return
    before = {p.name: p for p in scenario.programs if p.status != "considering"}
    late = [p for p in edited.scenario.programs if p.name in before and p.signal != before[p.name].signal]
    if late:
        yield f"signals go out with the application, and {_some(late)} already has it: too late to change them."


def _practice(scenario: Scenario, edited: Edited) -> Iterator[str]:
    """Practice comes too late for interviews that have been held."""
    held = [p for p in scenario.programs if p.status == "interviewed"]
    if scenario.as_of is None or not held:
        return
    if edited.scenario.applicant.interview_skill != scenario.applicant.interview_skill:
        yield f"the interview at {_some(held)} has been held and stays as it went; only those to come change."


def _emails(scenario: Scenario, edited: Edited) -> Iterator[str]:
    """Emails where nothing can come of them."""
    before = {p.name: p.emails for p in scenario.programs}
    applied = applications(edited.scenario)
    shut = [
        a.program for a in applied if a.filtered and a.program.emails and a.program.emails != before.get(a.program.name)
    ]
    if shut:
        yield f"an email to {_some(shut)} does nothing: the program is closed by a rule that no email opens."
    limit = constant("invite", "email_limit")
    if emailed(applied) > limit:
        yield f"more than {limit:.0f} programs are emailed, which is mass email: it does not help."


def _intent(edited: Edited) -> Iterator[str]:
    listed = edited.scenario.rank_order_list
    named = [p.name for p in edited.scenario.programs if p.letter == "intent"]
    if named and listed[:1] != (named[0],):
        yield f"a letter of intent promises to rank {named[0]} first, and the list does not."


def _some(programs: list[Program]) -> str:
    more = len(programs) - 1
    return programs[0].name + (f" and {more} more" if more else "")
