"""Parts of the view that take longer: what moves the answer most, and how the season may go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.field_words import field_words
from simulator.advice.frequency import natural_frequency
from simulator.advice.gains import count_of, range_of_ends
from simulator.advice.session.numbers import Plain
from simulator.strategy.clock import LEVELS

if TYPE_CHECKING:
    from datetime import date

    from simulator.strategy.calendar import Advice
    from simulator.strategy.clock import SeasonClock
    from simulator.strategy.sensitivity import Shift

SHOWN = 14
TOO_MANY = "So many different programs take minutes here. Save the scenario and run: matchsim {command} FILE."
MOVES = (
    "One thing at a time, everything else and all facts kept: no promise that a thing can be changed, and no measure "
    "of what changing it costs. Bars run over the plausible range."
)


def moves(found: list[Shift], has_middle: bool) -> Plain:
    """Return what moves the answer most, largest first, of 100.

    Parameters
    ----------
    found : list of Shift
        From `simulator.strategy.sensitivity.shifts`.
    has_middle : bool

    Returns
    -------
    dict
        moves and text.
    """
    rows = [_move(one, has_middle) for one in found[:SHOWN]]
    first = (
        f"Most of all: {rows[0]['label']} ({rows[0]['words']} of 100). " if rows else "Nothing that can still move. "
    )
    return {"moves": rows, "text": {"moves": f"{first}{MOVES}"}}


def no_moves() -> Plain:
    """Return what is said where so many different programs would take too long."""
    return {"moves": [], "text": {"moves": TOO_MANY.format(command="sensitivity")}}


def no_season(items: tuple[Advice, ...]) -> Plain:
    """Return what can still be done, and why there is no fan."""
    return {"plan": [_item(one) for one in items], "text": {"fan": TOO_MANY.format(command="advise")}}


def _move(one: Shift, has_middle: bool) -> Plain:
    middle = {"of_100_change": count_of(one.difference)} if has_middle else {}
    return {
        "label": field_words(one._asdict()),
        **middle,
        "low": count_of(one.low),
        "high": count_of(one.high),
        "words": range_of_ends(one.low, one.high),
        "can": one.can,
    }


def season(clock: SeasonClock, items: tuple[Advice, ...]) -> Plain:
    """Return the invitations still to come, week by week, and what can still be done.

    Parameters
    ----------
    clock : SeasonClock
    items : tuple of Advice

    Returns
    -------
    dict
        fan, plan and text.
    """
    weeks = clock.weeks
    fan = {
        "as_of": clock.as_of and clock.as_of.isoformat(),
        "dates": [week.day.isoformat() for week in weeks],
        "quantiles": {f"{q:g}": [week.quantiles[k] for week in weeks] for k, q in enumerate(LEVELS)},
        "expected": [round(week.expected, 3) for week in weeks],
        "words": fan_words(clock),
    }
    return {"fan": fan, "plan": [_item(one) for one in items], "text": {"fan": fan["words"]}}


def fan_words(clock: SeasonClock) -> str:
    """Return how many further invitations to expect, and by when, in a few sentences."""
    last = clock.weeks[-1]
    low, high = last.quantiles[0], last.quantiles[-1]
    if not clock.unanswered:
        return "No program here is still to answer, so no further invitation can come from these programs."
    span = f"{low} to {high}" if low < high else str(high or "no")
    noun = "invitation" if span == "1" else "invitations"
    none = natural_frequency(min(max(clock.none_to_come, 0.0), 1.0))
    return (
        f"By {_day(last.day)}, {span} further {noun} in 9 of 10 seasons; none at all in {none}. "
        f"{clock.unanswered:,} programs are still to answer; programs that are not listed are not counted."
    )


def _item(one: Advice) -> Plain:
    when = f"until {_day(one.until)}" if one.is_open else f"from {_day(one.first)} to {_day(one.until)}"
    return {"when": when, "what": one.title, "why": one.says}


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
