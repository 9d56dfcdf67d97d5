"""A plan of communication: who to write to, when and about what, from the facts of the scenario.

The rules, with their sources, are in ``model/data/communication.toml``. A message is planned
where the facts give a reason for it; it is refused, with the rule, where it would break the
NRMP's rules or those limits. Nothing here is weighed by what it would gain: a letter of
intent is planned only as the truth.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from simulator.errors import Fault, InputError
from simulator.model.filters import paper_filters, visa_filter
from simulator.model.profile import visa_of
from simulator.model.seasonclock import day_of, season_calendar
from simulator.model.tables import table
from simulator.scenario.suggest import did_you_mean
from simulator.strategy.messages import KINDS, Message, Own, Plan, Refused, limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.scenario import Program, Scenario

NOTHING = Own()
SOME = 5  #: programs named as examples


def communication_plan(scenario: Scenario, own: Own = NOTHING) -> Plan:
    """Plan what to write to whom.

    Parameters
    ----------
    scenario : Scenario
        Its facts: statuses, dates, connections, visas, emails and letters sent.
    own : Own
        What only the writer can say.

    Returns
    -------
    Plan

    Raises
    ------
    InputError
        A letter of intent that would break a rule: not affirmed as true, a second one, to a
        program that did not interview or does not stand first on a rank order list that is given.
    """
    _check_intent(scenario, own)
    rules = table("communication")
    refused: dict[str, list[str]] = {}
    before = list(_before(scenario, own, refused))
    already = sum(bool(p.emails) and p.status != "considering" for p in scenario.programs)
    room = max(0, limit("most_before_interview") - already)
    for message in before[room:]:
        why = f"more than {limit('most_before_interview')} programs written to is spam by volume, and is read as such"
        refused.setdefault(why, []).append(message.program)
    messages = [*before[:room], *_after(scenario, own, refused)]
    return Plan(
        messages=tuple(sorted(messages, key=lambda m: (m.first, KINDS.index(m.kind)))),
        refused=tuple(Refused(tuple(names), why) for why, names in refused.items()),
        never=tuple((entry["what"], entry["source"]) for entry in rules["never"]),
        questions=tuple(entry["asks"] for entry in rules["question"]),
        already=already,
    )


def _check_intent(scenario: Scenario, own: Own) -> None:
    if own.first_choice is None:
        return
    faults = [
        Fault(what, field="letter of intent", got=own.first_choice, hint=hint) for what, hint in _untrue(scenario, own)
    ]
    if faults:
        raise InputError(faults)


def _untrue(scenario: Scenario, own: Own) -> Iterator[tuple[str, str]]:
    """Why a letter of intent is refused."""
    found = next((p for p in scenario.programs if p.name == own.first_choice), None)
    others = [p.name for p in scenario.programs if p.letter == "intent" and p.name != own.first_choice]
    if found is None:
        interviewed = [p.name for p in scenario.programs if p.status == "interviewed"]
        some = f"Interviewed: {', '.join(interviewed[:SOME])}." if interviewed else ""
        yield "no program has this name", did_you_mean(own.first_choice, [p.name for p in scenario.programs]) or some
    elif found.status != "interviewed":
        yield "did not interview: intent is for after an interview", ""
    elif scenario.rank_order_list_given and scenario.rank_order_list[:1] != (found.name,):
        yield (
            "is not first on the rank order list, so the letter would not be true",
            "Change the list, or leave it out.",
        )
    if others:
        yield f"a second letter of intent: {others[0]} has one, and only one can be true", ""
    if not own.is_true:
        yield "is not affirmed as true", "Say that you will rank this program first, and mean it; else send none."


def _is_closed(scenario: Scenario, program: Program) -> bool:
    return bool(visa_filter(scenario.applicant, program) or paper_filters(scenario.applicant, program))


def _before(scenario: Scenario, own: Own, refused: dict[str, list[str]]) -> Iterator[Message]:
    """Messages before an interview, the best reasons first."""
    window = table("communication")["window"]["before"]
    first, until = (day_of(window[name], scenario.season) for name in ("from", "until"))
    first = max(first, scenario.as_of or first)
    silent = sorted((p for p in scenario.programs if p.status in _UNANSWERED), key=_nearest)
    reasons = [(p, _reason(scenario, p, own), _why_not(scenario, p, first > until)) for p in silent]
    for program, kind, why in reasons:
        if why or kind is None:
            none = "there is no reason: nothing new, no tie, no open question of visa"
            refused.setdefault(why or none, []).append(program.name)
    for wanted in ("rotation", "tie", "update", "visa"):
        for program, kind, why in reasons:
            if kind == wanted and not why:
                yield _message(scenario, program, kind, (first, until), own)


_UNANSWERED = ("applied", "rejected", "considering")


def _nearest(program: Program) -> tuple[bool, float]:
    """Sort community programs and those that train many graduates from abroad to the front."""
    return program.setting != "community", -(program.img_share or 0.0)


def _why_not(scenario: Scenario, program: Program, is_late: bool) -> str:
    if program.status == "considering":
        return "nothing has been sent there: a message without an application is read by nobody"
    if program.status == "rejected":
        return "it has said no: arguing does not change that"
    if _is_closed(scenario, program):
        return "a stated limit or the visa shuts this file out: no message gets past that"
    if program.emails:
        return "one message before an interview has been sent: a second one harms"
    return "it is too late in the season for a message before an interview" if is_late else ""


def _reason(scenario: Scenario, program: Program, own: Own) -> str | None:
    """Kind of message that the facts give a reason for."""
    if program.connection in ("rotation", "mentor"):
        return "rotation"
    if program.connection == "geographic":
        return "tie"
    if own.news:
        return "update"
    return "visa" if program.visas is None and visa_of(scenario.applicant) != "none" else None


def _message(scenario: Scenario, program: Program, kind: str, days: tuple[date, date], own: Own) -> Message:
    facts = {
        "update": bool(own.news),
        "tie": program.connection != "none",
        "filters": not _is_closed(scenario, program),
        "fit": program.connection in ("rotation", "mentor"),
    }
    questions = table("communication")["question"]
    yes = [q["asks"] for q in questions if facts.get(q["key"], False)]
    still = [q["asks"] for q in questions if not q["facts"] and not facts.get(q["key"], False)]
    needed = max(0, limit("fewest_reasons") - len(yes))
    return Message(program.name, program.specialty, kind, *days, tuple(yes), tuple(still), needed)


def _after(scenario: Scenario, own: Own, refused: dict[str, list[str]]) -> Iterator[Message]:
    """Messages after an interview: thanks, then at most one more."""
    today = scenario.as_of
    held = [p for p in scenario.programs if p.status == "interviewed"]
    for program in held:
        day = program.interview_on
        within = timedelta(days=limit("thanks_within"))
        if day is not None and (today is None or today <= day + within):
            yield _message(scenario, program, "thanks", (day, day + within), own)
    yield from _letters(scenario, held, own, refused)
    yield from _of_invited(scenario, own)


def _of_invited(scenario: Scenario, own: Own) -> Iterator[Message]:
    """The one question worth asking a program that has invited: whether it sponsors the visa."""
    last = season_calendar(scenario.season).rank_list_deadline
    for program in scenario.programs:
        if program.status == "invited" and program.visas is None and visa_of(scenario.applicant) != "none":
            start = max(
                x for x in (scenario.as_of, program.invited_on, season_calendar(scenario.season).programs_see) if x
            )
            yield _message(scenario, program, "visa", (start, max(start, program.interview_on or last)), own)


def _letters(scenario: Scenario, held: Sequence[Program], own: Own, refused: dict[str, list[str]]) -> Iterator[Message]:
    """One letter a program: of intent, with news, or of interest to the few that stand first on the list."""
    order = {name: place for place, name in enumerate(scenario.rank_order_list)}
    sent = sum(p.letter == "interest" for p in held)
    for program in sorted((p for p in held if p.name in order), key=lambda p: order[p.name]):
        days = _letter_days(scenario, program)
        kind = "intent" if program.name == own.first_choice else "update" if own.news else "interest"
        why = _no_letter(program, days, kind == "interest" and sent >= limit("interest"))
        if visa_filter(scenario.applicant, program):
            why = "it cannot sponsor the visa: a letter changes nothing there; ask, and rely on the others"
        if why:
            refused.setdefault(why, []).append(program.name)
            continue
        sent += kind == "interest"
        yield _message(scenario, program, kind, days, own)


def _letter_days(scenario: Scenario, program: Program) -> tuple[date, date]:
    first = day_of(table("communication")["window"]["letters"]["from"], scenario.season)
    until = season_calendar(scenario.season).rank_list_deadline - timedelta(days=limit("letters_end"))
    if program.interview_on is not None:
        first = max(first, program.interview_on + timedelta(days=limit("wait_for_letter")))
    return max(first, scenario.as_of or first), until


def _no_letter(program: Program, days: tuple[date, date], is_full: bool) -> str:
    if program.letter != "none":
        return "one letter after the interview has been sent: a second one adds nothing"
    if days[0] > days[1]:
        return "it is too close to the deadline of rank order lists for a letter"
    return f"letters of interest go to {limit('interest')} programs at most: more are not believed" if is_full else ""
