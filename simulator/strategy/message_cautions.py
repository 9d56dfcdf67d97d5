"""Cautions on what a strategy writes: emails without a reason, too many of them, and letters that are not true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.model.profile import visa_of
from simulator.model.tables import constant
from simulator.season.apply import applications, emailed
from simulator.strategy.caution import INTERVIEWS, Caution, some, verb
from simulator.strategy.counted import early_letters
from simulator.strategy.messages import limit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.scenario import Edited, Program, Scenario


def message_cautions(scenario: Scenario, edited: Edited) -> Iterator[Caution]:
    """Say what stands against the messages of a strategy.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    edited : Edited
        The same under the strategy.
    """
    before = {p.name: set(p.emails) for p in scenario.programs}
    written = [p for p in edited.scenario.programs if set(p.emails) - before.get(p.name, set())]
    yield from _idle_emails(edited.scenario, written)
    yield from _mass_email(scenario, edited.scenario)
    yield from _many_emails(written)
    yield from _untrue_emails(scenario, written)
    yield from _letters(scenario, edited.scenario)
    if not any(p.letter == "intent" for p in early_letters(scenario, edited.scenario)):
        yield from _intent(edited.scenario)


def _idle_emails(edited: Scenario, written: list[Program]) -> Iterator[Caution]:
    """Emails of which nothing can come."""
    closed = {a.program.name for a in applications(edited) if a.filtered}
    shut = [p for p in written if p.name in closed]
    if shut:
        yield Caution(
            f"an email to {some(shut)} does nothing: {verb(shut, 'the program is', 'these programs are')} closed by a "
            "rule that no email opens."
        )
    answered = [p for p in written if p.status in INTERVIEWS and p.name not in closed]
    if answered:
        yield Caution(
            f"{some(answered)} {verb(answered, 'has', 'have')} invited already, so an email asking for an interview "
            "changes nothing there."
        )


def _mass_email(scenario: Scenario, edited: Scenario) -> Iterator[Caution]:
    most = constant("invite", "email_limit")
    if emailed(applications(edited)) > max(most, emailed(applications(scenario))):
        yield Caution(f"more than {most:.0f} programs are emailed, which is mass email: it does not help.")


def _many_emails(written: list[Program]) -> Iterator[Caution]:
    most = limit("before_each") + limit("after_each")
    much = [p for p in written if len(p.emails) > most]
    if much:
        yield Caution(
            f"{some(much)} {verb(much, 'is', 'are')} sent more than {most} kinds of email: one message before an "
            "interview and one after it is the most that is not held against an applicant."
        )


def _untrue_emails(scenario: Scenario, written: list[Program]) -> Iterator[Caution]:
    """Emails that claim what the file does not know of."""
    untied = [p for p in written if "tie" in p.emails and p.connection == "none"]
    if untied:
        yield Caution(
            f"writes of a tie to {some(untied)}, where the file gives no connection: do so only if it is true, and "
            "then add the connection to the program.",
            is_what_if=True,
        )
    asked = [p for p in written if "visa" in p.emails]
    settled = [p for p in asked if visa_of(scenario.applicant) == "none" or p.visas is not None]
    if settled:
        yield Caution(
            f"writes about the visa to {some(settled)}, where the file leaves no question of visa open: without a real "
            "question there is no reason to write."
        )


def _letters(scenario: Scenario, edited: Scenario) -> Iterator[Caution]:
    early = early_letters(scenario, edited)
    if early:
        kind = f"a letter of {early[0].letter}"
        yield Caution(
            f"{kind} comes after the interview, and {some(early)} {verb(early, 'has', 'have')} not invited: it is "
            "counted as nothing."
        )
    most = limit("interest")
    interest, sent = (sum(p.letter == "interest" for p in one.programs) for one in (edited, scenario))
    if interest > max(most, sent):
        yield Caution(
            f"letters of interest go to {interest} programs: more than {most} are not believed, so the gain counted "
            "here is too large.",
            is_what_if=True,
        )


def _intent(edited: Scenario) -> Iterator[Caution]:
    listed = edited.rank_order_list
    named = [p.name for p in edited.programs if p.letter == "intent"]
    if named and listed[:1] != (named[0],):
        yield Caution(
            f"a letter of intent promises to rank {named[0]} first, and the list does not. An untrue letter is never "
            "advised; it is counted here only to show how small its effect is.",
            is_what_if=True,
        )
