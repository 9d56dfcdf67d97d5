"""The season of one against the market in words: what was foretold, what came of it, and how far to trust it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.advice.charts.people import group_words, specialty_words
from simulator.scenario.vocabulary import APPLICANT_TYPES

if TYPE_CHECKING:
    from simulator.outcomes.market_reliability import MarketReliability, Range, Reliability

WIDTH = 44


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
    yield (
        f"{people:,} members of a made-up national market, {found.replicates} seasons. Each was told a chance of a "
        f"match after the interviews ({found.as_of}), from no more than an applicant knows; then the market matched."
    )
    if not found.groups:
        yield "Too few people to tell anything: ask about more (--people, --replicates)."
        return
    fit = f"slope ({found.level:.0%} range)"
    yield f"\n{'':<{WIDTH}} {'people':>7} {'told':>5} {'matched':>8}  {fit:<22}  Brier"
    yield from (_line(row) for row in found.groups)
    yield (
        "\nTold and matched are of 100. A slope of 1 is right; under 1, chances told are too far from the middle; over "
        "1, not far enough. No slope: nearly all matched, or too few people. Brier: mean squared distance from what "
        "came, 0 best. Differences of level are differences between the two models of the same people."
    )


def _line(row: Reliability) -> str:
    told, matched = (f"{100 * x:.0f}" for x in (row.predicted, row.matched))
    name = f"{_name(row.group):<{WIDTH}}"
    return f"{name} {row.people:>7,} {told:>5} {matched:>8}  {_range(row.slope):<22}  {row.score.brier:.3f}"


def _name(group: str) -> str:
    first, _, second = group.partition("/")
    if second:
        return f"  {group_words(first)}, {specialty_words(second)}"
    return group_words(first) if first in APPLICANT_TYPES else specialty_words(first)


def _range(slope: Range | None) -> str:
    return "-" if slope is None else f"{slope.value:.2f} ({slope.low:.2f} to {slope.high:.2f})"
