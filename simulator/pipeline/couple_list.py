"""What a couple can do about the joint list: a scenario in, advice out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.errors import InputError
from simulator.model.checks import check
from simulator.pipeline.season import simulation_settings
from simulator.scenario.couple_people import each_alone
from simulator.strategy.couple_advice import advise_on_couple

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.scenario import Scenario
    from simulator.strategy.couple_advice import CoupleAdvice


def couple_advice(
    scenario: Scenario,
    *,
    needed: bool = False,
    seed: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> CoupleAdvice:
    """Build a couple's joint list, or take the given one, and say what would improve it.

    Parameters
    ----------
    scenario : Scenario
        With a couple. Strategies are left aside; `run` compares them.
    needed : bool
        Whether to ask too how many interviews each it takes for both to match.
    seed : int, optional
        Left out, the scenario's own, or the product's.
    progress : callable of float, optional
        Told which share of the work has just been done.

    Returns
    -------
    CoupleAdvice

    Raises
    ------
    InputError
        No couple, or what the model cannot take of either partner.
    """
    if scenario.couple is None:
        raise InputError([scenario.fault("couple", "is missing: this scenario is one applicant's")])
    for person in each_alone(scenario):
        check(person)
    _, chosen = simulation_settings(scenario, None, seed)
    return advise_on_couple(replace(scenario, strategies=()), chosen, needed, scenario.warnings, progress)
