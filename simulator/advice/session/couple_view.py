"""What the view of a couple has besides: the four outcomes, each partner alone, places and pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice import couple_words
from simulator.advice.frequency import count_words, range_words
from simulator.advice.session.controls import word_of
from simulator.advice.session.numbers import Plain, counted, within
from simulator.advice.terminal import clean
from simulator.outcomes.contract import number

if TYPE_CHECKING:
    from simulator.outcomes.couple import CoupleResult, PartnerAlone, Share
    from simulator.outcomes.result import Estimate, RunResult

FOUR_LINES = (
    "A line for each way in which it can end: the dot is the middle, the line the plausible range. The four middles "
    "add up to all 100 couples, the ranges do not."
)
ONE_LINE = (
    "With something set, only how often both match is worked out here; everything below is of the season as it stands."
)
PAIRS = 60  #: most pairs in the view; the JSON of a run has all


def parts(result: RunResult, couple: CoupleResult, both: Estimate | None = None) -> Plain:
    """Return the parts of a view that are a couple's own.

    Parameters
    ----------
    result : RunResult
    couple : CoupleResult
    both : Estimate or None
        That both match with what is set; then only this outcome is shown.

    Returns
    -------
    dict
        couple, by_position (pairs), no_match, curve (none), more_text.
    """
    shares = {name: getattr(couple, name) for name in ("both", "first_only", "second_only", "neither", "one")}
    chances = couple.by_pair["refined"].tolist()
    pairs = zip(couple.by_pair["rank"], couple.by_pair["first"], couple.by_pair["second"], chances, strict=True)
    alone = [_alone(who, one) for who, one in zip(couple_words.WHO, couple.partners, strict=True)]
    places = zip(couple.by_place["place"], couple.by_place["refined"], strict=True)
    outcomes = {name: _share(share) for name, share in shares.items()}
    before = {}
    if both is not None:
        before = {"as_it_stands": {**outcomes["both"], "words": f"As things stand both match: {_both(couple)}."}}
        outcomes = {"both": counted(both.exact, both.low, both.high, not result.priors)}
    return {
        **before,
        "couple": {
            **outcomes,
            "alone": alone,
            "cost_of_together": " ".join(one["cost_words"] for one in alone),
            "places": [{"place": clean(str(place)), **_chance(float(p))} for place, p in places],
            "method": couple.method,
        },
        "by_position": [_pair(int(rank), first, second, p) for rank, first, second, p in list(pairs)[:PAIRS]],
        "no_match": _chance(couple.neither.refined),
        "curve": [],
        "curve_at": number(result.interviews.expected),
        "more_text": {
            "couple": _outcomes_text(couple, both is not None),
            "picture": "",
            "by_position": _pairs_text(couple),
        },
    }


def _both(couple: CoupleResult) -> str:
    return str(_share(couple.both)["words"])


def _share(share: Share) -> Plain:
    return counted(share.refined, share.low, share.high)


def _chance(p: float) -> Plain:
    return {"probability": number(within(p)), "words": count_words(within(p))}


def _pair(rank: int, first: object, second: object, p: float) -> Plain:
    names = " + ".join(clean(name) if isinstance(name, str) else "no match" for name in (first, second))
    return {"position": rank, "program": names, **_chance(p)}


def _alone(who: str, one: PartnerAlone) -> Plain:
    """One partner with the single list, and what pairing costs that partner."""
    match = one.alone
    return {
        "name": who,
        "type": one.applicant_type,
        "of_100": number(100 * within(match.exact)),
        "low": number(100 * match.low),
        "high": number(100 * match.high),
        "words": f"{who} alone: {count_words(match.exact)} of 100 (plausibly {range_words(match.low, match.high)}).",
        "in_couple": counted(one.in_couple, one.matched.low, one.matched.high),
        "cost_words": couple_words.cost_sentence(who, one),
    }


def _outcomes_text(couple: CoupleResult, is_set: bool) -> str:
    """What the lines mean, and who is called the first partner and who the second."""
    first, second = (word_of("kinds", one.applicant_type) for one in couple.partners)
    who = f"The first partner is the person described first ({first}), the second partner the other one ({second})."
    return f"{ONE_LINE if is_set else FOUR_LINES} {who}"


def _pairs_text(couple: CoupleResult) -> str:
    table = couple.by_pair.sort_values("refined", ascending=False).head(3)
    named = zip(table["rank"], table["first"], table["second"], table["refined"], strict=True)
    rows = [_pair(int(rank), first, second, float(p)) for rank, first, second, p in named]
    said = "; ".join(f"{row['program']} (place {row['position']}): {row['words']}" for row in rows)
    return f"Of {len(couple.by_pair):,} pairs on the joint list, most often: {said} of 100."
