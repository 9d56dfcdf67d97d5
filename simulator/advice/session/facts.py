"""What stands below the answer, a sentence each: interviews, other people, SOAP, fees; of a couple, whose each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.couple_words import WHO
from simulator.advice.frequency import natural_frequency
from simulator.advice.path_words import paths_sentence
from simulator.advice.possible import OPENING, steps
from simulator.advice.sections import interviews_sentence, observed_sentence
from simulator.advice.session.numbers import Plain, only, within
from simulator.advice.terminal import clean
from simulator.model.zones import zone_of
from simulator.outcomes.contract import number

if TYPE_CHECKING:
    from simulator.outcomes.couple import CoupleResult
    from simulator.outcomes.result import RunResult

ORDER = ("interviews", "observed", "paths", "soap", "cost")
APART = "SOAP places nobody as a couple: a position there need not be near the other partner."


def facts(result: RunResult, second: RunResult | None = None) -> Plain:
    """Return what belongs to an answer besides the chance of a match.

    Parameters
    ----------
    result : RunResult
        Of one applicant, or of a couple.
    second : RunResult, optional
        Of a couple, the second partner's own.

    Returns
    -------
    dict
        interviews, soap, cost and, where there are any, observed and paths, each with `words`; facts (all the
        sentences, in order); support (what can still be done where the outlook is poor); of a couple second_partner.
    """
    if result.couple is None or second is None:
        own = _own(result)
        said = [own[name]["words"] for name in ORDER if name in own]
        return only({**own, "facts": said, "support": _support(result)})
    return _of_both(result, result.couple, second)


def _own(result: RunResult) -> Plain:
    return {"interviews": _interviews(result), "soap": _soap(result), "cost": _cost(result), **_beside(result)}


def _partner(who: str, result: RunResult) -> Plain:
    """What is one partner's own; fees stand elsewhere, and what other people did was not done as a couple."""
    found: Plain = {"interviews": _interviews(result), "soap": _soap(result)}
    for part in found.values():
        part["words"] = f"{who}: {part['words']}"
    return found


def _of_both(result: RunResult, couple: CoupleResult, second: RunResult) -> Plain:
    """Whatever is one partner's own says whose it is; fees of both stand together."""
    first, other = (_partner(who, one) for who, one in zip(WHO, (result, second), strict=True))
    usd = [cost.total_usd for cost in couple.costs]
    fees = (
        f"Application fees for the programs listed: first partner ${usd[0]:,.0f}, second partner ${usd[1]:,.0f}, "
        f"together ${sum(usd):,.0f} ({clean(couple.costs[0].fee_schedule)})."
    )
    cost = {"total_usd": number(sum(usd)), "words": fees}
    said = [one[name]["words"] for name in ("interviews", "soap") for one in (first, other)]
    return only(
        {
            **first,
            "cost": cost,
            "second_partner": other,
            "facts": [*said, APART, fees],
            "support": _support_of_both(result, couple, second),
        }
    )


def _interviews(result: RunResult) -> Plain:
    found = result.interviews
    chances = [{"interviews": k, "probability": number(p)} for k, p in enumerate(found.distribution.tolist())]
    return {
        "expected": number(found.expected),
        "quantiles": {level: int(k) for level, k in found.quantiles.items()},
        "distribution": chances,
        "words": interviews_sentence(result),
    }


def _soap(result: RunResult) -> Plain:
    p = within(result.soap.probability)
    words = f"SOAP adds a position for {natural_frequency(p)}." if p > 0 else "SOAP adds nothing in this model."
    return {"probability": number(p), "words": words}


def _cost(result: RunResult) -> Plain:
    count, usd = len(result.by_program), result.cost.total_usd
    listing = f" for the {'program' if count == 1 else f'{count:,} programs'} applied to" if count else ""
    words = f"Application fees{listing}: ${usd:,.0f} ({clean(result.cost.fee_schedule)})."
    return {"total_usd": number(usd), "words": words}


def _beside(result: RunResult) -> Plain:
    """What other people did, and where a match leads."""
    found: Plain = {}
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


def _support(result: RunResult) -> list[str] | None:
    """What can still be done where the outlook is poor."""
    return [OPENING, *steps(result)] if result.zone == "red" else None


def _support_of_both(result: RunResult, couple: CoupleResult, second: RunResult) -> list[str] | None:
    """The same where it is poor for either, or for both together; what both can do is said once."""
    if "red" not in (result.zone, second.zone, zone_of(couple.both.refined)):
        return None
    *first, last = steps(result)
    *other, _ = steps(second)
    own = [text if text in other else f"{WHO[0]}: {text}" for text in first]
    more = [f"{WHO[1]}: {text}" for text in other if text not in first]
    return [OPENING, *own, *more, last]
