"""What a couple's run starts from: both partners, checked, and the joint list, as given or built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.errors import InputError
from simulator.model.checks import check
from simulator.scenario.couple_file import ListedPair
from simulator.scenario.couple_people import each_alone
from simulator.strategy.joint_list import JointList, build_joint_list, wishes_of
from simulator.strategy.pair_places import reason_of

if TYPE_CHECKING:
    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario

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
    if scenario.strategies:
        raise InputError([scenario.fault("strategies", "are not supported for a couple yet")])
    people = each_alone(scenario)
    return people, (check(people[0]), check(people[1])), joint_list(scenario)


def joint_list(scenario: Scenario) -> JointList:
    """Return the joint list of a couple: as given, with a reason for each pair, or built.

    Parameters
    ----------
    scenario : Scenario
        With a couple.

    Returns
    -------
    JointList

    Raises
    ------
    InputError
        The wishes leave no pair at all.
    """
    couple, people = scenario.couple, each_alone(scenario)
    if couple is not None and couple.build is not None:
        built = build_joint_list(people, wishes_of(couple.build))
        if not built.pairs:
            hint = "Give the programs' city and state, wish for less, or allow pairs of one partner alone."
            raise InputError([scenario.fault("couple.build", "leaves no pair: nothing fits these wishes", hint=hint)])
        return built
    given = (couple.joint_rank_order_list if couple is not None else None) or ()
    first, second = ({p.name: p for p in person.programs} for person in people)
    found = (ListedPair(a, b, reason_of(first.get(a or ""), second.get(b or ""))) for a, b in given)
    return JointList(tuple(found), 0, 0, 0)
