"""What a season costs: application fees by the schedule on file, and what else is known."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from simulator.model.fees import application_cost, other_costs
from simulator.outcomes.result import Cost

if TYPE_CHECKING:
    from simulator.scenario import Scenario


def cost_of(scenario: Scenario) -> Cost:
    """Return application fees of the programs applied to, and other costs on file.

    Parameters
    ----------
    scenario : Scenario
        Of one person.

    Returns
    -------
    Cost
    """
    import pandas as pd

    applied = _applied(scenario)
    fees = application_cost(applied, scenario.season)
    other = other_costs(scenario.season) if applied else ()
    rows = pd.DataFrame([(c.item, c.usd) for c in other], columns=["item", "usd"])
    return Cost(fees.total_usd, fees.schedule, rows)


def fee_warnings(scenario: Scenario) -> tuple[str, ...]:
    """Say that the schedule of fees is not the season's own, where it is not.

    Parameters
    ----------
    scenario : Scenario
        Of one person.

    Returns
    -------
    tuple of str
    """
    applied = _applied(scenario)
    warning = application_cost(applied, scenario.season).warning
    return (warning,) if warning and applied else ()


def _applied(scenario: Scenario) -> Counter[str]:
    """Programs applied to, by specialty."""
    return Counter(p.specialty for p in scenario.programs if p.status != "considering")
