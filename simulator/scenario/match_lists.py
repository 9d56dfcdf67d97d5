"""Users' files of rank order lists to the arrays of a market: `read_match_lists`.

Five CSV files, two of them optional; docs/match_files.md has the formats. All faults of all
files are found before anything is computed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulator.errors import Fault, InputError
from simulator.scenario.match_couples import Couples, read_couples
from simulator.scenario.match_findings import Findings, first_rows, known, names, refuse, whole_numbers
from simulator.scenario.match_notes import MOST_NAMED, Names, notes
from simulator.scenario.match_programs import Programs, read_programs
from simulator.scenario.match_rank import MAX_RANK, Lists, in_order, refuse_repeats
from simulator.scenario.match_supplemental import Supplemental, read_supplemental
from simulator.scenario.match_table import Column, Progress, Table, read_match_table

APPLICANT_COLUMNS = ("applicant", "rank", "program")
PROGRAM_COLUMNS = ("program", "rank", "applicant")
PROGRAMS_COLUMNS = ("program", "quota")
PROGRAMS_OPTIONAL = ("reverts_to", "parity")
COUPLE_COLUMNS = ("couple", "partner_1", "partner_2", "rank", "program_1", "program_2")
SUPPLEMENTAL_COLUMNS = ("applicant", "advanced_program", "rank", "program")


class MatchFiles(NamedTuple):
    """Paths of the files, as the user named them; None where an optional one is not given."""

    applicant_ranks: str
    program_ranks: str
    programs: str
    couples: str | None = None
    supplemental_ranks: str | None = None


class MatchLists(NamedTuple):
    """What the files say; a applicants, p programs, c couples, all numbered from 0.

    Attributes
    ----------
    applicants, programs, couple_names : tuple of str
        Names as given. Applicants in the order of their first appearance, partners included.
    by_applicant : Lists
        Programs ranked by those who apply alone; members of couples have an empty list.
    by_program : Lists
        Applicants ranked; people who submitted no list are left out.
    quota : int32 array, shape (programs,)
    couple : int32 array, shape (couples, 2)
        The partners.
    by_couple : Lists
        Pairs of programs, -1 for no match.
    by_supplement : Lists
        Preliminary programs of each supplemental list.
    linked : int32 array, shape (n, 3)
        Applicant, advanced program, supplemental list.
    reverts_to : int32 array, shape (programs,)
        Receiver of unfilled positions, -1 for none.
    parity : int8 array, shape (programs,)
        0 none, 1 odd, 2 even.
    n_ignored : int
        Ranks of programs for applicants who did not rank the program.
    notes : tuple of str
        What was read, but with doubt.
    """

    applicants: tuple[str, ...]
    programs: tuple[str, ...]
    couple_names: tuple[str, ...]
    by_applicant: Lists
    by_program: Lists
    quota: npt.NDArray[np.int32]
    couple: npt.NDArray[np.int32]
    by_couple: Lists
    by_supplement: Lists
    linked: npt.NDArray[np.int32]
    reverts_to: npt.NDArray[np.int32]
    parity: npt.NDArray[np.int8]
    n_ignored: int
    notes: tuple[str, ...]


def read_match_lists(files: MatchFiles, progress: Progress | None = None) -> MatchLists:
    """Read and check the files of a match.

    Parameters
    ----------
    files : MatchFiles
    progress : callable of (str, float), optional
        Told a file and the share of it that has been read.

    Returns
    -------
    MatchLists

    Raises
    ------
    InputError
        Every fault of all files, the first 20 in words.
    """
    tables = _tables(files, progress)
    found = {name: Findings(table) for name, table in tables.items()}
    programs = read_programs(found["programs"])
    alone, person_of = _alone(found["applicant_ranks"], programs)
    couples = read_couples(found.get("couples"), found["applicant_ranks"], person_of, programs)
    wanted = np.concatenate([alone.wanted(len(programs)), couples.wanted])
    supplemental = read_supplemental(found.get("supplemental_ranks"), person_of, programs, wanted)
    ranked = _ranked(found["program_ranks"], person_of, programs)
    refuse(list(found.values()))
    keys = ranked.people.astype(np.int64) * len(programs) + ranked.programs
    n_returned = _n_common(keys, np.concatenate([wanted, supplemental.wanted]))
    n_ignored = len(tables["program_ranks"]) - ranked.n_blank - n_returned
    return _put_together(
        person_of, programs, alone, ranked, couples, supplemental, n_ignored,
        notes(tables, ranked.unknown, _unranked(tables, ranked), n_ignored, couples),
    )  # fmt: skip


def _n_common(keys: npt.NDArray[np.int64], others: npt.NDArray[np.int64]) -> int:
    """How many keys are among the others; with sorted needles, several times as fast as `np.isin`."""
    if not others.size:
        return 0
    keys, others = np.sort(keys), np.sort(others)
    place = np.minimum(np.searchsorted(others, keys), others.size - 1)
    return int(np.count_nonzero(others[place] == keys))


def _tables(files: MatchFiles, progress: Progress | None) -> dict[str, Table]:
    """Read every file; faults of several are raised together."""
    formats = {
        "applicant_ranks": (APPLICANT_COLUMNS, ()),
        "program_ranks": (PROGRAM_COLUMNS, ()),
        "programs": (PROGRAMS_COLUMNS, PROGRAMS_OPTIONAL),
        "couples": (COUPLE_COLUMNS, ()),
        "supplemental_ranks": (SUPPLEMENTAL_COLUMNS, ()),
    }
    tables: dict[str, Table] = {}
    faults: list[Fault] = []
    n_others = 0
    for name, path in files._asdict().items():
        if path is None:
            continue
        try:
            tables[name] = read_match_table(path, *formats[name], progress)
        except InputError as error:
            faults += error.faults
            n_others += error.n_others
    faults += [fault for name, table in tables.items() if (fault := _no_rows(name, table, files))]
    if faults:
        raise InputError(faults, n_others)
    return tables


def _no_rows(name: str, table: Table, files: MatchFiles) -> Fault | None:
    """Optional files may have no rows; so may the lists of single applicants, where there are couples."""
    may = {"couples", "supplemental_ranks", *(["applicant_ranks"] if files.couples else [])}
    if len(table) or name in may:
        return None
    return Fault("has a header and no rows", table.file, table.header.n_lines, hint="Add a row for each rank.")


class _Ranks(NamedTuple):
    """Rows of a file of ranks in numbers: rows that rank nobody, and names without a number, left out."""

    people: npt.NDArray[np.int32]
    programs: npt.NDArray[np.int32]
    ranks: npt.NDArray[np.int32]
    n_blank: int = 0
    unknown: Names = Names((), (), 0)  # names without a list

    def wanted(self, n_programs: int) -> npt.NDArray[np.int64]:
        return self.people.astype(np.int64) * n_programs + self.programs


def _alone(findings: Findings, programs: Programs) -> tuple[_Ranks, dict[str, int]]:
    """Lists of applicants who apply alone, and everybody's number."""
    table = findings.table
    people, listed = names(findings, "applicant"), table.column("program")
    is_blank = (listed.codes < 0) & (table.column("rank").codes < 0) & (people.codes >= 0)
    ranks = whole_numbers(findings, "rank", 1, MAX_RANK, blank=is_blank)
    names(findings, "program", blank=is_blank)
    numbers = known(findings, "program", programs.number_of, "program")
    rows = np.flatnonzero((people.codes >= 0) & (numbers >= 0) & (ranks >= 0))
    found = _Ranks(people.codes[rows], numbers[rows], ranks[rows])
    refuse_repeats(findings, rows, found.people, found.ranks, found.programs, len(programs), "program")
    return found, {word: code for code, word in enumerate(people.words)}


def _ranked(findings: Findings, person_of: dict[str, int], programs: Programs) -> _Ranks:
    """Lists of programs; people who submitted no list are left out, and named in a note."""
    table = findings.table
    people = table.column("applicant")
    is_blank = (people.codes < 0) & (table.column("rank").codes < 0) & (table.column("program").codes >= 0)
    names(findings, "program")
    names(findings, "applicant", blank=is_blank)
    ranks = whole_numbers(findings, "rank", 1, MAX_RANK, blank=is_blank)
    owners = known(findings, "program", programs.number_of, "program")
    rows = np.flatnonzero((owners >= 0) & (people.codes >= 0) & (ranks >= 0))
    refuse_repeats(findings, rows, owners[rows], ranks[rows], people.codes[rows], len(people.words), "applicant")
    number = np.array([*(person_of.get(word, -1) for word in people.words), -1], np.int32)
    kept = rows[number[people.codes[rows]] >= 0]
    return _Ranks(
        number[people.codes[kept]], owners[kept], ranks[kept], int(is_blank.sum()), _unknown(findings, number)
    )


def _unknown(findings: Findings, number: npt.NDArray[np.int32]) -> Names:
    """Names on program lists that have submitted none themselves."""
    return _first_names(findings.table.column("applicant"), np.flatnonzero(number[:-1] < 0))


def _unranked(tables: dict[str, Table], ranked: _Ranks) -> Names:
    """Applicants with a list of their own whom no program ranks."""
    column = tables["applicant_ranks"].column("applicant")
    is_ranked = np.zeros(max(len(column.words), int(ranked.people.max(initial=-1)) + 1), np.bool_)
    is_ranked[ranked.people] = True
    return _first_names(column, np.flatnonzero(~is_ranked[: len(column.words)]))


def _first_names(column: Column, codes: npt.NDArray[np.int64]) -> Names:
    shown = codes[:MOST_NAMED]
    words, rows = tuple(column.words[code] for code in shown), tuple(first_rows(column, shown).tolist())
    return Names(words, rows, int(codes.size))


def _put_together(
    person_of: dict[str, int], programs: Programs, alone: _Ranks, ranked: _Ranks, couples: Couples,
    supplemental: Supplemental, n_ignored: int, said: tuple[str, ...],
) -> MatchLists:  # fmt: skip
    return MatchLists(
        tuple(person_of),
        tuple(programs.number_of),
        couples.names,
        in_order(alone.people, alone.ranks, alone.programs, len(person_of)),
        in_order(ranked.programs, ranked.ranks, ranked.people, len(programs)),
        programs.quota,
        couples.partners,
        couples.lists,
        supplemental.lists,
        supplemental.linked,
        programs.reverts_to,
        programs.parity,
        n_ignored,
        said,
    )
