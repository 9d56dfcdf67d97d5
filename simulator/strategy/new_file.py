"""The scenario that a portfolio is written to a file as: candidates left out, facts kept facts."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from simulator.strategy.candidates import silence_speaks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.scenario import Applicant, Scenario, Strategy

STRATEGY = "apply to the programs chosen"


def for_a_file(scenario: Scenario, edited: Scenario, signal_of: Mapping[str, str]) -> Scenario:
    """Leave out candidates that were not chosen; keep facts facts.

    Where silence already speaks, a program written to today must not look like one that has been silent since
    September: the applications then go into a strategy, and the programs stay ones that are considered.

    Parameters
    ----------
    scenario : Scenario
        With candidates.
    edited : Scenario
        The same with the chosen ones applied to.
    signal_of : mapping of program name to signal
        The chosen ones.

    Returns
    -------
    Scenario
    """
    if not silence_speaks(scenario):
        kept = tuple(p for p in edited.programs if p.status != "considering")
        return dataclasses.replace(edited, programs=kept, applicant=_counted(scenario, edited))
    kept = tuple(p for p in scenario.programs if p.status != "considering" or p.name in signal_of)
    return dataclasses.replace(scenario, programs=kept, strategies=(*scenario.strategies, *_as_strategy(signal_of)))


def _counted(scenario: Scenario, edited: Scenario) -> Applicant:
    """Return the applicant with new applications counted where their number is stated."""
    stated = scenario.applicant.applications_sent
    if stated is None:
        return scenario.applicant
    before, after = (_listed(x) for x in (scenario, edited))
    total = {name: n + after.get(name, 0) - before.get(name, 0) for name, n in stated.items()}
    return scenario.applicant.model_copy(update={"applications_sent": total})


def _listed(scenario: Scenario) -> dict[str, int]:
    found: dict[str, int] = {}
    for p in scenario.programs:
        if p.status != "considering":
            found[p.specialty] = found.get(p.specialty, 0) + 1
    return found


def _as_strategy(signal_of: Mapping[str, str]) -> tuple[Strategy, ...]:
    from simulator.scenario import Strategy

    if not signal_of:
        return ()
    edit = {"set_programs": {"where": {"name": tuple(signal_of)}, "set": {"status": "applied"}}}
    return (Strategy.model_validate({"name": STRATEGY, "edits": (edit,)}),)
