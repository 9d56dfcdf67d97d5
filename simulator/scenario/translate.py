"""The schema's errors in the words of a scenario file, at the place of each value."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from simulator.errors import MISSING, Fault
from simulator.scenario.applicant import Applicant
from simulator.scenario.couple import BuildEntry, CoupleChange, CoupleEntry, PartnerEntry
from simulator.scenario.edits import (
    ApplicantChange,
    Edit,
    OwnEdit,
    ProgramChange,
    ProgramFilter,
    RemovePrograms,
    SetPrograms,
    Strategy,
)
from simulator.scenario.kinds import CUSTOM
from simulator.scenario.nodes import UNREADABLE, Node, Path, Place, existing, find, key_place, place_of, spelled
from simulator.scenario.program import ProgramEntry
from simulator.scenario.schema import ScenarioFile, Simulation
from simulator.scenario.suggest import did_you_mean
from simulator.scenario.vocabulary import TOGETHER

MAX_SUGGESTIONS = 500
"""Looking for the nearest word takes time, and only the first 20 faults are shown."""

_SHAPES = {
    "model_type": "must be a mapping of keys to values",
    "model_attributes_type": "must be a mapping of keys to values",
    "dict_type": "must be a mapping of keys to values",
    "mapping_type": "must be a mapping of keys to values",
    "tuple_type": "must be a list",
}


Models = Mapping[tuple[str, ...], type[BaseModel]]
"""The model at each path of a file, ``*`` standing for an index."""


@cache
def _models() -> Models:
    """Return the model at each path of the file, ``*`` standing for an index."""
    edit = ("strategies", "*", "edits", "*")
    partner = ("couple", "partner")
    return {
        (): ScenarioFile,
        ("applicant",): Applicant,
        ("programs", "*"): ProgramEntry,
        ("simulation",): Simulation,
        ("couple",): CoupleEntry,
        ("couple", "build"): BuildEntry,
        partner: PartnerEntry,
        (*partner, "applicant"): Applicant,
        (*partner, "programs", "*"): ProgramEntry,
        ("strategies", "*"): Strategy,
        **_of_edit(edit, Edit),
        **_of_edit((*edit, "partner"), OwnEdit),
        (*edit, "set_couple"): CoupleChange,
        (*edit, "set_couple", "build"): BuildEntry,
    }


def _of_edit(edit: tuple[str, ...], model: type[OwnEdit]) -> dict[tuple[str, ...], type[BaseModel]]:
    return {
        edit: model,
        (*edit, "add_programs"): ProgramEntry,
        (*edit, "add_programs", "*"): ProgramEntry,
        (*edit, "remove_programs"): RemovePrograms,
        (*edit, "remove_programs", "where"): ProgramFilter,
        (*edit, "set_programs"): SetPrograms,
        (*edit, "set_programs", "where"): ProgramFilter,
        (*edit, "set_programs", "set"): ProgramChange,
        (*edit, "set_applicant"): ApplicantChange,
    }


def faults_of(problem: ValidationError, root: Node, models: Models | None = None) -> list[Fault]:
    """Return the faults behind a failed validation.

    Parameters
    ----------
    problem : ValidationError
        What pydantic found.
    root : Node
        The tree that was validated, for places.
    models : mapping, optional
        The models of the file; left out, those of a scenario.

    Returns
    -------
    list of Fault
        One per error; values that a reader has already reported are left out.
    """
    errors = [e for e in problem.errors(include_url=False) if e["input"] is not UNREADABLE]
    known = _models() if models is None else models
    return [_fault(error, root, known, suggest=n < MAX_SUGGESTIONS) for n, error in enumerate(errors)]


def _fault(error: ErrorDetails, root: Node, models: Models, *, suggest: bool) -> Fault:
    path = existing(root, tuple(step for step in error["loc"] if step != "[key]"))
    if error["type"] == "extra_forbidden":
        return _unknown_key(path, root, models, suggest=suggest)
    if error["type"] == "missing":
        place = place_of(root, path[:-1])
        return Fault("is missing", *place, field=_named(path, root), hint=_wanted(path, place, root))
    context = error.get("ctx", {}) if error["type"] == CUSTOM else {}
    place = key_place(root, path) if error["loc"][-1:] == ("[key]",) else place_of(root, path)
    return Fault(
        _SHAPES.get(error["type"]) or error["msg"],
        *place,
        field=_named(path, root),
        got=context.get("got", error["input"]),
        allowed=str(context.get("allowed", "")),
        hint=str(context.get("hint", "")) or _shape_hint(error),
    )


def _shape_hint(error: ErrorDetails) -> str:
    if error["loc"][-1:] == ("build",):
        said = error["input"] if isinstance(error["input"], str) and error["input"] in TOGETHER else TOGETHER[0]
        return f"Try: build: {{together: {said}}}"
    if error["type"] != "tuple_type":
        return ""
    is_mapping = isinstance(error["input"], dict)
    return "Put a '-' before each." if is_mapping else "Put it in brackets: [a, b]."


def _unknown_key(path: Path, root: Node, models: Models, *, suggest: bool) -> Fault:
    model = models.get(tuple("*" if isinstance(step, int) else step for step in path[:-1]))
    known = list(model.model_fields) if model is not None else []
    hint = did_you_mean(path[-1], known) if suggest else ""
    allowed = "" if hint else ", ".join(known)
    place = key_place(root, path)
    return Fault("unknown key", *place, field=_named(path, root), got=MISSING, allowed=allowed, hint=hint)


def _wanted(path: Path, place: Place, root: Node) -> str:
    if place.file != root.place.file:
        return "Fill in the cell."
    return f"Add '{path[-1]}: ...'." if path and isinstance(path[-1], str) else ""


def _named(path: Path, root: Node) -> str:
    """Name a field by its path, or by its column where it stands in another file."""
    for end in range(len(path), 0, -1):
        node = find(root, path[:end])
        if node is not None:
            in_other_file = node.place.file != root.place.file
            return spelled(tuple(s for s in path if isinstance(s, str))[-1:] if in_other_file else path)
    return spelled(path)
