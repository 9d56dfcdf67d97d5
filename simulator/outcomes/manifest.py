"""What kept results are of: the task, and the versions that they depend on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from simulator.engine.fingerprint import differences, fingerprint
from simulator.errors import Fault, InputError, shown
from simulator.outcomes.described import describe, differing, hash_of

FORMAT = 1
MANIFEST = "manifest.json"
ANEW = "another folder, or --anew (is_anew=True), which throws away what is there"
AGAIN = "Nothing was touched: put a copy of the file back if there is one, or move the folder away."
MOST_NAMED = 3


def manifest(task: object) -> dict[str, Any]:
    """Return what is written about a task: its description and hash, and the versions that its results depend on.

    Parameters
    ----------
    task : object

    Returns
    -------
    dict
    """
    told = describe(task)
    return {"format": FORMAT, "task": told, "task_hash": hash_of(told), "versions": fingerprint()}


def refuse_others(folder: Path, there: Any, here: dict[str, Any]) -> None:
    """See that results are of this task and these versions.

    Parameters
    ----------
    folder : Path
    there, here : dict
        Manifests.

    Raises
    ------
    InputError
        They are not; what differs is named.
    """
    if not isinstance(there, dict) or not isinstance(there.get("format"), int):
        raise damaged(folder)
    if there["format"] != here["format"]:
        raise InputError(Fault("was written in another format", field="out", got=str(folder), allowed=ANEW))
    if not isinstance(there.get("task"), dict) or not isinstance(there.get("versions"), dict):
        raise damaged(folder)
    settings = [f"{path} was {shown(a)}, is {shown(b)}" for path, a, b in differing(there["task"], here["task"])]
    if settings:
        more = f", and {len(settings) - MOST_NAMED} more" * (len(settings) > MOST_NAMED)
        what = f"holds results of other settings: {', '.join(settings[:MOST_NAMED])}{more}"
        raise InputError(Fault(what, field="out", got=str(folder), allowed=ANEW))
    others = differences(here["versions"], there["versions"])
    if others:
        what = f"holds results of other versions: {'; '.join(others)}"
        raise InputError(Fault(what, field="out", got=str(folder), allowed=ANEW))


def damaged(folder: Path) -> InputError:
    """Return what to say where nobody can tell any more of what the results in a folder are."""
    what = f"its {MANIFEST} is damaged, so that nobody can tell of what the results there are"
    return InputError(Fault(what, field="out", got=str(folder), allowed=ANEW, hint=AGAIN))


def read_manifest(path: Path) -> Any:
    """Return a manifest; None if it is damaged.

    Parameters
    ----------
    path : Path

    Raises
    ------
    InputError
        It cannot be read.
    """
    try:
        return json.loads(read_whole(path))
    except (ValueError, RecursionError):
        return None


def read_whole(path: Path) -> bytes:
    """Return what is in a file of ours.

    Parameters
    ----------
    path : Path

    Raises
    ------
    InputError
        It cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        fault = Fault(f"cannot be read: {error.strerror or error}", file=str(path), allowed=f"what a run wrote; {ANEW}")
        raise InputError(fault) from error
