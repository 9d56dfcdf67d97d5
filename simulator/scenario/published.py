"""Published tables of users, to be compared with the model: `read_table`.

Two formats, told apart by their columns: people by number of contiguous ranks and outcome
(as `match_by_ranks_2007.csv` of the package's evidence), and moments and quartiles of ranks
and Step 2 CK by outcome (as `charting_non_us_img_2026.csv`). Columns may come in any order;
others are ignored. A specialty that is not known here is kept under its own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from simulator.errors import Fault, InputError
from simulator.scenario.csv_reader import csv_rows
from simulator.scenario.files import MAX_CSV_BYTES, read_text
from simulator.scenario.nodes import Place
from simulator.scenario.published_record import Record
from simulator.scenario.published_rows import read_charting, read_ranks
from simulator.scenario.published_tables import CHARTING_COLUMNS, RANKS_COLUMNS, SCORE_COLUMNS

if TYPE_CHECKING:
    import os

    from simulator.scenario.published_tables import ChartingTable, RanksTable

MAX_ROWS = 5_000
MAX_COLUMNS = 200


def read_table(path: str | os.PathLike[str]) -> RanksTable | ChartingTable:
    """Read a published table.

    Parameters
    ----------
    path : path-like
        CSV, UTF-8, at most 5 MB. Without a column `year`, tables of ranks are of 2007 and
        tables of moments of 2026; without `applicant_group`, the latter are of non-US IMGs.

    Returns
    -------
    RanksTable or ChartingTable

    Raises
    ------
    InputError
        Every fault of the file, a line each.
    """
    file = str(path)
    reader = csv_rows(read_text(path, MAX_CSV_BYTES), file)
    line, header = next(reader, (1, []))
    names = [name.strip().casefold() for name in header]
    _check_header(names, Place(file, line))
    faults: list[Fault] = []
    records = list(_records(reader, names, file, faults))
    if not records and not faults:
        faults.append(Fault("has a header and no rows", file, line, hint="Add at least one row of figures."))
    read = read_ranks if "contiguous_ranks" in names else read_charting
    table = read(file, records)
    if faults:
        raise InputError(sorted(faults, key=lambda fault: fault.line or 0))
    return table


def _check_header(names: list[str], place: Place) -> None:
    faults = list(_header_faults(names, place))
    if faults:
        raise InputError(faults)


def _header_faults(names: list[str], place: Place) -> Iterator[Fault]:
    if not names:
        yield Fault("is empty", *place, hint=f"Begin with a header: {','.join(RANKS_COLUMNS)}")
    elif len(names) == 1 and re.search(r"[;\t]", names[0]):
        yield Fault("has one column only", *place, got=names[0], hint="Separate the columns by commas.")
    elif len(names) > MAX_COLUMNS:
        yield Fault("too many columns", *place, got=len(names), allowed=f"at most {MAX_COLUMNS}")
    else:
        for name in dict.fromkeys(name for name in names if name and names.count(name) > 1):
            yield Fault("duplicate column", *place, field=name, got=name)
        yield from (Fault("missing column", *place, field=name, allowed=_formats()) for name in _missing(names))


def _formats() -> str:
    return f"columns {', '.join(RANKS_COLUMNS)}; or specialty, matched, not_matched and contiguous_ranks_matched_n, ..."


def _missing(names: list[str]) -> list[str]:
    """Name the columns that the format, as told by the others, still needs."""
    is_charting = any(name in CHARTING_COLUMNS[3:] or name in SCORE_COLUMNS for name in names)
    needed = CHARTING_COLUMNS if is_charting and "contiguous_ranks" not in names else RANKS_COLUMNS
    if needed is CHARTING_COLUMNS and set(names) & set(SCORE_COLUMNS):
        needed = (*CHARTING_COLUMNS, *SCORE_COLUMNS)
    return [name for name in needed if name not in names]


def _records(
    reader: Iterable[tuple[int, list[str]]], names: list[str], file: str, faults: list[Fault]
) -> Iterator[Record]:
    for number, (line, cells) in enumerate(reader):
        if number >= MAX_ROWS:
            faults.append(Fault("too many rows", file, line, allowed=f"at most {MAX_ROWS:,}"))
            return
        if len(cells) < len(names) or any(cell.strip() for cell in cells[len(names) :]):
            allowed, hint = f"{len(names)} cells, as in the header", "Put a number that holds a comma in double quotes."
            faults.append(Fault("wrong number of cells", file, line, got=len(cells), allowed=allowed, hint=hint))
            continue
        cells_of = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
        yield Record(cells_of, Place(file, line), faults)
