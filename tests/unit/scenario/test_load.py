"""What a loaded scenario holds: expansion, defaults, places, warnings."""

from __future__ import annotations

import dataclasses
import pickle
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from simulator.errors import InputError
from simulator.scenario import Scenario, load_scenario, scenario_from_dict, unsupported_parts

VALID = Path(__file__).parents[2] / "conformance" / "valid"


def load(name: str) -> Scenario:
    return load_scenario(VALID / f"{name}.yaml")


def program(name: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, "specialty": "neurology", "setting": "community", **fields}


def scenario(*programs: dict[str, Any], **fields: Any) -> Scenario:
    data = {"name": "test", "season": 2027, "applicant": {"type": "us_md"}, "programs": list(programs)}
    return scenario_from_dict({**data, **fields})


def fault_lines(**fields: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        scenario(**fields)
    return [fault.render() for fault in caught.value.faults]


def test_count_makes_numbered_names_and_count_one_adds_nothing() -> None:
    found = scenario(program("A", count=3, state="MI"), program("B", count=1), program("C"))
    assert [p.name for p in found.programs] == ["A 1", "A 2", "A 3", "B", "C"]
    assert [p.state for p in found.programs] == ["MI"] * 3 + [None] * 2


def test_every_field_arrives() -> None:
    found = load("every_field")
    given = {key: value for key, value in found.programs[0] if value is not None}
    assert len(given) == len(type(found.programs[0]).model_fields)
    assert all(value is not None for _, value in found.applicant)
    assert (found.season, found.as_of, found.calibration) == (2026, date(2025, 12, 1), "rules-of-thumb")
    assert (found.simulation.replicates, found.simulation.seed) == (10**9, 2**63 - 1)
    assert found.applicant.applications_sent == {"internal_medicine": 120, "family_medicine": 40}
    assert found.applicant.red_flags == ("a leave of absence", "one failed clerkship")
    assert found.programs[0].performance == -0.5
    assert found.programs[0].visas == ("h1b", "j1")


def test_defaults_of_a_program() -> None:
    (found,) = scenario(program("A")).programs
    assert (found.track, found.status, found.signal, found.connection) == ("categorical", "applied", "none", "none")
    assert (found.letter, found.emails, found.visas) == ("none", (), None)


def test_visas_not_known_differ_from_none_sponsored() -> None:
    assert [p.visas for p in load("visas_unknown_and_none").programs] == [None, (), None]


def test_default_list_is_file_order_of_what_can_be_ranked() -> None:
    found = load("default_list")
    assert found.rank_order_list == ("b", "e")
    assert not found.rank_order_list_given


def test_a_given_list_is_kept_in_its_order() -> None:
    found = load("look_alikes")
    assert len(found.programs) == 5000
    assert found.rank_order_list == ("Riverside", "Lakeside 4999", "Lakeside 1")
    assert found.rank_order_list_given


def test_an_empty_list_is_not_the_default_list() -> None:
    assert scenario(program("A"), rank_order_list=[]).rank_order_list == ()


def test_words_of_yaml_1_1_stay_words() -> None:
    found = load("words_that_look_like_booleans")
    assert (found.name, found.programs[0].name, found.programs[0].state, found.programs[0].city) == (
        "no", "yes", "NO", "on",
    )  # fmt: skip


def test_styles_of_yaml_mean_the_same() -> None:
    found = load("block_and_flow_styles")
    assert (found.name, found.applicant.step2_ck, found.programs[0].name) == ("folded name", 240, "it's one")


def test_specialties_are_kept_by_their_keys() -> None:
    assert [p.specialty for p in load("spellings_of_specialties").programs] == [
        "diagnostic_radiology", "general_surgery", "internal_medicine", "physical_medicine_rehabilitation",
        "preliminary_medicine", "obstetrics_gynecology",
    ]  # fmt: skip


def test_rows_of_csv_follow_the_programs_of_the_file() -> None:
    found = load("programs_from_csv")
    assert [p.name for p in found.programs] == ["Harbor", "Lakeside, Flint", "Riverside 1", "Riverside 2"]
    lakeside, riverside = found.programs[1:3]
    assert (lakeside.visas, lakeside.positions, lakeside.emails) == (("j1", "h1b"), 12, ("update", "tie"))
    assert (riverside.visas, riverside.performance, riverside.img_share) == ((), -0.5, None)
    assert riverside.invited_on == date(2026, 10, 20)


def test_a_couple_is_expanded_too() -> None:
    couple = load("couple_with_list").couple
    assert couple is not None
    assert [p.name for p in couple.partner.programs] == ["Riverside 1", "Riverside 2"]
    assert couple.partner.rank_order_list == ("Riverside 2", "Riverside 1")
    assert couple.joint_rank_order_list == (("Lakeside", "Riverside 1"), ("Lakeside", None), (None, "Riverside 2"))
    assert couple.build is None


def test_a_joint_list_may_be_left_to_be_built() -> None:
    couple = load("couple_to_build").couple
    assert couple is not None
    assert couple.build is not None
    assert (couple.build.together, couple.build.max_pairs) == ("state", 100)
    assert len(couple.partner.programs) == 3


def test_edits_are_kept_with_what_they_give_only() -> None:
    (strategy,) = load("strategies_of_every_kind").strategies
    actions = [edit.action for edit in strategy.edits]
    assert actions == [
        "add_programs", "add_programs", "remove_programs", "add_programs", "set_programs", "set_programs",
        "set_applicant", "set_rank_order_list",
    ]  # fmt: skip
    removed, first_set, second_set = strategy.edits[2], strategy.edits[4], strategy.edits[5]
    assert removed.remove_programs is not None
    assert removed.remove_programs.where["name"] == ("Lakeside 1", "Riverside")
    assert first_set.set_programs is not None
    assert first_set.set_programs.set == {"status": "interviewed", "performance": 0.5, "visas": None}
    assert first_set.set_programs.where == {"visas": ("j1",), "emails": ("tie",)}
    assert second_set.set_programs is not None
    assert second_set.set_programs.where == {}
    assert strategy.edits[6].set_applicant == {"step2_ck": 250, "interview_skill": "strong", "visa": None}


def test_parts_that_cannot_be_run_yet_are_named_at_their_line() -> None:
    assert unsupported_parts(load("every_field")) == []
    (couple,) = unsupported_parts(load("couple_with_list"))
    assert (couple.field, couple.line) == ("couple", 7)
    assert "not yet supported" in couple.render()
    assert unsupported_parts(load("strategies_of_every_kind")) == []


def test_places_count_programs_after_expansion() -> None:
    found = load("programs_from_csv")
    here = VALID / "csv" / "programs.csv"
    assert found.fault("programs[0].setting", "odd").line == 6
    assert found.fault("programs[0].signal", "not given").line == 6
    last = found.fault("programs[3].img_share", "odd", got=2)
    assert (Path(last.file), last.line, last.field) == (here, 4, "programs[3].img_share")
    assert found.fault("programs[99].name", "no such").line == 5
    assert found.fault("applicant.visa", "missing").line == 4
    assert found.fault("rank_order_list[1]", "odd").column == 32
    assert found.fault("nonsense..[[", "odd").file.endswith("programs_from_csv.yaml")


def test_places_of_a_partner_count_programs_after_expansion() -> None:
    found = load("couple_with_list")
    assert found.fault("couple.partner.programs[1].name", "odd").line == 11
    assert found.fault("couple.partner.applicant.step2_ck", "odd").line == 9


def test_places_follow_a_program_that_was_moved() -> None:
    found = load("default_list")
    turned = dataclasses.replace(found, programs=found.programs[::-1])
    assert turned.fault("programs[0].name", "odd").line == found.fault("programs[3].name", "odd").line == 9


def test_a_scenario_is_frozen_and_survives_pickling() -> None:
    found = load("every_field")
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.season = 2030  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        found.applicant.step2_ck = 3
    again = pickle.loads(pickle.dumps(found))  # noqa: S301
    assert again == found
    assert again.fault("applicant.step2_ck", "odd").line == 8


def test_loading_twice_gives_equal_scenarios() -> None:
    assert load("strategies_of_every_kind") == load("strategies_of_every_kind")


def test_no_programs_at_all_is_an_empty_season_with_a_warning() -> None:
    found = load("smallest")
    assert (found.programs, found.rank_order_list) == ((), ())
    assert found.warnings == ("no programs are given, so the season is empty.",)
    assert load("empty_season").warnings == found.warnings


def test_what_has_no_effect_is_warned_of_once() -> None:
    programs = [program(f"P{n}", performance="strong", letter="interest") for n in range(5)]
    first, second = scenario(*programs).warnings
    assert "performance" in first
    assert "'P0', 'P1', 'P2', ..." in first
    assert "letter" in second
    assert scenario(program("A", status="interviewed", letter="intent", performance=1.0)).warnings == ()


def test_repeated_pairs_are_warned_of() -> None:
    couple = {"partner": {"applicant": {"type": "us_md"}, "programs": [program("B")]}}
    found = scenario(program("A"), couple={**couple, "joint_rank_order_list": [["A", "B"], ["A", "B"], ["A", None]]})
    assert found.warnings == ("1 pair of the joint list stands there twice; only the first time counts.",)


def test_all_faults_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "many.yaml"
    file.write_text(
        "season: 1999\nseason: 2027\napplicant: {type: us_md, step2_ck: 800, viza: j1}\n"
        "programs:\n  - {name: A, specialty: nerology, setting: community}\n"
        "  - {name: a, specialty: neurology, setting: community, positions: 0}\n"
        "rank_order_list: [B]\nstrategies: [{name: x, edits: [{set_applicant: {step2_ck: 0}}]}]\n"
    )
    with pytest.raises(InputError) as caught:
        load_scenario(file)
    fields = [(fault.line, fault.field) for fault in caught.value.faults]
    assert fields == [
        (1, "name"), (1, "season"), (2, ""), (3, "applicant.step2_ck"), (3, "applicant.viza"),
        (5, "programs[0].specialty"), (6, "programs[1].name"), (6, "programs[1].positions"),
        (7, "rank_order_list[0]"), (8, "strategies[0].edits[0].set_applicant.step2_ck"),
    ]  # fmt: skip


def test_a_list_is_not_blamed_for_programs_that_could_not_be_read() -> None:
    lines = fault_lines(programs=[program("A", count=0)], rank_order_list=["A 1"])
    assert len(lines) == 1
    assert "count" in lines[0]


def test_many_unknown_names_are_answered_in_seconds() -> None:
    data = {"programs": [program("P", count=4000)], "rank_order_list": [f"Q {n}" for n in range(4000)]}
    assert len(fault_lines(**data)) == 4000
