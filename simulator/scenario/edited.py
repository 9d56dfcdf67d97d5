"""Apply a strategy: its edits in order, the scenario that they lead to, and what is wrong with them.

Edits speak of what would be done from today on. They may not take back what has happened, and
two of them may not say different things of one field. A program added, or written to only now,
goes to the end of the rank order list where the file gives one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.scenario.editing import Ordered, Work
from simulator.scenario.where import groups_of

if TYPE_CHECKING:
    from simulator.errors import Fault
    from simulator.scenario.edits import Strategy
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
    first = Ordered(list(scenario.rank_order_list), scenario.rank_order_list_given)
    second = Ordered(list(scenario.supplemental_rank_order_list), scenario.supplemental_given is not None)
    work = Work(scenario, {p.name: p for p in scenario.programs}, first, second, groups_of(scenario))
    for number, edit in enumerate(strategy.edits):
        before = len(work.faults)
        if not work.apply(edit, ("strategies", index, "edits", number)) and len(work.faults) == before:
            what = f"edit {number + 1} ({edit.action})"
            work.warnings.append(f"Strategy '{strategy.name}': {what} {work.reason}, so it changes nothing.")
    work.check_whole()
    return Edited(strategy, work.result(strategy.name), work.faults, tuple(work.warnings))
