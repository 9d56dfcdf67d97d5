"""What each person would gain who alone did something, everybody else being as they are.

One person does not move a market of thousands. So programs are to this person what they
were in the season as it was (Azevedo & Leshno 2016: a stable matching of a large market is a
vector of cutoffs): a program that had invited down to some score on paper would have invited
whoever is above it, and one that had matched down to some score of its rank order list would
have matched whoever is above that. Everybody's own answer follows from these cutoffs, all
people at once. With nothing changed they give back everybody's match exactly; what they
leave out is that somebody who is pushed out may in turn push, until it comes back to the
one who began: about one over the size of the market.

Partners in couples are left out: their matches hang together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.cohort_people import LINKED
from simulator.market.year import apply
from simulator.market.year_interviews import order_within
from simulator.market.year_lists import scores_at_rank

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.cohort import Cohort
    from simulator.market.draws import Address
    from simulator.market.levers import Setup
    from simulator.market.year import Applications, Year


class Cutoffs(NamedTuple):
    """Lowest scores that programs took, P of them.

    Attributes
    ----------
    paper : array (P,)
        At the invitation; minus infinity where everybody whom the program would look at was invited.
    rank : array (P,)
        At the rank order list: of the last person matched at a program that filled, of the last on
        the list at one that did not; infinity for an empty list.
    """

    paper: NDArray[np.float64]
    rank: NDArray[np.float64]


class Alone(NamedTuple):
    """What comes of everybody by cutoffs, A people.

    Attributes
    ----------
    program_of : array (A,) of int32
        -1 for none.
    liking : array (A,)
        What the person thinks of that program, minus infinity for none.
    interviews, sent : arrays (A,) of int64
    """

    program_of: NDArray[np.int32]
    liking: NDArray[np.float64]
    interviews: NDArray[np.int64]
    sent: NDArray[np.int64]


def cutoffs_of(cohort: Cohort, year: Year) -> Cutoffs:
    """Read the cutoffs off a season.

    Parameters
    ----------
    cohort : Cohort
    year : Year

    Returns
    -------
    Cutoffs
    """
    given, at, n = year.applications, year.interviewed, cohort.programs.positions.size
    program, who = given.program[at], given.who[at]
    paper = np.full(n, np.inf)
    np.minimum.at(paper, program, given.score[at])
    paper[np.bincount(program, minlength=n) < year.tables.interviews] = -np.inf
    score = scores_at_rank(cohort, given, at, year.tables).astype(np.float64)
    held = (year.matching.program_of[who] == program) | (year.matching.preliminary_of[who] == program)
    filled = np.bincount(program[held], minlength=n) >= year.matching.quota
    counts = np.where(filled[program], held, _is_listed(year, who, program))
    rank = np.full(n, np.inf)
    np.minimum.at(rank, program[counts], score[counts])
    return Cutoffs(paper, rank)


def _is_listed(year: Year, who: NDArray[np.int32], program: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Whether each interview led to a place on the program's list."""
    lists, n = year.lists.program, np.int64(year.matching.program_of.size)
    owner = np.repeat(np.arange(lists.start.size - 1), np.diff(lists.start))
    listed = np.sort(owner * n + lists.items)
    key = program.astype(np.int64) * n + who
    place = np.minimum(np.searchsorted(listed, key), max(0, listed.size - 1))
    return listed[place] == key if listed.size else np.zeros(key.size, np.bool_)


def alone(cohort: Cohort, setup: Setup, cutoffs: Cutoffs, address: Address) -> Alone:
    """Let everybody do what `setup` says, each alone against the same cutoffs.

    Parameters
    ----------
    cohort : Cohort
    setup : Setup
        The rules of the market in it must be those of the season that the cutoffs are of.
    cutoffs : Cutoffs
    address : Address

    Returns
    -------
    Alone
    """
    applications = apply(cohort, setup.tables, address)
    at = attended(applications, cutoffs.paper, setup.room)
    score = scores_at_rank(cohort, applications, at, setup.tables).astype(np.float64)
    fits = (score >= cutoffs.rank[applications.program[at]]) & (applications.role[at] != LINKED)
    n, best = setup.room.size, at[fits]
    order = best[order_within(applications.who[best], applications.liking[best])]
    first = order[np.unique(applications.who[order], return_index=True)[1]]
    program, liking = np.full(n, -1, np.int32), np.full(n, -np.inf)
    program[applications.who[first]] = applications.program[first]
    liking[applications.who[first]] = applications.liking[first]
    count = np.bincount(applications.who[at], minlength=n)
    return Alone(program, liking, count, applications.sent.astype(np.int64))


def attended(applications: Applications, cutoff: NDArray[np.float64], room: NDArray[np.int32]) -> NDArray[np.int64]:
    """Say which invitations people accept whom programs invite by cutoffs: those that they like best.

    Parameters
    ----------
    applications : Applications
    cutoff : array (P,)
    room : array (A,)

    Returns
    -------
    array of int64
        Places in `applications`.
    """
    offered = np.flatnonzero(applications.score >= cutoff[applications.program])
    order = offered[order_within(applications.who[offered], applications.liking[offered])]
    who = applications.who[order]
    start = np.searchsorted(who, np.arange(room.size))
    return np.asarray(order[np.arange(order.size) - start[who] < room[who]])
