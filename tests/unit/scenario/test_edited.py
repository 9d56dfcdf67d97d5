"""Edits in order: what they make of a scenario, and what is refused, at the line of the edit."""

from pathlib import Path
from typing import Any

import pytest

from simulator.errors import InputError
from simulator.model.checks import check
from simulator.scenario import Edited, apply_strategy, load_scenario, scenario_from_dict

ABOUT = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}
PROGRAMS = [
    ABOUT | {"name": "Held", "status": "interviewed"},
    ABOUT | {"name": "Coming", "status": "invited", "interview_on": "2026-12-01"},
    ABOUT | {"name": "Silent", "count": 3},
    ABOUT | {"name": "Maybe", "status": "considering", "setting": "university"},
    ABOUT | {"name": "No", "status": "rejected"},
]


def data(*edits: dict[str, Any], **about: Any) -> dict[str, Any]:
    found = {"name": "b", "season": 2027, "applicant": {"type": "non_us_img"}, "programs": PROGRAMS}
    return found | {"strategies": [{"name": "s", "edits": list(edits)}]} | about


def edited(*edits: dict[str, Any], **about: Any) -> Edited:
    return apply_strategy(scenario_from_dict(data(*edits, **about)), 0)


def refused(*edits: dict[str, Any], **about: Any) -> str:
    with pytest.raises(InputError) as problem:
        check(scenario_from_dict(data(*edits, **about)))
    return str(problem.value)


def new(name: str = "New", **fields: Any) -> dict[str, Any]:
    return {"add_programs": ABOUT | {"name": name, **fields}}


def put(where: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"set_programs": {"where": where, "set": fields}}


def test_edits_follow_each_other() -> None:
    found = edited(
        new(count=2),
        put({"name": "New 2"}, status="interviewed"),
        {"remove_programs": {"where": {"name": ["Silent 1", "Coming"]}}},
        put({"status": "applied"}, emails=["tie"]),
        {"set_applicant": {"step3": True}},
    )
    assert found.faults == []
    assert found.warnings == ()
    scenario = found.scenario
    assert [p.name for p in scenario.programs] == ["Held", "Silent 2", "Silent 3", "Maybe", "No", "New 1", "New 2"]
    assert [p.name for p in scenario.programs if p.emails] == ["Silent 2", "Silent 3", "New 1"]
    assert scenario.rank_order_list == ("Held", "Silent 2", "Silent 3", "New 1", "New 2")
    assert scenario.applicant.step3
    assert scenario.strategies == ()


def test_the_name_of_a_group_means_all_its_look_alikes() -> None:
    found = edited(
        new(count=3),
        put({"name": ["Silent", "New", "Held"]}, emails=["update"]),
        {"remove_programs": {"where": {"name": "Silent"}}},
    )
    assert (found.faults, found.warnings) == ([], ())
    assert [p.name for p in found.scenario.programs if p.emails] == ["Held", "New 1", "New 2", "New 3"]
    assert not any(p.name.startswith("Silent") for p in found.scenario.programs)


def test_a_program_with_the_very_name_of_a_group_is_meant_alone() -> None:
    programs = [ABOUT | {"name": "Twin", "count": 2}, ABOUT | {"name": "Twin"}]
    found = edited(put({"name": "Twin"}, signal="gold"), programs=programs)
    assert [p.name for p in found.scenario.programs if p.signal == "gold"] == ["Twin"]


def test_a_group_in_a_list_is_refused_with_its_names() -> None:
    assert "'Silent' stands for 'Silent 1' to 'Silent 3': write these names." in refused(
        {"set_rank_order_list": ["Held", "Silent"]}
    )


def test_a_list_that_is_given_takes_new_programs_at_its_end() -> None:
    ranked = ["Silent 2", "Held"]
    found = edited(new(), put({"name": "Maybe"}, status="applied"), rank_order_list=ranked)
    assert found.scenario.rank_order_list == ("Silent 2", "Held", "New", "Maybe")
    removed = edited({"remove_programs": {"where": {"name": "Held"}}}, rank_order_list=ranked)
    assert removed.scenario.rank_order_list == ("Silent 2",)


def test_a_new_list_is_taken_as_it_is() -> None:
    assert edited({"set_rank_order_list": ["Coming", "Held"]}).scenario.rank_order_list == ("Coming", "Held")


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        ({"remove_programs": {"where": {"state": "XX"}}}, "edit 1 (remove_programs) matches no program"),
        (put({"setting": "university_affiliated"}, signal="none"), "edit 1 (set_programs) matches no program"),
        (put({"name": "Held"}, signal="none"), "edit 1 (set_programs) finds every program so already"),
        ({"set_applicant": {"visa": None}}, "edit 1 (set_applicant) finds the applicant so already"),
    ],
)
def test_an_edit_without_effect_is_named(edit: dict[str, Any], why: str) -> None:
    (warning,) = edited(edit).warnings
    assert warning == f"Strategy 's': {why}, so it changes nothing."


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        ([put({"name": "Silent 1"}, signal="gold"), put({"setting": "community"}, signal="none")], "contradicts"),
        ([{"set_applicant": {"step3": True}}, {"set_applicant": {"step3": False}}], "contradicts"),
        ([new(), {"remove_programs": {"where": {"name": "New"}}}], "contradicts an earlier edit, which adds"),
        ([{"set_rank_order_list": ["Held"]}, {"set_rank_order_list": ["Coming"]}], "contradicts"),
        ([put({"name": "Held"}, status="applied")], "takes back what has happened at Held (interviewed)"),
        ([put({"name": "No"}, status="applied")], "takes back what has happened at No (rejected)"),
        ([put({"name": ["Held", "Coming"]}, letter="intent")], "a second letter of intent (to Held and Coming)"),
        ([put({"name": "Held"}, letter="intent"), new(letter="intent")], "a second letter of intent (to Held and New)"),
        ([{"remove_programs": {"where": {"name": "Held"}}}, {"set_rank_order_list": ["Held"]}], "has removed"),
        ([{"set_rank_order_list": ["Maybe"]}], "cannot be ranked"),
        ([{"remove_programs": {"where": {"name": "Held"}}}, new("Coming", status="interviewed")], "duplicate"),
        ([put({"name": "Silent 1"}, invited_on="2026-10-10")], "invited_on, which goes with another status"),
        ([new(count=4, signal="gold")], "too many gold signals in internal_medicine"),
    ],
)
def test_contradictions_are_refused(edits: list[dict[str, Any]], why: str) -> None:
    assert why in refused(*edits)


def test_a_status_that_the_date_does_not_allow_is_refused() -> None:
    unsent = [ABOUT | {"name": "Maybe", "status": "considering"}]
    said = refused(put({"name": "Maybe"}, status="applied"), as_of="2026-08-01", programs=unsent)
    assert "strategies[0].edits[0].set_programs.set.status: not possible on 2026-08-01" in said


def test_every_fault_is_at_its_edit(tmp_path: Path) -> None:
    text = """\
name: n
season: 2027
applicant: {type: non_us_img}
programs:
  - {name: A, specialty: internal_medicine, setting: community, status: interviewed, letter: intent}
  - {name: B, specialty: internal_medicine, setting: community, status: interviewed}
strategies:
  - name: two promises
    edits:
      - set_programs:
          where: {name: B}
          set: {letter: intent}
  - name: late
    edits:
      - add_programs: {name: C, specialty: internal_medicine, setting: community, count: 4, signal: gold}
"""
    file = tmp_path / "s.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as problem:
        check(load_scenario(file))
    one, two = str(problem.value).splitlines()
    assert one.startswith(f"{file}:12:25: strategies[0].edits[0].set_programs.set.letter: a second letter of intent")
    assert "promises to rank one program first" in one
    assert two.startswith(f"{file}:15:101: strategies[1].edits[0].add_programs.signal: too many gold signals")
