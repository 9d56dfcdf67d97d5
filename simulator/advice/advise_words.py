"""Season clock, self-check, calendar and plan of communication in words, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.alike import gathered
from simulator.advice.frequency import count_words, natural_frequency
from simulator.advice.terminal import Paper, clean, paper
from simulator.advice.words import BINDING, DISCLAIMER
from simulator.scenario.plain_words import specialty_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.strategy.calendar import Advice
    from simulator.strategy.clock import OtherTiming, SeasonClock
    from simulator.strategy.messages import Plan
    from simulator.strategy.selfcheck_parts import SelfCheck, Targeting, Yardstick

READ = {
    "answers": "read from every answer and silence in the file",
    "number": "read from the number of invitations, since silence cannot be read here",
    "nothing": "nothing that was heard so far can be read here",
}
#: What the kinds of messages are called.
KINDS = {
    "thanks": "Thanks",
    "update": "An update with news",
    "rotation": "A message about your rotation there",
    "tie": "A message about your tie to the place",
    "visa": "A question about the visa",
    "interest": "A letter of interest",
    "intent": "A letter of intent",
}
SHOWN = 3
LEAST = 0.05  #: an expected number below this is not written out


def page(
    clock: SeasonClock,
    check: SelfCheck,
    items: tuple[Advice, ...],
    plan: Plan,
    width: int | None = None,
    colour: bool = False,
) -> str:
    """Return everything that `matchsim advise` says.

    Parameters
    ----------
    clock, check, items, plan
        From `simulator.strategy`.
    width : int, optional
        Cells; by default the terminal's own, at most 84.
    colour : bool

    Returns
    -------
    str
    """
    sheet = paper(width, colour)
    lines = [
        *sheet.paragraph(f"{clock.scenario_name}: Match {clock.season}", "bold"),
        *sheet.heading(f"Where the season stands{f' on {clock.as_of}' if clock.as_of else ''}"),
        *sheet.bullets(_clock(clock)),
        *sheet.heading("What falls short"),
        *sheet.bullets(list(_check(check)) or ["Nothing that this check knows of."]),
        *sheet.heading("What can still be done"),
        *sheet.bullets(_items(items) or ["Nothing that would still be in time."]),
        *sheet.heading("Who to write to"),
        *sheet.bullets(_plan(plan)),
        *_end(sheet),
    ]
    return sheet.printed(lines)


def _clock(clock: SeasonClock) -> Iterator[str]:
    s = clock.strength
    yield (
        f"{_count(clock.interviewed, 'interview').capitalize()} held, {_count(clock.invited, 'invitation')} in hand, "
        f"{_count(clock.unanswered, 'program')} still to answer."
    )
    if clock.read == "nothing":
        yield f"Strength of the file beyond its fields: {READ['nothing']}."
    else:
        yield (
            f"Strength of the file beyond its fields, {READ[clock.read]}: on average stronger than "
            f"{natural_frequency(s.stronger_than)} people with the same fields ({s.mean:+.1f} standard deviations, "
            f"plausibly "
            f"{s.low:+.1f} to {s.high:+.1f}; before anything was heard {s.prior_low:+.1f} to {s.prior_high:+.1f})."
        )
    last = clock.weeks[-1]
    fewest, most = last.quantiles[0], last.quantiles[-1]
    span = f"{fewest} to {most}" if fewest < most else str(most or "none")
    yield (
        f"Further invitations by {last.day}: {_expected(last.expected)} expected, {span} in 9 of 10 seasons; none at "
        f"all in {natural_frequency(clock.none_to_come)}."
    )
    yield f"Interviews in all: {_expected(clock.interviews_expected)} expected."
    soon = [week for week in clock.weeks[1:5] if week.expected >= LEAST]
    if soon:
        yield f"Of these invitations come by {'; '.join(f'{w.day}: {_expected(w.expected)}' for w in soon)}."
    if clock.other_timing is not None:
        yield _timing(clock.other_timing)


def _timing(other: OtherTiming) -> str:
    """How much rests on when invitations go out."""
    out, out_other = (f"{100 * x:.0f}" for x in (other.released, other.released_other))
    match, match_other = count_words(other.match), count_words(other.match_other)
    same = "the chance of a match stays" if match == match_other else f"the chance of a match is {match_other}, not"
    return (
        f"Had invitations gone out as program directors said in 2018 ({out_other} of 100 by today, not {out}): "
        f"{_expected(other.to_come_other)} further ones expected, not {_expected(other.to_come)}; "
        f"{same} {match} of 100."
    )


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _expected(number: float) -> str:
    return f"{number:.1f}" if number >= LEAST else "fewer than 0.1"


def _check(check: SelfCheck) -> Iterator[str]:
    for closed in check.closed:
        yield f"{_named(closed.programs)}: {clean(closed.example)}."
    for mark in check.profile:
        if mark.verdict == "short":
            yield _short(mark)
    for seen in check.published:
        if seen.verdict == "short" and seen.value is not None:
            yield (
                f"Step 2 CK {seen.value:g}: below three in four of the {seen.n_matched:,} of your type who matched "
                f"in {specialty_words(seen.specialty)} ({seen.matched_q1:g}; middle {seen.matched_median:g}; "
                f"{seen.source})."
            )
    yield from (_target(one) for one in check.targeting if one.verdict != "fine")


def _short(mark: Yardstick) -> str:
    """A field that falls short: what the file says, and what many programs want."""
    if mark.observed_only:
        got = "only as an observer" if mark.value is None else f"{_counted(mark.value, mark.unit)}, only as an observer"
        return f"{mark.title}: {got}; many programs ask for {_counted(mark.bound, mark.unit)} (advice, not a rule)."
    assert mark.value is not None  # noqa: S101 - what is not given cannot fall short
    wanted = f"ask for {mark.bound:g}"
    if mark.value > mark.bound:
        wanted = f"accept at most {mark.bound:g}" if mark.bound else "accept none"
    return f"{mark.title}: {_counted(mark.value, mark.unit)}; many programs {wanted} (advice, not a rule)."


def _counted(number: float, unit: str) -> str:
    """A number with its unit; attempts are counted bare, since the title names them."""
    if unit == "attempts":
        return f"{number:g}"
    return f"{number:g} {unit.removesuffix('s') if number == 1 else unit}"


def _target(one: Targeting) -> str:
    number = f"{100 * one.value:.0f} of 100" if one.unit == "share" else f"{one.value:g}"
    if one.verdict == "none":
        return f"{one.title}: none. {one.says.capitalize()}."
    unknown = f" ({100 * one.unknown:.0f} of 100 not known)" if one.unknown else ""
    where = f" ({specialty_words(one.specialty)})" if one.specialty else ""
    return f"{one.title}{where}: {number}{unknown}. {one.verdict.capitalize()}: {one.says}."


def _named(programs: tuple[str, ...]) -> str:
    found = gathered([clean(name) for name in programs])
    shown = ", ".join(found[:SHOWN])
    return shown if len(found) <= SHOWN else f"{shown} and {len(found) - SHOWN:,} more"


def _items(items: tuple[Advice, ...]) -> list[str]:
    return [f"{when(item)}: {item.title}. {item.says}{_weighed(item)}" for item in items]


def _weighed(item: Advice) -> str:
    return f" Weigh it: matchsim {item.verb}." if item.verb else ""


def when(item: Advice) -> str:
    """Return the days of one thing that can be done: "Until 2026-11-30"."""
    return f"Until {item.until}" if item.is_open else f"From {item.first} to {item.until}"


def _plan(plan: Plan) -> Iterator[str]:
    yield from planned(plan)
    for refused in plan.refused:
        yield f"Not to {_named(refused.programs)}: {refused.why}."
    yield checklist(plan)
    yield f"Never: {'; '.join(what for what, _ in plan.never)}."


def checklist(plan: Plan) -> str:
    """Return the questions to be asked before each message, in one text."""
    return f"Before each message: {' '.join(plan.questions)} Send it only if two or three of the answers are yes."


def planned(plan: Plan) -> Iterator[str]:
    """Yield the messages of a plan, those of one kind and the same days together.

    Parameters
    ----------
    plan : Plan
        From `simulator.strategy.communication`.
    """
    kinds = dict.fromkeys((m.kind, m.first, m.until, m.needed) for m in plan.messages)
    for kind, first, until, needed in kinds:
        names = tuple(
            m.program for m in plan.messages if (m.kind, m.first, m.until, m.needed) == (kind, first, until, needed)
        )
        own = f" Only if you can say yes to {needed} more of the questions below." if needed else ""
        yield f"{KINDS[kind]}, from {first} to {until}: {_named(names)}.{own}"
    if not plan.messages:
        yield "Nobody now: no message has a reason."


def _end(sheet: Paper) -> list[str]:
    return ["", *sheet.paragraph(BINDING), *sheet.paragraph(DISCLAIMER)]
