"""A joint list built from two single lists and what a couple wishes.

Each pair costs what both partners go down on their own lists, and more where they would live
apart: with places a and b on the two lists (1 is the favourite),

    cost = weight_1 a + weight_2 b + weight_together x (0 in one city, 1 in one state, 2 apart)

and the cheaper pair stands higher; of equals, the one whose worse-off partner is better off, then
the first partner's favourite. `together` says which pairs are kept at all. Pairs in which one
partner matches alone stand at the bottom, where they cannot cost a pair of two its place; if the
list would be longer than the NRMP takes, room is kept for them and the costliest pairs of two
are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.tables import table
from simulator.scenario.couple import MAX_PAIRS
from simulator.scenario.couple_file import ListedPair
from simulator.strategy.pair_places import ALONE, city_of, miles, name_of, reason_of, same, state_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from simulator.scenario import Program, Scenario
    from simulator.scenario.couple import BuildEntry

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]
    Cities = Mapping[tuple[str, str], tuple[float, float]]

MOST_PROGRAMS = 1_000  # of each list; a pair further down never comes among 300 unless all above are apart
CITY, STATE, APART = 0, 1, 2
ALL_PAIRS = ("any", "career_first")


class Wishes(NamedTuple):
    """What a couple wants of its list.

    Attributes
    ----------
    together : city, distance, state, any or career_first
    within_miles : largest distance of a pair, with `together: distance`
    first_weight, second_weight : what one place on either list counts
    together_weight : places worth giving up for one city rather than one state
    most : longest list, 1-300
    include_no_match : whether to end with pairs in which one partner stays unmatched
    """

    together: str
    within_miles: float | None
    first_weight: float
    second_weight: float
    together_weight: float
    most: int
    include_no_match: bool


class JointList(NamedTuple):
    """A joint list that was built.

    Attributes
    ----------
    pairs : best first, each with its reason
    n_left_out : pairs that the wishes allow and the limit does not
    n_apart : pairs of two that the wishes rule out, or two places at a program that has one
    n_without_place : programs of both lists whose city, state or coordinates, as needed, are not given
    together : how near pairs were to be; empty where the list was given
    """

    pairs: tuple[ListedPair, ...]
    n_left_out: int
    n_apart: int
    n_without_place: int
    together: str = ""


def wishes_of(build: BuildEntry) -> Wishes:
    """Return what a scenario's ``build`` asks for, with the usual values for what it leaves out.

    Parameters
    ----------
    build : BuildEntry

    Returns
    -------
    Wishes
    """
    usual = {name: about["value"] for name, about in table("couples")["joint_list"].items()}

    def given(name: str) -> float:
        value = getattr(build, name)
        return float(usual[name] if value is None else value)

    is_career = build.together == "career_first"
    return Wishes(
        together=build.together,
        within_miles=build.within_miles,
        first_weight=given("first_weight"),
        second_weight=given("second_weight"),
        together_weight=0.0 if is_career and build.together_weight is None else given("together_weight"),
        most=build.max_pairs or MAX_PAIRS,
        include_no_match=True if build.include_no_match is None else build.include_no_match,
    )


def build_joint_list(partners: tuple[Scenario, Scenario], wishes: Wishes, cities: Cities | None = None) -> JointList:
    """Build a joint list.

    Parameters
    ----------
    partners : (Scenario, Scenario)
        Each alone, with the rank order list of his or her own.
    wishes : Wishes
    cities : mapping of (city, state), both in lower case, to (latitude, longitude), optional
        Where programs without coordinates of their own lie, in degrees.

    Returns
    -------
    JointList
        Empty where no pair fits the wishes and none of one partner alone is wanted.
    """
    first, second = (_listed(s, cities or {}) for s in partners)
    nearness, kept = _nearness(first, second, wishes), allowed_pairs(first, second, wishes)
    alone = _alone(first, second, wishes) if wishes.include_no_match else []
    room = max(wishes.most - len(alone), wishes.most - wishes.most // 2)
    order = _ordered(nearness, kept, wishes)
    of_two = [_pair(first[i], second[j], wishes) for i, j in order[:room]]
    pairs = (*of_two, *alone[: wishes.most - len(of_two)])
    return JointList(
        pairs=pairs,
        n_left_out=len(order) + len(alone) - len(pairs),
        n_apart=int(kept.size - np.count_nonzero(kept)),
        n_without_place=sum(not _has_place(p, wishes) for p in (*first, *second)),
        together=wishes.together,
    )


def allowed_pairs(first: Sequence[Program], second: Sequence[Program], wishes: Wishes) -> Mask:
    """Tell which pairs of two fit a couple's wishes.

    Parameters
    ----------
    first, second : sequences of Program
    wishes : Wishes

    Returns
    -------
    array (P1, P2) of bool
        Never two places at a program that has one.
    """
    nearness = _nearness(first, second, wishes)
    kept = np.ones(nearness.shape, dtype=bool) if wishes.together in ALL_PAIRS else nearness <= _needed(wishes)
    return np.asarray(
        kept & ~(same(first, second, name_of) & np.array([p.positions == 1 for p in first], dtype=bool)[:, None])
    )


def _listed(scenario: Scenario, cities: Cities) -> list[Program]:
    programs = {p.name: p for p in scenario.programs}
    return [_placed(programs[name], cities) for name in scenario.rank_order_list[:MOST_PROGRAMS]]


def _placed(program: Program, cities: Cities) -> Program:
    """The program with the coordinates of its city, where it has none of its own and the city is known."""
    city, state = (text and text.casefold().strip() for text in (program.city, program.state))
    found = cities.get((city, state)) if city and state else None
    if found is None or program.latitude is not None:
        return program
    return program.model_copy(update={"latitude": found[0], "longitude": found[1]})


def _needed(wishes: Wishes) -> int:
    return STATE if wishes.together == "state" else CITY


def _has_place(program: Program, wishes: Wishes) -> bool:
    if wishes.together == "distance":
        return program.latitude is not None and program.longitude is not None
    return program.city is not None if wishes.together == "city" else program.state is not None


def _nearness(first: Sequence[Program], second: Sequence[Program], wishes: Wishes) -> NDArray[np.int64]:
    """How near two programs are, (P1, P2): CITY (or near enough), STATE or APART."""
    here = same(first, second, city_of) | same(first, second, name_of)
    if wishes.within_miles is not None:
        here |= miles(first, second) <= wishes.within_miles
    return np.where(here, CITY, np.where(same(first, second, state_of), STATE, APART))


def _ordered(nearness: NDArray[np.int64], kept: Mask, wishes: Wishes) -> list[tuple[int, int]]:
    """Pairs that are kept, cheapest first."""
    i, j = np.nonzero(kept)
    cost = wishes.first_weight * (i + 1) + wishes.second_weight * (j + 1) + wishes.together_weight * nearness[i, j]
    order = np.lexsort((j, i, np.maximum(i, j), np.round(cost, 9)))
    return list(zip(i[order].tolist(), j[order].tolist(), strict=True))


def _alone(first: Sequence[Program], second: Sequence[Program], wishes: Wishes) -> list[ListedPair]:
    """Pairs of one partner alone, by what a place on that partner's list counts."""
    rows = [(wishes.first_weight * (k + 1), 0, p.name) for k, p in enumerate(first)]
    rows += [(wishes.second_weight * (k + 1), 1, p.name) for k, p in enumerate(second)]
    return [_single(side, name) for _, side, name in sorted(rows, key=lambda row: row[:2])]


def _single(side: int, name: str) -> ListedPair:
    if side == 0:
        return ListedPair(name, None, ALONE[0])
    return ListedPair(None, name, ALONE[1])


def _pair(first: Program, second: Program, wishes: Wishes) -> ListedPair:
    return ListedPair(first.name, second.name, reason_of(first, second, wishes.within_miles))
