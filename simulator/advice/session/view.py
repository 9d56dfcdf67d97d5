"""The view: one answer as plain data, every number in words beside it, for any screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from simulator.advice import places as listed
from simulator.advice.frequency import count_words, range_words, with_range
from simulator.advice.sections import ZONES
from simulator.advice.session import couple_view, texts
from simulator.advice.session.facts import facts
from simulator.advice.session.numbers import Plain, counted, moved, only, within
from simulator.advice.strategy_words import strategy_sentence
from simulator.advice.terminal import clean
from simulator.outcomes.contract import number, rows
from simulator.scenario.plain_words import without_keys

if TYPE_CHECKING:
    from datetime import date

    from simulator.outcomes.comparison import Strategy
    from simulator.outcomes.result import Estimate, RunResult

WITHOUT = "What follows is of the season as it stands, without what is set here."


@dataclass(frozen=True)
class Seen:
    """What a view is made of.

    Attributes
    ----------
    result : RunResult
        The season that is asked about, with what is set.
    strategies : tuple of Strategy
        Those of the file, beside the season as it stands.
    before : RunResult or None
        The season as it stands, where something is set.
    yours : Strategy or None
        What is set, beside it.
    is_what_if : bool
        Whether something set is nothing that can be done.
    draws : (int, int) or None
        Parameter sets used, and how many there are.
    as_of : date or None
        Of the scenario.
    second : RunResult or None
        Of a couple, the second partner's own.
    """

    result: RunResult
    strategies: tuple[Strategy, ...] = ()
    before: RunResult | None = None
    yours: Strategy | None = None
    is_what_if: bool = False
    draws: tuple[int, int] | None = None
    as_of: date | None = None
    second: RunResult | None = None

    @property
    def both(self) -> Estimate | None:
        """Of a couple with something set, that both match."""
        return None if self.yours is None or self.yours.couple is None else self.yours.couple.both

    @property
    def stands(self) -> RunResult:
        """The season as it stands."""
        return self.before or self.result


def view(seen: Seen) -> Plain:
    """Return everything that a screen shows of one answer.

    Parameters
    ----------
    seen : Seen

    Returns
    -------
    dict
        Numbers, words and rows; nothing in it needs further mathematics. `docs/app.md` names the fields.
    """
    result = seen.result
    found: Plain = {
        "name": clean(result.scenario_name),
        "season": result.season,
        "as_of": seen.as_of and seen.as_of.isoformat(),
        "calibration": result.calibration,
        "level": result.match.level,
        **_answer(seen),
        "headline": texts.headline(result, seen.before, seen.both),
        "limits": texts.limits(result, seen.draws),
        "warnings": [clean(text) for text in _warnings(seen)],
        "grave_warnings": result.grave_warnings,
        **facts(result, seen.second),
        "strategies": _strategies(seen),
        "text": {**texts.all_of(result), "strategies": texts.strategies(seen.stands)},
    }
    found |= _of_one(result) if result.couple is None else couple_view.parts(result, result.couple, seen.both)
    found["text"] |= found.pop("more_text", {})
    if seen.both is not None:
        found["facts"] = [WITHOUT, *found["facts"]]
    if seen.draws is not None:
        found["draws"] = {"used": seen.draws[0], "of": seen.draws[1]}
    return only(found)


def _answer(seen: Seen) -> Plain:
    """The number with its range and zone; what it was before anything was set."""
    result, match = seen.result, seen.result.match
    has_middle = seen.before is None or not result.priors
    zones = {"zone": result.zone, "zones": list(result.zones), "zone_bounds": list(result.zone_bounds)}
    found = {**counted(match.exact, match.low, match.high, has_middle), **zones, "zone_words": ZONES[result.zone]}
    if result.replicates:
        found["sampled"] = {
            "probability": number(match.probability),
            "mc_standard_error": number(match.mc_standard_error),
            "replicates": result.replicates,
        }
    if seen.before is not None and result.couple is None:
        base = seen.before.match
        found["as_it_stands"] = counted(base.exact, base.low, base.high)
        found["as_it_stands"]["words"] = f"As things stand: {found['as_it_stands']['words']}."
    return found


def _warnings(seen: Seen) -> Iterator[str]:
    beside = {text for one in (*seen.strategies, seen.yours) if one for text in one.warnings}
    yield from (without_keys(text) for text in seen.result.warnings if text not in beside)


def _of_one(result: RunResult) -> Plain:
    curve = {"curve": _curve(result)} if len(result.curve) else {}
    return {
        "by_position": [_place(place) for place in listed.places(result)],
        "no_match": _chance(1 - result.match.exact),
        **curve,
        "curve_at": number(result.interviews.expected),
    }


def _chance(p: float) -> Plain:
    return {"probability": number(within(p)), "words": count_words(within(p))}


def _place(place: listed.Place) -> Plain:
    found = {"position": place.position, "program": clean(place.program), **_chance(place.probability)}
    return found | ({"closed": place.closed} if place.closed else {}) | ({"waiting": True} if place.waiting else {})


def _curve(result: RunResult) -> list[Plain]:
    """The curve; its middle only where one number may stand for what more interviews do for one person."""
    table = result.curve if not result.priors else result.curve.drop(columns="probability")
    return rows(table)


def _strategies(seen: Seen) -> list[Plain]:
    """The season as it stands, what is set, and what the file could do, each beside the first."""
    stands, has_middle = seen.stands, not seen.result.priors
    if not seen.strategies and seen.yours is None:
        return []
    match, couple = stands.match, stands.couple
    three = (
        (match.exact, match.low, match.high)
        if couple is None
        else (couple.both.refined, couple.both.low, couple.both.high)
    )
    base = {"name": "As things stand", "base": True, **_hundred(*three)}
    base |= {"cost_usd_total": number(_fees(stands)), "cost_usd_added": 0.0}
    base["words"] = with_range(within(three[0]), three[1], three[2])
    yours = [] if seen.yours is None else [{**_strategy(_as_what_if(seen), has_middle), "yours": True}]
    return [base, *yours, *(_strategy(one, has_middle) for one in seen.strategies)]


def _fees(result: RunResult) -> float:
    costs = (result.cost,) if result.couple is None else result.couple.costs
    return sum(cost.total_usd for cost in costs)


def _as_what_if(seen: Seen) -> Strategy:
    assert seen.yours is not None  # noqa: S101 - asked only where something is set
    return replace(seen.yours, is_what_if=True) if seen.is_what_if else seen.yours


def _hundred(p: float, low: float, high: float) -> Plain:
    ends = {"of_100": p, "low": low, "high": high}
    return {**{name: number(100 * within(x)) for name, x in ends.items()}, "range_words": range_words(low, high)}


def _strategy(one: Strategy, has_middle: bool) -> Plain:
    match = one.main_match
    found: Plain = {
        "name": clean(one.name),
        **_hundred(match.exact, match.low, match.high),
        **moved(one.main, has_middle),
        "cost_usd_total": number(one.total_usd),
        "cost_usd_added": number(one.added_usd),
        "words": strategy_sentence(one, has_middle).removeprefix(f"{clean(one.name)}: "),
    }
    if not has_middle:
        del found["of_100"]
    if one.is_what_if:
        found["what_if"] = True
    if one.cautions:
        found["caution"] = " ".join(clean(without_keys(text)) for text in one.cautions)
    return found


def names_of(strategies: Sequence[Strategy]) -> tuple[str, ...]:
    """Return the names of strategies, as they are shown."""
    return tuple(clean(one.name) for one in strategies)


def merged(found: Plain, more: Plain) -> Plain:
    """Return a view with what was found later: rows beside rows, sentences among sentences."""
    text: dict[str, Any] = {**found.get("text", {}), **more.get("text", {})}
    return {**found, **more, "text": text}
