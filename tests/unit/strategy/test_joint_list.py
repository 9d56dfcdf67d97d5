"""The joint list that is built: which pairs, in which order, with which reasons, how long."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from simulator.scenario import scenario_from_dict
from simulator.scenario.couple import BuildEntry
from simulator.scenario.couple_file import ListedPair, pairs_csv, pairs_yaml
from simulator.scenario.couple_people import each_alone
from simulator.strategy.joint_list import JointList, build_joint_list, wishes_of
from simulator.strategy.pair_places import miles
from tests.couples import programs

FLINT, DETROIT, BOSTON = ({"city": c, "state": s} for c, s in (("Flint", "MI"), ("Detroit", "MI"), ("Boston", "MA")))


def at(tag: str, *places: dict[str, Any]) -> list[dict[str, Any]]:
    return [program | place for program, place in zip(programs(tag, len(places)), places, strict=True)]


def built(first: list[dict[str, Any]], second: list[dict[str, Any]], **build: Any) -> JointList:
    partner = {"applicant": {"type": "us_md"}, "programs": second}
    data = {"name": "x", "season": 2027, "applicant": {"type": "us_md"}, "programs": first}
    scenario = scenario_from_dict(data | {"couple": {"partner": partner, "build": build}})
    assert scenario.couple is not None
    assert scenario.couple.build is not None
    return build_joint_list(each_alone(scenario), wishes_of(scenario.couple.build))


def names(found: JointList) -> list[tuple[str | None, str | None]]:
    return [(pair.first, pair.second) for pair in found.pairs]


def test_one_city_only() -> None:
    found = built(
        at("A", FLINT, BOSTON),
        at("B", BOSTON, {"city": " flint", "state": "mi"} | FLINT),
        together="city",
        include_no_match=False,
    )
    assert found.pairs == (
        ListedPair("A 0", "B 1", "same city: Flint"),
        ListedPair("A 1", "B 0", "same city: Boston"),
    )
    assert (found.n_left_out, found.n_apart) == (0, 2)


def test_cities_of_one_name_in_two_states_are_two() -> None:
    portland = [{"city": "Portland", "state": state} for state in ("OR", "ME")]
    assert built(at("A", portland[0]), at("B", portland[1]), together="city", include_no_match=False).pairs == ()


def test_one_state_prefers_the_same_city_by_its_weight() -> None:
    found = built(at("A", DETROIT, FLINT), at("B", FLINT), together="state", include_no_match=False)
    assert [pair.reason for pair in found.pairs] == ["same city: Flint", "same state: MI"]
    found = built(at("A", DETROIT, FLINT), at("B", FLINT), together="state", together_weight=0, include_no_match=False)
    assert [pair.reason for pair in found.pairs] == ["same state: MI", "same city: Flint"]


def test_any_two_and_career_first() -> None:
    first, second = at("A", FLINT, BOSTON), at("B", BOSTON, FLINT)
    assert names(built(first, second, together="any"))[:4] == [
        ("A 0", "B 1"),
        ("A 1", "B 0"),
        ("A 0", "B 0"),
        ("A 1", "B 1"),
    ]
    found = built(first, second, together="career_first")
    assert names(found)[:4] == [("A 0", "B 0"), ("A 0", "B 1"), ("A 1", "B 0"), ("A 1", "B 1")]
    assert found.pairs[0].reason == "apart: Flint, MI and Boston, MA"


def test_one_partner_may_count_more() -> None:
    found = built(
        at("A", FLINT, FLINT), at("B", FLINT, FLINT), together="city", second_weight=3, include_no_match=False
    )
    assert names(found) == [("A 0", "B 0"), ("A 1", "B 0"), ("A 0", "B 1"), ("A 1", "B 1")]


def test_alone_at_the_bottom() -> None:
    found = built(at("A", FLINT, FLINT), at("B", FLINT), together="city")
    assert names(found)[2:] == [("A 0", None), (None, "B 0"), ("A 1", None)]
    assert [pair.reason for pair in found.pairs[2:4]] == ["first partner alone", "second partner alone"]


def test_a_distance_in_miles() -> None:
    here, near, far = (
        {"latitude": lat, "longitude": lon} for lat, lon in ((43.01, -83.69), (42.33, -83.05), (42.36, -71.06))
    )
    first, second = at("A", here), at("B", near, far, {})
    found = built(first, second, together="distance", within_miles=60, include_no_match=False)
    assert found.pairs == (ListedPair("A 0", "B 0", "57 miles apart"),)
    assert found.n_without_place == 1
    scenario = scenario_from_dict({"name": "x", "season": 2027, "applicant": {"type": "us_md"}, "programs": second})
    found_miles = miles(scenario.programs[:1], scenario.programs)
    assert found_miles[0, :2] == pytest.approx([0, 613], abs=2)
    assert np.isnan(found_miles[0, 2])


def test_cities_may_come_from_a_table() -> None:
    data = {"name": "x", "season": 2027, "applicant": {"type": "us_md"}, "programs": at("A", FLINT)}
    partner = {"applicant": {"type": "us_md"}, "programs": at("B", DETROIT, BOSTON)}
    build = {"together": "distance", "within_miles": 60, "include_no_match": False}
    scenario = scenario_from_dict(data | {"couple": {"partner": partner, "build": build}})
    cities = {("flint", "mi"): (43.01, -83.69), ("detroit", "mi"): (42.33, -83.05)}
    wishes = wishes_of(BuildEntry(**build))  # type: ignore[arg-type]
    found = build_joint_list(each_alone(scenario), wishes, cities)
    assert found.pairs == (ListedPair("A 0", "B 0", "57 miles apart"),)
    assert found.n_without_place == 1
    assert build_joint_list(each_alone(scenario), wishes).pairs == ()


def test_the_same_program_is_together_unless_it_has_one_position() -> None:
    two = programs("A", 1), programs("A", 1)
    assert built(*two, together="city", include_no_match=False).pairs == (ListedPair("A 0", "A 0", "same program"),)
    one = programs("A", 1, positions=1), programs("A", 1, positions=1)
    assert built(*one, together="city", include_no_match=False).pairs == ()


def test_no_longer_than_the_nrmp_takes() -> None:
    start = time.perf_counter()
    found = built(at("A", *[FLINT] * 40), at("B", *[FLINT] * 40), together="city")
    assert time.perf_counter() - start < 1.0  # with reading and checking both lists; the builder itself takes a tenth
    assert len(found.pairs) == 300
    assert found.n_left_out == 1600 + 80 - 300
    assert sum(pair.second is None or pair.first is None for pair in found.pairs) == 80
    assert names(found)[219][0] is not None


def test_a_shorter_list_keeps_half_for_two() -> None:
    found = built(at("A", *[FLINT] * 9), at("B", *[FLINT] * 9), together="city", max_pairs=10)
    assert [None in pair for pair in names(found)] == [False] * 5 + [True] * 5


def test_no_program_twice_in_a_pair_and_every_pair_once() -> None:
    found = built(at("A", *[FLINT] * 7), at("B", *[BOSTON] * 5), together="any", max_pairs=300)
    assert len(set(names(found))) == len(found.pairs) == 35 + 12


def test_the_usual_values() -> None:
    usual = wishes_of(BuildEntry(together="any"))
    assert (usual.first_weight, usual.second_weight, usual.most, usual.include_no_match) == (1.0, 1.0, 300, True)
    assert usual.together_weight > 0
    assert wishes_of(BuildEntry(together="career_first")).together_weight == 0


def test_written_for_people() -> None:
    pairs = [ListedPair('St. "B", Flint', "B", "same city: Flint"), ListedPair(None, "B", "second partner alone")]
    assert pairs_csv(pairs) == (
        'rank,first,second,reason\n1,"St. ""B"", Flint",B,same city: Flint\n2,,B,second partner alone\n'
    )
    assert pairs_yaml(pairs).splitlines()[2] == '    - [null, "B"]  # second partner alone'
