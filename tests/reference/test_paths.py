"""Where a match leads: the two exact forms against enumeration of every yes and no, and against each other."""

from typing import Any

import numpy as np
import pytest

from simulator.model.checks import check
from simulator.scenario import Scenario, scenario_from_dict
from simulator.season.exact import solve
from simulator.season.paths import PATHS, residency, solve_paths, solve_residency_over_draws
from simulator.season.plan import Plan, make_plan
from tests.reference.brute_force import enumerate_season
from tests.reference.people import alive, in_season
from tests.strategies import examples

NAMES = ("categorical", "advanced and a year", "advanced", "preliminary")
SHORT = {"setting": "community", "visas": ["j1"]}
ADVANCED = SHORT | {"specialty": "neurology", "track": "advanced"}
YEAR = SHORT | {"specialty": "neurology", "track": "preliminary"}


def planned(scenario: Scenario) -> Plan:
    return make_plan(scenario, check(scenario))


def by_hand(scenario: Scenario, points: int = 15) -> np.ndarray:
    found = enumerate_season(scenario, check(scenario), points).path
    return np.array([found[name] for name in NAMES])


def season(programs: list[dict[str, Any]], limit: int | None = None, **more: Any) -> Scenario:
    data = {"name": "x", "season": 2027, "calibration": "rules-of-thumb", "programs": programs}
    return scenario_from_dict(data | {"applicant": {"type": "non_us_img", "max_interviews": limit}} | more)


def _small(n: int, seed: int, **fixed: Any) -> list[Scenario]:
    found = [s for s in examples(n, seed, most=4, tracks=True, **fixed) if alive(s)]
    return [s for s in found if planned(s).has_paths]


@pytest.mark.parametrize("scenario", _small(70, 61, specialties=1), ids=lambda s: s.applicant.type)
def test_one_specialty(scenario: Scenario):
    assert np.abs(solve_paths([planned(scenario)])[0] - by_hand(scenario, 21)).max() < 2e-5


@pytest.mark.parametrize("scenario", _small(20, 62, specialties=2), ids=lambda s: s.applicant.type)
def test_two_specialties(scenario: Scenario):
    points = 15 if len({p.specialty for p in in_season(scenario)}) > 1 else 21
    found = solve_paths([planned(scenario)])[0]
    assert np.abs(found - by_hand(scenario, points)).max() < 5e-5  # of which most are the enumeration's few points


def test_the_examples_hold_every_path_and_both_forms():
    plans = [planned(s) for s in _small(70, 61, specialties=1)]
    assert (np.array([solve_paths([p])[0] for p in plans]) > 0.01).any(axis=0).all()
    assert any(p.room >= 0 for p in plans)
    assert any(p.room < 0 for p in plans)
    assert any((p.supplemental & p.listed).any() for p in plans)
    assert any((p.supplemental & ~p.listed).any() for p in plans)


@pytest.mark.parametrize("limit", [0, 1, 2, 3, None])
def test_first_years_above_and_below_an_advanced_program(limit: int | None):
    programs = [
        YEAR | {"name": "above", "status": "invited"},
        ADVANCED | {"name": "two", "status": "invited"},
        YEAR | {"name": "below", "status": "invited"},
        ADVANCED | {"name": "four", "status": "invited"},
    ]
    scenario = season(programs, limit)
    assert scenario.supplemental_rank_order_list == ("above", "below")
    assert np.abs(solve_paths([planned(scenario)])[0] - by_hand(scenario, 21)).max() < 1e-6


def test_a_limit_that_cannot_bind_changes_nothing():
    """The signed sums and the dynamic program are different code for the same numbers."""
    for scenario in _small(40, 63, specialties=2, limits=False):
        plan = planned(scenario)
        with_room = solve_paths([plan._replace(room=plan.n_programs)])[0]
        assert np.abs(solve_paths([plan])[0] - with_room).max() < 2e-5


@pytest.mark.parametrize("scenario", _small(60, 64, specialties=3), ids=lambda s: s.applicant.type)
def test_paths_add_up_to_the_match(scenario: Scenario):
    plan = planned(scenario)
    paths = solve_paths([plan])[0]
    assert paths.sum() == pytest.approx(float(solve(plan).match[0]), abs=2e-5)
    assert paths.min() > -1e-9
    by_track = np.bincount(plan.track, solve(plan).matched[0], minlength=3)
    assert np.abs(paths - [by_track[0], paths[1], by_track[1] - paths[1], by_track[2]]).max() < 2e-5


def test_the_supplemental_list_may_stand_apart_from_the_rank_order_list():
    programs = [
        ADVANCED | {"name": "A", "status": "interviewed"},
        YEAR | {"name": "Y", "status": "interviewed"},
        YEAR | {"name": "Z", "status": "interviewed"},
    ]
    apart = season(programs, rank_order_list=["A"])
    both = season(programs, rank_order_list=["A", "Y", "Z"])
    none = season(programs, rank_order_list=["A"], supplemental_rank_order_list=[])
    one = season(programs, rank_order_list=["A"], supplemental_rank_order_list=["Z"])
    found = {name: solve_paths([planned(s)])[0] for name, s in zip("abno", (apart, both, none, one), strict=True)}
    assert found["a"][1] == pytest.approx(found["b"][1], abs=1e-9)
    assert found["a"][3] == 0
    assert found["b"][3] > 0.01
    assert found["n"][1] == pytest.approx(0, abs=1e-9)
    assert 0 < found["o"][1] < found["a"][1]
    for name, s in (("a", apart), ("b", both), ("n", none), ("o", one)):
        assert np.abs(found[name] - by_hand(s, 21)).max() < 1e-6


def test_forms_of_one_season_together_are_each_alone():
    programs = [ADVANCED | {"name": "A", "count": 2, "status": "interviewed"}]
    more = [YEAR | {"name": "Y", "count": 3, "status": "interviewed"}]
    base = planned(season(programs + more[:0]))
    edited = season(programs + more)
    form = make_plan(edited, check(edited), facts=base)
    together = solve_paths([base, form])
    assert np.abs(together[0] - solve_paths([base])[0]).max() < 1e-6
    assert together[1][1] > together[0][1] == pytest.approx(0, abs=1e-12)
    light = solve_residency_over_draws([base, form], 32)[:, 0]
    assert np.abs(light - residency(together.T)).max() < 5e-4
    assert len(PATHS) == 4


def test_a_list_of_single_years_has_no_residency():
    plan = planned(season([YEAR | {"name": "Y", "count": 2, "status": "interviewed"}]))
    paths = solve_paths([plan])[0]
    assert paths[3] == pytest.approx(float(solve(plan).match[0]), abs=1e-6)
    assert paths[:3].tolist() == [0, 0, 0]
    assert solve_residency_over_draws([plan], 32).tolist() == [[0.0]]


def test_where_a_limit_makes_too_much_work_its_effect_is_carried(monkeypatch: pytest.MonkeyPatch):
    programs = [
        ADVANCED | {"name": "A", "count": 3, "status": "invited"},
        YEAR | {"name": "Y", "count": 2, "status": "invited"},
    ]
    scenario = season(programs, 4)
    calibration = check(scenario)
    plan = make_plan(scenario, calibration, calibration.draws).rows(slice(0, 60))
    direct = solve_residency_over_draws([plan], 32)[0]
    monkeypatch.setattr("simulator.season.paths.MOST_WORK", 0)
    carried = solve_residency_over_draws([plan], 32)[0]
    assert carried[0] == pytest.approx(direct[0], abs=2e-4)
    assert np.abs(carried - direct).max() < 0.03
    free = solve_residency_over_draws([plan._replace(room=-1)], 32)[0]
    assert (carried < free).all()
