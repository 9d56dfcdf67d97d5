"""Load a scenario: read, check everything, report every fault at once, expand."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace

from pydantic import ValidationError

from simulator.errors import MISSING, Fault, InputError
from simulator.scenario.checks import At, person_faults, person_warnings
from simulator.scenario.couple_checks import couple_faults, couple_warnings
from simulator.scenario.couple_file import with_joint_list
from simulator.scenario.csv_reader import beside, read_programs
from simulator.scenario.expand import expanded
from simulator.scenario.files import MAX_YAML_BYTES, read_text
from simulator.scenario.nodes import (
    UNREADABLE,
    Node,
    Path,
    find,
    plain,
    spelled,
    with_child,
)
from simulator.scenario.program import MAX_PATH_CHARACTERS, MAX_PROGRAMS
from simulator.scenario.reader import read_yaml
from simulator.scenario.scenario import Scenario
from simulator.scenario.schema import ScenarioFile
from simulator.scenario.strategy_checks import strategy_faults
from simulator.scenario.text_kinds import is_text
from simulator.scenario.tracks import supplemental_faults
from simulator.scenario.translate import faults_of
from simulator.scenario.tree import sized, tree_of


def load_scenario(path: str | os.PathLike[str]) -> Scenario:
    """Load a scenario file.

    Parameters
    ----------
    path : path-like
        A YAML 1.2 file (UTF-8, at most 1 MB).

    Returns
    -------
    Scenario
        Checked and expanded; ``warnings`` says what was accepted without effect.

    Raises
    ------
    InputError
        With every fault of the file, each with ``file:line:col`` and the field.
    """
    file = os.fsdecode(path)
    root, faults = read_yaml(read_text(file, MAX_YAML_BYTES), file)
    return scenario_of(root, faults)


def scenario_from_dict(data: Mapping[str, object], file: str = "<dict>") -> Scenario:
    """Make a scenario from Python data, with the same checks as for a file.

    Parameters
    ----------
    data : mapping
        The keys and values of a scenario file; dates as ``date`` or ``YYYY-MM-DD``.
    file : str
        What to call the data in messages; a programs_file is looked for beside it.

    Returns
    -------
    Scenario

    Raises
    ------
    InputError
        With every fault, each with its field.
    """
    return scenario_of(*tree_of(data, file))


def scenario_of(root: Node, faults: list[Fault]) -> Scenario:
    """Check a tree of values and make the scenario of it.

    Parameters
    ----------
    root : Node
        From a reader.
    faults : list of Fault
        What the reader found wrong.

    Returns
    -------
    Scenario

    Raises
    ------
    InputError
        With every fault.
    """
    file = root.place.file
    for person in ((), ("couple", "partner")):
        root, more = _with_rows(root, person, file)
        faults = faults + more
        _refuse_too_many(root, person, faults)
    root, more = with_joint_list(root, file)
    faults = faults + more
    raw = plain(root)
    assert isinstance(raw, dict)  # noqa: S101 - both readers return a mapping
    at = At(root)
    checked, shape_faults = _checked(raw, root)
    faults = [*faults, *shape_faults, *person_faults(raw, (), at), *couple_faults(raw, at)]
    faults += [*supplemental_faults(raw, (), at), *strategy_faults(raw, at)]
    if faults or checked is None:
        raise InputError(sorted(faults, key=lambda fault: _order(fault, file)))
    return expanded(checked, root, (*person_warnings(raw, ""), *couple_warnings(raw)))


def _refuse_too_many(root: Node, person: Path, faults: list[Fault]) -> None:
    """Stop at once at a list so long that checking each entry would only cost time."""
    path = (*person, "programs")
    listed = find(root, path)
    if listed is not None and isinstance(listed.value, list) and len(listed.value) > MAX_PROGRAMS:
        got, allowed = len(listed.value), f"at most {MAX_PROGRAMS:,}"
        raise InputError(faults or At(root).fault(path, "too many programs", got, allowed))


def _checked(raw: dict[str, object], root: Node) -> tuple[ScenarioFile | None, list[Fault]]:
    try:
        return ScenarioFile.model_validate(raw), []
    except ValidationError as problem:
        return None, faults_of(problem, root)


def _order(fault: Fault, file: str) -> tuple[bool, str, int, int]:
    return fault.file != file, fault.file, fault.line or 0, fault.column or 0


def _with_rows(root: Node, person: Path, file: str) -> tuple[Node, list[Fault]]:
    """Put the rows of a person's programs_file behind the programs of the file itself."""
    named = find(root, (*person, "programs_file"))
    if named is None or not isinstance(named.value, str) or not is_text(named.value, MAX_PATH_CHARACTERS):
        return root, []
    try:
        rows, faults = read_programs(beside(file, named.value))
    except InputError as problem:
        field = spelled((*person, "programs_file"))
        rows, faults = [], [_at_its_name(fault, named, field) for fault in problem.faults]
    unread = [Node(UNREADABLE, named.place)] if faults else []
    listed = find(root, (*person, "programs"))
    before = listed.value if listed is not None else []
    if not isinstance(before, list):
        return root, faults
    place = listed.place if listed is not None else named.place
    items = [*before, *rows, *unread]
    return with_child(root, (*person, "programs"), sized(Node(items, place), items)), faults


def _at_its_name(fault: Fault, named: Node, field: str) -> Fault:
    """Move a fault of a whole file to where the scenario names that file."""
    if fault.line is not None:
        return fault
    got = named.value if fault.got is MISSING else fault.got
    line, column = named.place.line, named.place.column
    return replace(fault, file=named.place.file, line=line, column=column, field=field, got=got)
