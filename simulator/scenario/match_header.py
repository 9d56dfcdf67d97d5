"""The header of a CSV file of rank order lists: separator, columns in any order and case, faults."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from simulator.errors import Fault, InputError
from simulator.scenario.files import decoded
from simulator.scenario.nodes import Place
from simulator.scenario.suggest import did_you_mean

BOM = codecs.BOM_UTF8
MAX_HEADER_BYTES = 65_536
MAX_COLUMNS = 200
_DELIMITERS = ",;\t|"


class Header(NamedTuple):
    """Where the columns stand.

    Attributes
    ----------
    place_of : dict of str to int
        Place of each column that the format knows, from 0.
    n_columns : int
        Columns that the header names, known or not.
    n_lines : int
        Lines down to the end of the header, blank ones before it included.
    n_bytes : int
        The same in bytes of the file.
    delimiter : str
    ignored : tuple of str
        Columns that the format does not know.
    """

    place_of: dict[str, int]
    n_columns: int
    n_lines: int
    n_bytes: int
    delimiter: str
    ignored: tuple[str, ...]


def read_header(data: bytes, file: str, required: Sequence[str], optional: Sequence[str]) -> Header:
    """Find the columns of a format.

    Parameters
    ----------
    data : bytes
        The file, or its beginning.
    file : str
        Its name in messages.
    required, optional : sequence of str
        Columns of the format, in lower case with underscores.

    Returns
    -------
    Header

    Raises
    ------
    InputError
        Nothing in the file, columns missing or named twice.
    """
    text = decoded(_beginning(data), file)
    n_bytes = len(BOM) if data.startswith(BOM) else 0
    for n_lines, line in enumerate(io.StringIO(text, newline=""), 1):
        n_bytes += len(line.encode())
        if line.strip(" \t\r\n,;|"):
            header = _parsed(line, n_lines, n_bytes, {*required, *optional})
            place = Place(file, n_lines)
            faults = list(_faults(_names(line, header.delimiter), header, required, optional, place))
            if faults:
                raise InputError(faults)
            return header
    raise InputError(Fault("is empty", file, 1, hint=f"Begin with a header: {','.join(required)}"))


def _beginning(data: bytes) -> bytes:
    """Cut after a whole line, so that no character is cut in two."""
    if len(data) <= MAX_HEADER_BYTES:
        return data
    start = data[:MAX_HEADER_BYTES]
    end = max(start.rfind(b"\n"), start.rfind(b"\r"))
    return start[: end + 1] if end >= 0 else start.decode("utf-8", "ignore").encode()


def _parsed(line: str, n_lines: int, n_bytes: int, known: set[str]) -> Header:
    def n_known(delimiter: str) -> tuple[int, int]:
        names = _names(line, delimiter)
        return len(known.intersection(names)), len(names)

    delimiter = max(_DELIMITERS, key=n_known)
    names = _names(line, delimiter)
    place_of = {name: names.index(name) for name in names if name in known}
    ignored = tuple(name for name in dict.fromkeys(names) if name and name not in known)
    return Header(place_of, len(names), n_lines, n_bytes, delimiter, ignored)


def _names(line: str, delimiter: str) -> list[str]:
    cells = next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter, skipinitialspace=True), [])
    names = [re.sub(r"[\s\-_]+", "_", cell.strip().casefold()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _faults(
    names: list[str], header: Header, required: Sequence[str], optional: Sequence[str], place: Place
) -> Iterator[Fault]:
    if len(names) > MAX_COLUMNS:
        yield Fault("too many columns", *place, got=len(names), allowed=f"at most {MAX_COLUMNS}")
        return
    for name in header.place_of:
        if names.count(name) > 1:
            yield Fault("duplicate column", *place, field=name, got=name)
    allowed = ",".join(required) + "".join(f"[,{name}]" for name in optional)
    for name in required:
        if name not in header.place_of:
            near = did_you_mean(name, header.ignored).replace("Did you mean", "Is it the column", 1)
            yield Fault("missing column", *place, field=name, allowed=f"a header {allowed}", hint=near)
