"""Ranks that the other side returns: each applicant's entries with the seat at the program.

What a program knows is turned round (its list, by applicant), and each applicant's list
is then read against it through a table of the programs that rank this applicant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.market.forms import as_lists, compiled, copy_back, is_interpreted, kernel_entry, kernel_source, plain
from simulator.market.lists import NEVER, Lists

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.problem import Market

PAIR_COLUMNS = ("first_program", "first_seat", "second_program", "second_seat")


@kernel_entry
def turn(roster_start: Any, roster: Any, start: Any, program: Any, seat: Any) -> None:
    """List the programs that rank each applicant, and the seat there; `start` comes in as zeros."""
    for i in range(len(roster)):
        start[roster[i] + 1] += 1
    for a in range(len(start) - 1):
        start[a + 1] += start[a]
    for p in range(len(roster_start) - 1):
        for i in range(roster_start[p], roster_start[p + 1]):
            at = start[roster[i]]
            program[at], seat[at] = p, i
            start[roster[i]] = at + 1
    for a in range(len(start) - 1, 0, -1):
        start[a] = start[a - 1]
    start[0] = 0


@kernel_source
def mark(turned: Any, a: int, table: Any) -> None:
    """Write an applicant's seats into the table by program."""
    start, program, seat = turned
    for j in range(start[a], start[a + 1]):
        table[program[j]] = seat[j]


@kernel_source
def unmark(turned: Any, a: int, table: Any) -> None:
    """Empty the table again."""
    start, program, _ = turned
    for j in range(start[a], start[a + 1]):
        table[program[j]] = -1


@kernel_entry
def return_singles(given: Any, turned: Any, table: Any, kept: Any, preference: Any) -> int:
    """Keep the entries that programs return; gives back how many were dropped."""
    given_start, given_program = given
    start, entry = kept
    n = 0
    for a in range(len(given_start) - 1):
        mark(turned, a, table)
        for k in range(given_start[a], given_start[a + 1]):
            i = table[given_program[k]]
            if i >= 0:
                entry[2 * n], entry[2 * n + 1], preference[i] = given_program[k], i, n
                n += 1
        unmark(turned, a, table)
        start[a + 1] = n
    return len(given_program) - n


@kernel_entry
def return_pairs(given: Any, partner: Any, turned: Any, tables: Any, kept: Any, preference: Any) -> int:
    """Keep the pairs in which both programs return the rank; gives back how many were dropped."""
    given_start, given_first, given_second = given
    first_table, second_table = tables
    start, first_program, first_seat, second_program, second_seat = kept
    n = 0
    for c in range(len(given_start) - 1):
        mark(turned, partner[2 * c], first_table)
        mark(turned, partner[2 * c + 1], second_table)
        for k in range(given_start[c], given_start[c + 1]):
            p, r = given_first[k], given_second[k]
            i = -1 if p < 0 else first_table[p]
            j = -1 if r < 0 else second_table[r]
            if (p < 0 or i >= 0) and (r < 0 or j >= 0):
                first_program[n], first_seat[n], second_program[n], second_seat[n] = p, i, r, j
                if i >= 0:
                    preference[i] = min(preference[i], n)
                if j >= 0:
                    preference[j] = min(preference[j], n)
                n += 1
        unmark(turned, partner[2 * c], first_table)
        unmark(turned, partner[2 * c + 1], second_table)
        start[c + 1] = n
    return len(given_first) - n


@kernel_entry
def return_supplements(given: Any, owner: Any, turned: Any, table: Any, kept: Any, is_supplement: Any) -> int:
    """Keep the supplemental entries that programs return; gives back how many were dropped."""
    given_start, given_program = given
    start, program, seat = kept
    n = 0
    for row in range(len(given_start) - 1):
        mark(turned, owner[row], table)
        for k in range(given_start[row], given_start[row + 1]):
            i = table[given_program[k]]
            if i >= 0:
                program[n], seat[n], is_supplement[i] = given_program[k], i, 1
                n += 1
        unmark(turned, owner[row], table)
        start[row + 1] = n
    return len(given_program) - n


def prepare(problem: Market) -> tuple[Lists, int]:
    """Drop the ranks that are not returned.

    Parameters
    ----------
    problem : Market

    Returns
    -------
    (Lists, int)
        The lists for the solver, and how many ranks (of couples: pairs) were dropped.
    """
    if is_interpreted(n_ranks(problem)):
        return _prepared(problem, plain(), to_list=True)
    return _prepared(problem, compiled(), to_list=False)


def n_ranks(problem: Market) -> int:
    """Ranks on all lists together."""
    return problem.applicant_list.size + problem.program_list.size + 3 * len(problem.couple_list)


def _prepared(problem: Market, kernels: Any, *, to_list: bool) -> tuple[Lists, int]:
    lists, owner, supplements = _empty(problem)
    pair = problem.couple_list.reshape(-1, 2)
    given = (
        (problem.applicant_start, problem.applicant_list),
        (problem.couple_start, np.ascontiguousarray(pair[:, 0]), np.ascontiguousarray(pair[:, 1])),
        supplements,
    )
    n = problem.program_list.size
    turned = (np.zeros(problem.n_applicants + 1, np.int64), np.empty(n, np.int32), np.empty(n, np.int32))
    tables = tuple(np.full(problem.n_programs, -1, np.int32) for _ in range(2))
    if to_list:
        mine, plain_owner, given, turned, tables = (
            as_lists(lists),
            owner.tolist(),
            *map(_listed, (given, turned, tables)),
        )
        dropped = _run(kernels, mine, plain_owner, given, turned, tables)
        copy_back(mine, lists)
    else:
        dropped = _run(kernels, lists, owner, given, turned, tables)
    return lists, dropped


def _listed(arrays: Any) -> Any:
    return tuple(map(_listed, arrays)) if isinstance(arrays, tuple) else arrays.tolist()


def _run(kernels: Any, lists: Any, owner: Any, given: Any, turned: Any, tables: Any) -> int:
    singles, pairs, supplements = given
    pair_columns = tuple(getattr(lists, name) for name in PAIR_COLUMNS)
    kernels.turn(lists.roster_start, lists.roster, *turned)
    kept: tuple[Any, ...] = (lists.start, lists.entry)
    dropped = kernels.return_singles(singles, turned, tables[0], kept, lists.preference)
    if len(lists.partner):
        kept = (lists.pair_start, *pair_columns)
        dropped += kernels.return_pairs(pairs, lists.partner, turned, tables, kept, lists.preference)
    if len(lists.link_program):
        kept = (lists.link_list, lists.supplement_program, lists.supplement_seat)
        dropped += kernels.return_supplements(supplements, owner, turned, tables[0], kept, lists.is_supplement)
    return int(dropped)


def _empty(problem: Market) -> tuple[Lists, NDArray[np.int32], tuple[NDArray[np.int64], NDArray[np.int32]]]:
    """Arrays to be filled; whose each supplemental list is; and these lists, one for each link."""
    n_applicants, n_slots, n_pairs = problem.n_applicants, problem.program_list.size, len(problem.couple_list)
    linked = problem.linked[np.argsort(problem.linked[:, 0], kind="stable")]
    start, entries = _supplements(problem, linked[:, 2])
    unit = np.arange(n_applicants, dtype=np.int32)
    unit[problem.couple] = n_applicants + np.arange(problem.n_couples, dtype=np.int32)[:, None]
    counted = np.bincount(linked[:, 0], minlength=n_applicants)
    lists = Lists(
        start=np.zeros(n_applicants + 1, np.int64),
        entry=np.zeros(2 * problem.applicant_list.size + 2, np.int32),
        roster_start=problem.program_start,
        roster=problem.program_list,
        preference=np.full(n_slots, NEVER, np.int32),
        is_supplement=np.zeros(n_slots, np.uint8),
        unit=unit,
        partner=np.ascontiguousarray(problem.couple, dtype=np.int32).reshape(-1),
        pair_start=np.zeros(problem.n_couples + 1, np.int64),
        **{name: np.empty(n_pairs, np.int32) for name in PAIR_COLUMNS},
        link_start=np.concatenate(([0], np.cumsum(counted))).astype(np.int64),
        link_program=np.ascontiguousarray(linked[:, 1]),
        link_list=np.zeros(len(linked) + 1, np.int64),
        supplement_program=np.empty(entries.size, np.int32),
        supplement_seat=np.empty(entries.size, np.int32),
    )
    return lists, np.ascontiguousarray(linked[:, 0]), (start, entries)


def _supplements(problem: Market, which: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """One copy of a supplemental list for each link that uses it."""
    sizes = np.diff(problem.supplemental_start)[which]
    start = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    shift = np.repeat(problem.supplemental_start[which] - start[:-1], sizes)
    return start, problem.supplemental_list[np.arange(start[-1]) + shift]
