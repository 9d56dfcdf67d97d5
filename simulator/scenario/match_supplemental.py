"""supplemental_ranks.csv: preliminary programs to go with an advanced one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulator.scenario.match_findings import Findings, known, names, whole_numbers
from simulator.scenario.match_programs import Programs
from simulator.scenario.match_rank import MAX_RANK, Lists, in_order, refuse_repeats

Int64s = npt.NDArray[np.int64]


class Supplemental(NamedTuple):
    """Supplemental lists, whom they belong to and with which advanced program.

    Attributes
    ----------
    lists : Lists
        Preliminary programs.
    linked : int32 array, shape (n, 3)
        Applicant, advanced program, list.
    wanted : int64 array
        `applicant * programs + program` of every rank.
    """

    lists: Lists
    linked: npt.NDArray[np.int32]
    wanted: Int64s


def read_supplemental(
    findings: Findings | None, person_of: dict[str, int], programs: Programs, primary: Int64s
) -> Supplemental:
    """Read the supplemental lists; faults are noted in the findings.

    Parameters
    ----------
    findings : Findings or None
        Of supplemental_ranks.csv; None without one.
    person_of : dict of str to int
    programs : Programs
    primary : int64 array
        `applicant * programs + program` of every rank on a primary list.
    """
    empty = np.zeros(0, np.int32)
    if findings is None:
        lists = Lists(np.zeros(1, np.int64), empty, empty)
        return Supplemental(lists, np.zeros((0, 3), np.int32), np.zeros(0, np.int64))
    people, advanced, preliminary = _columns(findings, person_of, programs)
    ranks = whole_numbers(findings, "rank", 1, MAX_RANK)
    rows = np.flatnonzero((people >= 0) & (advanced >= 0) & (preliminary >= 0) & (ranks >= 0))
    keys = people[rows].astype(np.int64) * len(programs) + advanced[rows]
    _check(findings, rows, keys, primary, (advanced == preliminary)[rows])
    each, owner = np.unique(keys, return_inverse=True)
    own = owner.astype(np.int32)
    refuse_repeats(findings, rows, own, ranks[rows], preliminary[rows], len(programs), "program")
    lists = in_order(own, ranks[rows], preliminary[rows], each.size)
    linked = np.stack([each // max(1, len(programs)), each % max(1, len(programs)), np.arange(each.size)], axis=1)
    wanted = people[rows].astype(np.int64) * len(programs) + preliminary[rows]
    return Supplemental(lists, linked.astype(np.int32), wanted)


def _columns(
    findings: Findings, person_of: dict[str, int], programs: Programs
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    for name in ("applicant", "advanced_program", "program"):
        names(findings, name)
    return (
        known(findings, "applicant", person_of, "applicant"),
        known(findings, "advanced_program", programs.number_of, "program"),
        known(findings, "program", programs.number_of, "program"),
    )


def _check(findings: Findings, rows: Int64s, keys: Int64s, primary: Int64s, is_same: npt.NDArray[np.bool_]) -> None:
    """Note lists that go with no ranked program, once each, and programs that would go with themselves."""
    _, first = np.unique(keys, return_index=True)
    lost = np.sort(first[~np.isin(keys[first], primary)])
    findings.note(
        rows[lost], "is not on this applicant's primary list", "advanced_program", "a program that the applicant ranks"
    )
    findings.note(rows[is_same], "is the advanced program itself", "program", "a preliminary program")
