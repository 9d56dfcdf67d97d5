"""Where matches lead, in the whole answer: JSON, tables, warnings, words, and the difference a strategy makes."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from simulator.advice.path_words import paths_sentence, shared_out
from simulator.advice.reapply_words import reapply_page
from simulator.advice.words import summary
from simulator.outcomes.result import RunResult
from simulator.pipeline import optimize, run
from simulator.scenario import Scenario, scenario_from_dict
from simulator.scenario.catalogue import with_catalogue
from simulator.strategy.reapply import reapply
from simulator.strategy.selfcheck import self_check
from tests.unit.test_scenarios import answer

SHORT = {"setting": "community", "visas": ["j1"], "status": "interviewed"}
HOME = SHORT | {"name": "Home", "count": 3, "specialty": "neurology", "track": "advanced"}
WHOLE = SHORT | {"name": "Whole", "specialty": "neurology"}
YEARS = SHORT | {"name": "Year", "specialty": "preliminary_medicine", "count": 2}
PATHS = ("categorical", "advanced_with_first_year", "advanced_without_first_year", "preliminary_only")


def made(*programs: dict[str, Any], **more: Any) -> Scenario:
    data = {"name": "t", "season": 2027, "applicant": {"type": "non_us_img"}, "programs": list(programs)}
    return scenario_from_dict(data | {"calibration": "rules-of-thumb"} | more)


def ran(*programs: dict[str, Any], replicates: int = 4_000, **more: Any) -> RunResult:
    return run(made(*programs, **more), replicates=replicates)


@cache
def shipped() -> RunResult:
    return answer("advanced_and_preliminary")


def test_where_every_place_is_a_residency_nothing_is_said_of_paths():
    result = ran(WHOLE, strategies=[{"name": "s", "edits": [{"add_programs": WHOLE | {"name": "More"}}]}])
    assert result.paths is None
    assert result.compared[0].paths is None
    assert "paths" not in result.to_json()
    assert "residency" not in result.strategies.columns
    assert "whole residency" not in summary(result)
    assert "whole residency" not in result._repr_html_()


def test_the_json_has_the_paths_and_they_add_up():
    found = json.loads(shipped().to_json())
    paths = found["paths"]
    assert set(paths) == {*PATHS, "residency"}
    assert sum(paths[name] for name in PATHS) == pytest.approx(found["match"]["exact"], abs=1e-6)
    residency = paths["residency"]
    assert residency["exact"] == pytest.approx(paths["categorical"] + paths["advanced_with_first_year"], abs=1e-9)
    assert residency["credible_interval"]["low"] < residency["exact"] < residency["credible_interval"]["high"]
    assert abs(residency["probability"] - residency["exact"]) < 4.5 * residency["mc_standard_error"]
    for one in found["strategies"]:
        mine = one["paths"]
        assert sum(mine[name] for name in PATHS) == pytest.approx(one["match"]["exact"], abs=1e-5)
        gain = mine["residency_difference"]
        assert gain["exact"] == pytest.approx(mine["residency"]["exact"] - residency["exact"], abs=1e-9)
        assert abs(gain["estimate"] - gain["exact"]) < 4.5 * gain["mc_standard_error"] + 1e-9


def test_what_the_shipped_scenario_shows():
    result = shipped()
    assert result.paths is not None
    years, transitional, medicine, first, apart = result.compared
    for one in (years, transitional, medicine):
        assert one.residency is not None
        assert one.residency.is_gain
    assert years.paths is not None
    assert years.paths.advanced_without_first_year < result.paths.advanced_without_first_year
    assert years.paths.preliminary_only > result.paths.preliminary_only
    assert abs(first.difference.exact) < 1e-6
    assert first.residency is not None
    assert first.residency.high < -0.1
    assert apart.residency is not None
    assert apart.paths is not None
    assert abs(apart.residency.exact) < 1e-6
    assert apart.paths.preliminary_only == pytest.approx(0, abs=1e-9)
    assert apart.difference.high < 0


def test_a_strategy_that_adds_a_year_is_not_a_gain_of_a_residency():
    result = ran(WHOLE, strategies=[{"name": "s", "edits": [{"add_programs": YEARS}]}])
    one = result.compared[0]
    assert one.residency is not None
    assert one.difference.is_gain
    assert (one.residency.exact, one.residency.low, one.residency.high) == pytest.approx((0, 0, 0), abs=1e-9)
    assert "to a whole residency: no change" in " ".join(summary(result).split())
    assert result.paths is not None
    assert result.paths.residency.exact == pytest.approx(result.match.exact, abs=1e-6)


def test_the_table_of_strategies_has_the_residency():
    table = shipped().strategies
    assert {"residency", "residency_difference", "residency_difference_low", "residency_difference_high"} <= {*table}
    assert table["residency_difference"].tolist() == [
        one.residency.exact for one in shipped().compared if one.residency
    ]


def test_counts_in_words_add_up():
    paths = shipped().paths
    assert paths is not None
    said = paths_sentence(paths)
    assert said.startswith(
        "Of 100 like you, 83 match: 33 to a whole residency, 42 to an advanced place without a first"
    )
    assert "8 to one year only. The NRMP counts every one of these as a match" in said
    assert "Of 100 like you, 83 match" in " ".join(summary(shipped(), width=80).split())
    assert "to one year only" in shipped()._repr_html_()


@pytest.mark.parametrize(
    ("total", "parts", "counts"),
    [
        (62, [0.414, 0.086, 0.12], [41, 9, 12]),
        (100, [1, 1, 1], [34, 33, 33]),
        (1, [0.004, 0.004], [1, 0]),
        (0, [1], [0]),
    ],
)
def test_shares_of_a_whole_number(total: int, parts: list[float], counts: list[int]):
    assert shared_out(total, parts) == counts


def test_advanced_places_alone_are_named_as_such():
    result = ran(HOME)
    assert any("every advanced match here is one without a first year" in text for text in result.warnings)
    assert any("a first year must be found in SOAP" in text for text in result.warnings)
    assert "the file has no preliminary program" in " ".join(summary(result).split())
    assert result.paths is not None
    assert result.paths.residency.exact == 0


def test_a_year_above_a_residency_is_warned_about():
    above = ran(YEARS, HOME)
    assert any(text.startswith("Year 1 (one year only) stands above Home 1") for text in above.warnings)
    assert any("are to one year only" in text for text in above.warnings)
    assert not any("stands above" in text for text in ran(HOME, YEARS).warnings)


def test_a_first_year_off_the_list_is_not_called_useless():
    result = ran(HOME, YEARS, rank_order_list=["Home 1", "Home 2", "Home 3"])
    assert not any("Not on the rank order list" in text for text in result.warnings)
    assert result.paths is not None
    assert result.paths.advanced_with_first_year > 0.05
    alone = ran(HOME, YEARS, rank_order_list=["Home 1"], supplemental_rank_order_list=["Year 1"])
    assert any("Not on the rank order list" in text and "Home 2, Home 3, Year 2" in text for text in alone.warnings)


def test_under_a_limit_on_interviews_first_years_come_last():
    programs = [dict(p, status="invited") for p in (HOME, YEARS)]
    applicant = {"type": "non_us_img", "max_interviews": 4}
    result = ran(*programs, applicant=applicant, rank_order_list=["Home 1", "Home 2", "Home 3"], replicates=20_000)
    paths = result.paths
    assert paths is not None
    one = ran(*programs, rank_order_list=["Home 1", "Home 2", "Home 3"], supplemental_rank_order_list=["Year 1"])
    assert one.paths is not None
    assert paths.advanced_with_first_year == pytest.approx(one.paths.advanced_with_first_year, abs=1e-6)
    assert abs(paths.residency.probability - paths.residency.exact) < 4.5 * paths.residency.mc_standard_error


def test_other_answers_say_that_they_count_every_kind_of_match(tmp_path: Path):
    years, whole = made(HOME, YEARS), made(WHOLE)
    assert "One year only" in reapply_page(reapply(years, seasons=2))
    assert "One year only" not in reapply_page(reapply(whole, seasons=2))
    path = tmp_path / "list.csv"
    path.write_text("name,specialty,setting,visas\nNew,preliminary_medicine,community,j1\n", encoding="utf-8")
    for scenario in (years, whole):
        found = optimize(with_catalogue(scenario, path), budget_usd=500)
        assert any("A match of any kind is looked for" in text for text in found.warnings)


def test_a_first_year_is_no_second_specialty():
    one = next(t for t in self_check(made(HOME, YEARS, WHOLE)).targeting if t.key == "specialties")
    assert one.value == 1
