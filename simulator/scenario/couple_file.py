"""A joint list as a file: CSV with a header, written for couples to edit and read back.

Columns ``rank,first,second,reason``. The rank orders the pairs and need not be without gaps;
a blank program is "no match"; the reason is for readers only.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from simulator.errors import Fault, InputError
from simulator.scenario.cells import as_written, inert
from simulator.scenario.csv_reader import beside, csv_rows
from simulator.scenario.files import MAX_CSV_BYTES, read_text
from simulator.scenario.kinds import number_in
from simulator.scenario.nodes import UNREADABLE, Node, Path, Place, find, with_child
from simulator.scenario.program import MAX_PATH_CHARACTERS
from simulator.scenario.suggest import did_you_mean
from simulator.scenario.text_kinds import is_text

COLUMNS = ("rank", "first", "second", "reason")
NEEDED = COLUMNS[:3]
LIST: Path = ("couple", "joint_rank_order_list")
FILE: Path = ("couple", "joint_rank_order_list_file")
FIELD = "couple.joint_rank_order_list_file"
MOST_ROWS = 5_000


class ListedPair(NamedTuple):
    """One pair of a joint list, None for no match, and why it stands there."""

    first: str | None
    second: str | None
    reason: str


def pairs_csv(pairs: Iterable[ListedPair]) -> str:
    """Write a joint list as CSV, best pair first.

    Parameters
    ----------
    pairs : iterable of ListedPair

    Returns
    -------
    str
        Can be edited in a spreadsheet and used as ``joint_rank_order_list_file``.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = ((k, p.first or "", p.second or "", p.reason) for k, p in enumerate(pairs, start=1))
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return out.getvalue()


def pairs_yaml(pairs: Iterable[ListedPair]) -> str:
    """Write a joint list as the lines of ``joint_rank_order_list``, each with its reason as a comment."""
    rows = (f"    - {json.dumps([p.first, p.second], ensure_ascii=False)}  # {p.reason}\n" for p in pairs)
    return "  joint_rank_order_list:\n" + "".join(rows)


def with_joint_list(root: Node, file: str) -> tuple[Node, list[Fault]]:
    """Put the pairs of a ``joint_rank_order_list_file`` in their place in the tree.

    Parameters
    ----------
    root : Node
        Of the scenario file.
    file : str
        Its name; the CSV is looked for beside it.

    Returns
    -------
    (Node, list of Fault)
        The tree as it was where no such file is named.
    """
    named = find(root, FILE)
    if named is None or not isinstance(named.value, str) or not is_text(named.value, MAX_PATH_CHARACTERS):
        return root, []
    if find(root, LIST) is not None:
        what = "gives the joint list a second time"
        return root, [Fault(what, *named.place, field=FIELD, got=named.value, hint="Keep one of the two.")]
    try:
        rows, faults = read_pairs(beside(file, named.value))
    except InputError as problem:
        rows, faults = [], [_at_its_name(fault, named) for fault in problem.faults]
    below = Node(UNREADABLE, named.place) if faults else Node(rows, named.place, None, 1 + 3 * len(rows))
    return with_child(root, LIST, below), faults


def _at_its_name(fault: Fault, named: Node) -> Fault:
    """Move a fault of a whole file to where the scenario names that file."""
    if fault.line is not None:
        return fault
    place = named.place
    return replace(fault, file=place.file, line=place.line, column=place.column, field=FIELD, got=named.value)


def read_pairs(path: str) -> tuple[list[Node], list[Fault]]:
    """Read the rows of a joint list.

    Parameters
    ----------
    path : str

    Returns
    -------
    (list of Node, list of Fault)
        A pair of names or None for each row that is not blank, by rank; what is wrong with rows.

    Raises
    ------
    InputError
        When the file cannot be read, or its header is of no use.
    """
    reader = csv_rows(read_text(path, MAX_CSV_BYTES), path)
    line, header = next(reader, (1, []))
    names = [name.strip() for name in header]
    wrong = _header_faults(names, Place(path, line))
    if wrong:
        raise InputError(wrong)
    found: dict[int, Node] = {}
    faults: list[Fault] = []
    for at, cells in reader:
        if at > MOST_ROWS:
            return [], [Fault("too many rows", path, at, allowed=f"at most {MOST_ROWS:,} lines")]
        if len(cells) != len(names):
            faults.append(_ragged(len(cells), len(names), Place(path, at)))
        else:
            row = dict(zip(names, (cell.strip() for cell in cells), strict=True))
            faults += _take(row, Place(path, at), found)
    return [found[rank] for rank in sorted(found)], faults


def _header_faults(names: list[str], place: Place) -> list[Fault]:
    allowed = ",".join(COLUMNS)
    unknown = [name for name in names if name not in COLUMNS]
    faults = [
        Fault("unknown column", *place, field=name, got=name, allowed=allowed, hint=did_you_mean(name, COLUMNS))
        for name in dict.fromkeys(unknown)
    ]
    twice = sorted({name for name in names if names.count(name) > 1 and name in COLUMNS})
    faults += [Fault("duplicate column", *place, field=name, got=name) for name in twice]
    missing = [name for name in NEEDED if name not in names]
    return faults + [Fault("missing column", *place, field=name, allowed=allowed) for name in missing]


def _ragged(n_cells: int, n_columns: int, place: Place) -> Fault:
    hint = "Put text that holds a comma in double quotes."
    return Fault(
        "wrong number of cells", *place, got=n_cells, allowed=f"{n_columns} cells, as in the header", hint=hint
    )


def _take(row: dict[str, str], place: Place, found: dict[int, Node]) -> list[Fault]:
    """Add a row to the pairs found, or say what is wrong with it."""
    rank = number_in(row["rank"])
    if not isinstance(rank, int) or rank < 1:
        return [Fault("must be a whole number", *place, field="rank", got=row["rank"], allowed="1 or more")]
    if rank in found:
        hint = f"The first one is on line {found[rank].place.line}."
        return [Fault("a rank that stands there before", *place, field="rank", got=rank, hint=hint)]
    names = [Node(as_written(row[side]) or None, place) for side in ("first", "second")]
    found[rank] = Node(names, place, None, 3)
    return []
