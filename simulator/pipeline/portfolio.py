"""What to apply to with so much money: a scenario and candidates in, a portfolio out."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.errors import Fault, InputError
from simulator.model.checks import check
from simulator.strategy.candidates import considered
from simulator.strategy.emails import emails_left, to_be_emailed, with_emails
from simulator.strategy.portfolio import choose, look_at
from simulator.strategy.result import portfolio_of

if TYPE_CHECKING:
    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario
    from simulator.strategy.portfolio import Choice, Season
    from simulator.strategy.result import Portfolio

NO_EMAILS = "As many programs have been emailed as may be, or more: the emails of candidates are left out."
FEWER_EMAILS = (
    "Only {} more programs may be emailed before it is mass email, and {} of the best choice have one: emails stay "
    "where the application adds most, the others go without."
)


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
    usd = math.inf if budget_usd is None else budget_usd
    season, choice, said = _chosen(scenario, check(scenario), usd, max_programs)
    found = portfolio_of(season, choice, usd, max_programs)
    return replace(found, warnings=(*warnings, *said, *found.warnings))


def _chosen(
    scenario: Scenario, calibration: Calibration, usd: float, most: int | None
) -> tuple[Season, Choice, tuple[str, ...]]:
    """Choose; where more emails go with the choice than there is room for, once more with only the best of them."""
    names = [p.name for p in considered(scenario)]
    left = emails_left(scenario)
    if not left and to_be_emailed(scenario, names):
        scenario, names = with_emails(scenario, ()), []
        said: tuple[str, ...] = (NO_EMAILS,)
    else:
        said = ()
    season = look_at(scenario, calibration)
    choice = choose(season, usd, most or len(season.found.open))
    mailed = to_be_emailed(scenario, [season.found.open[p] for p in choice.order])
    if len(mailed) <= left or not names:
        return season, choice, said
    best = choice.bound
    season = look_at(with_emails(scenario, mailed[:left]), calibration)
    choice = choose(season, usd, most or len(season.found.open))
    choice = choice._replace(bound=max(best, choice.match), is_proved=False)
    return season, choice, (FEWER_EMAILS.format(left, len(mailed)),)


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
