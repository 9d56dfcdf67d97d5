"""The optional library pyarrow, loaded on first use."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any


def is_installed() -> bool:
    """Whether the extra is there."""
    try:
        return importlib.util.find_spec("pyarrow") is not None
    except ModuleNotFoundError:
        return False


def arrow() -> Any:
    """Return the module ``pyarrow``; `store.Folder` has seen that it is installed."""
    return importlib.import_module("pyarrow")


def parquet() -> Any:
    """Return the module ``pyarrow.parquet``."""
    return importlib.import_module("pyarrow.parquet")
