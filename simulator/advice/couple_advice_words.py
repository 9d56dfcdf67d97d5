"""A couple's joint list in words: what it is, what staying together costs, what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.couple_helps import helps
from simulator.advice.frequency import natural_frequency, range_words
from simulator.advice.gains import NOT_ESTABLISHED, range_of_ends
from simulator.advice.terminal import Paper, clean, paper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.outcomes.comparison import Difference
    from simulator.strategy.couple_advice import CoupleAdvice
    from simulator.strategy.couple_needed import CoupleNeeded

SHOWN_PAIRS = 10
OTHERS = {"first": "the first partner", "second": "the second partner"}
FOOT = (
    "A further interview is given here, not earned: this says what it would be worth, not how to get one. Which pairs "
    "you can live with only the two of you know. Ranges here are over a sample of the model's parameter sets; those "
    "of matchsim run are over all of them and can differ by a few points. Not affiliated with NRMP, AAMC or ECFMG. "
    "Not advice; a model, not a promise."
)
FULL = "The list is full: 300 pairs of two, the NRMP's limit. A further pair would have to take another's place."
PEOPLE = (
    "These are different couples, of whom each has so many interviews; not one couple given more. All pairs within a "
    "city are ranked."
)


def couple_advice_summary(found: CoupleAdvice, width: int | None = None, colour: bool = False) -> str:
    """Return what a couple can do as text for a terminal.

    Parameters
    ----------
    found : CoupleAdvice
    width : int, optional
        Cells; by default the terminal's own width, at most 84.
    colour : bool

    Returns
    -------
    str
    """
    page = paper(width, colour)
    return page.printed(_lines(found, page))


def _lines(found: CoupleAdvice, page: Paper) -> Iterator[str]:
    yield page.paint(clean(found.scenario_name), "bold")
    plausibly = range_words(found.both.low, found.both.high)
    middle = f"{natural_frequency(found.both.gain)} (plausibly {plausibly})"
    yield from page.paragraph(f"As things stand both match for {middle} couples like you, in this model.")
    yield from page.heading(f"Your joint list: {len(found.joint_list)} pairs")
    yield from _list(found, page)
    yield from page.heading("What staying together costs")
    yield from page.bullets(_together(found))
    yield from page.heading("What would help most: more of 100 couples in which both match")
    yield from page.bullets(f"{what}: {worth}" for what, worth, _ in helps(found))
    if found.room <= 0:
        yield from page.bullets([FULL])
    if found.needed:
        yield from page.heading("How many interviews each it takes")
        yield from _needed(found, page)
    if found.warnings:
        yield from page.heading("Good to know")
        yield from page.bullets(found.warnings)
    yield ""
    yield from page.paragraph(FOOT, "dim")


def _list(found: CoupleAdvice, page: Paper) -> Iterator[str]:
    for rank, pair in enumerate(found.joint_list[:SHOWN_PAIRS], start=1):
        names = " + ".join(clean(name) if name is not None else "no match" for name in (pair.first, pair.second))
        yield from page.paragraph(f"{names}  ({clean(pair.reason)})", first=f"{rank:>4}  ", indent=6)
    rest = len(found.joint_list) - SHOWN_PAIRS
    if rest > 0:
        yield f"      ... and {rest} more; --out joint.csv writes all of them, to edit and read back"
    if found.n_left_out:
        yield from page.paragraph(f"{found.n_left_out} more pairs fit your wishes and did not fit on the list.")


def _together(found: CoupleAdvice) -> Iterator[str]:
    gaps = found.together
    if all(_is_nothing(gap) for gap in gaps.values()):
        yield "Nothing: with these lists both match together whenever both would match alone."
        return
    yield f"Both matched: {_points(gaps['both'])} of 100 if each ranked alone, anywhere."
    for name, who in OTHERS.items():
        yield f"Matched at all, {who}: {_points(gaps[name])} of 100 if each ranked alone."


def _is_nothing(gap: Difference) -> bool:
    return max(abs(gap.exact), abs(gap.low), abs(gap.high)) < 0.5e-2


def _points(gap: Difference) -> str:
    """Return a difference as a range of 100; "not established" where it may go either way."""
    if _is_nothing(gap):
        return "hardly a change"
    plausible = range_of_ends(gap.low, gap.high)
    return plausible if gap.is_established else f"a difference is {NOT_ESTABLISHED} (plausibly {plausible})"


def _needed(found: CoupleAdvice, page: Paper) -> Iterator[str]:
    kinds = dict.fromkeys(f"{a.replace('_', ' ')}, {b.replace('_', '-')}" for a, b in found.needed_about)
    yield from page.paragraph(f"With your profiles, {' and '.join(kinds)} programs. {PEOPLE}")
    yield from page.bullets(_row(one, found) for one in found.needed)
    low, high = found.advice
    yield from page.paragraph(f"Beside it: advice articles for couples of international graduates say {low} to {high}.")


def _row(one: CoupleNeeded, found: CoupleAdvice) -> str:
    where = "in one city" if one.cities == 1 else f"spread over {one.cities} cities"
    return f"{100 * one.target:.0f} of 100 with both matched, {where}: {_each(one, found)}"


def _each(one: CoupleNeeded, found: CoupleAdvice) -> str:
    def said(number: int | None) -> str:
        return str(number) if number is not None else f"more than {found.most_tried}"

    if one.low is None:
        return f"no number up to {found.most_tried} reaches it"
    span = said(one.low) if one.low == one.high else f"{said(one.low)} to {said(one.high)}"
    if one.low == one.high:
        return f"{span} each"
    return f"plausibly {span} each" + (f", {said(one.central)} with the usual numbers" if found.has_middle else "")
