"""A programs_file: CSV with a header to the same tree of values that YAML gives.

Columns have the names of a program's fields. A blank cell means "not given"; a cell of a
list field holds values separated by ``;``, ``|``, spaces or commas (in a quoted cell; brackets
and quotes around them do no harm), and ``none`` for the empty list.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, get_args, get_origin

from simulator.errors import Fault, InputError
from simulator.scenario.cells import as_written
from simulator.scenario.files import MAX_CSV_BYTES, read_text
from simulator.scenario.kinds import Kind
from simulator.scenario.nodes import Node, Place
from simulator.scenario.program import MAX_PROGRAMS, ProgramEntry
from simulator.scenario.suggest import did_you_mean

_SEPARATORS = re.compile(r"[;,|\s'\"\[\]()]+")
_MAX_COLUMNS = 200


class Cell(NamedTuple):
    """How to read the cells of one column."""

    kind: Kind
    is_list: bool


@cache
def columns() -> dict[str, Cell]:
    """Return the columns a programs_file may have, taken from the schema."""
    return {
        name: Cell(*_kind_of((field.annotation, *field.metadata))) for name, field in ProgramEntry.model_fields.items()
    }


def _kind_of(parts: object, *, is_list: bool = False) -> tuple[Kind, bool]:
    """Find the one Kind inside an annotation, and whether it stands in a list."""
    found = next(_kinds(parts, is_list=is_list), None)
    if found is None:
        raise TypeError(f"no kind of value in {parts!r}")
    return found


def _kinds(part: object, *, is_list: bool) -> Iterator[tuple[Kind, bool]]:
    if isinstance(part, Kind):
        yield part, is_list
    inner = part if isinstance(part, tuple) else (*get_args(part), *getattr(part, "__metadata__", ()))
    for below in inner:
        yield from _kinds(below, is_list=is_list or get_origin(part) is tuple)


def read_programs(path: str, said: str | None = None) -> tuple[list[Node], list[Fault]]:
    """Read the rows of a programs_file.

    Parameters
    ----------
    path : str
        Where the file is.
    said : str, optional
        What to call it in messages; by default the path.

    Returns
    -------
    rows : list of Node
        One mapping per row that is not blank; unchecked but for its shape.
    faults : list of Fault
        What is wrong with the header, with ragged rows or with the CSV itself.

    Raises
    ------
    InputError
        When the file cannot be read, is too large, not UTF-8 or has no usable header.
    """
    file = said or path
    reader = csv_rows(read_text(path, MAX_CSV_BYTES), file)
    line, header = next(reader, (1, []))
    names = [name.strip() for name in header]
    faults = _header_faults(names, Place(file, line))
    if faults:
        raise InputError(faults)
    rows: list[Node] = []
    for at, cells in reader:
        if len(rows) >= MAX_PROGRAMS:
            faults.append(Fault("too many rows", file, at, allowed=f"at most {MAX_PROGRAMS:,} programs"))
            break
        if len(cells) != len(names):
            faults.append(_ragged(len(cells), len(names), Place(file, at)))
        else:
            rows.append(_row(names, cells, Place(file, at)))
    return rows, faults


def csv_rows(text: str, file: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank with the line on which it begins.

    Raises
    ------
    InputError
        Where the quotes of the CSV do not close.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as problem:
        fault = Fault(f"is not valid CSV: {problem}", file, line, hint="Check the quotes.")
        raise InputError(fault) from None


def _header_faults(names: list[str], place: Place) -> list[Fault]:
    if not names:
        return [Fault("is empty", *place, hint="Begin with a header: name,specialty,setting,...")]
    if len(names) == 1 and re.search(r"[;\t]", names[0]):
        return [Fault("has one column only", *place, got=names[0], hint="Separate the columns by commas.")]
    if len(names) > _MAX_COLUMNS:
        return [Fault("too many columns", *place, got=len(names), allowed=f"at most {_MAX_COLUMNS}")]
    return _column_faults(names, place)


def _column_faults(names: list[str], place: Place) -> list[Fault]:
    known = columns()
    faults = [_unknown(name, place) for name in dict.fromkeys(names) if name not in known]
    repeated = {name for name in names if names.count(name) > 1}
    faults += [Fault("duplicate column", *place, field=name, got=name) for name in sorted(repeated)]
    required = [name for name, field in ProgramEntry.model_fields.items() if field.is_required()]
    missing = [name for name in required if name not in names]
    return faults + [Fault("missing column", *place, field=name) for name in missing]


def _unknown(name: str, place: Place) -> Fault:
    what = "unknown column" if name else "a column without a name"
    hint = did_you_mean(name, columns())
    return Fault(what, *place, field=name, got=name, hint=hint, allowed="" if hint else ", ".join(columns()))


def _ragged(n_cells: int, n_columns: int, place: Place) -> Fault:
    allowed = f"{n_columns} cells, as in the header"
    hint = "Put text that holds a comma in double quotes."
    return Fault("wrong number of cells", *place, got=n_cells, allowed=allowed, hint=hint)


def _row(names: list[str], cells: list[str], place: Place) -> Node:
    values = {
        name: _value(columns()[name], as_written(cell.strip()), place)
        for name, cell in zip(names, cells, strict=True)
        if cell.strip()
    }
    return Node(values, place, dict.fromkeys(values, place), 1 + len(values))


def _value(cell: Cell, text: str, place: Place) -> Node:
    if not cell.is_list:
        return Node(cell.kind.from_text(text), place)
    words = [] if text.casefold() == "none" else _SEPARATORS.split(text)
    return Node([Node(word, place) for word in words if word], place)


def beside(scenario_file: str, named: str) -> str:
    """Return the path of a file that a scenario names, relative to the scenario file."""
    return os.path.join(os.path.dirname(scenario_file), named)  # noqa: PTH118, PTH120 - keeps the user's spelling
