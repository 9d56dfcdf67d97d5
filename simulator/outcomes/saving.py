"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable

NAMED = 40  #: characters of its name that a file has while it is made: the whole may be as long as a name can be
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_whole(path: Path, content: str | bytes) -> Path:
    """Write a file whole or not at all; a device or a pipe is written to, never replaced.

    Parameters
    ----------
    path : Path
    content : str or bytes
        Text is written as UTF-8.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        The folder is missing or cannot be written to.
    """
    data = content.encode() if isinstance(content, str) else content
    if path.exists() and not path.is_file():
        try:
            path.write_bytes(data)
        except OSError as error:
            raise InputError([_unwritten(path, error)]) from error
        return path
    return write_made_whole(path, lambda at: at.write_bytes(data), is_lasting=False)


def write_bytes_whole(path: Path, data: bytes) -> Path:
    """Write a file whole or not at all, and have it on the disk before it gets its name.

    Parameters
    ----------
    path : Path
    data : bytes

    Returns
    -------
    Path

    Raises
    ------
    InputError
        The folder is missing or cannot be written to, or the disk is full.
    """
    return write_made_whole(path, lambda at: at.write_bytes(data))


def write_made_whole(path: Path, make: Callable[[Path], object], *, is_lasting: bool = True) -> Path:
    """Have a file made under another name, and give it its own once it is whole.

    Parameters
    ----------
    path : Path
    make : callable of a path
        Writes the file there.
    is_lasting : bool
        Whether to wait until it is on the disk: a machine that stops must not leave half a file.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        The folder is missing or cannot be written to, or the disk is full.
    """
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:NAMED]}.", dir=path.parent)
        os.close(handle)
        make(Path(temporary))
        if is_lasting:
            _to_disk(Path(temporary))
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise InputError([_unwritten(path, error)]) from error
    return path


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _unwritten(path: Path, error: OSError) -> Fault:
    """Say why a file cannot be written; libraries say the number of the fault only in words."""
    number = error.errno or next((n for n in FULL if os.strerror(n) in str(error)), None)
    reason = os.strerror(number) if number else type(error).__name__
    is_full = number in FULL
    allowed = "a disk with room for it" if is_full else "a file in a folder that exists and is writable"
    return Fault(f"cannot write: {reason}", file=str(path), allowed=allowed)
