"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from simulator.errors import Fault, InputError


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
    temporary = None
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return path
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        reason = error.strerror or type(error).__name__
        allowed = "a file in a folder that exists and is writable"
        fault = Fault(f"cannot write: {reason}", file=str(path), allowed=allowed)
        raise InputError([fault]) from error
    return path
