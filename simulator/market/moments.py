"""What one season comes to in numbers: the counts that published tables hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.market.cohort_counts import GROUPS
from simulator.market.year_soap import filled_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.cohort import Cohort
    from simulator.market.year import Year
    from simulator.market.year_soap import Soap

    Counts = NDArray[np.int64]

RANKS = 15  # places on the list that are told apart; the last is this or more
OUTCOMES = 2  # not matched, matched


class Moments(NamedTuple):
    """Counts of one season for T groups, S specialties; whole numbers throughout.

    Attributes
    ----------
    persons, active, matched : arrays (T,)
        Applicants; those with a rank order list; those with a match.
    sent : array (T,)
        Applications.
    ranked, matched_in : arrays (T, S)
        People who rank a program of the specialty, and who match in it.
    listed, ranks, scores : arrays (T, S, 2)
        By first specialty and whether matched in it: people who rank it, their ranks of it,
        their Step 2 CK.
    at_rank : array (T, RANKS)
        Matched people by place on the list; partners by place on the joint list are left out.
    positions, filled, programs, filled_programs : arrays (S,)
    depth, depth_positions : arrays (S,)
        Of filled programs: how far down their lists they went, and their positions.
    interviews : array (S,)
    interviews_by : array (S, 3, 2)
        Interviews by setting, of US graduates and of IMGs.
    signalled, signal_interviews : arrays (S,)
        Signals, and interviews at programs that had one from the person.
    filled_by : array (S, 3, 2)
        Filled positions by setting, of US graduates and of IMGs.
    couples : array (3,)
        Both matched, one, neither; couples in which both have a list.
    soap : array (2,)
        Positions offered and filled.
    """

    persons: Counts
    active: Counts
    matched: Counts
    sent: Counts
    ranked: Counts
    matched_in: Counts
    listed: Counts
    ranks: Counts
    scores: Counts
    at_rank: Counts
    positions: Counts
    filled: Counts
    programs: Counts
    filled_programs: Counts
    depth: Counts
    depth_positions: Counts
    interviews: Counts
    interviews_by: Counts
    signalled: Counts
    signal_interviews: Counts
    filled_by: Counts
    couples: Counts
    soap: Counts


def moments_of(cohort: Cohort, year: Year, soap: Soap) -> Moments:
    """Count what happened.

    Parameters
    ----------
    cohort : Cohort
    year : Year
    soap : Soap

    Returns
    -------
    Moments
    """
    placed = year.matching.program_of >= 0
    found = {
        **_people(cohort, year, placed),
        **_specialties(cohort, year),
        **_first_specialty(cohort, year),
        **_programs(cohort, year),
        **_interviews(cohort, year),
        "at_rank": _at_rank(cohort, year),
        "couples": _couples(cohort, year, placed),
        "soap": np.array([soap.offered.sum(), np.count_nonzero(soap.program_of >= 0)]),
    }
    return Moments(**{name: np.asarray(value, np.int64) for name, value in found.items()})


def _by(shape: tuple[int, ...], keys: tuple[NDArray[np.integer], ...], weight: NDArray[Any] | None = None) -> Counts:
    """Sums of weights by keys."""
    flat = np.ravel_multi_index(keys, shape) if len(keys) > 1 else keys[0]
    found = np.bincount(flat, weight, minlength=int(np.prod(shape))).reshape(shape)
    return np.rint(found).astype(np.int64)


def _people(cohort: Cohort, year: Year, placed: NDArray[np.bool_]) -> dict[str, Counts]:
    group, t = cohort.plans.group, (len(GROUPS),)
    has_list = (np.diff(year.lists.own.start) + np.diff(year.lists.further.start)) > 0
    return {
        "persons": _by(t, (group,)),
        "active": _by(t, (group[has_list],)),
        "matched": _by(t, (group[placed],)),
        "sent": _by(t, (group,), year.applications.sent),
    }


def _specialties(cohort: Cohort, year: Year) -> dict[str, Counts]:
    """People by group and specialty that they rank at all, and that they match in."""
    group, shape = cohort.plans.group, (len(GROUPS), len(cohort.shape.specialties))
    who, what = (np.concatenate(pair) for pair in zip(*(_entries(x) for x in _lists(year)), strict=True))
    pairs = np.unique(who * shape[1] + cohort.programs.specialty[what])
    matching = year.matching
    held = [(np.flatnonzero(p >= 0), p[p >= 0]) for p in (matching.program_of, matching.preliminary_of)]
    at, program = (np.concatenate(pair) for pair in zip(*held, strict=True))
    return {
        "ranked": _by(shape, (group[pairs // shape[1]], pairs % shape[1])),
        "matched_in": _by(shape, (group[at], cohort.programs.specialty[program])),
    }


def _lists(year: Year) -> tuple[tuple[NDArray[Any], NDArray[Any]], ...]:
    return tuple((x.start, x.items) for x in (year.lists.own, year.lists.further))


def _entries(lists: tuple[NDArray[Any], NDArray[Any]]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    start, items = lists
    return np.repeat(np.arange(start.size - 1), np.diff(start)), items


def _first_specialty(cohort: Cohort, year: Year) -> dict[str, Counts]:
    """People by group, first specialty and outcome in it: how many, their ranks of it, their scores."""
    plans, own = cohort.plans, year.lists.own
    owner, items = _entries((own.start, own.items))
    is_first = cohort.programs.specialty[items] == plans.first[owner]
    ranks = np.bincount(owner[is_first], minlength=plans.first.size)
    program = year.matching.program_of
    won = (program >= 0) & (cohort.programs.specialty[program] == plans.first)
    who = np.flatnonzero(ranks)
    shape, keys = (len(GROUPS), len(cohort.shape.specialties), OUTCOMES), (plans.group[who], plans.first[who])
    by = (*keys, won[who].astype(np.int64))
    return {
        "listed": _by(shape, by),
        "ranks": _by(shape, by, ranks[who]),
        "scores": _by(shape, by, cohort.people.ck[who]),
    }


def _programs(cohort: Cohort, year: Year) -> dict[str, Counts]:
    programs, s = cohort.programs, (len(cohort.shape.specialties),)
    filled = filled_of(year)
    full = filled >= programs.positions
    depth = _depth(year, programs.positions.size)
    at = np.concatenate([year.matching.program_of, year.matching.preliminary_of])
    person = np.tile(np.arange(cohort.plans.first.size), 2)[at >= 0]
    at = at[at >= 0]
    img = np.isin(cohort.plans.group[person], (2, 3)).astype(np.int64)
    return {
        "positions": _by(s, (programs.specialty,), programs.positions),
        "filled": _by(s, (programs.specialty,), filled),
        "programs": _by(s, (programs.specialty,)),
        "filled_programs": _by(s, (programs.specialty[full],)),
        "depth": _by(s, (programs.specialty[full],), depth[full]),
        "depth_positions": _by(s, (programs.specialty[full],), programs.positions[full]),
        "filled_by": _by((*s, 3, 2), (programs.specialty[at], programs.setting[at], img)),
    }


def _depth(year: Year, n_programs: int) -> Counts:
    """Place on each program's list of the last person whom it got; 0 for none."""
    owner, people = _entries((year.lists.program.start, year.lists.program.items))
    place = np.arange(people.size) - year.lists.program.start[owner] + 1
    has = (year.matching.program_of[people] == owner) | (year.matching.preliminary_of[people] == owner)
    depth = np.zeros(n_programs, np.int64)
    np.maximum.at(depth, owner[has], place[has])
    return depth


def _interviews(cohort: Cohort, year: Year) -> dict[str, Counts]:
    s, given = (len(cohort.shape.specialties),), year.applications
    what = cohort.programs.specialty[given.program[year.interviewed]]
    told = given.signal[year.interviewed] > 0
    setting = cohort.programs.setting[given.program[year.interviewed]]
    img = np.isin(cohort.plans.group[given.who[year.interviewed]], (2, 3)).astype(np.int64)
    return {
        "interviews": _by(s, (what,)),
        "interviews_by": _by((*s, 3, 2), (what, setting, img)),
        "signalled": given.signalled,
        "signal_interviews": _by(s, (what[told],)),
    }


def _at_rank(cohort: Cohort, year: Year) -> Counts:
    alone = np.ones(cohort.plans.first.size, np.bool_)
    alone[cohort.people.couple.ravel()] = False
    owner, items = _entries((year.lists.own.start, year.lists.own.items))
    hit = (items == year.matching.program_of[owner]) & alone[owner]
    place = np.minimum(np.arange(items.size) - year.lists.own.start[owner], RANKS - 1)
    return _by((len(GROUPS), RANKS), (cohort.plans.group[owner[hit]], place[hit]))


def _couples(cohort: Cohort, year: Year, placed: NDArray[np.bool_]) -> Counts:
    has_list = np.diff(year.lists.own.start) > 0
    couple = cohort.people.couple
    both = couple[has_list[couple].all(axis=1)]
    return np.bincount(2 - placed[both].sum(axis=1), minlength=3).astype(np.int64)
