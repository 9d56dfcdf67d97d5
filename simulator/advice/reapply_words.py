"""Further seasons, and an offer outside the Match, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.frequency import count_words, range_words, with_range
from simulator.advice.gains import NOT_ESTABLISHED, gain_words, range_of_ends
from simulator.advice.strategy_words import NO_MIDDLE
from simulator.advice.terminal import paper
from simulator.advice.words import DISCLAIMER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.advice.terminal import Paper
    from simulator.strategy.course import Belief, Chance, Course, Difference, Lesson, Reapplying, SeasonAhead
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
        is_same = f"{found.changed.expected_cost_usd:.0f}" == f"{found.unchanged.expected_cost_usd:.0f}"
        title = "With the changed file from the second season on"
        lines += _course(title, found.changed, sheet, found.has_middle, fees=not is_same)
    lines += sheet.heading("What to make of it")
    return sheet.printed([*lines, *sheet.bullets(_notes(found)), "", *sheet.paragraph(DISCLAIMER)])


def _course(title: str, course: Course, sheet: Paper, has_middle: bool = True, fees: bool = True) -> list[str]:
    """One way through the seasons; fees only where they are not those said already."""
    expected = f"${course.expected_cost_usd:,.0f}; no further ones after a match"
    cost = f"Application fees to be expected in all: {expected if fees else 'as above'}."
    seasons = [
        _season(one, has_middle or k == 0, fees=fees and (k == 0 or _fees_of(one) != _fees_of(course.seasons[k - 1])))
        for k, one in enumerate(course.seasons)
    ]
    return [*sheet.heading(title), *sheet.bullets([*seasons, cost])]


def _fees_of(one: SeasonAhead) -> str:
    closed = f", {one.closed} of them closed" if one.closed else ""
    return f"${one.cost_usd:,.0f} in fees for {one.applied:,} programs{closed}"


def _season(one: SeasonAhead, has_middle: bool, fees: bool) -> str:
    paid = f" {_fees_of(one)}." if fees else ""
    newly = f" Closed now that were open before: {len(one.newly_closed)}." if one.newly_closed else ""
    match, cumulative = (_chance(c, has_middle) for c in (one.match, one.cumulative))
    return f"{one.season}: of those who come to it, {match} match; matched by its end: {cumulative}.{paid}{newly}"


def _chance(chance: Chance, has_middle: bool) -> str:
    if has_middle:
        return with_range(*chance)
    return f"plausibly {range_words(chance.low, chance.high)} of 100"


def _notes(found: Reapplying) -> Iterator[str]:
    seasons = found.unchanged.seasons
    yield from _taught(found.lessons)
    if found.difference is not None:
        yield _worth(found.difference, found.has_middle)
    yield from found.warnings
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
    yield from _fees(seasons)
    yield LEFT_OUT


def _taught(lessons: Sequence[Lesson]) -> Iterator[str]:
    """What the first season without a match says, beside what was believed before it."""
    before, after = first_season(lessons)
    if after is not None:
        yield (
            f"If the season {after.after} ends without a match, that says something about the person as well. Of "
            "100 people with the same profile the file is then better "
            f"than {_better(before.strength, after.strength)}, "
            f"and the person interviews better than {_better(before.skill, after.skill)}."
        )


def _better(before: Belief, after: Belief) -> str:
    plausible = range_words(after.better_low, after.better_high)
    return f"{count_words(after.better_than)} (plausibly {plausible}; before it {count_words(before.better_than)})"


def first_season(lessons: Sequence[Lesson]) -> tuple[Lesson, Lesson | None]:
    """Return what is believed as things stand, and after the first season without a match, if one is followed.

    Parameters
    ----------
    lessons : sequence of Lesson
    """
    known = [lesson for lesson in lessons if lesson.after in ("before", "now")]
    later = lessons[len(known) :]
    return known[-1], later[0] if later else None


def _worth(d: Difference, has_middle: bool) -> str:
    plausible = range_of_ends(d.low, d.high)
    if d.low <= 0 <= d.high:
        return f"What the change adds in all is {NOT_ESTABLISHED}: plausibly {plausible} of 100."
    share = f"in {count_words(d.probability_better)} of 100 sets of settings it helps"
    if has_middle:
        return f"The change: {gain_words(d.estimate)} of 100 in all (plausibly {plausible}); {share}."
    return f"The change: plausibly {plausible} of 100 in all; {share}. {NO_MIDDLE}"


def _fees(seasons: Sequence[SeasonAhead]) -> Iterator[str]:
    """One sentence on schedules of fees that are not the season's own."""
    said = [s.fee_warning for s in seasons if s.fee_warning]
    if said:
        yield said[0] + (" Later seasons are counted by it too." if len(said) > 1 else "")


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
