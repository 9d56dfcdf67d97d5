"""couples.csv: joint lists of pairs of programs, an empty cell for no match."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulator.scenario.match_findings import Findings, first_rows, known, names, repeated, whole_numbers
from simulator.scenario.match_programs import Programs
from simulator.scenario.match_rank import MAX_RANK, Lists, in_order, refuse_repeats

Int32s = npt.NDArray[np.int32]
NO_MATCH = "999999999"
"""The NRMP's code for "no match", read like an empty cell."""
MOST_RANKS = 300
"""The longest joint list that the NRMP takes."""


class Couples(NamedTuple):
    """Couples and their joint lists.

    Attributes
    ----------
    names : tuple of str
    partners : int32 array, shape (couples, 2)
    lists : Lists
        Pairs of programs, -1 for no match.
    wanted : int64 array
        `applicant * programs + program` of every rank of a partner.
    n_cut : int
        Ranks at or below a pair of two "no match", which nothing can be below.
    """

    names: tuple[str, ...]
    partners: Int32s
    lists: Lists
    wanted: npt.NDArray[np.int64]
    n_cut: int

    @property
    def n_long(self) -> int:
        """Couples with more ranks than the NRMP takes."""
        return int(np.count_nonzero(np.diff(self.lists.start) > MOST_RANKS))


def _none() -> Couples:
    empty = np.zeros(0, np.int32)
    lists = Lists(np.zeros(1, np.int64), np.zeros((0, 2), np.int32), empty)
    return Couples((), np.zeros((0, 2), np.int32), lists, np.zeros(0, np.int64), 0)


def read_couples(findings: Findings | None, alone: Findings, person_of: dict[str, int], programs: Programs) -> Couples:
    """Read the joint lists; faults are noted in the findings.

    Parameters
    ----------
    findings : Findings or None
        Of couples.csv; None without one.
    alone : Findings
        Of the lists of those who apply alone: no partner may have one.
    person_of : dict of str to int
        Everybody's number; partners are added.
    programs : Programs
    """
    if findings is None:
        return _none()
    couple = names(findings, "couple")
    people = _people(findings, person_of)
    pairs = np.stack([_programs(findings, f"program_{i}", programs) for i in (1, 2)], axis=1)
    is_blank = (pairs < 0).all(axis=1) & (findings.table.column("rank").codes < 0)
    ranks = whole_numbers(findings, "rank", 1, MAX_RANK, blank=is_blank)
    first = first_rows(couple, np.arange(len(couple.words)))
    _check_people(findings, alone, people, couple.codes, first, list(person_of))
    rows = np.flatnonzero((couple.codes >= 0) & (ranks >= 0))
    keys = (pairs[rows, 0].astype(np.int64) + 1) * (len(programs) + 1) + pairs[rows, 1] + 1
    what = "is half of a pair that is ranked twice in this list"
    n_pairs = (len(programs) + 1) ** 2
    is_known = (pairs[rows] >= 0).any(axis=1) | (findings.table.column("program_1").codes[rows] < 0)
    sure = rows[is_known]
    refuse_repeats(findings, sure, couple.codes[sure], ranks[sure], keys[is_known], n_pairs, "program_1", what)
    kept = rows[~_is_below_nothing(couple.codes[rows], ranks[rows], pairs[rows])]
    lists = in_order(couple.codes[kept], ranks[kept], pairs[kept], len(couple.words))
    wanted = [people[kept, i].astype(np.int64) * len(programs) + pairs[kept, i] for i in (0, 1)]
    named = np.concatenate([w[pairs[kept, i] >= 0] for i, w in enumerate(wanted)])
    return Couples(tuple(couple.words), people[first], lists, named, rows.size - kept.size)


def _people(findings: Findings, person_of: dict[str, int]) -> Int32s:
    """Numbers of the partners of every row; who has none yet gets one, couple by couple."""
    columns = [names(findings, f"partner_{i}") for i in (1, 2)]
    first = [first_rows(column, np.arange(len(column.words))).tolist() for column in columns]
    named = ((row, i, word) for i in (0, 1) for row, word in zip(first[i], columns[i].words, strict=True))
    for _, _, word in sorted(named):
        person_of.setdefault(word, len(person_of))
    number = [np.array([*(person_of[word] for word in column.words), -1], np.int32) for column in columns]
    return np.stack([number[i][columns[i].codes] for i in (0, 1)], axis=1)


def _programs(findings: Findings, name: str, programs: Programs) -> Int32s:
    if NO_MATCH in programs.number_of:
        return known(findings, name, programs.number_of, "program")
    numbers = known(findings, name, {**programs.number_of, NO_MATCH: len(programs)}, "program")
    return np.where(numbers == len(programs), -1, numbers).astype(np.int32)


def _check_people(
    findings: Findings, alone: Findings, people: Int32s, couple: Int32s, first: npt.NDArray[np.int64], said: list[str]
) -> None:
    """Note partners who differ between rows, are one person, in two couples, or also listed as single."""
    if not first.size:  # no row names its couple, which has been noted
        return
    table = findings.table
    own = first[couple]
    both = (people >= 0).all(axis=1) & (couple >= 0)
    differ = np.flatnonzero(both & (people != people[own]).any(axis=1))
    findings.note(
        differ, "other partners than before in this couple", "couple",
        hint=lambda row: f"See line {table.line(int(own[row]))}: {' and '.join(said[a] for a in people[own[row]])}.",
    )  # fmt: skip
    single = first[both[first]]
    findings.note(single[people[single, 0] == people[single, 1]], "is the partner of itself", "partner_2")
    apart = single[people[single, 0] != people[single, 1]]
    for i in (0, 1):
        _refuse_second_couple(findings, people, apart, i)
        _refuse_single(findings, alone, people, apart, i)


def _refuse_second_couple(findings: Findings, people: Int32s, rows: npt.NDArray[np.int64], i: int) -> None:
    """Note partners i who are in an earlier couple."""
    where = np.repeat(rows, 2)
    again = repeated(people[rows].reshape(-1).astype(np.int64), 2 * where + np.tile([0, 1], rows.size))
    mine = {at // 2: earlier // 2 for at, earlier in again.items() if at % 2 == i}
    findings.note(
        sorted(mine), "is in another couple too", f"partner_{i + 1}", "one couple for each person",
        lambda row: f"See line {findings.table.line(mine[row])}.",
    )  # fmt: skip


def _refuse_single(findings: Findings, alone: Findings, people: Int32s, rows: npt.NDArray[np.int64], i: int) -> None:
    """Note partners i who have a list of their own as well."""
    column, has_rank = alone.table.column("applicant"), alone.table.column("program").codes >= 0
    listed = np.flatnonzero(has_rank & (column.codes >= 0))
    first = np.full(len(column.words), -1, np.int64)
    first[column.codes[listed[::-1]]] = listed[::-1]
    mine = {int(r): int(first[a]) for r in rows if (a := people[r, i]) < first.size and first[a] >= 0}
    findings.note(
        sorted(mine), "is also listed as a single applicant", f"partner_{i + 1}", "one list for each person",
        lambda row: f"See {alone.table.file}:{alone.table.line(mine[row])}.",
    )  # fmt: skip


def _is_below_nothing(couple: Int32s, ranks: Int32s, pairs: Int32s) -> npt.NDArray[np.bool_]:
    """Whether a rank is a pair of two "no match", or below one."""
    cut = np.full(int(couple.max(initial=-1)) + 1, MAX_RANK + 1, np.int64)
    nothing = (pairs < 0).all(axis=1)
    np.minimum.at(cut, couple[nothing], ranks[nothing])
    found: npt.NDArray[np.bool_] = ranks >= cut[couple]
    return found
