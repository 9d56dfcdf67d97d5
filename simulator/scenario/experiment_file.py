"""Load the file of an experiment: read, check everything, report every fault at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from pydantic import BaseModel, ValidationError

from simulator.errors import Fault, InputError
from simulator.scenario import experiment_levers as levers
from simulator.scenario.checks import At
from simulator.scenario.experiment import Arm, ExperimentFile, MarketEntry, Who
from simulator.scenario.files import MAX_YAML_BYTES, read_text
from simulator.scenario.names import same_name
from simulator.scenario.nodes import Node, Path, plain
from simulator.scenario.reader import read_yaml
from simulator.scenario.schema import Simulation
from simulator.scenario.translate import Models, faults_of
from simulator.scenario.tree import tree_of


@dataclass(frozen=True)
class Experiment:
    """An experiment on the market, checked.

    Attributes
    ----------
    asked : ExperimentFile
        What the file says.
    at : At
        Where everything stands in it, for checks that need the model; not part of equality.
    """

    asked: ExperimentFile
    at: At = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """Name of the experiment."""
        return self.asked.name


def load_experiment(path: str | os.PathLike[str]) -> Experiment:
    """Load the file of an experiment.

    Parameters
    ----------
    path : path-like
        A YAML 1.2 file (UTF-8, at most 1 MB).

    Returns
    -------
    Experiment

    Raises
    ------
    InputError
        With every fault of the file, each with ``file:line:col`` and the field.
    """
    file = os.fsdecode(path)
    return _checked(*read_yaml(read_text(file, MAX_YAML_BYTES), file))


def experiment_from_dict(data: Mapping[str, object], file: str = "<dict>") -> Experiment:
    """Make an experiment from Python data, with the same checks as for a file.

    Parameters
    ----------
    data : mapping
        The keys and values of a file.
    file : str
        What to call the data in messages.

    Returns
    -------
    Experiment

    Raises
    ------
    InputError
        With every fault, each with its field.
    """
    return _checked(*tree_of(data, file))


def _checked(root: Node, faults: list[Fault]) -> Experiment:
    raw, at = plain(root), At(root)
    try:
        found: ExperimentFile | None = ExperimentFile.model_validate(raw)
    except ValidationError as problem:
        faults = [*faults, *faults_of(problem, root, _models())]
        found = None
    faults = [*faults, *_between_fields(raw, at)]
    if faults or found is None:
        raise InputError(sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0)))
    return Experiment(found, at)


@cache
def _models() -> Models:
    """Return the model at each path of the file, ``*`` standing for an index."""
    parts = {
        "cap_applications": levers.CapApplications,
        "cap_interviews": levers.CapInterviews,
        "more_applications": levers.MoreApplications,
        "community_programs": levers.CommunityPrograms,
        "more_interviews": levers.MoreInterviews,
        "program_interviews": levers.ProgramInterviews,
        "signals": levers.Signals,
        "couples": levers.Couples,
    }
    found: dict[tuple[str, ...], type[BaseModel]] = {
        (): ExperimentFile,
        ("market",): MarketEntry,
        ("simulation",): Simulation,
        ("arms", "*"): Arm,
        ("arms", "*", "who"): Who,
    }
    for place in (("base", "*"), ("arms", "*", "levers", "*")):
        found[place] = levers.Lever
        found |= {(*place, name): part for name, part in parts.items()}
    return found


def _between_fields(raw: object, at: At) -> Iterator[Fault]:
    """Compare what no single field can know; shapes that are wrong are the schema's business."""
    given = raw if isinstance(raw, dict) else {}
    arms = given.get("arms")
    rows = [row if isinstance(row, dict) else {} for row in arms] if isinstance(arms, tuple) else []
    yield from _repeated(given.get("base"), ("base",), at)
    seen: dict[str, int] = {}
    for n, row in enumerate(rows):
        yield from _repeated(row.get("levers"), ("arms", n, "levers"), at)
        yield from _crowd(row, n, at)
        name = row.get("name")
        if isinstance(name, str):
            first = seen.setdefault(same_name(name), n)
            if first != n:
                where = at.line(("arms", first, "name"))
                yield at.fault(("arms", n, "name"), "two arms have one name", name, hint=where)


def _keys(given: object) -> list[tuple[int, str]]:
    rows = given if isinstance(given, tuple) else ()
    return [(n, next(iter(row))) for n, row in enumerate(rows) if isinstance(row, dict) and len(row) == 1]


def _repeated(given: object, path: Path, at: At) -> Iterator[Fault]:
    seen: set[str] = set()
    for n, key in _keys(given):
        if key in seen and key in levers.Lever.model_fields:
            yield at.fault((*path, n, key), "pulls the same lever twice", hint="Give each lever once.")
        seen.add(key)


def _crowd(row: dict[str, object], n: int, at: At) -> Iterator[Fault]:
    """Shares and who need levers that applicants pull, and only such."""
    pulled = [(k, key) for k, key in _keys(row.get("levers")) if key in levers.Lever.model_fields]
    for part in ("shares", "who"):
        if row.get(part) is None:
            continue
        for k, key in pulled:
            if key not in levers.CROWD:
                message = f"is a rule for everybody, so that {part} cannot stand beside it"
                yield at.fault(("arms", n, "levers", k, key), message, hint=f"With {part}: {', '.join(levers.CROWD)}.")
