"""The joint list of a couple's scenario: as given, with a reason for each pair, or built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.errors import InputError
from simulator.scenario.couple_file import ListedPair
from simulator.scenario.couple_people import each_alone
from simulator.strategy.joint_list import JointList, build_joint_list, wishes_of
from simulator.strategy.pair_places import reason_of

if TYPE_CHECKING:
    from simulator.scenario import Scenario


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
