"""Bytes of a file to text: size, encoding and characters, checked before any parsing."""

from __future__ import annotations

import difflib
import os
import re
import stat
from itertools import islice
from pathlib import Path

from simulator.errors import Fault, InputError, shown

MAX_YAML_BYTES = 1_048_576
MAX_CSV_BYTES = 5_242_880

_UNWELCOME = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_MAX_NEIGHBOURS = 2_000


def read_text(path: str | os.PathLike[str], max_bytes: int) -> str:
    """Return the text of a user's file.

    Parameters
    ----------
    path : path-like
        The file, as the user named it.
    max_bytes : int
        Largest size in bytes; a larger file is refused without being read.

    Returns
    -------
    str
        The text, without a byte order mark.

    Raises
    ------
    InputError
        When the path cannot be read or is no regular file, the file is too large, not
        UTF-8 (the line of the first bad byte is named) or holds control characters.
    """
    name = os.fspath(path)
    return decoded(read_bytes(name, max_bytes), name)


def read_bytes(name: str, max_bytes: int) -> bytes:
    """Return the bytes of a user's regular file, of bounded size; parameters and errors as `read_text`."""
    allowed = f"at most {max_bytes:,} bytes"
    try:
        status = os.stat(name)  # noqa: PTH116 - a path that no Path can hold must still be reported
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
            raise InputError(Fault(f"is {kind}", name, hint="Name a file."))
        if status.st_size > max_bytes:
            raise InputError(Fault("is too large", name, got=status.st_size, allowed=allowed))
        with Path(name).open("rb") as file:
            data = file.read(max_bytes + 1)
    except (OSError, ValueError) as problem:
        raise InputError(Fault(_reason(problem), name, hint=_neighbour(name))) from None
    if len(data) > max_bytes:
        raise InputError(Fault("is too large", name, allowed=allowed))
    return data


def _reason(problem: OSError | ValueError) -> str:
    if isinstance(problem, FileNotFoundError):
        return "no such file"
    if isinstance(problem, PermissionError):
        return "may not be read (permission denied)"
    reason = problem.strerror if isinstance(problem, OSError) else str(problem)
    return f"cannot be read: {reason or type(problem).__name__}"


def _neighbour(name: str) -> str:
    """Offer the file of the same folder whose name is nearest."""
    try:
        folder, base = os.path.split(name)
        with os.scandir(folder or ".") as entries:
            names = [entry.name for entry in islice(entries, _MAX_NEIGHBOURS)]
    except (OSError, ValueError):
        return ""
    near = difflib.get_close_matches(base[:100], names, n=1, cutoff=0.75)
    return f"Did you mean {shown(near[0])}?" if near and near[0] != base else ""


def decoded(data: bytes, name: str) -> str:
    """Return the text of a file's bytes, without a byte order mark; errors as `read_text`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        column = problem.start - data.rfind(b"\n", 0, problem.start)
        bad = f"byte 0x{data[problem.start]:02x}"
        fault = Fault(f"is not UTF-8 text ({bad})", name, line, column, hint="Save the file as UTF-8.")
        raise InputError(fault) from None
    unwelcome = _UNWELCOME.search(text)
    if unwelcome is not None:
        raise InputError(_control_fault(text, unwelcome.start(), name))
    return text


def _control_fault(text: str, at: int, name: str) -> Fault:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    message = f"control character U+{ord(text[at]):04X} in the text"
    return Fault(message, name, line, column, hint="Is this a text file?")
