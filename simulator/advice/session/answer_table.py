"""The answer as one table for a spreadsheet: what the page shows, and no number that the page holds back."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from simulator.advice.couple_words import WHO
from simulator.outcomes.couple import OUTCOMES
from simulator.scenario.cells import inert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.outcomes.comparison import Strategy
    from simulator.outcomes.couple import CoupleResult
    from simulator.outcomes.result import Estimate, RunResult

NO_MIDDLE = "a range only: what a step does for one person has no middle that published figures would tell"
NOT_ESTABLISHED = "not established: the range holds no change"
WHAT_IF = "what if: not something that can simply be done"
ALONE = "with the own list, without the other partner"
CAUTION = "caution: "


class Row(NamedTuple):
    """One row; its fields are the columns. Probabilities 0-1; empty where there is no number to tell."""

    part: str
    name: str
    probability: float | str = ""
    low: float | str = ""
    high: float | str = ""
    difference: float | str = ""
    difference_low: float | str = ""
    difference_high: float | str = ""
    added_usd: float | str = ""
    note: str = ""


def answer_csv(result: RunResult) -> str:
    """Return the answer as one table: the match, the places of the list, the programs, the strategies.

    Parameters
    ----------
    result : RunResult

    Returns
    -------
    str
        CSV with a header; probabilities 0-1. Where no middle is a finding its cells are empty and `note` says why. A
        cell that a spreadsheet would take for a formula is made inert.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Row._fields)
    rows = _of_one(result) if result.couple is None else _of_couple(result, result.couple)
    for some in (rows, _programs(result), _strategies(result)):
        writer.writerows([inert(cell) for cell in row] for row in some)
    return out.getvalue()


def _of_one(result: RunResult) -> Iterator[Row]:
    yield _estimate("match", result.scenario_name, result.match)
    for place, name, p in zip(*(result.by_position[c] for c in ("position", "program", "exact")), strict=True):
        yield Row("place", f"{place}. {name}", p)


def _of_couple(result: RunResult, couple: CoupleResult) -> Iterator[Row]:
    for name in OUTCOMES:
        share = getattr(couple, name)
        yield Row("couple", name, share.refined, share.low, share.high)
    for who, one in zip(WHO, couple.partners, strict=True):
        yield _estimate(f"match, {who.lower()}", result.scenario_name, one.matched)
        yield _estimate(f"match, {who.lower()}", result.scenario_name, one.alone)._replace(note=ALONE)
    for rank, first, second, p in zip(
        *(couple.by_pair[c] for c in ("rank", "first", "second", "refined")), strict=True
    ):
        pair = " + ".join(name if isinstance(name, str) else "no match" for name in (first, second))
        yield Row("pair", f"{rank}. {pair}", p)


def _estimate(part: str, name: str, found: Estimate) -> Row:
    return Row(part, name, found.exact, found.low, found.high)


def _programs(result: RunResult) -> Iterator[Row]:
    whose = "" if result.couple is None else f", {WHO[0].lower()}"
    table = result.by_program
    for name, p in zip(table["program"], table["ranked_to_match_probability"], strict=True):
        yield Row(f"ranked to match, given an interview{whose}", name, p)


def _strategies(result: RunResult) -> Iterator[Row]:
    whose = "" if result.couple is None else ", both match"
    for one in result.compared:
        now, gap, has_middle = one.main_match, one.main, not result.priors
        middle = (now.exact, gap.exact) if has_middle and gap.is_established else ("", "")
        yield Row(
            f"strategy{whose}",
            one.name,
            middle[0],
            now.low,
            now.high,
            middle[1],
            gap.low,
            gap.high,
            one.added_usd,
            "; ".join(_notes(one, has_middle)),
        )


def _notes(one: Strategy, has_middle: bool) -> Iterator[str]:
    if not one.main.is_established and one.main.low != one.main.high:
        yield NOT_ESTABLISHED
    elif not has_middle:
        yield NO_MIDDLE
    if one.is_what_if:
        yield WHAT_IF
    yield from (f"{CAUTION}{text}" for text in one.cautions)
