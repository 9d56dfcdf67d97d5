"""A catalogue: programs that could be applied to, as a CSV with the columns of a programs_file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from simulator.errors import Fault
from simulator.scenario.csv_reader import read_programs
from simulator.scenario.loader import scenario_of
from simulator.scenario.nodes import UNREADABLE, Node, with_child
from simulator.scenario.scenario import Scenario

CANDIDATE = "considering"


def with_catalogue(scenario: Scenario, path: str | os.PathLike[str], said: str | None = None) -> Scenario:
    """Add the programs of a catalogue to a scenario, as programs that are only being considered.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
    path : path-like
        A CSV file with the columns of a programs_file. Its `status` may be left out, blank or ``considering``.
    said : str, optional
        What to call the file in messages; by default its path.

    Returns
    -------
    Scenario
        With the same checks as if the programs stood in the scenario's own file; their names must be new.

    Raises
    ------
    InputError
        With every fault: columns that are missing or unknown, values that cannot be, names that are taken.
    """
    name = os.fsdecode(path)
    rows, faults = read_programs(name, said)
    faults.extend(_status_faults(rows))
    if not rows and not faults:
        faults.append(Fault("lists no program below its header", file=said or name, allowed="a program a line"))
    root = scenario.places.root
    fields = {key: node for key, node in cast("dict[str, Node]", root.value).items() if key != "programs_file"}
    root = replace(root, value=fields)
    listed = fields.get("programs")
    before = cast("list[Node]", listed.value) if listed is not None else []
    unread = [Node(UNREADABLE, root.place)] if faults else []
    items = [*before, *map(_candidate, rows), *unread]
    place = root.place if listed is None else listed.place
    programs = Node(items, place, size=1 + sum(node.size for node in items))
    return scenario_of(with_child(root, ("programs",), programs), faults)


def _status_faults(rows: list[Node]) -> Iterator[Fault]:
    for row in rows:
        status = row.child("status")
        if status is not None and status.value != CANDIDATE:
            message = "a catalogue lists programs that were not applied to yet"
            hint = "What has happened already stands in the scenario."
            yield Fault(message, *status.place, field="status", got=status.value, allowed=CANDIDATE, hint=hint)


def _candidate(row: Node) -> Node:
    values = cast("dict[str, Node]", row.value)
    return replace(row, value={**values, "status": Node(CANDIDATE, row.place)})
