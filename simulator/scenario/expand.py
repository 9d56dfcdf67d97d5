"""From the checked file to the scenario: counts become names, defaults become lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simulator.scenario.couple import CoupleEntry
from simulator.scenario.listing import is_rankable
from simulator.scenario.names import expanded_names
from simulator.scenario.nodes import Node, Path
from simulator.scenario.program import Program, ProgramEntry
from simulator.scenario.scenario import Couple, Partner, Places, Scenario
from simulator.scenario.schema import ScenarioFile

Entries = tuple[ProgramEntry, ...]


def expanded(file: ScenarioFile, root: Node, warnings: tuple[str, ...]) -> Scenario:
    """Return the scenario that a checked file describes.

    Parameters
    ----------
    file : ScenarioFile
        Checked, with at most 5,000 programs after expansion.
    root : Node
        The tree it came from, for places.
    warnings : tuple of str
        What the checks had to say.

    Returns
    -------
    Scenario
    """
    programs = expand_programs(file.programs or ())
    return Scenario(
        name=file.name,
        season=file.season,
        as_of=file.as_of,
        calibration=file.calibration,
        applicant=file.applicant,
        programs=programs,
        rank_order_list=_ranked(file.rank_order_list, programs),
        rank_order_list_given=file.rank_order_list is not None,
        supplemental_given=file.supplemental_rank_order_list,
        couple=None if file.couple is None else _couple(file.couple),
        strategies=file.strategies or (),
        simulation=file.simulation,
        warnings=warnings,
        places=Places(root, _entry_of(file)),
    )


def expand_programs(entries: Entries) -> tuple[Program, ...]:
    """Return one program per name; a count of 3 makes "NAME 1", "NAME 2", "NAME 3"."""
    return tuple(program for entry in entries for program in _look_alikes(entry))


def _look_alikes(entry: ProgramEntry) -> Iterator[Program]:
    values = {key: getattr(entry, key) for key in Program.model_fields}
    given = entry.model_fields_set - {"count"}
    for name in expanded_names(entry.name, entry.count):
        yield Program.model_construct(given, **{**values, "name": name})


def _ranked(given: tuple[str, ...] | None, programs: tuple[Program, ...]) -> tuple[str, ...]:
    if given is not None:
        return given
    return tuple(program.name for program in programs if is_rankable(program.status))


def _couple(entry: CoupleEntry) -> Couple:
    partner = entry.partner
    programs = expand_programs(partner.programs or ())
    ranked = _ranked(partner.rank_order_list, programs)
    person = Partner(partner.applicant, programs, ranked, partner.rank_order_list is not None)
    return Couple(person, entry.joint_rank_order_list, entry.build, entry.correlation)


def _entry_of(file: ScenarioFile) -> Mapping[Path, Mapping[str, int]]:
    lists: dict[Path, Entries] = {("programs",): file.programs or ()}
    if file.couple is not None:
        lists["couple", "partner", "programs"] = file.couple.partner.programs or ()
    return {path: _index_of_name(entries) for path, entries in lists.items()}


def _index_of_name(entries: Entries) -> dict[str, int]:
    pairs = ((expanded_names(entry.name, entry.count), i) for i, entry in enumerate(entries))
    return {name: index for names, index in pairs for name in names}
