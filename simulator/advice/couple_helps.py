"""What would help a couple most, in a line each: look-alikes together, the largest first in each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.gains import range_of_ends
from simulator.advice.terminal import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from simulator.strategy.couple_advice import CoupleAdvice
    from simulator.strategy.couple_improve import ExtraInterview, ExtraPair, Gain

    Help = tuple[str, str, Gain]

SHOWN_INTERVIEWS, SHOWN_PAIRS, NAMED = 2, 3, 2
WHO = {
    "each": "One interview more each",
    "first": "One more for the first partner",
    "second": "One more for the second partner",
}
WIDER = {"state": "Rank pairs in one state too", "any": "Rank all other pairs too, however far apart"}


def helps(found: CoupleAdvice) -> Iterator[Help]:
    """Yield what would help most.

    Parameters
    ----------
    found : CoupleAdvice

    Yields
    ------
    (str, str, Gain)
        What to do, what it is worth in words (a range of 100), and in numbers.
    """
    for wide in found.wider:
        yield f"{WIDER[wide.together]} ({wide.pairs} more)", worth(wide.adds), wide.adds
    for who, says in WHO.items():
        yield from _interviews([one for one in found.interviews if one.who == who], says)
    yield from _pairs(found.pairs)


def worth(adds: Gain) -> str:
    """Return the range of a gain, of 100 couples."""
    return range_of_ends(adds.low, adds.high)


def _interviews(found: Iterable[ExtraInterview], says: str) -> Iterator[Help]:
    groups: dict[str, list[ExtraInterview]] = {}
    for one in found:
        groups.setdefault(worth(one.adds), []).append(one)
    for words, some in list(groups.items())[:SHOWN_INTERVIEWS]:
        yield f"{says}: {_some([_where(one) for one in some])}", words, some[0].adds


def _where(one: ExtraInterview) -> str:
    kind = one.setting.replace("_", "-")
    return f"{kind}, {clean(one.place)}" if one.place else kind


def _some(texts: list[str]) -> str:
    more = len(texts) - NAMED
    return "; or ".join(texts[:NAMED]) + (f"; or {more} more like it" if more > 0 else "")


def _pairs(found: Iterable[ExtraPair]) -> Iterator[Help]:
    groups: dict[tuple[str, bool], list[ExtraPair]] = {}
    for pair in found:
        groups.setdefault((worth(pair.adds), pair.fits), []).append(pair)
    for (words, fits), some in list(groups.items())[:SHOWN_PAIRS]:
        best = some[0]
        more = f", or one of {len(some) - 1} like it" if len(some) > 1 else ""
        wish = "" if fits else ", outside your wishes"
        yield f"Pair {clean(best.first)} + {clean(best.second)} ({clean(best.reason)}{wish}){more}", words, best.adds
