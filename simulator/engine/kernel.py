"""The one decorator for compiled kernels, and where their machine code is kept.

The cache folder is named after a hash of all sources that results can rest on: Numba looks
only at the file of the kernel itself and would otherwise reuse machine code whose callees
have changed. Where the folder cannot be written, kernels are compiled in each process.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


FACES = ("advice", "cli")  # packages that say what was computed: they have no kernels, and no result rests on them


def cache_folder() -> Path | None:
    """Folder for compiled kernels of exactly these sources; None if none can be written."""
    for base in _bases():
        folder = base / f"matchsim-{source_hash()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            continue
    return None


def _bases() -> list[Path]:
    named = os.environ.get("MATCHSIM_CACHE_DIR")
    if named:
        return [Path(named)]
    home = Path.home() if os.environ.get("HOME") or sys.platform == "win32" else None
    cache = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return [Path(cache)] if cache else [home / ".cache"] if home else []


@functools.cache
def source_hash() -> str:
    """Hash of every source file that results can rest on (all but `FACES`), and of the interpreter's version."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.blake2b(repr(sys.version_info).encode(), digest_size=8)
    for path in sorted(root.rglob("*.py")):
        if path.relative_to(root).parts[0] not in FACES:
            digest.update(str(path.relative_to(root)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def is_compiled(name: str = "") -> bool:
    """Whether machine code of these sources, or of one kernel (``module.function``), is in the cache already."""
    folder = cache_folder()
    return folder is not None and any(folder.rglob(f"{name}*.nbi"))


def kernel(function: Callable[..., Any], *, is_inner: bool = False, **further: Any) -> Any:
    """Compile a function of arrays and numbers for the processor, without the GIL.

    No `parallel` (it breaks under forked pools and concurrent sessions) and no
    `fastmath` (sums must not depend on the machine). The code is cached on disk. One that
    only other kernels call may be `is_inner`: it is part of their code, is not kept for
    itself, cannot be called from Python, and compiles twice as fast. What is given further
    goes to Numba.
    """
    import numba
    from numba.core import config as numba_config

    config: Any = numba_config

    folder = None if is_inner else cache_folder()
    if is_inner:
        further |= {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    compiler: Any = numba.njit
    before = config.CACHE_DIR
    if folder is not None:
        config.CACHE_DIR = str(folder)
    try:
        return compiler(nogil=True, cache=folder is not None, error_model="numpy", **further)(function)
    finally:
        config.CACHE_DIR = before
