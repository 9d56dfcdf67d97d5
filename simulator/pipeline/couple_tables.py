"""A couple's tables: the joint list with its chances, and where couples of whom both match live."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simulator.outcomes.couple import standard_error
from simulator.strategy.pair_places import PLACES, place_of_pair

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.outcomes.couple import Filtered, Refined
    from simulator.scenario import Program, Scenario
    from simulator.season.couple_sampler import CoupleTally
    from simulator.season.plan import Plan
    from simulator.strategy.joint_list import JointList


def pairs_table(
    people: tuple[Scenario, Scenario], listed: JointList, tally: CoupleTally, refined: Refined
) -> pd.DataFrame:
    """Return the joint list with the chances of every pair.

    Parameters
    ----------
    people : (Scenario, Scenario)
        Each partner alone.
    listed : JointList
    tally : CoupleTally
    refined : Refined

    Returns
    -------
    DataFrame
        See `CoupleResult.by_pair`.
    """
    known = [{p.name: p for p in person.programs} for person in people]
    found = [(known[0].get(p.first or ""), known[1].get(p.second or "")) for p in listed.pairs]
    sampled = tally.pair / tally.replicates
    columns = {
        "rank": np.arange(1, len(listed.pairs) + 1),
        "first": _texts(p.first for p in listed.pairs),
        "second": _texts(p.second for p in listed.pairs),
        "first_city": _texts(_city(first) for first, _ in found),
        "second_city": _texts(_city(second) for _, second in found),
        "reason": [p.reason for p in listed.pairs],
        "place": [place_of_pair(first, second) for first, second in found],
        "probability": sampled,
        "mc_standard_error": standard_error(sampled, refined.pair, tally.replicates),
        "refined": refined.pair,
        "refined_standard_error": refined.pair_error,
    }
    return pd.DataFrame(columns)


def places_table(by_pair: pd.DataFrame) -> pd.DataFrame:
    """Return where couples of whom both match live.

    Parameters
    ----------
    by_pair : DataFrame
        From `pairs_table`.

    Returns
    -------
    DataFrame
        See `CoupleResult.by_place`.
    """
    total = by_pair.groupby("place", sort=False)[["probability", "refined"]].sum()
    return total.reindex([place for place in PLACES if place in total.index]).reset_index()


def filtered_of(plan: Plan) -> Filtered:
    """Return the programs of one partner from which nothing can come, with the reasons.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    tuple of (name, reasons)
    """
    return tuple((a.program.name, tuple(a.filtered)) for a in plan.applied if a.filtered)


def _texts(found: Iterable[str | None]) -> pd.Series:
    return pd.Series(list(found), dtype=object)


def _city(program: Program | None) -> str | None:
    if program is None or program.city is None:
        return None
    return program.city if program.state is None else f"{program.city}, {program.state}"
