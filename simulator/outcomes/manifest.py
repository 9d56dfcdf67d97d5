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
    if not isinstance(there, dict) or not {"format", "task", "versions"} <= set(there):
        raise InputError(Fault(f"has no {MANIFEST} of ours", field="out", got=str(folder), allowed=ANEW))
    if there["format"] != here["format"]:
        raise InputError(Fault("was written in another format", field="out", got=str(folder), allowed=ANEW))
    settings = [f"{path} was {shown(a)}, is {shown(b)}" for path, a, b in differing(there["task"], here["task"])]
    if settings:
        more = f", and {len(settings) - MOST_NAMED} more" * (len(settings) > MOST_NAMED)
        what = f"holds results of other settings: {', '.join(settings[:MOST_NAMED])}{more}"
        raise InputError(Fault(what, field="out", got=str(folder), allowed=ANEW))
    others = differences(here["versions"], dict(there["versions"]))
    if others:
        what = f"holds results of other versions: {'; '.join(others)}"
        raise InputError(Fault(what, field="out", got=str(folder), allowed=ANEW))


def read_manifest(path: Path) -> Any:
    """Return a manifest; None if it is none."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (ValueError, OSError):
        return None
