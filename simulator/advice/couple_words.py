"""A couple's result in words: both, one or neither of a hundred couples; what it costs, where, and by which pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.frequency import count_words, natural_frequency, of_100, range_words, shown_singly
from simulator.advice.path_words import shared_out
from simulator.advice.sections import CLOSED, closed_bullets
from simulator.advice.terminal import Paper, clean, cut
from simulator.scenario.plain_words import type_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.outcomes.couple import CoupleResult, PartnerAlone, Share
    from simulator.outcomes.result import Estimate, Soap

WHO = ("First partner", "Second partner")
TOP = 6  #: pairs shown one by one
BAR = 10  #: cells of the longest bar
TOGETHER = "What staying together costs each, of 100"
WHERE = "Where you would be, of 100"
WORTH_TELLING = 0.015  #: what a joint list falls short by, before longer ones are mentioned


def opening(result: CoupleResult) -> str:
    """Return the sentence that answers the question: both, one, neither, with their ranges.

    Parameters
    ----------
    result : CoupleResult
    """
    both, first, second, neither = counts(result)
    one = first + second
    who = f" Of those {one}, it is the first for {_none(first)} and the second for {_none(second)}." if one > 1 else ""
    return (
        f"In this model, of 100 couples like you both match in {some_of_100(both)}{plausibly(result.both)}, "
        f"only one of you in {some_of_100(one)}{plausibly(result.one)}, "
        f"neither in {some_of_100(neither)}{plausibly(result.neither)}.{who}"
    )


def counts(result: CoupleResult) -> tuple[int, int, int, int]:
    """Return how many of 100 couples match both, the first only, the second only, and neither; they add up."""
    parts = (result.both, result.first_only, result.second_only, result.neither)
    both, first, second, neither = shared_out(100, [max(part.refined, 0.0) for part in parts])
    return both, first, second, neither


def icons(result: CoupleResult, sheet: Paper) -> list[str]:
    """Return 100 couples as signs: both, one, neither."""
    both, first, second, neither = counts(result)
    signs = [sheet.sign(name) for name in ("sure", "maybe", "none")]
    row = "".join(sign * n for sign, n in zip(signs, (both, first + second, neither), strict=True))
    step = 50 if sheet.width >= 54 else 20
    lines = [f"  {row[n : n + step]}" for n in range(0, 100, step)]
    keys = [f"{sign} {words}" for sign, words in zip(signs, ("both match", "one of you", "neither"), strict=True)]
    return ["", *lines, "", *sheet.paragraph("   ".join(keys), "dim", "  ", 2), ""]


def costs(result: CoupleResult, sheet: Paper) -> list[str]:
    """Return what staying together costs each, and what no joint list can beat."""
    return [*sheet.heading(TOGETHER), *sheet.bullets(cost_sentences(result))]


def cost_sentences(result: CoupleResult) -> list[str]:
    """Return what staying together costs each, and what no joint list can beat, a text each."""
    most = max(result.both_alone, result.both.refined)  # the first is sampled, and may lie a little under the second
    apart = (
        f"Each with a list of your own and no wish to be near, both would match for {count_words(most)} of 100. No "
        f"joint list does better than that{_nearer(result)}."
    )
    return [*(cost_sentence(who, one) for who, one in zip(WHO, result.partners, strict=True)), apart]


def _nearer(result: CoupleResult) -> str:
    gap = result.both_alone - result.both.refined
    return "; one with more pairs comes nearer to it" if gap >= WORTH_TELLING else ", and yours does as well"


def cost_sentence(who: str, one: PartnerAlone) -> str:
    """Return one partner, called `who`, alone and by the joint list, and what pairing costs."""
    kind = type_words(one.applicant_type)
    alone = f"{count_words(one.alone.exact)}{plausibly(one.alone)}"
    matched = f"{count_words(one.in_couple)}{plausibly(one.matched)}"
    return f"{who} ({kind}): alone {alone} match, by the joint list {matched}. {_difference(one)}"


def _difference(one: PartnerAlone) -> str:
    low, high = (round(100 * x) for x in (one.cost_low, one.cost_high))
    points = of_100(one.alone.exact) - of_100(one.in_couple)  # so that the three numbers agree
    if points == 0:
        return "Pairing costs next to nothing."
    if points < 0:
        return f"Pairing brings about {-points} more: the joint list holds what the own list lacks."
    spread = "" if low == high else f" (plausibly {_end(low)} to {_end(high)})"
    return f"Pairing costs about {points}{spread}."


def _end(points: int) -> str:
    return str(points) if points > 0 else "none"


def where(result: CoupleResult, sheet: Paper) -> list[str]:
    """Return where couples of whom both match live, of 100."""
    bars = [(label, some_of_100(n), n / 100) for label, n in place_counts(result)]
    return [*sheet.heading(WHERE), *_bars(bars, sheet)]


def place_counts(result: CoupleResult) -> list[tuple[str, int]]:
    """Return where couples of whom both match live, and how many match alone or not at all; in all 100."""
    both, first, second, neither = counts(result)
    places, chances = (result.by_place[name].tolist() for name in ("place", "refined"))
    told = shared_out(both, chances) if sum(chances) > 0 else [0] * len(chances)
    rows = [(place, n) for place, n in zip(places, told, strict=True) if n]
    return [*rows, ("one of you matches alone", first + second), ("neither matches", neither)]


def pairs(result: CoupleResult, sheet: Paper) -> list[str]:
    """Return the pairs that carry the chance, in the order of the list, and the others summed up."""
    rows, head = pair_rows(result, max(sheet.width // 2 - 12, 8))
    return [*sheet.heading(head), *_bars([(label, count_words(p), p) for label, p in rows], sheet)]


def pair_rows(result: CoupleResult, cells: int, top: int = TOP) -> tuple[list[tuple[str, float]], str]:
    """Return the pairs that carry the chance, the others summed up, and what the table of them is called.

    Parameters
    ----------
    result : CoupleResult
    cells : int
        Room for the name of one program, in cells of a terminal.
    top : int
        Pairs shown one by one.
    """
    table = result.by_pair
    chances = [float(p) for p in table["refined"]]
    labels = [
        f"{rank}. {_name(first, cells)} + {_name(second, cells)}"
        for rank, first, second in zip(table["rank"], table["first"], table["second"], strict=True)
    ]
    chosen = _likeliest(chances, top)
    rows = [(labels[k], chances[k]) for k in chosen]
    left = len(chances) - len(chosen)
    if left:
        rest = min(max(sum(chances) - sum(chances[k] for k in chosen), 0.0), 1.0)
        rows.append(("the one other pair" if left == 1 else f"the other {left:,} pairs together", rest))
    return rows, "Which pairs carry the chance, of 100" if left else "Where on the joint list it falls, of 100"


def _likeliest(chances: list[float], top: int) -> list[int]:
    """Places of the likeliest pairs, in the order of the list; of a short list all."""
    order = sorted(range(len(chances)), key=lambda k: -chances[k])
    single = shown_singly([chances[k] for k in order], top + 1, top)
    return sorted(order[: max(single, min(3, len(order)))])


def _name(program: object, cells: int) -> str:
    return cut(clean(program), cells) if isinstance(program, str) else "no match"


def _bars(rows: list[tuple[str, str, float]], sheet: Paper) -> list[str]:
    longest = max((p for _, _, p in rows), default=1.0) or 1.0
    length = BAR if sheet.width >= 70 else 0
    lines = [(label, words, sheet.sign("bar") * round(length * p / longest)) for label, words, p in rows]
    return sheet.table(lines, max((len(words) for _, words, _ in rows), default=0))


def filtered(result: CoupleResult, sheet: Paper) -> list[str]:
    """Return from which programs nothing can come for either partner, by reason."""
    bullets = closed_sentences(result)
    return [*sheet.heading(CLOSED), *sheet.bullets(bullets)] if bullets else []


def closed_sentences(result: CoupleResult) -> list[str]:
    """Return from which programs nothing can come for either partner, a line for each and each reason."""
    return [f"{who}: {text}" for who, own in zip(WHO, result.filtered, strict=True) for text in closed_bullets(own)]


def otherwise(result: CoupleResult, soap: Soap, sheet: Paper) -> list[str]:
    """Return SOAP, which is the first partner's, and the fees of both."""
    return [*sheet.heading("SOAP and cost"), *sheet.bullets(soap_and_cost(result, soap))]


def soap_and_cost(result: CoupleResult, soap: Soap) -> list[str]:
    """Return what SOAP adds for the first partner, and what applications cost both, a text each."""
    first, second = (cost.total_usd for cost in result.costs)
    fees = (
        f"Application fees for the programs listed: ${first:,.0f} and ${second:,.0f}, together ${first + second:,.0f} "
        f"({clean(result.costs[0].fee_schedule)})."
    )
    return [_soap(soap), fees, *_other(result)]


def _soap(soap: Soap) -> str:
    if soap.probability <= 0:
        return "SOAP adds nothing for the first partner in this model. It places nobody as a couple."
    return (
        f"SOAP adds a position for the first partner for {natural_frequency(soap.probability)}. It places nobody as a "
        "couple, so this need not be near the second partner."
    )


def _other(result: CoupleResult) -> Iterator[str]:
    for who, cost in zip(WHO, result.costs, strict=True):
        items = [f"{clean(str(r['item']))} ${r['usd']:,.0f}" for r in cost.other.to_dict("records")]
        if items:
            yield f"{who}, besides: {', '.join(items)}."


def some_of_100(count: int) -> str:
    """Return a count that is part of a whole of 100; never none and never all."""
    return "fewer than 1" if count < 1 else "more than 99" if count > 99 else str(count)


def _none(count: int) -> str:
    return str(count) if count else "none"


def plausibly(found: Share | Estimate) -> str:
    """Return the range in brackets, after a blank; nothing where its ends read alike."""
    if count_words(found.low) == count_words(found.high):
        return ""
    return f" (plausibly {range_words(found.low, found.high)})"
