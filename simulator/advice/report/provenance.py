"""Where a report comes from: versions, seed, calibration, scenario and command, so that it can be made again."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import platform
import shlex
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator._version import __version__
from simulator.advice.report.parts import Facts, Section
from simulator.advice.terminal import clean
from simulator.errors import Fault, InputError
from simulator.model.parameters import load_calibration
from simulator.strategy.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.outcomes.result import RunResult
    from simulator.scenario import Scenario

SHOWN = 16  #: hexadecimal digits of a hash that are printed
DATE = "SOURCE_DATE_EPOCH"


def provenance(
    result: RunResult, scenario: Scenario | None, source: bytes | None, file: str | None, made_on: date
) -> Section:
    """Return versions, hashes, seed and the command that makes the same numbers.

    Parameters
    ----------
    result : RunResult
    scenario : Scenario or None
        What was run; its content is hashed as it was read, files it names included.
    source : bytes or None
        The scenario file.
    file : str or None
        Its name; None where it may not be told.
    made_on : date
    """
    return Section(
        "provenance", "Where this comes from", (Facts(tuple(_rows(result, scenario, source, file, made_on))),)
    )


def _rows(
    result: RunResult, scenario: Scenario | None, source: bytes | None, file: str | None, made_on: date
) -> Iterator[tuple[str, str]]:
    called = clean(file) if file else "FILE"
    yield "Made", f"on {made_on} by residency-match-simulator {__version__} ({_libraries()})"
    yield "Command", f"matchsim run {shlex.quote(called)} --seed {result.seed} --replicates {result.replicates}"
    yield "Calibration", f"{_name(result)}, {_calibration_hash(result, scenario)}"
    if scenario is not None:
        own = f"{called}, " if file else ""
        whole = "" if source is None else f"; file SHA-256 {hashlib.sha256(source).hexdigest()[:SHOWN]}"
        yield "Scenario", f"{own}content SHA-256 {scenario_hash(scenario)[:SHOWN]}{whole}"
    yield "Numbers", f"those of the JSON of the same run, SHA-256 {_hash(result.to_json())[:SHOWN]}"
    yield "Sampling", f"{result.replicates:,} simulated seasons, seed {result.seed}; ranges are not sampling error"


def _libraries() -> str:
    import numba
    import numpy as np

    return f"Python {platform.python_version()}, NumPy {np.__version__}, Numba {numba.__version__}"


def _name(result: RunResult) -> str:
    """Return the name of the calibration, of a file without its folders."""
    return clean(Path(result.calibration).name)


def _calibration_hash(result: RunResult, scenario: Scenario | None) -> str:
    """Return the hash of the calibration's draws; one from a file cannot be found again by its name alone."""
    try:
        found = load_calibration(result.calibration if scenario is None else scenario.calibration)
    except InputError:
        return "not known: the file of the calibration was not named"
    return f"draws SHA-256 {found.checksum[:SHOWN]}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def scenario_hash(scenario: Scenario) -> str:
    """Return the SHA-256 of a scenario as it was read: layout and comments of its file do not count.

    Parameters
    ----------
    scenario : Scenario
    """
    return _hash(json.dumps(_parts(scenario), sort_keys=True, ensure_ascii=False))


def _parts(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in dataclasses.fields(value) if field.compare and field.name != "warnings")
        return {name: _parts(getattr(value, name)) for name in names}
    return plain(value)


def day_of_making(made_on: date | None) -> date:
    """Return the day that a report carries: as given, else of SOURCE_DATE_EPOCH, else today.

    Parameters
    ----------
    made_on : date or None

    Raises
    ------
    InputError
        SOURCE_DATE_EPOCH is no count of seconds.
    """
    if made_on is not None:
        return made_on
    said = os.environ.get(DATE)
    if said is None:
        return datetime.now().astimezone().date()
    try:
        return datetime.fromtimestamp(int(said), UTC).date()
    except (ValueError, OverflowError, OSError):
        allowed = "a count of seconds since 1970-01-01"
        raise InputError(Fault("is not a time", field=DATE, got=said, allowed=allowed)) from None
