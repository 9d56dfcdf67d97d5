"""Strategies side by side: on one denominator, with ranges on one line from 0 to 100, and with what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.frequency import count_words, range_words
from simulator.advice.gains import as_it_stands, asked, cost_words, difference_words, standing
from simulator.advice.report.parts import Cell, Column, Section, Table, Text
from simulator.advice.report.pictures import strip
from simulator.advice.report.room import MORE, Room, left_out, named, shortened
from simulator.advice.strategy_words import NO_MIDDLE, ORDER, WHAT_IF

if TYPE_CHECKING:
    from simulator.outcomes.comparison import Strategy
    from simulator.outcomes.result import Estimate, RunResult

TITLE = "What if: strategies side by side"
NONE = (
    "None were compared. Whoever has the scenario file can have those written that still fit the season (matchsim "
    "advise FILE --strategies NEW.yaml); a new report then sets them side by side here."
)
NONE_OF_A_COUPLE = (
    "None were compared. Whoever has the scenario file can ask what would help both of you most (matchsim couple FILE) "
    "and write it into the file; a new report then sets it side by side here."
)
POINT = "A point is one more of 100 who match."
BASE = "As it stands"


def strategies(result: RunResult, room: Room) -> Section:
    """Return the strategies of a result beside the season as it stands.

    Parameters
    ----------
    result : RunResult
    room : Room
    """
    if not result.compared:
        none = NONE if result.couple is None else NONE_OF_A_COUPLE
        return Section("strategies", TITLE, (Text(none),))
    what = ", match" if result.couple is None else " couples, both match"
    columns = (
        *(Column("Strategy", 3.8), Column(f"Of 100{what}", 2), Column("from 0 to 100", 1.9)),
        *(Column("Difference", 2.3), Column("Application fees", 2.6)),
    )
    left = left_out(result.compared, room.strategies)
    shown = result.compared[: len(result.compared) - left]
    rows = (_base(result), *(_row(one, result, room) for one in shown))
    points = [POINT] if any("per point" in cost_words(one) for one in shown) else []
    closing = " ".join([*([NO_MIDDLE] if result.priors else []), ORDER, *points])
    more = [Text(f"... {MORE.format(f'{left:,}')}.", "small")] if left else []
    table = Table(f"Strategies: {asked(result)}, and what it costs", columns, rows)
    return Section("strategies", TITLE, (table, *more, Text(closing, "small")))


def _base(result: RunResult) -> tuple[Cell, ...]:
    found = result.match if result.couple is None else result.couple.both
    leads = () if result.paths is None else (f"to a whole residency: {count_words(result.paths.residency.exact)}",)
    fees = result.cost.total_usd if result.couple is None else sum(cost.total_usd for cost in result.couple.costs)
    now = Cell(standing(result), leads)
    return (
        Cell(BASE, ("what the others are compared with",)),
        now,
        Cell("", svg=strip(found.low, found.high, as_it_stands(result))),
        Cell("\N{EN DASH}"),
        Cell(f"${fees:,.0f} in all"),
    )


def _row(one: Strategy, result: RunResult, room: Room) -> tuple[Cell, ...]:
    has_middle, now = not result.priors, one.main_match
    picture = Cell("", svg=strip(now.low, now.high, as_it_stands(result)))
    small = (*_also(one, has_middle), *(f"! {shortened(text, room)}" for text in one.cautions[: room.cautions]))
    apart = Cell(difference_words(one.main, has_middle=has_middle))
    return Cell(named(one.name), small), Cell(_now(now, has_middle)), picture, apart, Cell(cost_words(one))


def _now(found: Estimate, has_middle: bool) -> str:
    within = range_words(found.low, found.high)
    return f"{count_words(found.exact)} ({within})" if has_middle else within


def _also(one: Strategy, has_middle: bool) -> tuple[str, ...]:
    """What belongs to a strategy besides the difference that counts."""
    said = [f"what if, {WHAT_IF}"] if one.is_what_if and one.main.high > 0 else []
    if one.couple is not None:
        gaps = {"first partner": one.difference, "second partner": one.couple.second_difference}
        said += [f"{who}: {difference_words(gap, has_middle=has_middle)}" for who, gap in gaps.items()]
    if one.paths is not None and one.residency is not None:
        said.append(f"to a whole residency: {difference_words(one.residency, has_middle=has_middle)}")
    return tuple(said)
