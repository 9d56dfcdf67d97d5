"""Which programs an edit is about: conditions on fields, and names that stand for look-alikes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from simulator.scenario.names import expanded_names
from simulator.scenario.program import Program, ProgramEntry
from simulator.scenario.scenario import Scenario

Groups = dict[str, tuple[str, ...]]
"""A name with a ``count`` in the file, to the names of the look-alikes that it stands for."""


def groups_of(scenario: Scenario) -> Groups:
    """Return the names of a scenario's file that stand for look-alikes.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    dict of str to tuple of str
    """
    return dict(scenario.places.groups)


def groups_added(entries: Iterable[ProgramEntry]) -> Groups:
    """Return the names of added entries that stand for look-alikes."""
    return {entry.name: expanded_names(entry.name, entry.count) for entry in entries if entry.count != 1}


def matching(programs: Iterable[Program], where: Mapping[str, tuple[object, ...]], groups: Groups) -> list[str]:
    """Return the names of the programs that satisfy every condition.

    Parameters
    ----------
    programs : iterable of Program
    where : mapping
        Field to accepted values; a name with a ``count`` means all its look-alikes, unless a
        program has that very name.
    groups : Groups
    """
    wanted = {key: frozenset(values) for key, values in where.items()}
    there = list(programs)
    if "name" in wanted:
        alike = frozenset(groups) & wanted["name"] - {p.name for p in there}
        wanted["name"] |= {one for name in alike for one in groups[str(name)]}
    return [p.name for p in there if all(_holds(p, key, values) for key, values in wanted.items())]


def _holds(program: Program, key: str, values: frozenset[object]) -> bool:
    """Whether a program satisfies one condition; of a field that is a list, any of its values will do."""
    mine = getattr(program, key)
    return any(one in values for one in mine) if isinstance(mine, tuple) else mine in values
