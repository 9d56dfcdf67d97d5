"""One CSV file of rank order lists to columns of codes, at five million rows as at five.

Cells become codes while they are read: code c stands for `words[c]`, -1 for a blank cell, and
words are numbered by first appearance. Millions of rows hold only thousands of different cells,
so that nothing here makes a Python object for every row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from simulator.errors import Fault, InputError
from simulator.scenario.csv_reader import csv_rows
from simulator.scenario.files import decoded, read_bytes
from simulator.scenario.match_header import Header, read_header

MAX_BYTES = 2**31
CHUNK_ROWS = 500_000
N_SPARE = 4
"""Columns read beyond the header's, to notice a name that holds a comma without quotes."""

Codes = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]
Progress = Callable[[str, float], None]


class Column(NamedTuple):
    """The cells of one column.

    Attributes
    ----------
    codes : int32 array, shape (rows,)
        Which word stands in the row; -1 for a blank cell.
    words : list of str
        The different cells, surrounding blanks removed, by first appearance.
    """

    codes: Codes
    words: list[str]


@dataclass
class Table:
    """A file's rows that are not blank.

    Attributes
    ----------
    file : str
        As the user named it.
    columns : dict of str to Column
        One for each column that the format knows and the header has.
    at : int64 array, shape (rows,)
        Where each row stands below the header, blank ones counted, from 0.
    header : Header
    """

    file: str
    columns: dict[str, Column]
    at: Rows
    header: Header

    def __len__(self) -> int:
        return len(self.at)

    def column(self, name: str) -> Column:
        """Return a column; one of blank cells where the file has none of this name."""
        return self.columns.get(name) or Column(np.full(len(self), -1, np.int32), [])

    def cell(self, name: str, row: int) -> str:
        """Return the text of a cell."""
        column = self.column(name)
        code = int(column.codes[row])
        return column.words[code] if code >= 0 else ""

    def line(self, row: int) -> int:
        """Return the line of the file on which a row begins, from 1."""
        return int(self._lines[self.at[row]])

    @cached_property
    def _lines(self) -> Rows:
        """Line of each row below the header; the file is read again, as quotes may hold line breaks."""
        data = read_bytes(self.file, MAX_BYTES)
        first = self.header.n_lines + 1
        if b'"' not in data:
            return np.arange(first, first + int(self.at[-1]) + 1)
        reader = csv.reader(_from_line(data, self.header.n_lines), delimiter=self.header.delimiter)
        ends = [0, *(reader.line_num for _ in reader)]
        return first + np.array(ends[:-1], np.int64)


def _from_line(data: bytes, n_lines: int) -> Iterator[str]:
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")
    for _ in range(n_lines):
        next(lines, "")
    return lines


def read_match_table(
    path: str, required: Sequence[str], optional: Sequence[str] = (), progress: Progress | None = None
) -> Table:
    """Read a CSV file with a header.

    Parameters
    ----------
    path : str
        The file: UTF-8 with or without a byte order mark, separated by commas, semicolons or
        tabs, any line ends, at most 2 GB.
    required, optional : sequence of str
        The columns of the format. Others are ignored and named in `Table.header.ignored`.
    progress : callable of (str, float), optional
        Told the file and the share of it that has been read.

    Returns
    -------
    Table

    Raises
    ------
    InputError
        No such file, not UTF-8, no usable header, rows with too many cells, open quotes.
    """
    header, file = _opened(path, required, optional)
    try:
        columns, is_long = _read(file, header, path, progress)
    except ValueError as problem:  # not UTF-8, or quotes that do not close
        for _ in csv_rows(decoded(read_bytes(path, MAX_BYTES), path), path, header.delimiter):
            pass
        raise InputError(Fault(f"is not valid CSV: {problem}", path)) from None
    is_used = np.logical_or.reduce([is_long, *(column.codes >= 0 for column in columns.values())])
    kept = {name: Column(column.codes[is_used], column.words) for name, column in columns.items()}
    table = Table(path, kept, np.flatnonzero(is_used) - 1, header)
    _refuse_long_rows(table, is_long[is_used])
    return table


def _opened(path: str, required: Sequence[str], optional: Sequence[str]) -> tuple[Header, io.BytesIO]:
    """Return the header, and the rows below it behind a first blank row that tells pandas how wide they are."""
    data = read_bytes(path, MAX_BYTES)
    if b"\0" in data:
        decoded(data, path)
    header = read_header(data, path, required, optional)
    file = io.BytesIO()
    file.write(header.delimiter.encode() * (header.n_columns + N_SPARE - 1) + b"\n")
    file.write(memoryview(data)[header.n_bytes :])
    file.seek(0)
    return header, file


def _read(
    file: io.BytesIO, header: Header, path: str, progress: Progress | None
) -> tuple[dict[str, Column], npt.NDArray[np.bool_]]:
    """Columns by name, and whether a row has cells beyond the header."""
    size = max(1, file.getbuffer().nbytes)
    builders = {name: _Builder() for name in header.place_of}
    is_long = [np.zeros(0, bool)]
    for chunk in _chunks(file, header):
        for name, builder in builders.items():
            builder.add(chunk[header.place_of[name]])
        is_long.append(_has_more(chunk, header.n_columns))
        if progress is not None:
            progress(path, file.tell() / size)
    return {name: builder.column() for name, builder in builders.items()}, np.concatenate(is_long)


def _chunks(file: io.BytesIO, header: Header) -> Iterator[Any]:
    """Yield blocks of rows, as data frames of texts."""
    import pandas as pd

    places = [*header.place_of.values(), *range(header.n_columns, header.n_columns + N_SPARE)]
    yield from pd.read_csv(
        file,
        sep=header.delimiter,
        header=None,
        usecols=places,
        dtype=object,
        keep_default_na=False,
        na_filter=False,
        skip_blank_lines=False,
        skipinitialspace=True,
        encoding="utf-8",
        chunksize=CHUNK_ROWS,
    )


class _Builder:
    """Puts the blocks of one column together under one numbering of words."""

    def __init__(self) -> None:
        self._code_of: dict[str, int] = {"": -1}
        self._blocks: list[Codes] = [np.zeros(0, np.int32)]

    def add(self, cells: Any) -> None:
        """Take the next block, a pandas series of texts."""
        local, words = cells.factorize(use_na_sentinel=True)
        code = [self._code_of.setdefault(normalize("NFC", word).strip(), len(self._code_of) - 1) for word in words]
        self._blocks.append(np.array([*code, -1], np.int32)[local])  # the last stands for cells that are not there

    def column(self) -> Column:
        """Return the whole column."""
        words = list(self._code_of)[1:]
        return Column(np.concatenate(self._blocks), words)


def _has_more(chunk: Any, n_columns: int) -> npt.NDArray[np.bool_]:
    """Whether a row holds text beyond the columns of the header."""
    found = np.zeros(len(chunk), bool)
    for place in range(n_columns, n_columns + N_SPARE):
        local, words = chunk[place].factorize(use_na_sentinel=True)
        found |= np.array([*(bool(word.strip()) for word in words), False])[local]
    return found


def _refuse_long_rows(table: Table, is_long: npt.NDArray[np.bool_]) -> None:
    rows = np.flatnonzero(is_long)
    allowed = f"{table.header.n_columns} cells, as in the header"
    hint = "Put a name that holds the separator in double quotes."
    if rows.size:
        faults = [
            Fault("has too many cells", table.file, table.line(int(r)), allowed=allowed, hint=hint) for r in rows[:20]
        ]
        raise InputError(faults, n_others=rows.size - len(faults))
