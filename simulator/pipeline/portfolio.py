"""What to apply to with so much money: a scenario and candidates in, a portfolio out."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.errors import Fault, InputError
from simulator.model.checks import check
from simulator.strategy.candidates import considered
from simulator.strategy.portfolio import choose, look_at
from simulator.strategy.result import portfolio_of

if TYPE_CHECKING:
    from simulator.scenario import Scenario
    from simulator.strategy.result import Portfolio


def optimize(
    scenario: Scenario,
    *,
    budget_usd: float | None = None,
    max_programs: int | None = None,
    warnings: tuple[str, ...] = (),
) -> Portfolio:
    """Choose which of the programs considered to apply to.

    Parameters
    ----------
    scenario : Scenario
        With candidates: programs of status considering, its own or a catalogue's (`scenario.catalogue`).
    budget_usd : float, optional
        Most dollars for new applications, by the fee schedule of the season; tiers go on from applications sent.
    max_programs : int, optional
        Most new applications. At least one of the two is needed.
    warnings : tuple of str
        What to say first, such as that the candidates are made up.

    Returns
    -------
    Portfolio

    Raises
    ------
    InputError
        No budget or one that is not positive, no candidates, or a scenario that the model cannot take.
    """
    faults = [*budget_faults(budget_usd, max_programs)]
    if not considered(scenario):
        message = "no program to choose from: none has the status considering"
        faults.append(scenario.fault("programs", message, hint="Add some, or give a catalogue."))
    if faults:
        raise InputError(faults)
    season = look_at(scenario, check(scenario))
    usd = math.inf if budget_usd is None else budget_usd
    choice = choose(season, usd, max_programs or len(season.found.open))
    found = portfolio_of(season, choice, usd, max_programs)
    return replace(found, warnings=(*warnings, *found.warnings))


def budget_faults(budget_usd: float | None, max_programs: int | None) -> list[Fault]:
    """Name what is wrong with a budget.

    Parameters
    ----------
    budget_usd : float, optional
    max_programs : int, optional

    Returns
    -------
    list of Fault
    """
    faults = []
    if budget_usd is None and max_programs is None:
        allowed = "--budget-usd, --max-programs, or both"
        faults.append(Fault("is missing: nothing says how much may be spent", field="--budget-usd", allowed=allowed))
    if budget_usd is not None and not 0 < budget_usd < math.inf:
        faults.append(
            Fault("must be a positive number of dollars", field="--budget-usd", got=budget_usd, allowed="above 0")
        )
    if max_programs is not None and max_programs <= 0:
        faults.append(
            Fault(
                "must be a positive number of programs", field="--max-programs", got=max_programs, allowed="1 or more"
            )
        )
    return faults
