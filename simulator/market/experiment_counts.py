"""What one season of an experiment comes to in whole numbers, and how it differs from the base, person by person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.market.alone import Alone
from simulator.market.cohort_counts import GROUPS
from simulator.market.cohort_people import LINKED
from simulator.market.year_soap import filled_of
from simulator.market.year_tables import BINS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.cohort import Cohort
    from simulator.market.year import Year

    Counts = NDArray[np.int64]
    Mask = NDArray[np.bool_]

T = len(GROUPS)
SIDES = ("doers", "others")
BY_GROUP = ("persons", "matched", "sent", "interviews", "without", "top", "placed", "first", "places")
"""Fields of `Tally` by group."""


class Tally(NamedTuple):
    """Counts of one season; whole numbers throughout. Arrays by group have a last row for everybody.

    Attributes
    ----------
    persons, matched : arrays (T + 1,)
    sent, interviews, without : arrays (T + 1,)
        Applications; interviews held; people without any.
    top : array (T + 1,)
        Interviews of the tenth of the group (or of all) that has most.
    placed, first, places : arrays (T + 1,)
        Matched people who rank alone: how many, at the first place of the list, sum of places.
    persons_by_fifth, matched_by_fifth : arrays (5,)
        People by strength on paper within group and first specialty, weakest first.
    positions, filled, programs, full, answered : arrays ()
        Positions and those filled; programs and those that filled; applications that programs
        would answer (good enough on paper, and a visa where one is needed).
    couples : array (3,)
        Couples with both partners matched, one, neither.
    stable : array ()
        1 if the independent checker found the matching stable.
    """

    persons: Counts
    matched: Counts
    sent: Counts
    interviews: Counts
    without: Counts
    top: Counts
    placed: Counts
    first: Counts
    places: Counts
    persons_by_fifth: Counts
    matched_by_fifth: Counts
    positions: Counts
    filled: Counts
    programs: Counts
    full: Counts
    answered: Counts
    couples: Counts
    stable: Counts


class Change(NamedTuple):
    """Counts of what differs from the base for those who do something and for the others, (2, T + 1) each.

    Only people who rank alone, with and without the change, are counted: the matches of
    partners hang together.

    Attributes
    ----------
    people, sent_before, sent_after, interviews_before, interviews_after, matched_before, matched_after
    gained, lost : people matched only with the change, and only without it
    better, worse : people who like what they got better, or less; no match comes last
    """

    people: Counts
    sent_before: Counts
    sent_after: Counts
    interviews_before: Counts
    interviews_after: Counts
    matched_before: Counts
    matched_after: Counts
    gained: Counts
    lost: Counts
    better: Counts
    worse: Counts


class Fate(NamedTuple):
    """What becomes of each person, A of them: `Alone`'s fields, and who is in no couple."""

    program_of: NDArray[np.int32]
    liking: NDArray[np.float64]
    sent: Counts
    interviews: Counts
    is_alone: Mask


def fate_of(cohort: Cohort, year: Year) -> Fate:
    """Say what became of each person in a season.

    Parameters
    ----------
    cohort : Cohort
    year : Year

    Returns
    -------
    Fate
    """
    given, at, n = year.applications, year.interviewed, cohort.plans.first.size
    won = at[(given.program[at] == year.matching.program_of[given.who[at]]) & (given.role[at] != LINKED)]
    liking = np.full(n, -np.inf)
    liking[given.who[won]] = given.liking[won]
    held = np.bincount(given.who[at], minlength=n)
    return Fate(year.matching.program_of, liking, given.sent.astype(np.int64), held, singles(cohort))


def fate_alone(cohort: Cohort, found: Alone) -> Fate:
    """Say the same of what people would do alone."""
    return Fate(found.program_of, found.liking, found.sent, found.interviews, singles(cohort))


def singles(cohort: Cohort) -> Mask:
    """Who is in no couple, (A,)."""
    found = np.ones(cohort.plans.first.size, np.bool_)
    found[cohort.people.couple.ravel()] = False
    return found


def tally(cohort: Cohort, year: Year, top_share: float) -> Tally:
    """Count a season.

    Parameters
    ----------
    cohort : Cohort
    year : Year
    top_share : float
        Who counts as having most interviews: this share of people.

    Returns
    -------
    Tally
    """
    group, fate = cohort.plans.group, fate_of(cohort, year)
    placed = fate.program_of >= 0
    place = _place(year)
    alone = placed & fate.is_alone
    fifth, filled = year.tables.kind % BINS, filled_of(year)
    found: dict[str, Any] = {
        "persons": _by(group),
        "matched": _by(group, placed),
        "sent": _by(group, year.applications.sent),
        "interviews": _by(group, fate.interviews),
        "without": _by(group, fate.interviews == 0),
        "top": _top(group, fate.interviews, top_share),
        "placed": _by(group, alone),
        "first": _by(group, alone & (place == 1)),
        "places": _by(group, np.where(alone, place, 0)),
        "persons_by_fifth": np.bincount(fifth, minlength=BINS),
        "matched_by_fifth": np.bincount(fifth[placed], minlength=BINS),
        "positions": cohort.programs.positions.sum(),
        "filled": filled.sum(),
        "programs": filled.size,
        "full": np.count_nonzero(filled >= cohort.programs.positions),
        "answered": year.applications.who.size,
        "couples": np.bincount(2 - placed[cohort.people.couple].sum(axis=1), minlength=3),
        "stable": int(bool(year.matching.is_stable)),
    }
    return Tally(**{name: np.asarray(value, np.int64) for name, value in found.items()})


def changed(group: NDArray[np.int8], doers: Mask, before: Fate, after: Fate) -> Change:
    """Count who is where with and without a change.

    Parameters
    ----------
    group : array (A,)
    doers : array (A,) of bool
    before, after : Fate

    Returns
    -------
    Change
    """
    was, now = before.program_of >= 0, after.program_of >= 0
    alone = before.is_alone & after.is_alone
    found = {
        "people": alone,
        "sent_before": before.sent,
        "sent_after": after.sent,
        "interviews_before": before.interviews,
        "interviews_after": after.interviews,
        "matched_before": was,
        "matched_after": now,
        "gained": now & ~was,
        "lost": was & ~now,
        "better": after.liking > before.liking,
        "worse": after.liking < before.liking,
    }
    sides = (doers & alone, ~doers & alone)
    return Change(**{name: np.stack([_by(group, x * side) for side in sides]) for name, x in found.items()})


def _by(group: NDArray[np.int8], weight: NDArray[Any] | None = None) -> Counts:
    """Sums by group, and over all, (T + 1,)."""
    found = np.rint(np.bincount(group, weight, minlength=T)).astype(np.int64)
    return np.append(found, found.sum())


def _top(group: NDArray[np.int8], interviews: Counts, share: float) -> Counts:
    """Interviews of the share of people with most of them, by group and over all."""
    every = [interviews[group == k] for k in range(T)] + [interviews]
    return np.array([np.sort(row)[row.size - int(np.ceil(share * row.size)) :].sum() for row in every], np.int64)


def _place(year: Year) -> Counts:
    """Place on each person's list, from 1, of the program they match at; 0 for none."""
    own = year.lists.own
    owner = np.repeat(np.arange(own.start.size - 1), np.diff(own.start))
    hit = np.flatnonzero(own.items == year.matching.program_of[owner])
    found = np.zeros(own.start.size - 1, np.int64)
    found[owner[hit]] = hit - own.start[owner[hit]] + 1
    return found
