"""What a couple's run starts from: both partners, checked, and the joint list, as given or built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.errors import InputError
from simulator.model.checks import check
from simulator.scenario.couple_people import each_alone
from simulator.strategy.couple_compare import check_couple_strategies
from simulator.strategy.couple_list import joint_list

if TYPE_CHECKING:
    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario
    from simulator.strategy.joint_list import JointList

    People = tuple[Scenario, Scenario]


def check_couple(scenario: Scenario) -> tuple[People, tuple[Calibration, Calibration], JointList]:
    """Refuse what the model cannot take of a couple, and return what a run starts from.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    (people, kinds, listed)
        Each partner alone, the calibration for the type of each, and the joint list.

    Raises
    ------
    InputError
        As `run_couple`.
    """
    if scenario.couple is None:
        raise InputError([scenario.fault("couple", "is missing: this scenario is one applicant's")])
    check_couple_strategies(scenario)
    people = each_alone(scenario)
    return people, (check(people[0]), check(people[1])), joint_list(scenario)


__all__ = ["check_couple", "joint_list"]
