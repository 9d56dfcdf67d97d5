"""Further seasons, and an offer outside the Match, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.frequency import natural_frequency, range_words, with_range
from simulator.advice.terminal import paper
from simulator.advice.words import DISCLAIMER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.advice.terminal import Paper
    from simulator.strategy.course import Course, Reapplying, SeasonAhead
    from simulator.strategy.outside import Offer

LEFT_OUT = (
    "The person stays the same: a season without a match is read as a sign of strength and of interviewing, and "
    "nothing is forgotten. A program's decision of one year is not held to bind it the next. SOAP, other costs than "
    "application fees, and the toll of waiting are not counted."
)
CONTRACT = (
    "A signed contract binds. Who accepts a position outside the Match must withdraw from the Match before the "
    "deadline of rank order lists ({day}) and can match nowhere this season; breaking either is a violation with "
    "sanctions. Have it in writing that the program takes no part in the NRMP's Match and that the All In Policy "
    "does not reach it; ask the NRMP and a lawyer before you sign."
)


def reapply_page(found: Reapplying, width: int | None = None, colour: bool = False) -> str:
    """Return what further seasons are worth, as text.

    Parameters
    ----------
    found : Reapplying
    width : int, optional
    colour : bool

    Returns
    -------
    str
    """
    sheet = paper(width, colour)
    lines = [
        *sheet.paragraph(f"{found.scenario_name}: applying again", "bold"),
        *_course("With the same file", found.unchanged, sheet),
    ]
    if found.changed is not None:
        lines += _course("With the changed file from the second season on", found.changed, sheet)
    lines += sheet.heading("What to make of it")
    return sheet.printed([*lines, *sheet.bullets(_notes(found)), "", *sheet.paragraph(DISCLAIMER)])


def _course(title: str, course: Course, sheet: Paper) -> list[str]:
    cost = f"Application fees to be expected in all: ${course.expected_cost_usd:,.0f}; no further ones after a match."
    return [*sheet.heading(title), *sheet.bullets([*map(_season, course.seasons), cost])]


def _season(one: SeasonAhead) -> str:
    fees = f"${one.cost_usd:,.0f} in fees for {one.applied:,} programs" + (
        f", {one.closed} of them closed" if one.closed else ""
    )
    newly = f" Closed now that were open before: {len(one.newly_closed)}." if one.newly_closed else ""
    return (
        f"{one.season}: of those who come to it, {with_range(*one.match)} match; matched by its end: "
        f"{with_range(*one.cumulative)}. {fees}.{newly}"
    )


def _notes(found: Reapplying) -> Iterator[str]:
    seasons = found.unchanged.seasons
    if len(seasons) > 1:
        first, second = seasons[0], seasons[1]
        yield (
            f"A season without a match teaches: strength of the file {second.strength - first.strength:+.2f}, "
            f"interviewing {second.skill - first.skill:+.2f} standard deviations."
        )
    if found.difference is not None:
        d = found.difference
        better = natural_frequency(d.probability_better)
        about = natural_frequency(abs(d.estimate))
        sure = "" if d.low > 0 else " Not established: the range includes none."
        within = range_words(max(d.low, 0.0), max(d.high, 0.0))
        yield f"The change adds {about} in all (plausibly {within}); better in {better} sets of settings.{sure}"
    if not found.years_known:
        yield "Years since graduation are not given, so that one more could not be counted: give them."
    if not found.lists_all:
        yield (
            "The file does not list every program applied to: later seasons count only applications to those that it "
            "lists, which is too few. List what you would apply to (a count of look-alikes will do)."
        )
    if found.has_paths:
        yield (
            "One year only, and an advanced position without a first year, count as a match here: who has one is not "
            "followed further, though the residency, or its first year, is still to be found."
        )
    yield from dict.fromkeys(s.fee_warning for s in seasons if s.fee_warning)
    yield LEFT_OUT


def offer_page(found: Offer, width: int | None = None, colour: bool = False) -> str:
    """Return the two ways of an offer outside the Match, as text.

    Parameters
    ----------
    found : Offer
    width : int, optional
    colour : bool

    Returns
    -------
    str
    """
    sheet = paper(width, colour)
    last = found.declined.unchanged.seasons[-1]
    first = found.declined.unchanged.seasons[0]
    declined = (
        f"Declined: {with_range(*first.match)} match this season; by {last.season}, applying again with the same file, "
        f"{with_range(*last.cumulative)}."
    )
    ways = (
        "Accepted: that position, and no place in this season's Match.",
        declined,
        "What the position is worth to you (the specialty, the visa, the years) no model knows.",
    )
    lines = [
        *sheet.paragraph(f"{found.declined.scenario_name}: an offer outside the Match", "bold"),
        "",
        *sheet.paragraph(CONTRACT.format(day=found.withdraw_by), "yellow", "!! ", 3),
        *sheet.heading("The two ways"),
        *sheet.bullets(ways),
        "",
        *sheet.paragraph(DISCLAIMER),
    ]
    return sheet.printed(lines)
