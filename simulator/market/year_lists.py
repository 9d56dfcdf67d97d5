"""Rank order lists after the interviews, of people, couples and programs, and the market that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.cohort_people import LINKED
from simulator.market.draws import MarketStage, market_uniforms
from simulator.market.problem import Market
from simulator.model.tables import constant, table

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from simulator.market.cohort import Cohort
    from simulator.market.draws import Address
    from simulator.market.year import Applications
    from simulator.market.year_tables import Tables


class Csr(NamedTuple):
    """Lists end to end: those of i are ``items[start[i]:start[i + 1]]``."""

    start: NDArray[np.int64]
    items: NDArray[np.int32]


class Lists(NamedTuple):
    """Rank order lists.

    Attributes
    ----------
    own : Csr
        Programs on each person's list, best first, whether alone or in a couple.
    own_role : array of int8
        Role of each entry, as in `Plans`.
    further : Csr
        Preliminary programs that a person ranks with advanced ones.
    program : Csr
        People on each program's list, best first.
    """

    own: Csr
    own_role: NDArray[np.int8]
    further: Csr
    program: Csr


def make_lists(cohort: Cohort, applications: Applications, interviewed: NDArray[np.int64], tables: Tables) -> Lists:
    """Rank on both sides.

    Parameters
    ----------
    cohort : Cohort
    applications : Applications
    interviewed : array of int64
    tables : Tables

    Returns
    -------
    Lists
    """
    who, program = applications.who[interviewed], applications.program[interviewed]
    role, liking = applications.role[interviewed], applications.liking[interviewed]
    n_people, n_programs = cohort.plans.first.size, cohort.programs.positions.size
    main = np.flatnonzero(role != LINKED)
    own, order = _listed(who[main], liking[main], program[main], n_people)
    linked = np.flatnonzero(role == LINKED)
    further, _ = _listed(who[linked], liking[linked], program[linked], n_people)
    score = scores_at_rank(cohort, applications, interviewed, tables)
    ranked, _ = _listed(program, score, who, n_programs)
    return Lists(own, role[main][order], further, _cut(ranked, constant("rank", "unranked_share")))


def _listed(
    owner: NDArray[np.int32], score: NDArray[np.float32], item: NDArray[np.int32], n: int
) -> tuple[Csr, NDArray[np.int64]]:
    from simulator.market.year_interviews import order_within

    order = order_within(owner, score)
    start = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=n)))).astype(np.int64)
    return Csr(start, item[order]), order


def _cut(lists: Csr, share: float) -> Csr:
    """Leave the last off each list."""
    size = np.diff(lists.start)
    kept = np.maximum(np.minimum(size, 1), np.rint((1 - share) * size)).astype(np.int64)
    keep = np.arange(lists.items.size) - np.repeat(lists.start[:-1], size) < np.repeat(kept, size)
    return Csr(np.concatenate(([0], np.cumsum(kept))).astype(np.int64), lists.items[keep])


def scores_at_rank(
    cohort: Cohort, applications: Applications, interviewed: NDArray[np.int64], tables: Tables
) -> NDArray[np.float32]:
    """Score each interviewed person at each program, as programs rank them; probit scale.

    Parameters
    ----------
    cohort : Cohort
    applications : Applications
    interviewed : array (n,) of int64
    tables : Tables

    Returns
    -------
    array (n,) of float32
    """
    a, p = applications.who[interviewed], applications.program[interviewed]
    group = cohort.plans.group[a]
    near = cohort.programs.region[p] == cohort.people.region[a]
    ck = tables.ck_rank[group, cohort.programs.specialty[p]] * cohort.people.ck_sd[a]
    score = tables.rank[group, p] + tables.person_rank[a] + ck + tables.near_rank * near
    return np.asarray(score + tables.noise_rank * applications.at_rank[interviewed], np.float32)


def market_of(cohort: Cohort, lists: Lists, address: Address) -> Market:
    """Return the market of the algorithm: partners by joint lists, everybody else by their own.

    Parameters
    ----------
    cohort : Cohort
    lists : Lists
    address : Address

    Returns
    -------
    Market
    """
    couple, n = cohort.people.couple, cohort.programs.positions.size
    alone = np.ones(cohort.plans.first.size, np.bool_)
    alone[couple.ravel()] = False
    size = np.diff(lists.own.start)
    start = np.concatenate(([0], np.cumsum(np.where(alone, size, 0)))).astype(np.int64)
    linked, supplemental = _linked(cohort, lists)
    return Market(
        applicant_start=start,
        applicant_list=lists.own.items[np.repeat(alone, size)],
        program_start=lists.program.start,
        program_list=lists.program.items,
        quota=cohort.programs.positions,
        couple=couple,
        **_joint(cohort, lists, address),
        supplemental_start=supplemental.start,
        supplemental_list=supplemental.items,
        linked=linked,
        reverts_to=np.full(n, -1, np.int32),
        parity=np.zeros(n, np.int8),
    )


def _linked(cohort: Cohort, lists: Lists) -> tuple[NDArray[np.int32], Csr]:
    """Advanced programs on lists of people who rank preliminary ones too, and those lists.

    Partners in couples have none: with them, one national market in 39 had no stable matching
    that the search could find.
    """
    size, more = np.diff(lists.own.start), np.diff(lists.further.start)
    owner = np.repeat(np.arange(size.size), size)
    more[cohort.people.couple.ravel()] = 0
    rows = np.flatnonzero(cohort.programs.is_advanced[lists.own.items] & (more[owner] > 0))
    has = np.zeros(size.size, np.bool_)
    has[owner[rows]] = True
    number = np.cumsum(has) - 1
    linked = np.stack([owner[rows], lists.own.items[rows], number[owner[rows]]], axis=1).astype(np.int32)
    kept = np.repeat(has, np.diff(lists.further.start))
    start = np.concatenate(([0], np.cumsum(more[has]))).astype(np.int64)
    return linked, Csr(start, lists.further.items[kept])


def _joint(cohort: Cohort, lists: Lists, address: Address) -> dict[str, Any]:
    """Joint lists of couples."""
    from simulator.market.year_kernels import join_pairs

    couple, given = cohort.people.couple, table("market")["couples"]
    longest, size = int(given["longest"]), np.diff(lists.own.start)
    most = int((size[couple].prod(axis=1)).sum() + size[couple].sum())
    adds = market_uniforms(address, MarketStage.COUPLES, len(couple), 1)[0] < float(given["one_side"])
    first, second = np.empty(most, np.int32), np.empty(most, np.int32)
    out = (np.zeros(len(couple) + 1, np.int64), first, second, np.empty(most))
    rule = (float(given["together"]), longest, adds)
    n = join_pairs(lists.own.start, lists.own.items, cohort.programs.region, couple, rule, out)
    return {"couple_start": out[0], "couple_list": np.stack([first[:n], second[:n]], axis=1)}
