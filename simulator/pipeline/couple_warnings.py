"""What a couple must know before relying on an answer, each partner's own warnings included."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from simulator.model.tables import constant
from simulator.pipeline.costs import fee_warnings
from simulator.scenario.couple import MAX_PAIRS
from simulator.season import caveats
from simulator.season.couple import CLOSED, live_programs
from simulator.season.plan import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario
    from simulator.season.couple import Couple
    from simulator.strategy.joint_list import JointList

WHO = ("First partner", "Second partner")
#: What a program needs to be given for each way of being together, and what becomes of one without.
PLACES = {
    "city": ("city", "they count as apart from all others"),
    "state": ("state", "they count as apart from all others"),
    "distance": ("latitude and longitude", "only programs in the same city count as near them"),
}


def couple_caveats(
    people: tuple[Scenario, Scenario],
    kinds: tuple[Calibration, Calibration],
    couple: Couple,
    listed: JointList,
    replicates: int,
) -> tuple[int, tuple[str, ...]]:
    """Return how many warnings decide the answer, and all of them, those first.

    Parameters
    ----------
    people : (Scenario, Scenario)
    kinds : (Calibration, Calibration)
        For the applicant type of each.
    couple : Couple
    listed : JointList
    replicates : int

    Returns
    -------
    (int, tuple of str)
    """
    own = [replace(s, rank_order_list_given=False) for s in people]  # what counts is the joint list, see _unlisted
    own[0] = replace(own[0], warnings=())  # those of the file are said of the couple
    each = list(zip(WHO, own, kinds, couple.plans, strict=True))
    grave = [f"{who}: {text}" for who, s, _, plan in each for text in caveats.grave(s, plan.applied)]
    usual = [f"{who}: {text}" for who, s, kind, plan in each for text in caveats.assumptions(s, plan.applied, kind)]
    decisive = tuple(dict.fromkeys((*grave, *_nothing(couple))))
    pairs = (*_closed(couple, listed), *_unanswered(couple), *_list(listed), *_unlisted(couple, listed))
    rest = (*pairs, *_years(couple), *people[0].warnings, *usual, *_rough(replicates), *fee_warnings(people[0]))
    return len(decisive), tuple(dict.fromkeys((*decisive, *rest)))


def couple_notes(scenario: Scenario, couple: Couple) -> tuple[str, ...]:
    """Return what a couple's answer rests on beyond what that of one person does.

    Parameters
    ----------
    scenario : Scenario
    couple : Couple

    Returns
    -------
    tuple of str
    """
    is_given = scenario.couple is not None and scenario.couple.correlation is not None
    source = "as entered" if is_given else "by judgement: published results of couples cannot tell it"
    list_of_pairs = (
        "The Match takes the first pair of the joint list at which both programs rank both of you high enough. SOAP "
        "places nobody as a couple: what is said of it is of one of you alone, and says of whom."
    )
    alike = (
        f"How alike the two of you are beyond what was entered is set to {couple.strength:g} for the strength of the "
        f"application and {couple.skill:g} for interviews (0 not at all, 1 entirely), {source}. Try 0 and 0.9 "
        "(correlation) to see what it does."
    )
    return list_of_pairs, alike


def _never(couple: Couple) -> NDArray[np.int64]:
    """Ranks of pairs that can never be the outcome."""
    never = (couple.pairs == CLOSED).any(axis=1)
    for side, plan in enumerate(couple.plans):
        place = couple.pairs[:, side]
        never |= (place >= 0) & np.append(plan.rank_sponsor <= 0, False)[place]
    return np.flatnonzero(never) + 1


def _nothing(couple: Couple) -> Iterator[str]:
    if _never(couple).size == len(couple.pairs):
        yield "Nothing can come of any pair of the joint list: the probability of matching is 0."
    elif not (couple.pairs >= 0).all(axis=1).any():
        yield "No pair of the joint list has for each of you a program that can take you: both of you can never match."


def _repeated(listed: JointList) -> list[int]:
    """Ranks of pairs that stand further up as well; the file's own warning speaks of them."""
    pairs = [(pair.first, pair.second) for pair in listed.pairs]
    first = {pair: rank for rank, pair in reversed(list(enumerate(pairs, start=1)))}
    return [rank for rank, pair in enumerate(pairs, start=1) if first[pair] != rank]


def _closed(couple: Couple, listed: JointList) -> Iterator[str]:
    closed = np.setdiff1d(_never(couple), _repeated(listed))
    if 0 < closed.size < len(couple.pairs):
        ranks = caveats.some([str(rank) for rank in closed])
        yield (
            f"Nothing can come of {closed.size} of the {len(couple.pairs)} pairs (rank{'s' * (closed.size > 1)} {ranks}"
            "): a program is closed to one of you, or both would need the one position of a program."
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
        wanted, then = PLACES.get(listed.together, PLACES["state"])
        count = "1 program has" if listed.n_without_place == 1 else f"{listed.n_without_place} programs have"
        yield f"{count} no {wanted} in the file, which your wishes go by: {then}."


def _unlisted(couple: Couple, listed: JointList) -> Iterator[str]:
    """Programs that could be ranked and stand in no pair."""
    for side, (who, plan) in enumerate(zip(WHO, couple.plans, strict=True)):
        named = {pair[side] for pair in ((p.first, p.second) for p in listed.pairs)}
        missing = [p.name for p in live_programs(plan) if p.name not in named]
        if missing:
            yield f"{who}: in no pair of the joint list, so no match can come of it: {caveats.some(missing)}."


def _years(couple: Couple) -> Iterator[str]:
    if any(plan.has_paths for plan in couple.plans):
        yield (
            "Advanced and preliminary positions count as a match like any other; where they lead (a first year found "
            "or not) is not followed for a couple: run each partner alone for that."
        )


def _rough(replicates: int) -> Iterator[str]:
    if replicates < int(constant("simulation", "enough")):
        yield f"Only {replicates:,} simulated seasons: all but the refined chances is rough."
