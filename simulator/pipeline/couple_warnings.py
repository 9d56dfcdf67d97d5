"""What a couple must know before relying on an answer, each partner's own warnings included."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from simulator.scenario.couple import MAX_PAIRS
from simulator.season import caveats
from simulator.season.couple import CLOSED
from simulator.season.plan import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario
    from simulator.season.couple import Couple
    from simulator.strategy.joint_list import JointList

WHO = ("First partner", "Second partner")


def couple_caveats(
    people: tuple[Scenario, Scenario], kinds: tuple[Calibration, Calibration], couple: Couple, listed: JointList
) -> tuple[str, ...]:
    """Return all warnings, the gravest first.

    Parameters
    ----------
    people : (Scenario, Scenario)
    kinds : (Calibration, Calibration)
        For the applicant type of each.
    couple : Couple
    listed : JointList

    Returns
    -------
    tuple of str
    """
    own = (replace(people[0], warnings=()), people[1])  # those of the file are said of the couple
    each = list(zip(WHO, own, kinds, couple.plans, strict=True))
    grave = [f"{who}: {text}" for who, s, _, plan in each for text in caveats.grave(s, plan.applied)]
    usual = [f"{who}: {text}" for who, s, kind, plan in each for text in caveats.assumptions(s, plan.applied, kind)]
    return tuple(
        dict.fromkeys((*grave, *_closed(couple), *_unanswered(couple), *_list(listed), *people[0].warnings, *usual))
    )


def _closed(couple: Couple) -> Iterator[str]:
    closed = np.flatnonzero((couple.pairs == CLOSED).any(axis=1)) + 1
    if closed.size == len(couple.pairs):
        yield "Nothing can come of any pair of the joint list: the probability of matching is 0."
    elif closed.size:
        ranks = caveats.some([str(rank) for rank in closed])
        yield (
            f"Nothing can come of {closed.size} of the {len(couple.pairs)} pairs (ranks {ranks}): a program is closed "
            "to one of you, both would need the one position of a program, or the pair stands there twice."
        )


def _unanswered(couple: Couple) -> Iterator[str]:
    open_pairs = [
        any(place >= 0 and plan.kind[place] == OPEN for place, plan in zip(pair, couple.plans, strict=True))
        for pair in couple.pairs
    ]
    if any(open_pairs):
        yield (
            f"{sum(open_pairs)} of the {len(open_pairs)} pairs name a program that has not invited one of you yet; "
            "they count only where it does."
        )


def _list(listed: JointList) -> Iterator[str]:
    if listed.n_left_out:
        yield (
            f"{listed.n_left_out} more pairs fit your wishes and were left out: a joint list holds at most {MAX_PAIRS} "
            "(NRMP's limit), or as many as you allow."
        )
    if listed.n_without_place:
        yield f"{listed.n_without_place} programs have no place to judge your wishes by; they count as apart."
