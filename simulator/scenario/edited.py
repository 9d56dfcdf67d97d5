"""Apply a strategy: its edits in order, the scenario that they lead to, and what is wrong with them.

Edits speak of what would be done from today on. They may not take back what has happened, and
two of them may not say different things of one field. A program added, or written to only now,
goes to the end of the rank order list where the file gives one. Of a couple, edits are about the
file's own applicant, those under `partner` about the other; `set_couple` changes the joint list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.scenario.couple_people import each_alone
from simulator.scenario.edited_couple import JointWork
from simulator.scenario.editing import Ordered, Work
from simulator.scenario.where import groups_of

if TYPE_CHECKING:
    from simulator.errors import Fault
    from simulator.scenario.edits import Edit, Strategy
    from simulator.scenario.nodes import Path
    from simulator.scenario.scenario import Scenario


class Edited(NamedTuple):
    """What a strategy makes of a scenario.

    Attributes
    ----------
    strategy : Strategy
    scenario : Scenario
        After all edits; its faults are placed at the edits.
    faults : list of Fault
        What is wrong with the edits themselves; the scenario is of no use then.
    warnings : tuple of str
        Edits that match nothing or change nothing, each with the name of the strategy.
    """

    strategy: Strategy
    scenario: Scenario
    faults: list[Fault]
    warnings: tuple[str, ...]


def apply_strategy(scenario: Scenario, index: int) -> Edited:
    """Apply one of a scenario's strategies.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
    index : int
        Which of ``scenario.strategies``, from 0.

    Returns
    -------
    Edited
    """
    strategy = scenario.strategies[index]
    works = [_work(scenario)]
    if scenario.couple is not None:
        works.append(_work(each_alone(scenario)[1]))
    pairs = None if scenario.couple is None else JointWork(scenario.couple, works)
    for number, edit in enumerate(strategy.edits):
        _apply(edit, ("strategies", index, "edits", number), works, pairs, strategy.name)
    for work in works:
        work.check_whole()
    faults = [fault for work in works for fault in work.faults]
    warnings = [text for work in works for text in work.warnings]
    edited = works[0].result(strategy.name)
    if pairs is not None:
        edited = pairs.result(edited, ("strategies", index), strategy.name)
        faults, warnings = faults + pairs.faults, warnings + pairs.warnings
    return Edited(strategy, edited, faults, tuple(warnings))


def _work(person: Scenario) -> Work:
    first = Ordered(list(person.rank_order_list), person.rank_order_list_given)
    second = Ordered(list(person.supplemental_rank_order_list), person.supplemental_given is not None)
    return Work(person, {p.name: p for p in person.programs}, first, second, groups_of(person))


def _apply(edit: Edit, path: Path, works: list[Work], pairs: JointWork | None, name: str) -> None:
    """Apply one edit to whom it is about, and warn where it changes nothing."""
    what = f"edit {path[-1] + 1} ({edit.action})" if isinstance(path[-1], int) else edit.action
    if edit.set_couple is not None:
        if pairs is not None and not pairs.apply(edit.set_couple, (*path, "set_couple")):
            works[0].warnings.append(f"Strategy '{name}': {what} finds the couple so already, so it changes nothing.")
        return
    if edit.partner is not None:
        if len(works) == 1:
            return
        work, own, path = works[1], edit.partner, (*path, "partner")
    else:
        work, own = works[0], edit
    before = len(work.faults)
    if not work.apply(own, path) and len(work.faults) == before:
        work.warnings.append(f"Strategy '{name}': {what} {work.reason}, so it changes nothing.")
