"""What of a strategy is counted: edits that come too late, or too early, change nothing.

Signals travel with the application: where a scenario has a date, those of programs that have the
application already stay as they are. A letter of interest or of intent is written after an
interview: at a program that has not invited it counts as nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.strategy.caution import INTERVIEWS

if TYPE_CHECKING:
    from simulator.scenario import Program, Scenario


def counted(scenario: Scenario, edited: Scenario) -> Scenario:
    """Return an edited season without the edits that cannot have an effect any more, or yet.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    edited : Scenario
        The same under a strategy.

    Returns
    -------
    Scenario
    """
    late = {p.name: p.signal for p in late_signals(scenario, edited)}
    early = {p.name for p in early_letters(scenario, edited)}
    if not late and not early:
        return edited
    before = {p.name: p for p in scenario.programs}
    kept = []
    for program in edited.programs:
        undone: dict[str, object] = {}
        if program.name in late:
            undone["signal"] = before[program.name].signal
        if program.name in early:
            undone["letter"] = before[program.name].letter if program.name in before else "none"
        kept.append(program.model_copy(update=undone) if undone else program)
    return replace(edited, programs=tuple(kept))


def late_signals(scenario: Scenario, edited: Scenario) -> list[Program]:
    """Return the edited programs whose signal comes after the application.

    Parameters
    ----------
    scenario, edited : Scenario

    Returns
    -------
    list of Program
        Empty where the scenario has no date: then the season is looked at as a whole.
    """
    if scenario.as_of is None:
        return []
    before = {p.name: p.signal for p in scenario.programs if p.status != "considering"}
    return [p for p in edited.programs if before.get(p.name, p.signal) != p.signal]


def early_letters(scenario: Scenario, edited: Scenario) -> list[Program]:
    """Return the edited programs to which a strategy sends a letter without an interview.

    Parameters
    ----------
    scenario, edited : Scenario

    Returns
    -------
    list of Program
    """
    before = {p.name: p.letter for p in scenario.programs}
    written = [p for p in edited.programs if p.letter != "none" and p.letter != before.get(p.name)]
    return [p for p in written if p.status not in INTERVIEWS]
