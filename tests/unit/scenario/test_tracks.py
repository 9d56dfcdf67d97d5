"""Positions of one year, advanced positions, and the supplemental list: defaults, edits, files."""

from pathlib import Path
from typing import Any

import pytest

from simulator.errors import InputError
from simulator.model.checks import check
from simulator.scenario import Edited, Scenario, apply_strategy, load_scenario, scenario_from_dict
from simulator.scenario.program import Program
from simulator.scenario.writer import programs_csv, scenario_text

SHORT = {"setting": "community", "visas": ["j1"]}
HOME = SHORT | {"name": "Home", "specialty": "neurology", "track": "advanced"}
WHOLE = SHORT | {"name": "Whole", "specialty": "neurology"}
YEARS = SHORT | {"name": "Year", "specialty": "preliminary_medicine", "count": 2}
OTHER = SHORT | {"name": "Surgery year", "specialty": "general_surgery", "track": "preliminary"}


def made(*programs: dict[str, Any], **more: Any) -> Scenario:
    data = {"name": "t", "season": 2027, "applicant": {"type": "non_us_img"}, "programs": list(programs)}
    return scenario_from_dict(data | more)


def edited(*edits: dict[str, Any], programs: tuple[dict[str, Any], ...] = (HOME, WHOLE, YEARS), **more: Any) -> Edited:
    return apply_strategy(made(*programs, strategies=[{"name": "s", "edits": list(edits)}], **more), 0)


def refused(*edits: dict[str, Any], **more: Any) -> str:
    with pytest.raises(InputError) as problem:
        check(made(HOME, WHOLE, YEARS, strategies=[{"name": "s", "edits": list(edits)}], **more))
    return str(problem.value)


def tracks(scenario: Scenario) -> dict[str, str]:
    return {p.name: p.track for p in scenario.programs}


@pytest.mark.parametrize("specialty", ["transitional_year", "preliminary_medicine", "preliminary_surgery"])
def test_a_year_is_a_year_unless_it_says_otherwise(specialty: str):
    scenario = made(SHORT | {"name": "Y", "specialty": specialty}, WHOLE)
    assert tracks(scenario) == {"Y": "preliminary", "Whole": "categorical"}
    assert "track" not in scenario.programs[0].model_fields_set
    assert (
        Program.model_validate(SHORT | {"visas": ("j1",), "name": "Y", "specialty": specialty}).track == "preliminary"
    )


def test_without_an_advanced_program_there_is_no_supplemental_list():
    scenario = made(WHOLE, YEARS)
    assert scenario.supplemental_rank_order_list == ()
    assert scenario.rank_order_list == ("Whole", "Year 1", "Year 2")


def test_by_default_every_year_that_can_be_ranked_serves_as_a_first_year():
    gone = SHORT | {"name": "Gone", "specialty": "transitional_year", "status": "rejected"}
    scenario = made(OTHER, HOME, YEARS, gone)
    assert scenario.supplemental_rank_order_list == ("Surgery year", "Year 1", "Year 2")
    assert scenario.supplemental_given is None
    assert scenario.rank_order_list == ("Surgery year", "Home", "Year 1", "Year 2")
    assert made(HOME, WHOLE, YEARS, rank_order_list=["Whole"]).supplemental_rank_order_list == ()


def test_an_empty_list_is_a_choice():
    scenario = made(HOME, YEARS, supplemental_rank_order_list=[])
    assert scenario.supplemental_rank_order_list == ()
    assert scenario.supplemental_given == ()


def test_edits_of_the_supplemental_list():
    found = edited({"set_supplemental_rank_order_list": ["Year 2"]})
    assert (found.faults, found.warnings) == ([], ())
    assert found.scenario.supplemental_rank_order_list == ("Year 2",)
    assert found.scenario.rank_order_list == ("Home", "Whole", "Year 1", "Year 2")
    same = edited({"set_supplemental_rank_order_list": ["Year 1", "Year 2"]})
    assert "finds the list so already" in same.warnings[0]


def test_a_year_that_is_added_goes_to_the_end_of_both_lists():
    add = {"add_programs": SHORT | {"name": "New", "specialty": "transitional_year"}}
    usual, given = edited(add), edited(add, supplemental_rank_order_list=["Year 2"], rank_order_list=["Home", "Whole"])
    assert usual.scenario.supplemental_rank_order_list == ("Year 1", "Year 2", "New")
    assert given.scenario.supplemental_rank_order_list == ("Year 2", "New")
    assert given.scenario.rank_order_list == ("Home", "Whole", "New")
    whole = edited({"add_programs": WHOLE | {"name": "More"}}, supplemental_rank_order_list=["Year 2"])
    assert whole.scenario.supplemental_rank_order_list == ("Year 2",)


def test_a_year_that_is_removed_leaves_both_lists():
    gone = edited({"remove_programs": {"where": {"name": "Year 2"}}}, supplemental_rank_order_list=["Year 2", "Year 1"])
    assert gone.scenario.supplemental_rank_order_list == ("Year 1",)
    homeless = edited({"remove_programs": {"where": {"track": "advanced"}}})
    assert homeless.scenario.supplemental_rank_order_list == ()


def test_a_program_that_becomes_a_year_has_its_track():
    found = edited({"set_programs": {"where": {"name": "Whole"}, "set": {"specialty": "transitional_year"}}})
    assert tracks(found.scenario)["Whole"] == "preliminary"
    back = edited({"set_programs": {"where": {"name": "Year 1"}, "set": {"specialty": "neurology"}}})
    assert tracks(back.scenario)["Year 1"] == "categorical"


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ([{"set_supplemental_rank_order_list": ["Whole"]}], "only a preliminary program"),
        ([{"set_supplemental_rank_order_list": ["Yeer 1"]}], "Did you mean 'Year 1'?"),
        ([{"set_supplemental_rank_order_list": ["Year 1", "Year 1"]}], "ranked twice"),
        (
            [
                {"remove_programs": {"where": {"track": "advanced"}}},
                {"set_supplemental_rank_order_list": ["Year 1"]},
            ],
            "no advanced program",
        ),
        (
            [
                {"remove_programs": {"where": {"name": "Year 1"}}},
                {"set_supplemental_rank_order_list": ["Year 1"]},
            ],
            "has removed this program",
        ),
        (
            [
                {"set_supplemental_rank_order_list": ["Year 1"]},
                {"set_supplemental_rank_order_list": ["Year 2"]},
            ],
            "contradicts strategies[0].edits[0].set_supplemental_rank_order_list",
        ),
        (
            [
                {"set_programs": {"where": {"name": "Year 1"}, "set": {"status": "rejected"}}},
                {"set_supplemental_rank_order_list": ["Year 1"]},
            ],
            "cannot be ranked",
        ),
        ([{"set_programs": {"where": {"name": "Year 1"}, "set": {"track": "categorical"}}}], "first year only"),
        ([{"set_programs": {"where": {"name": "Home"}, "set": {"specialty": "transitional_year"}}}], "first year only"),
    ],
)
def test_what_an_edit_may_not_do(edits: list[dict[str, Any]], said: str):
    assert said in refused(*edits)


def test_every_fault_of_a_list_is_named_at_once():
    with pytest.raises(InputError) as problem:
        made(HOME, WHOLE, YEARS, supplemental_rank_order_list=["Yeer 1", "Whole", "Year 2", "Year 2"])
    assert len(problem.value.faults) == 3


def test_a_scenario_with_both_lists_survives_writing_and_reading(tmp_path: Path):
    scenario = made(HOME, WHOLE, YEARS, rank_order_list=["Home"], supplemental_rank_order_list=["Year 2", "Year 1"])
    path = tmp_path / "again.yaml"
    path.write_text(scenario_text(scenario), encoding="utf-8")
    assert load_scenario(path) == scenario


def test_a_programs_file_has_years_too(tmp_path: Path):
    (tmp_path / "list.csv").write_text(programs_csv(made(HOME, YEARS, OTHER).programs), encoding="utf-8")
    path = tmp_path / "s.yaml"
    names = "supplemental_rank_order_list: [Surgery year, Year 2]\n"
    path.write_text(f"name: s\nseason: 2027\napplicant: {{type: us_md}}\nprograms_file: list.csv\n{names}", "utf-8")
    found = load_scenario(path)
    assert tracks(found) == {"Home": "advanced", "Year 1": "preliminary", "Year 2": "preliminary",
                             "Surgery year": "preliminary"}  # fmt: skip
    assert found.supplemental_rank_order_list == ("Surgery year", "Year 2")
    (tmp_path / "list.csv").write_text("name,specialty,setting,track\nY,TY,community,categorical\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"list\.csv:2: track: a position in transitional_year lasts for"):
        load_scenario(path)
