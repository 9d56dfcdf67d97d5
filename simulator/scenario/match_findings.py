"""What is wrong with files of rank order lists: found for all rows at once, worded for the first twenty."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simulator.errors import MAX_FAULTS_SHOWN, MISSING, Fault, InputError
from simulator.scenario.match_table import Column, Rows, Table
from simulator.scenario.suggest import did_you_mean

Hint = Callable[[int], str]
_WHOLE = re.compile(r"\+?([0-9]{1,9})(?:\.0*)?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_MOST_COMPARED = 3_000


class _Kind(NamedTuple):
    rows: Rows
    message: str
    field: str
    allowed: str
    hint: Hint | str


class Findings:
    """Faults of one file, kept as rows and turned into words only where they are shown.

    Parameters
    ----------
    table : Table
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self._kinds: list[_Kind] = []

    def note(self, rows: Any, message: str, field: str, allowed: str = "", hint: Hint | str = "") -> None:
        """Note a fault of some rows.

        Parameters
        ----------
        rows : int array or list of int
            The rows; none is no fault.
        message, field, allowed : str
            As in `Fault`; the cell of the column `field` is shown as what was got.
        hint : str or callable of int
            The hint, or what makes it from the row.
        """
        found = np.asarray(rows, np.int64)
        if found.size:
            self._kinds.append(_Kind(found, message, field, allowed, hint))

    def __len__(self) -> int:
        return sum(kind.rows.size for kind in self._kinds)

    def first(self, most: int) -> Iterator[Fault]:
        """Yield the first faults in the order of the file."""
        rows = np.concatenate([np.zeros(0, np.int64), *(kind.rows for kind in self._kinds)])
        kinds = np.repeat(np.arange(len(self._kinds)), [kind.rows.size for kind in self._kinds])
        for at in np.argsort(rows, kind="stable")[:most]:
            yield self._fault(self._kinds[kinds[at]], int(rows[at]))

    def _fault(self, kind: _Kind, row: int) -> Fault:
        hint = kind.hint if isinstance(kind.hint, str) else kind.hint(row)
        got = self.table.cell(kind.field, row) or MISSING
        return Fault(
            kind.message, self.table.file, self.table.line(row), field=kind.field, got=got, allowed=kind.allowed,
            hint=hint,
        )  # fmt: skip


def refuse(findings: Sequence[Findings]) -> None:
    """Raise what has been found in several files, if anything.

    Raises
    ------
    InputError
        The first 20 faults in words, the others counted.
    """
    faults: list[Fault] = []
    for found in findings:
        faults += found.first(MAX_FAULTS_SHOWN - len(faults))
    if faults:
        raise InputError(faults, n_others=sum(map(len, findings)) - len(faults))


def whole_numbers(
    findings: Findings, name: str, low: int, high: int, *, blank: npt.NDArray[np.bool_] | None = None
) -> npt.NDArray[np.int32]:
    """Read a column of whole numbers.

    Parameters
    ----------
    findings : Findings
        Of the table; faults are noted there.
    name : str
        The column.
    low, high : int
        What is allowed.
    blank : bool array, optional
        Rows in which the cell may be blank.

    Returns
    -------
    int32 array, shape (rows,)
        -1 where there is no number.
    """
    column = findings.table.column(name)
    value_of = np.array([*map(_whole, column.words), -1], np.int64)
    values = value_of[column.codes]
    is_blank = column.codes < 0
    may = np.zeros(is_blank.size, bool) if blank is None else blank
    allowed = f"a whole number from {low} to {high:,}" if high < 10**9 else f"a whole number from {low}"
    findings.note(np.flatnonzero(is_blank & ~may), "is missing", name, allowed)
    wrong = ~is_blank & ((values < low) | (values > high))
    findings.note(np.flatnonzero(wrong), "is not such a number", name, allowed)
    return np.where(wrong, -1, values).astype(np.int32)


def _whole(word: str) -> int:
    found = _WHOLE.fullmatch(word)
    return int(found[1]) if found else -1


def names(findings: Findings, name: str, *, blank: npt.NDArray[np.bool_] | None = None) -> Column:
    """Return a column of names, having noted where one is missing or holds control characters."""
    column = findings.table.column(name)
    missing = column.codes < 0
    findings.note(np.flatnonzero(missing if blank is None else missing & ~blank), "is missing", name, "a name")
    bad = [code for code, word in enumerate(column.words) if _UNPRINTABLE.search(word)]
    findings.note(first_rows(column, bad), "holds a control character", name)
    return column


def known(findings: Findings, name: str, number_of: dict[str, int], what: str) -> npt.NDArray[np.int32]:
    """Look up a column of names; a name that is not known is noted once, where it first stands.

    Parameters
    ----------
    findings : Findings
    name : str
        The column.
    number_of : dict of str to int
        The names that are allowed.
    what : str
        What they name, for the message.

    Returns
    -------
    int32 array, shape (rows,)
        -1 where the cell is blank or not known.
    """
    column = findings.table.column(name)
    numbers = np.array([*(number_of.get(word, -1) for word in column.words), -1], np.int32)
    unknown = np.flatnonzero(numbers[:-1] < 0)
    words = list(number_of)
    findings.note(
        first_rows(column, unknown), f"unknown {what}", name, _listed(words),
        lambda row: near(column.words[column.codes[row]], words),
    )  # fmt: skip
    return numbers[column.codes]


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words) if 0 < len(words) <= 6 else ""


def near(word: str, words: Sequence[str]) -> str:
    """Say which of many names is nearest; the nearest of those that begin alike and are as long."""
    if len(words) > _MOST_COMPARED:
        start = word[:1].casefold()
        alike = [w for w in words if abs(len(w) - len(word)) <= 2 and w[:1].casefold() == start]
        words = alike[:_MOST_COMPARED]
    return did_you_mean(word, words)


def first_rows(column: Column, codes: Any) -> Rows:
    """Return the row in which each of some codes first stands."""
    first = np.full(len(column.words) + 1, -1, np.int64)
    first[column.codes[::-1]] = np.arange(column.codes.size)[::-1]
    found: Rows = first[np.asarray(codes, np.int64)]
    return found


def repeated(keys: npt.NDArray[np.int64], rows: Rows) -> dict[int, int]:
    """Map each row whose key stood in an earlier row to the first such row.

    Parameters
    ----------
    keys : int64 array, shape (n,)
    rows : int64 array, shape (n,)
        The row of each key, rising.
    """
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    is_new = np.concatenate([[True], ordered[1:] != ordered[:-1]])[: keys.size]
    if is_new.all():
        return {}
    start = np.maximum.accumulate(np.where(is_new, np.arange(keys.size), 0))
    again = np.flatnonzero(~is_new)
    return dict(zip(rows[order[again]].tolist(), rows[order[start[again]]].tolist(), strict=True))
