"""What a screen needs before anything is asked: controls, words, examples, limits."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from simulator import _version
from simulator.advice.session.controls import controls, form, levers, themes, vocabulary
from simulator.advice.session.session import Session
from simulator.advice.words import DISCLAIMER
from simulator.model.tables import constant
from simulator.scenario.files import MAX_YAML_BYTES
from simulator.scenario.program import MAX_PROGRAMS

Plain = dict[str, Any]

ABOUT = (
    "From published figures it estimates how likely a match is for people like you, and what would move that.",
    "It is not a promise, not advice, and not affiliated with NRMP, AAMC or ECFMG.",
    "Nothing leaves this machine: there is no account, and nothing is stored.",
)
MOST_REPLICATES = 2_000_000  #: of a simulation asked for from a screen
OTHERS = "Other questions"


def start(session: Session, opened: Mapping[str, Any] | None = None) -> Plain:
    """Return all that a screen shows before the first answer.

    Parameters
    ----------
    session : Session
    opened : mapping, optional
        A scenario to begin with: yaml, scenario, name.

    Returns
    -------
    dict
    """
    found: Plain = {
        "version": _version.__version__,
        "about": list(ABOUT),
        "disclaimer": DISCLAIMER,
        "calibrations": list(session.calibrations),
        "default_calibration": session.calibration,
        "defaults": {
            "season": int(constant("simulation", "season")),
            "calibration": session.calibration,
            "replicates": int(constant("simulation", "replicates")),
        },
        "vocabulary": vocabulary(),
        "form": form(session.calibration, session.calibrations),
        "levers": levers(),
        "themes": themes(),
        "examples": examples(),
        "limits": {"upload_bytes": MAX_YAML_BYTES, "programs": MAX_PROGRAMS, "replicates": MOST_REPLICATES},
    }
    return found | ({"opened": dict(opened)} if opened else {})


def _folder() -> Any:
    """Folder of the examples: beside the package's source in a clone, inside the package when installed."""
    beside = Path(__file__).resolve().parents[3] / "scenarios"
    return beside if beside.is_dir() else resources.files("simulator").joinpath("scenarios")


@functools.cache
def examples() -> tuple[Plain, ...]:
    """Return the shipped examples, in the order in which a screen offers them: group, name, question, file."""
    folder = _folder()
    if not folder.is_dir():
        return ()
    files = {one.name: one for one in folder.iterdir() if one.name.endswith(".yaml")}
    order = {f"{name}.yaml": part["group"] for part in controls()["examples"] for name in part["files"]}
    listed = [*(name for name in order if name in files), *sorted(set(files) - set(order))]
    return tuple(_example(name, files[name].read_text("utf-8"), order.get(name, OTHERS)) for name in listed)


def _example(file: str, text: str, group: str) -> Plain:
    lines = text.splitlines()
    name = next((line[6:].strip() for line in lines if line.startswith("name: ")), file)
    said = []
    for line in lines:
        if not line.startswith("#") or not line.removeprefix("#").strip():
            break
        said.append(line.removeprefix("#").strip())
    return {"group": group, "name": name.strip("'\""), "question": _question(" ".join(said)), "file": file}


def _question(comment: str) -> str:
    """The question of an example, without sentences about other files, which nobody sees from a screen."""
    said = [one for one in re.split(r"(?<=[.?!]) (?=[A-Z])", comment.removeprefix("Question: ")) if ".yaml" not in one]
    whole = " ".join(said)
    return whole[:1].upper() + whole[1:]


def example_text(file: str) -> str | None:
    """Return the text of a shipped example, or None where there is none of this name."""
    if file not in {one["file"] for one in examples()}:
        return None
    return str(_folder().joinpath(file).read_text("utf-8"))
