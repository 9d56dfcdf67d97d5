"""What would help a couple: against the exact solver with the thing really added, and its laws."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import numpy as np
import pytest

from simulator.model.parameters import load_calibration
from simulator.pipeline import couple_advice, sensitivity
from simulator.scenario import Scenario, apply_strategy, scenario_from_dict
from simulator.scenario.couple_people import each_alone
from simulator.season.couple import make_couple
from simulator.season.couple_both import FOR_LONG_LISTS, both_probability
from simulator.season.couple_exact import solve_couple
from simulator.strategy.couple_base import couple_base, form_of
from simulator.strategy.couple_improve import Improvements, improve
from simulator.strategy.couple_needed import interviews_needed
from simulator.strategy.couple_sensitivity import CoupleSensitivity, couple_sensitivity
from tests.couples import couple_scenario, diagonal, programs, with_limit

FLINT, DETROIT = ({"city": city, "state": "MI"} for city in ("Flint", "Detroit"))


def built(first: list[dict[str, Any]], second: list[dict[str, Any]], **build: Any) -> Scenario:
    partner = {"applicant": {"type": "non_us_img"}, "programs": second}
    data = {"name": "two", "season": 2027, "applicant": {"type": "non_us_img"}, "programs": first}
    return scenario_from_dict(data | {"couple": {"partner": partner, "build": {"together": "city"} | build}})


def two_cities(**fields: Any) -> Scenario:
    first = [*programs("A", 2, **FLINT), *programs("D", 1, **DETROIT)]
    second = [*programs("B", 2, **FLINT), *programs("E", 2, **DETROIT)]
    partner = {"applicant": {"type": "non_us_img"}, "programs": second}
    data = {"name": "two", "season": 2027, "applicant": {"type": "non_us_img"}, "programs": first}
    return scenario_from_dict(data | {"couple": {"partner": partner, "build": {"together": "city"}}} | fields)


def both_with(found: Improvements, pairs: list[tuple[str | None, str | None]], scenario: Scenario) -> float:
    form = form_of(found.base, scenario, pairs)
    return float(solve_couple(form.couple, FOR_LONG_LISTS)[[None not in pair for pair in pairs]].sum())


def test_a_pair_is_worth_what_the_exact_solver_says_with_it() -> None:
    scenario = two_cities()
    found = improve(scenario, 7)
    listed = [(p.first, p.second) for p in found.listed.pairs]
    now = both_with(found, listed, scenario)
    assert found.both.gain == pytest.approx(now, abs=1e-6)
    of_two = [pair for pair in listed if None not in pair]
    for pair in found.pairs[:3]:
        more = both_with(found, [*of_two, (pair.first, pair.second)], scenario) - now
        assert abs(pair.adds.gain - more) < 4.5 * pair.adds.mc_standard_error + 5e-5
        assert pair.adds.low <= pair.adds.gain <= pair.adds.high
        assert not pair.fits
    every = [*of_two, *((p.first, p.second) for p in found.pairs)]
    wide = {one.together: one for one in found.wider}["state"]
    assert wide.pairs == len(found.pairs)
    assert abs(wide.adds.gain - both_with(found, every, scenario) + now) < 4.5 * wide.adds.mc_standard_error + 5e-5


@pytest.mark.parametrize("who", ["first", "second", "each"])
def test_an_interview_is_worth_what_the_exact_solver_says_with_it(who: str) -> None:
    scenario = two_cities()
    found = improve(scenario, 7)
    one = next(x for x in found.interviews if x.who == who and x.place == "Detroit, MI" and x.setting == "university")
    new = {**programs("N", 1, setting="university", visas=["j1", "h1b"], **DETROIT)[0]}
    edits = [{"add_programs": new | {"name": "New"}}, {"partner": {"add_programs": new | {"name": "Too"}}}]
    chosen = {"first": edits[:1], "second": edits[1:], "each": edits}[who]
    edited = apply_strategy(two_cities(strategies=[{"name": "x", "edits": chosen}]), 0).scenario
    pairs = [(p.first, p.second) for p in found.listed.pairs if None not in (p.first, p.second)]
    more: list[tuple[str | None, str | None]] = [("New", "E 0"), ("New", "E 1")] if who != "second" else []
    more += [("D 0", "Too")] if who != "first" else []
    more += [("New", "Too")] if who == "each" else []
    gain = both_with(found, [*pairs, *more], edited) - found.both.gain
    assert one.pairs == len(more)
    assert abs(one.adds.gain - gain) < 4.5 * one.adds.mc_standard_error + 5e-5


def test_pairs_that_the_list_has_no_room_for_fit_the_wishes() -> None:
    scenario = built(programs("A", 3, **FLINT), programs("B", 3, **FLINT), max_pairs=4, include_no_match=False)
    found = improve(scenario, 7)
    assert len(found.pairs) == 5
    assert all(pair.fits for pair in found.pairs)
    assert found.room == 296
    full = built(programs("A", 18, **FLINT), programs("B", 18, **FLINT), include_no_match=False)
    assert improve(full, 7).pairs == ()


def test_nothing_lowers_the_chance_and_one_for_each_is_best() -> None:
    scenario = couple_scenario(programs("A", 3, **FLINT), programs("A", 2, **FLINT), [["A 0", None], ["A 1", "A 1"]])
    found = improve(scenario, 7)
    every = [x.adds for x in (*found.pairs, *found.wider, *found.interviews)]
    assert all(0 <= adds.low <= adds.high for adds in every)
    at = {(x.who, x.setting): x.adds.gain for x in found.interviews}
    assert all(at["each", s] >= max(at["first", s], at["second", s]) for s in ("community", "university"))


def test_with_programs_that_have_not_answered_and_a_limit() -> None:
    first = programs("A", 4, status="applied", **FLINT)
    scenario = with_limit(built(first, programs("B", 3, status="invited", **FLINT)), 2)
    found = couple_advice(scenario)
    assert any("max_interviews" in text for text in found.warnings)
    assert all(np.isfinite(x.adds.gain) for x in found.interviews)


def test_programs_without_a_city() -> None:
    found = improve(
        couple_scenario(programs("A", 2), programs("B", 2), diagonal(programs("A", 2), programs("B", 2))), 7
    )
    assert {x.place for x in found.interviews} == {""}
    assert found.pairs == ()
    assert found.interviews[0].adds.gain > 0


def test_staying_together_costs_what_ranking_alone_brings() -> None:
    found = couple_advice(two_cities())
    assert all(gap.is_gain for gap in found.together.values())
    together = couple_advice(built(programs("A", 2, **FLINT), programs("B", 2, **FLINT))).together
    assert all(abs(gap.exact) < 1e-9 for gap in together.values())
    answer = json.loads(found.to_json())
    assert answer["joint_list"][0]["reason"] == "same city: Flint"
    assert set(answer["pairs"][0]) == {"first", "second", "reason", "fits", "gain", "mc_standard_error", "low", "high"}


def test_the_numbers_needed_are_the_fewest() -> None:
    scenario = built(programs("A", 2, **FLINT), programs("B", 2, **FLINT))
    found = {(x.target, x.cities): x for x in interviews_needed(scenario)}
    for (target, cities), one in found.items():
        assert one.central is not None
        assert one.low is not None
        assert one.high is not None
        assert one.low <= one.central <= one.high
        values = [_spread(n, cities) for n in (one.central - 1, one.central)]
        assert values[0] < target <= values[1]
    assert found[0.7, 1].central < found[0.7, 5].central  # type: ignore[operator]


def _spread(n: int, cities: int) -> float:
    first, second = programs("A", n), programs("B", n)
    pairs = [(a["name"], b["name"]) for i, a in enumerate(first) for j, b in enumerate(second) if (i - j) % cities == 0]
    data = {"name": "x", "season": 2027, "applicant": {"type": "non_us_img"}, "programs": first}
    partner = {"applicant": {"type": "non_us_img"}, "programs": second}
    scenario = scenario_from_dict(data | {"couple": {"partner": partner, "build": {"together": "any"}}})
    found = both_probability(make_couple(each_alone(scenario), pairs, load_calibration(None), 7))
    assert found is not None
    return found


def test_no_number_may_reach_it() -> None:
    hopeless = {"type": "non_us_img", "visa": "j1", "interview_skill": -4.0}
    partner = {"applicant": hopeless, "programs": programs("B", 2)}
    data = {"name": "x", "season": 2027, "applicant": hopeless, "programs": programs("A", 2)}
    scenario = scenario_from_dict(data | {"couple": {"partner": partner, "build": {"together": "any"}}})
    assert interviews_needed(scenario, cities=(1,), targets=(0.9999,))[0][2:] == (None, None, None)


def test_sensitivity_is_that_of_the_exact_solver() -> None:
    scenario = couple_scenario(programs("A", 3, status="invited"), programs("B", 2))
    found = couple_sensitivity(scenario, 7)
    rows = {(r["who"], r["field"], r["value"]): r for r in found.fields.to_dict("records")}
    row = next(r for (who, field, _), r in rows.items() if who == "second" and field == "interview_skill")
    assert scenario.couple is not None
    person = scenario.couple.partner.applicant.model_copy(update={"interview_skill": row["value"]})
    partner = dataclasses.replace(scenario.couple.partner, applicant=person)
    edited = dataclasses.replace(scenario, couple=dataclasses.replace(scenario.couple, partner=partner))
    base = couple_base(scenario, 7, 4)
    values = [solve_couple(form.couple).sum() for form in (base.form, form_of(base, edited))]
    assert row["difference"] == pytest.approx(values[1] - values[0], abs=0.005)
    assert found.match == pytest.approx(values[0], abs=1e-4)


def test_correlation_and_pairs_of_one_move_who_matches_alone() -> None:
    found = sensitivity(couple_scenario(programs("A", 2), programs("B", 2)))
    assert isinstance(found, CoupleSensitivity)
    rows = {(r["field"], r["value"]): r for r in found.fields.to_dict("records") if r["who"] == "couple"}
    assert rows["correlation", "0"]["difference"] < 0 < rows["correlation", "0.95"]["difference"]
    alone = rows["no_match_pairs", "all, at the bottom"]
    assert alone["difference"] == pytest.approx(0.0, abs=1e-12)
    assert alone["one"] > 0.1
    assert json.loads(found.to_json())["fields"]
