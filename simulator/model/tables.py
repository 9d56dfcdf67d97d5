"""Read the package's own data files: small TOML tables, parsed once per process."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Any


@functools.cache
def table(name: str) -> dict[str, Any]:
    """Return one of the TOML tables of `simulator/model/data`.

    Parameters
    ----------
    name : str
        File name without its ending.

    Returns
    -------
    dict
        The table as it stands in the file; treat it as read-only.
    """
    text = resources.files("simulator.model").joinpath("data", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def constant(section: str, name: str) -> float:
    """Return one constant of `behaviour.toml`, in the unit stated there."""
    return float(table("behaviour")[section][name]["value"])
