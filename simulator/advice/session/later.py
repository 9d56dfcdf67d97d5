"""How the season may go on: the invitations still to come, and what can still be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.couple_words import WHO
from simulator.advice.frequency import natural_frequency
from simulator.advice.session.ground import different
from simulator.advice.session.numbers import Plain
from simulator.strategy.calendar import advice
from simulator.strategy.clock import LEVELS
from simulator.strategy.season_clock import season_clock

if TYPE_CHECKING:
    from datetime import date

    from simulator.scenario import Scenario
    from simulator.strategy.calendar import Advice
    from simulator.strategy.clock import SeasonClock

TOO_MANY = "So many different programs take minutes here. Save the scenario and run: matchsim {command} FILE."
BOTH_OF_YOU = "both of you"
MOST = 300  #: different programs up to which the weeks are asked for from a screen: some seconds


def no_season(items: tuple[Advice, ...]) -> Plain:
    """Return what can still be done, and why there is no fan."""
    return {"plan": [_item(one) for one in items], "text": {"fan": TOO_MANY.format(command="advise")}}


def season_of(scenario: Scenario) -> Plain:
    """Return how the season of one applicant may go on; without the weeks where they would take too long.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    dict
        plan, text and, up to so many different programs, fan.
    """
    items = advice(scenario)
    return no_season(items) if different(scenario) > MOST else season(season_clock(scenario), items)


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


def of_couple(first: Plain, second: Plain) -> Plain:
    """Return the season of both partners: a fan each, and one plan that says whose each step is.

    Parameters
    ----------
    first, second : dict
        From `season` or `no_season`.

    Returns
    -------
    dict
        fan, second_fan, plan (with `who`) and text (fan, second_fan).
    """
    fans = {name: one["fan"] for name, one in (("fan", first), ("second_fan", second)) if "fan" in one}
    names = zip(("fan", "second_fan"), WHO, (first, second), strict=True)
    return {
        **fans,
        "plan": _plan(first["plan"], second["plan"]),
        "text": {k: f"{who}: {x['text']['fan']}" for k, who, x in names},
    }


def _plan(first: list[Plain], second: list[Plain]) -> list[Plain]:
    """What is open to both is said once; the order is that of each."""
    own = [{**step, "who": BOTH_OF_YOU if step in second else WHO[0].lower()} for step in first]
    more = [{**step, "who": WHO[1].lower()} for step in second if step not in first]
    return [*own, *more]


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
