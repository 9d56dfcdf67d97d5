"""The plan of this month: what can still be done and by when, and who to write to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from simulator.advice.advise_words import checklist, planned, when
from simulator.advice.report.parts import Bullets, Item, Section, Text, bullets
from simulator.advice.report.room import Room, left_out, shortened, some
from simulator.advice.words import BINDING
from simulator.scenario.couple_people import each_alone
from simulator.strategy.calendar import advice
from simulator.strategy.communication import communication_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from simulator.advice.report.parts import Block
    from simulator.scenario import Scenario
    from simulator.strategy.calendar import Advice
    from simulator.strategy.messages import Plan

DAYS = 30  #: after the scenario's today, that are this month
MORE = "and {} more: matchsim advise FILE lists them"
NO_SCENARIO = "The report was made from a result alone, without the scenario: there is no plan in it."
NO_DAY = "The file names no day, so this is the plan of the whole season, by last day."
DATES = "The dates say from when and until when a thing still makes sense; some go on after this month."
NOTHING = "Nothing that would still be in time."
WRITE = "Who to write to"
BOTH, FIRST, SECOND = "Both of you", "First partner", "Second partner"


def plan(scenario: Scenario | None, room: Room) -> Section:
    """Return what to do this month; without a day in the scenario, of the season.

    Parameters
    ----------
    scenario : Scenario or None
    room : Room
    """
    if scenario is None:
        return Section("plan", "The plan", (Text(NO_SCENARIO),))
    today = scenario.as_of
    end = None if today is None else today + timedelta(days=DAYS)
    found = [(who, item) for who, item in _items(scenario) if end is None or item.first <= end]
    left = left_out(found, room.plan)
    items = [Item(shortened(item.says, room), f"{_when(who, item)}: {item.title}.") for who, item in found]
    shown = (*items[: len(items) - left], *([Item(MORE.format(left))] if left else []))
    title = "The plan" if end is None else f"What to do or begin this month, {today} to {end}"
    dates = Text(NO_DAY if end is None else DATES, "small")
    blocks: tuple[Block, ...] = (dates, Bullets(shown or (Item(NOTHING),)), *_messages(scenario, end, room))
    return Section("plan", title, (*blocks, Text(BINDING)))


def _items(scenario: Scenario) -> Iterator[tuple[str, Advice]]:
    """Yield what can still be done; for a couple with who can do it."""
    if scenario.couple is None:
        yield from (("", item) for item in advice(scenario))
        return
    first, second = (advice(one) for one in each_alone(scenario))
    keys_first, keys_second = ({item.key for item in own} for own in (first, second))
    both = [(BOTH if item.key in keys_second else FIRST, item) for item in first]
    only = [(SECOND, item) for item in second if item.key not in keys_first]
    yield from ((who, item) for who, item in sorted([*both, *only], key=lambda one: _order(one[1])))


def _when(who: str, item: Advice) -> str:
    days = when(item)
    return f"{who}, {days[:1].lower()}{days[1:]}" if who else days


def _order(item: Advice) -> tuple[bool, date, date]:
    return not item.is_open, item.until, item.first


def _messages(scenario: Scenario, end: date | None, room: Room) -> Iterator[Block]:
    """Yield the messages that begin this month; of a couple, each partner's."""
    people = (
        {"": scenario} if scenario.couple is None else dict(zip((FIRST, SECOND), each_alone(scenario), strict=True))
    )
    plans = {who: _beginning(communication_plan(person), end) for who, person in people.items()}
    plans = {who: found for who, found in plans.items() if found.messages}
    for who, found in plans.items():
        yield Text(f"{WRITE}, {who.lower()}:" if who else f"{WRITE}:", "lead")
        yield bullets(some(planned(found), room.plan, room, MORE))
    yield from (Text(checklist(found), "small") for found in list(plans.values())[:1])


def _beginning(found: Plan, end: date | None) -> Plan:
    return found._replace(messages=tuple(m for m in found.messages if end is None or m.first <= end))
