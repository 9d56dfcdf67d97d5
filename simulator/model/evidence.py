"""The published figures that the calibration rests on, as tables with their sources.

Each table is a CSV file of `simulator/model/data/evidence`; the index `evidence.toml` beside them
says what its columns mean, where it is from, how sure it is and what it is used for.
"""

from __future__ import annotations

import functools
import io
import tomllib
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@functools.cache
def _index() -> dict[str, dict[str, str]]:
    return tomllib.loads(_text("evidence.toml"))


def _text(file: str) -> str:
    return resources.files("simulator.model").joinpath("data", "evidence", file).read_text("utf-8")


def evidence_names() -> tuple[str, ...]:
    """Return the names of all tables."""
    return tuple(_index())


def about(name: str) -> dict[str, str]:
    """Return what a table is: `title, year, group, definition, source, grade, use`, and `url` where there is one.

    Parameters
    ----------
    name : str
        One of `evidence_names()`.
    """
    return dict(_entry(name))


def evidence(name: str) -> pd.DataFrame:
    """Return one table of published figures; a copy, free to change.

    Parameters
    ----------
    name : str
        One of `evidence_names()`.

    Returns
    -------
    DataFrame
        Columns as `about(name)` defines them; empty cells are NaN.
    """
    _entry(name)
    return _table(name).copy()


def _entry(name: str) -> dict[str, str]:
    if name not in _index():
        raise ValueError(f"no table of evidence is called {name!r}; there are: {', '.join(_index())}")
    return _index()[name]


@functools.cache
def _table(name: str) -> pd.DataFrame:
    import pandas as pd

    return pd.read_csv(io.StringIO(_text(f"{name}.csv")))
