"""The view: one answer as plain data, every number in words beside it, for any screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from simulator.advice import places as listed
from simulator.advice.frequency import count_words, natural_frequency
from simulator.advice.path_words import paths_sentence
from simulator.advice.possible import OPENING, OPENING_OF_A_COUPLE, steps
from simulator.advice.sections import ZONES, interviews_sentence, observed_sentence
from simulator.advice.session import couple_view, texts
from simulator.advice.session.numbers import Plain, counted, moved, only, within
from simulator.advice.strategy_words import strategy_sentence
from simulator.advice.terminal import clean
from simulator.outcomes.contract import number, rows
from simulator.scenario.plain_words import without_keys

if TYPE_CHECKING:
    from datetime import date

    from simulator.outcomes.comparison import Strategy
    from simulator.outcomes.result import Estimate, RunResult


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
    """

    result: RunResult
    strategies: tuple[Strategy, ...] = ()
    before: RunResult | None = None
    yours: Strategy | None = None
    is_what_if: bool = False
    draws: tuple[int, int] | None = None
    as_of: date | None = None

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
        "interviews": _interviews(result),
        "soap": {
            "probability": number(result.soap.probability),
            "words": f"SOAP adds a position for {natural_frequency(within(result.soap.probability))}.",
        },
        "cost": {"total_usd": number(result.cost.total_usd), "words": _cost(result)},
        "strategies": _strategies(seen),
        **_support(result),
        "text": {**texts.all_of(result), "strategies": texts.strategies(seen.stands)},
    }
    found |= _of_one(result) if result.couple is None else couple_view.parts(result, result.couple, seen.both)
    found["text"] |= found.pop("more_text", {})
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


def _interviews(result: RunResult) -> Plain:
    found = result.interviews
    chances = [{"interviews": k, "probability": number(p)} for k, p in enumerate(found.distribution.tolist())]
    return {
        "expected": number(found.expected),
        "quantiles": {level: int(k) for level, k in found.quantiles.items()},
        "distribution": chances,
        "words": interviews_sentence(result),
    }


def _of_one(result: RunResult) -> Plain:
    found: Plain = {
        "by_position": [_place(place) for place in listed.places(result)],
        "no_match": _chance(1 - result.match.exact),
        "curve": _curve(result),
        "curve_at": number(result.interviews.expected),
    }
    if result.observed_at_this_count is not None and result.interviews.expected >= 0.5:
        found["observed"] = {"probability": number(result.observed_at_this_count), **_observed_range(result)}
        found["observed"]["words"] = observed_sentence(result)
    if result.paths is not None:
        found["paths"] = {"words": paths_sentence(result.paths)}
    return found


def _observed_range(result: RunResult) -> Plain:
    if result.observed_range is None:
        return {}
    low, high = result.observed_range
    return {"low": number(low), "high": number(high)}


def _chance(p: float) -> Plain:
    return {"probability": number(within(p)), "words": count_words(within(p))}


def _place(place: listed.Place) -> Plain:
    found = {"position": place.position, "program": clean(place.program), **_chance(place.probability)}
    return found | ({"closed": place.closed} if place.closed else {}) | ({"waiting": True} if place.waiting else {})


def _curve(result: RunResult) -> list[Plain]:
    """The curve; its middle only where one number may stand for what more interviews do for one person."""
    table = result.curve if not result.priors else result.curve.drop(columns="probability")
    return rows(table)


def _cost(result: RunResult) -> str:
    count = len(result.by_program)
    listing = f" for the {'program' if count == 1 else f'{count:,} programs'} applied to" if count else ""
    return f"Application fees{listing}: ${result.cost.total_usd:,.0f} ({clean(result.cost.fee_schedule)})."


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
    base |= {"cost_usd_total": number(stands.cost.total_usd), "cost_usd_added": 0.0}
    base["words"] = f"{count_words(within(three[0]))} of 100"
    yours = [] if seen.yours is None else [{**_strategy(_as_what_if(seen), has_middle), "yours": True}]
    return [base, *yours, *(_strategy(one, has_middle) for one in seen.strategies)]


def _as_what_if(seen: Seen) -> Strategy:
    assert seen.yours is not None  # noqa: S101 - asked only where something is set
    return replace(seen.yours, is_what_if=True) if seen.is_what_if else seen.yours


def _hundred(p: float, low: float, high: float) -> Plain:
    ends = {"of_100": p, "low": low, "high": high}
    return {name: number(100 * within(x)) for name, x in ends.items()}


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


def _support(result: RunResult) -> Plain:
    """What can still be done where the outlook is poor."""
    if result.zone != "red":
        return {}
    return {"support": [OPENING if result.couple is None else OPENING_OF_A_COUPLE, *steps(result)]}


def names_of(strategies: Sequence[Strategy]) -> tuple[str, ...]:
    """Return the names of strategies, as they are shown."""
    return tuple(clean(one.name) for one in strategies)


def merged(found: Plain, more: Plain) -> Plain:
    """Return a view with what was found later: rows beside rows, sentences among sentences."""
    text: dict[str, Any] = {**found.get("text", {}), **more.get("text", {})}
    return {**found, **more, "text": text}
