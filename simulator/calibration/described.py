"""A calibration as a table of its parameters: value, interval, unit, data or judgement, source."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.errors import Fault, InputError
from simulator.model.parameters import DEFAULT, SHIPPED, SPREADS, Calibration, Group, load_calibration
from simulator.model.tables import table
from simulator.scenario.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

LEVEL = 0.9
EXTRAS = ("selection", "diagnostics", "validation")
FREE = (*EXTRAS, "sensitivity", "power_scaling", "reconstructions", "simulation_check")
_DECIMALS = 6


class Parameter(NamedTuple):
    """One parameter of a calibration.

    Attributes
    ----------
    name : str
        With its scope, such as `intercept@non_us_img/internal_medicine`.
    stage : str
        invite, rank or spread.
    value, low, high : float
        Central value, and the central 90% of the draws.
    unit, kind, source, meaning : str
        `kind` says whether it rests on data or on judgement.
    """

    name: str
    stage: str
    value: float
    low: float
    high: float
    unit: str
    kind: str
    source: str
    meaning: str


class Description(NamedTuple):
    """What a calibration says of itself.

    Attributes
    ----------
    calibration : Calibration
    parameters : tuple of Parameter
        Those asked for.
    extras : dict
        The free tables of its file, of `EXTRAS`, where it has them.
    """

    calibration: Calibration
    parameters: tuple[Parameter, ...]
    extras: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of `matchsim model`."""
        made = self.calibration
        kept = {
            "calibration": made.name, "label": made.label, "draws": len(made.draws.invite), "level": LEVEL,
            "checksum": made.checksum, "priors": [dict(prior) for prior in made.priors],
            "cells": dict(made.cells), "parameters": [_rounded(p) for p in self.parameters],
        }  # fmt: skip
        return {"schema_version": 1} | {k: v for k, v in kept.items() if v not in ([], {})} | self.extras


def _rounded(parameter: Parameter) -> dict[str, Any]:
    told = parameter._asdict()
    return {k: round(v, _DECIMALS) if isinstance(v, float) else v for k, v in told.items()}


def describe(name: str | None = None, pattern: str | None = None) -> Description:
    """Describe a calibration.

    Parameters
    ----------
    name : str, optional
        As `load_calibration` takes it.
    pattern : str, optional
        Only parameters of this name: a part of it, or with `*` and `?` all of it.

    Returns
    -------
    Description

    Raises
    ------
    InputError
        The calibration cannot be read, or no parameter fits the pattern.
    """
    made = load_calibration(name)
    found = tuple(p for p in parameters(made) if pattern is None or _fits(p.name, pattern))
    if not found:
        hint = did_you_mean(pattern, (p.name.partition("@")[0] for p in parameters(made)))
        allowed = "" if hint else "a part of a name that the whole table shows"
        raise InputError(
            Fault("no parameter has such a name", field="--effect", got=pattern, allowed=allowed, hint=hint)
        )
    return Description(made, found, free_tables(name, EXTRAS))


def _fits(name: str, pattern: str) -> bool:
    name, pattern = name.casefold(), pattern.casefold()
    return fnmatchcase(name, pattern) if set(pattern) & set("*?") else pattern in name


def parameters(made: Calibration) -> Iterator[Parameter]:
    """Yield every parameter, effects by stage and then spreads; effects that a stage does not have are left out."""
    for stage in ("invite", "rank"):
        values = getattr(made.all_parameters, stage)
        for k, effect in enumerate(made.effects):
            if np.any(values[:, k]):
                yield _parameter(made, effect, stage, values[:, k])
    whole = made.all_parameters
    groups = made.groups or {"": Group(whole.spread, whole.volume, whole.attended)}
    for group, has in groups.items():
        scope = f"@{group}" if group else ""
        for k, name in enumerate(SPREADS):
            yield _parameter(made, f"{name}{scope}", "spread", has.spread[:, k])
        yield from _numbers(made, scope, has)


def _numbers(made: Calibration, scope: str, has: Group) -> Iterator[Parameter]:
    """What is known of how many invitations people have: in general, then where a specialty differs."""
    if np.isfinite(has.attended).all():
        yield _parameter(made, f"attended{scope}", "spread", has.attended)
    if np.isfinite(has.volume).all():
        for k, volume in enumerate(has.volume.T):
            own = f"/{made.volume_specialties[k - 1]}" if k else ""
            yield _parameter(made, f"volume{scope}{own}", "spread", volume)


def _parameter(made: Calibration, name: str, stage: str, values: NDArray[np.float64]) -> Parameter:
    tail = (1 - LEVEL) / 2
    low, high = (float(end) for end in np.quantile(values[1:], [tail, 1 - tail]))
    said = _said(made, name, stage)
    words = (str(said.get(key, "")) for key in ("unit", "kind", "source", "meaning"))
    return Parameter(name, stage, float(values[0]), low, high, *words)


def _said(made: Calibration, name: str, stage: str) -> dict[str, Any]:
    """What is said of a parameter: by the calibration of this very name, of its kind, or by the model's own tables."""
    base = name.partition("@")[0]
    told = {(entry["name"], entry["stage"]): entry for entry in made.entries}
    model = table("spreads" if stage == "spread" else "effects").get(base, {})
    return told.get((name, stage)) or told.get((base, stage)) or {"unit": "probit"} | model


class Told(NamedTuple):
    """What a calibration's file says of its own making, for words and charts.

    Attributes
    ----------
    calibration : its name
    tables : free-form tables by name, such as `selection` and `reconstructions`
    """

    calibration: str
    tables: dict[str, Any]


def told(name: str | None = None) -> Told:
    """Return what a calibration's file says of its own making.

    Parameters
    ----------
    name : str, optional
        Name or path; by default the product's own.

    Returns
    -------
    Told
    """
    return Told(load_calibration(name).name, free_tables(name))


def free_tables(name: str | None = None, parts: Sequence[str] = FREE) -> dict[str, Any]:
    """Return the tables of a calibration's file that no run needs: what its fit found, and how it was checked.

    Parameters
    ----------
    name : str, optional
        As `load_calibration` takes it.
    parts : sequence of str
        Some of `FREE`.

    Returns
    -------
    dict
        Those that the file has, by name.
    """
    name = name or DEFAULT
    data = resources.files("simulator.model").joinpath("data")
    file = data.joinpath(f"{SHIPPED[name]}.json") if name in SHIPPED else Path(name)
    meta = json.loads(file.read_text("utf-8"))
    return {part: meta[part] for part in parts if part in meta}
