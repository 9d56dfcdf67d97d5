"""One season of the whole market: applications, interviews, rank order lists, the match.

Programs look at the applications that they would answer at all, invite the best up to
the number of people they can interview and further down where invitations are declined;
people attend what they like best. After the interviews both sides rank, and the
algorithm of the NRMP decides (Roth & Peranson 1999). SOAP: `year_soap`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.cohort_programs import SETTINGS
from simulator.market.draws import Address, MarketStage
from simulator.market.solve import match
from simulator.market.year_interviews import interview
from simulator.market.year_lists import Lists, make_lists, market_of
from simulator.market.year_tables import make_tables, room_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from numpy.typing import NDArray

    from simulator.market.cohort import Cohort
    from simulator.market.matching import Matching
    from simulator.market.problem import Market
    from simulator.market.year_tables import Tables

BUFFER = 1 << 20  # applications held by one call
TRIES = 3  # orders of couples, until one leaves nobody out


class Applications(NamedTuple):
    """Applications that programs would answer, n of them.

    Attributes
    ----------
    who, program : arrays (n,) of int32
    score : array (n,) of float32
        On paper; above 0.
    liking : array (n,) of float32
        What the person thinks of the program.
    at_rank : array (n,) of float32
        Standard normal of what is new in the interview.
    role : array (n,) of int8
        As in `Plans`.
    signal : array (n,) of int8
        0 none, 1 gold, 2 silver.
    sent : array (A,) of int32
        All applications of each person, those included that were not looked at.
    signalled : array (S,) of int64
        Signals sent in each specialty.
    """

    who: NDArray[np.int32]
    program: NDArray[np.int32]
    score: NDArray[np.float32]
    liking: NDArray[np.float32]
    at_rank: NDArray[np.float32]
    role: NDArray[np.int8]
    signal: NDArray[np.int8]
    sent: NDArray[np.int32]
    signalled: NDArray[np.int64]


class Year(NamedTuple):
    """What happened in one season.

    Attributes
    ----------
    applications : Applications
    interviewed : array of int64
        Places in `applications` at which there was an interview.
    lists : Lists
        Rank order lists of both sides.
    problem : Market
        The same for the algorithm.
    matching : Matching
    tables : Tables
    """

    applications: Applications
    interviewed: NDArray[np.int64]
    lists: Lists
    problem: Market
    matching: Matching
    tables: Tables


def run_year(
    cohort: Cohort,
    *,
    seed: int = 0,
    replicate: int = 0,
    levels: Mapping[str, Mapping[str, float]] | None = None,
    settings: Mapping[str, float] | None = None,
    uncertain: bool = False,
    verify: bool = False,
) -> Year:
    """Run one season of a cohort.

    Parameters
    ----------
    cohort : Cohort
    seed, replicate : int
        Address of the season's luck; those of the cohort, as a rule.
    levels, settings, uncertain : optional
        Replace what was fitted, see `make_tables`.
    verify : bool
        Whether the independent checker looks at the matching.

    Returns
    -------
    Year
    """
    address = Address(seed, replicate)
    tables = make_tables(cohort, address, levels, settings, uncertain=uncertain)
    return play(cohort, tables, address, room_of(cohort), verify=verify)


def play(
    cohort: Cohort,
    tables: Tables,
    address: Address,
    room: NDArray[np.int32],
    *,
    proposing: str = "applicants",
    verify: bool = False,
) -> Year:
    """Run one season with given tables: apply, interview, rank, match.

    Parameters
    ----------
    cohort : Cohort
    tables : Tables
    address : Address
    room : array (A,)
        How many interviews each person attends at most.
    proposing : str
        ``"applicants"`` or ``"programs"``, see `match`.
    verify : bool
        Whether the independent checker looks at the matching.

    Returns
    -------
    Year
    """
    applications = apply(cohort, tables, address)
    interviewed = interview(applications, tables.interviews, room)
    lists = make_lists(cohort, applications, interviewed, tables)
    problem = market_of(cohort, lists, address)
    matching = match(problem, seed=address.seed, tries=TRIES, proposing=proposing, verify=verify)
    return Year(applications, interviewed, lists, problem, matching, tables)


def apply(cohort: Cohort, tables: Tables, address: Address) -> Applications:
    """Draw everybody's applications and what programs see of them.

    Parameters
    ----------
    cohort : Cohort
    tables : Tables
    address : Address

    Returns
    -------
    Applications
    """
    from simulator.market.year_kernels import apply_block

    sent, signalled = np.zeros(cohort.plans.first.size, np.int32), np.zeros(len(cohort.shape.specialties), np.int64)
    given, where = _arguments(cohort, tables, sent, signalled), _where(address)
    largest = int(np.diff(cohort.programs.start).max())
    buffer = _buffer(max(BUFFER, 4 * int(np.diff(cohort.programs.start).sum())), largest)
    parts, a = [], 0
    while a < sent.size:
        a, n = apply_block(where, a, sent.size, *given, buffer)
        parts.append([column[:n].copy() for column in buffer[:7]])
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Applications._make((*columns, sent, signalled))


def _where(address: Address) -> tuple[Any, ...]:
    seed, replicate = np.uint64(address.seed), np.uint64(address.replicate)
    stages = tuple(np.uint64(stage << 16) for stage in (MarketStage.APPLY, MarketStage.SCREEN))
    return seed, replicate, (seed, replicate, stages[0]), stages[1]


def _buffer(n: int, largest: int) -> tuple[NDArray[Any], ...]:
    entries = [np.empty(n, kind) for kind in (*(np.int32,) * 2, *(np.float32,) * 3, *(np.int8,) * 2)]
    return (
        *entries,
        np.empty(largest, np.int32),
        np.empty(largest),
        np.empty(64, np.int64),
        np.empty(largest, np.int64),
    )


def _arguments(
    cohort: Cohort, tables: Tables, sent: NDArray[np.int32], signalled: NDArray[np.int64]
) -> tuple[Any, ...]:
    from simulator.engine.streams import tables as normal_tables

    people, plans, programs = cohort.people, cohort.plans, cohort.programs
    persons = (tables.kind, plans.group, people.ck_sd, tables.person_paper, people.needs_visa, people.region)
    community = programs.setting == SETTINGS.index("community")
    where = (
        programs.start,
        tables.weight,
        tables.total,
        programs.region,
        programs.sponsors,
        programs.standing,
        community,
    )
    levels = (tables.paper, tables.ck_paper, tables.signals, tables.signal)
    numbers = (
        normal_tables().normal,
        tables.home,
        tables.taste,
        tables.near,
        tables.near_paper,
        tables.later,
        tables.reach,
    )
    entries = (plans.start, plans.specialty, plans.role, tables.sent, tables.community)
    return entries, (*persons, sent, signalled), where, levels, numbers
