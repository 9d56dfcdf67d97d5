"""What moves the answer: a scenario in, its sensitivities out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.model.checks import check
from simulator.pipeline.season import simulation_settings
from simulator.scenario.couple_people import each_alone
from simulator.strategy.couple_sensitivity import couple_sensitivity
from simulator.strategy.sensitivity_result import sensitivity_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.scenario import Scenario
    from simulator.strategy.couple_sensitivity import CoupleSensitivity
    from simulator.strategy.sensitivity_result import Sensitivity


def sensitivity(scenario: Scenario, progress: Callable[[float], None] | None = None) -> Sensitivity | CoupleSensitivity:
    """Move every field and every parameter in turn, and ask how many interviews would do.

    Parameters
    ----------
    scenario : Scenario
    progress : callable of float, optional
        Told which share of the work has just been done; only for a couple, which takes a few seconds.

    Returns
    -------
    Sensitivity or CoupleSensitivity
        The latter for a couple: what moves the chance that both match. How many interviews would do is told by
        `simulator.pipeline.couple_advice`.

    Raises
    ------
    InputError
        The scenario holds what the model cannot take.
    """
    if scenario.couple is not None:
        for person in each_alone(scenario):
            check(person)
        return couple_sensitivity(scenario, simulation_settings(scenario, None, None)[1], progress)
    return sensitivity_of(scenario, check(scenario))
