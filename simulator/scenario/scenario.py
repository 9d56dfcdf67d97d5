"""A scenario as the rest of the program sees it: checked, expanded, frozen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from simulator.errors import MISSING, Fault
from simulator.scenario.applicant import Applicant
from simulator.scenario.couple import BuildEntry, Pair
from simulator.scenario.edits import Strategy
from simulator.scenario.nodes import Node, Path, Place, find, place_of
from simulator.scenario.program import Program
from simulator.scenario.schema import Simulation
from simulator.scenario.tracks import usual_supplemental

_STEP = re.compile(r"\[(\d{1,9})\]|([^.\[\]]+)")


@dataclass(frozen=True)
class Places:
    """Where everything of a scenario stands.

    Attributes
    ----------
    root : Node
        The tree of the file, rows of a programs_file included.
    entry_of : mapping
        For each list of programs (by its path): expanded name to index in the file.
    """

    root: Node
    entry_of: Mapping[Path, Mapping[str, int]]

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Names with a ``count`` in the file, to the names of the look-alikes that they stand for."""
        path, found = ("programs",), dict[str, list[str]]()
        for name, index in self.entry_of.get(path, {}).items():
            written = getattr(find(self.root, (*path, index, "name")), "value", None)
            if isinstance(written, str) and written != name:
                found.setdefault(written, []).append(name)
        return {name: tuple(names) for name, names in found.items()}

    def named(self, text: str, path: Path, names: Mapping[Path, tuple[str, ...]]) -> str:
        """Return how a message names a path; here as it was given."""
        del path, names
        return text

    def find(self, path: Path, names: Mapping[Path, tuple[str, ...]]) -> Place:
        """Return the place of a path whose program indices are those after expansion."""
        for prefix, entries in self.entry_of.items():
            index = path[len(prefix)] if path[: len(prefix)] == prefix and len(path) > len(prefix) else None
            known = names.get(prefix, ())
            if isinstance(index, int):
                entry = entries.get(known[index]) if index < len(known) else None
                rest = path[len(prefix) + 1 :] if entry is not None else ()
                return place_of(self.root, (*prefix, *(() if entry is None else (entry,)), *rest))
        return place_of(self.root, path)


@dataclass(frozen=True)
class Partner:
    """The second partner of a couple, with programs expanded as in :class:`Scenario`."""

    applicant: Applicant
    programs: tuple[Program, ...]
    rank_order_list: tuple[str, ...]
    rank_order_list_given: bool


@dataclass(frozen=True)
class Couple:
    """A partner and either a joint list or the way to build one; the other is None.

    With neither (a strategy can have that) each of them ranks alone. Correlation None: the model's.
    """

    partner: Partner
    joint_rank_order_list: tuple[Pair, ...] | None
    build: BuildEntry | None
    correlation: float | None = None

    @property
    def is_dissolved(self) -> bool:
        """Whether each ranks alone."""
        return self.joint_rank_order_list is None and self.build is None


@dataclass(frozen=True)
class Scenario:
    """One season of one applicant or couple.

    Attributes
    ----------
    name : str
        Name of the scenario.
    season : int
        Year of the Match.
    as_of : date or None
        The scenario's today; None when not given.
    calibration : str or None
        Name or path of a calibration; None for the product's default.
    applicant : Applicant
        The profile; None in a field that is not given.
    programs : tuple of Program
        Expanded, in file order; rows of a programs_file follow those of the file.
    rank_order_list : tuple of str
        Program names, best first: as given, or file order of everything rankable.
    rank_order_list_given : bool
        Whether the file gives the list.
    supplemental_given : tuple of str or None
        The supplemental list as the file gives it; `supplemental_rank_order_list` is what holds.
    couple : Couple or None
        The partner and the joint list.
    strategies : tuple of Strategy
        Named lists of edits; empty when none are given.
    simulation : Simulation
        Replicates and seed, None where not given.
    warnings : tuple of str
        What was accepted but has no effect, one sentence each.
    places : Places
        Where everything stands in the files; not part of equality.
    """

    name: str
    season: int
    as_of: date | None
    calibration: str | None
    applicant: Applicant
    programs: tuple[Program, ...]
    rank_order_list: tuple[str, ...]
    rank_order_list_given: bool
    supplemental_given: tuple[str, ...] | None
    couple: Couple | None
    strategies: tuple[Strategy, ...]
    simulation: Simulation
    warnings: tuple[str, ...]
    places: Places = field(repr=False, compare=False)

    @cached_property
    def supplemental_rank_order_list(self) -> tuple[str, ...]:
        """Preliminary programs for the first year of an advanced position, best first.

        As given, or file order of every preliminary program that can be ranked where the rank order list holds an
        advanced one.
        """
        if self.supplemental_given is not None:
            return self.supplemental_given
        return usual_supplemental(self.programs, self.rank_order_list)

    def fault(self, field: str, message: str, got: object = MISSING, allowed: str = "", hint: str = "") -> Fault:
        """Return a fault at the place of a field.

        Parameters
        ----------
        field : str
            Path such as ``programs[3].signal``; indices count programs after expansion.
        message, got, allowed, hint
            As in :class:`~simulator.errors.Fault`.

        Returns
        -------
        Fault
            At ``file:line:col`` of the value, or of the nearest thing around it.
        """
        names: dict[Path, tuple[str, ...]] = {("programs",): tuple(p.name for p in self.programs)}
        if self.couple is not None:
            partners = tuple(p.name for p in self.couple.partner.programs)
            names["couple", "partner", "programs"] = partners
        path = parsed(field)
        place, field = self.places.find(path, names), self.places.named(field, path, names)
        return Fault(message, *place, field=field, got=got, allowed=allowed, hint=hint)


def parsed(field: str) -> Path:
    """Turn ``programs[3].step2_ck`` into ``("programs", 3, "step2_ck")``."""
    return tuple(int(number) if number else key for number, key in _STEP.findall(field))


def unsupported_parts(scenario: Scenario) -> list[Fault]:
    """Return a fault for each part of a scenario that only some commands take.

    Parameters
    ----------
    scenario : Scenario
        A loaded scenario.

    Returns
    -------
    list of Fault
        Empty for a scenario of one applicant. A caller that does not know couples refuses with
        ``InputError(faults)``, so that such a part is never ignored.
    """
    parts = {"couple": scenario.couple is not None}
    hint = "The file is right, and run takes it; take this part out for anything else."
    return [scenario.fault(key, "is not yet supported here", hint=hint) for key, given in parts.items() if given]
