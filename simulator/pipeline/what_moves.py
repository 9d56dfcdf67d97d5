"""What moves the answer: a scenario in, its sensitivities out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.model.checks import check
from simulator.strategy.sensitivity_result import sensitivity_of

if TYPE_CHECKING:
    from simulator.scenario import Scenario
    from simulator.strategy.sensitivity_result import Sensitivity


def sensitivity(scenario: Scenario) -> Sensitivity:
    """Move every field and every parameter in turn, and ask how many interviews would do.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    Sensitivity

    Raises
    ------
    InputError
        The scenario holds what the model cannot take.
    """
    return sensitivity_of(scenario, check(scenario))
