"""The optional library pyarrow, loaded on first use."""

from __future__ import annotations

import importlib
from typing import Any


def arrow() -> Any:
    """Return the module ``pyarrow``; `store.Folder` has seen that it is installed."""
    return importlib.import_module("pyarrow")


def parquet() -> Any:
    """Return the module ``pyarrow.parquet``."""
    return importlib.import_module("pyarrow.parquet")
