"""The season of one against the market in words: what was foretold, what came of it, and how far to trust it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.advice.charts.people import group_words, specialty_words
from simulator.scenario.vocabulary import APPLICANT_TYPES

if TYPE_CHECKING:
    from simulator.outcomes.market_reliability import MarketReliability
    from simulator.outcomes.reliability_rows import Range, Reliability

WIDTH = 44
UNKNOWN = 0.99  # of an interval of a share that spans nearly everything: nothing is known of it


def reliability_summary(found: MarketReliability) -> str:
    """Say how predictions and outcomes agree, by type, by specialty, and by both.

    Parameters
    ----------
    found : MarketReliability

    Returns
    -------
    str
    """
    return "\n".join(_lines(found))


def _lines(found: MarketReliability) -> Iterator[str]:
    people = sum(row.people for row in found.groups if row.group in APPLICANT_TYPES)
    named = " or ".join(specialty_words(name) for name in found.specialties)
    whose = f" whose first specialty is {named}" if named else ""
    yield (
        f"{people:,} members of a made-up national market{whose}, {found.replicates} seasons. Each was told a chance "
        f"of a match after the interviews ({found.as_of}), from no more than an applicant knows; then the market "
        "matched."
    )
    if not found.groups:
        yield "Too few people to tell anything: ask about more (--people, --replicates)."
        return
    fit, apart = f"slope ({found.level:.0%} range)", "more than told"
    yield f"\n{'':<{WIDTH}} {'people':>7} {'told':>5} {'matched':>8}  {apart:<22}  {fit:<22}  Brier"
    rows = [row for row in found.groups if not _is_repeated(row, found)]
    yield from (_line(row) for row in rows)
    yield (
        "\nTold, matched, and how many more matched than told (range over seasons) are of 100. A slope of 1 is right; "
        "under 1, chances told are too far from the middle; over 1, not far enough. No slope: nearly all "
        "matched, or too few people. Brier: mean squared distance from what came, 0 best."
    )
    yield _levels([row for row in rows if row.group in APPLICANT_TYPES], found.level)


def _is_repeated(row: Reliability, found: MarketReliability) -> bool:
    """Whether a row is one of those before it again: all have the one specialty that was asked for."""
    return len(found.specialties) == 1 and row.group.rpartition("/")[2] == found.specialties[0]


def _levels(rows: list[Reliability], level: float) -> str:
    """Say where the level of what was told is wrong by more than luck."""
    off = [row for row in rows if row.excess.low > 0 or row.excess.high < 0]
    if not off:
        return f"No type matched more or less often than told by more than luck ({level:.0%} ranges)."
    said = "; ".join(f"of 100 {group_words(row.group)} {_told_apart(row.excess)}" for row in off)
    return (
        f"{said[0].upper()}{said[1:]}. That is more than the luck of seasons (another --seed makes other programs "
        "too): the model of one applicant and this market disagree about the level, and of real people either may be "
        "wrong. docs/market.md names the reasons that are known."
    )


def _told_apart(excess: Range) -> str:
    low, high = sorted((excess.low, excess.high), key=abs)
    side = "more" if excess.value > 0 else "fewer"
    ends = dict.fromkeys((_count(low), _count(high)))
    return f"{_count(excess.value)} {side} matched than told ({' to '.join(ends)})"


def _count(share: float) -> str:
    return str(round(100 * abs(share)) or "less than 1")


def _line(row: Reliability) -> str:
    told, matched = (f"{100 * x:.0f}" for x in (row.predicted, row.matched))
    name = f"{_name(row.group):<{WIDTH}} {row.people:>7,} {told:>5} {matched:>8}"
    return f"{name}  {_excess(row.excess):<22}  {_range(row.slope):<22}  {row.score.brier:.3f}"


def _excess(excess: Range) -> str:
    if excess.high - excess.low > UNKNOWN:
        return "-"
    value, low, high = (f"{100 * x:+.1f}".replace("-", "\N{MINUS SIGN}") for x in excess)
    return f"{value} ({low} to {high})"


def _name(group: str) -> str:
    first, _, second = group.partition("/")
    if second:
        return f"  {group_words(first)}, {specialty_words(second)}"
    return group_words(first) if first in APPLICANT_TYPES else specialty_words(first)


def _range(slope: Range | None) -> str:
    return "-" if slope is None else f"{slope.value:.2f} ({slope.low:.2f} to {slope.high:.2f})"
