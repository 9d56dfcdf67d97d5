"""Form and levers: what is described is what can be set, and setting it is what a scenario file would say."""

from pathlib import Path
from typing import Any

import pytest

from simulator.advice.session import form, levers
from simulator.advice.session.controls import form as sections
from simulator.advice.session.controls import levers as described
from simulator.advice.session.controls import vocabulary
from simulator.errors import InputError
from simulator.model.checks import check
from simulator.pipeline import check_couple
from simulator.scenario import Scenario, load_scenario, scenario_from_dict
from simulator.scenario.upload import uploaded_data
from simulator.strategy.compare import apply_strategy

ROOT = Path(__file__).resolve().parents[4]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
KINDS = {"number", "choice", "multichoice", "text", "switch", "date", "slider"}
SOME = {"slider": 3, "switch": True}
PERSON = {"applicant.type": "non_us_img", "specialty": "internal_medicine"}


def moved(lever: dict[str, Any]) -> object:
    """A position that is not at rest."""
    if lever["kind"] == "choice":
        return lever["choices"][-1]["value"]
    return lever["max"] if lever["kind"] == "slider" else True


def edits(scenario: Scenario, **values: object) -> list[dict[str, Any]]:
    kind = check(scenario) if scenario.couple is None else check_couple(scenario)[1][0]
    return levers.edits_of(scenario, kind, levers.read_levers(values))


def made(programs: list[dict[str, object]], **more: object) -> Scenario:
    about = {"specialty": "internal_medicine", "setting": "community"}
    applicant = {"type": "non_us_img", "visa": "j1", **more.pop("applicant", {})}
    entries = [{**about, "name": f"P{k}", **one} for k, one in enumerate(programs)]
    return scenario_from_dict({"name": "a", "season": 2027, "applicant": applicant, "programs": entries, **more})


def test_every_control_is_described_wholly():
    fields = [field for section in sections() for field in section["fields"]]
    for control in [*fields, *described()]:
        assert control["kind"] in KINDS
        assert control["label"]
        assert control["kind"] not in ("number", "slider") or control["min"] < control["max"]
        assert control["kind"] != "choice" or all(one["label"] for one in control["choices"])
    assert len({field["path"] for field in fields}) == len(fields)
    assert {lever["key"] for lever in described()} == set(levers.LEVERS)
    assert all(lever["group"] in ("action", "what_if") for lever in described())
    assert set(vocabulary()) >= {"types", "specialties", "settings", "visas", "performances", "statuses"}


def test_ranges_of_the_form_are_those_of_the_file():
    by_path = {field["path"]: field for section in sections() for field in section["fields"]}
    assert (by_path["applicant.step2_ck"]["min"], by_path["applicant.step2_ck"]["max"]) == (1, 300)
    kinds = [one["value"] for one in by_path["applicant.type"]["choices"]]
    assert kinds == ["us_md", "us_do", "us_img", "non_us_img"]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_lever_that_fits_a_scenario_makes_a_strategy_that_it_takes(path: Path):
    scenario = load_scenario(path)
    kind = check(scenario) if scenario.couple is None else check_couple(scenario)[1][0]
    fitting = levers.available(scenario, kind)
    assert fitting
    for lever in described():
        if lever["key"] not in fitting or lever["key"].startswith("second_"):
            continue
        done = levers.strategy_of(scenario, kind, {lever["key"]: moved(lever)})
        assert done is not None, lever["key"]
        edited = apply_strategy(load_with(scenario, done), 0)
        assert not edited.faults, lever["key"]
        assert edited.scenario != scenario


def load_with(scenario: Scenario, done: Any) -> Scenario:
    import dataclasses

    return dataclasses.replace(scenario, strategies=(done,))


def test_what_is_set_can_be_written_to_a_file_and_read():
    scenario = load_scenario(ROOT / "scenarios" / "november_four_interviews.yaml")
    values = {"community_interviews": 2, "practice": 0.5, "emails": 10, "second_specialty": "psychiatry"}
    data = levers.strategy_data(scenario, check(scenario), {**values, "second_interviews": 1})
    assert data is not None
    assert [next(iter(edit)) for edit in data["edits"]] == [
        *("add_programs", "set_applicant", "set_programs", "add_programs"),
    ]
    base = {"name": "a", "season": 2027, "applicant": {"type": "non_us_img"}, "programs": []}
    with pytest.raises(InputError, match="no program has this name"):
        uploaded_data({**base, "strategies": [data]}, ())  # the emails name programs of the other scenario


def test_levers_act_in_terms_of_the_scenario():
    silent = [{"name": f"S{k}", "visas": ["j1"]} for k in range(3)]
    shut = {"name": "Closed", "visas": ["h1b"]}
    held = [{"name": "Liked", "status": "interviewed"}, {"name": "Next", "status": "interviewed"}]
    scenario = made([*held, *silent, shut])
    assert edits(scenario, community_interviews=2)[0]["add_programs"] == {
        "name": "Further community interview",
        "count": 2,
        "specialty": "internal_medicine",
        "setting": "community",
        "status": "interviewed",
        "visas": ["j1"],
    }
    assert edits(scenario, emails=40)[0]["set_programs"]["where"] == {"name": ["S0", "S1", "S2"]}
    assert edits(scenario, drop_closed=True) == [{"remove_programs": {"where": {"name": ["Closed"]}}}]
    assert edits(scenario, intent_letter=True)[0]["set_programs"]["where"] == {"name": ["Liked"]}
    assert edits(scenario, interest_letters=3)[0]["set_programs"]["where"] == {"name": ["Next"]}
    assert edits(scenario, practice=0.5) == [{"set_applicant": {"interview_skill": 0.5}}]
    assert edits(scenario, second_interviews=3) == []  # of no second specialty
    signals = edits(scenario, signals="community")
    assert {edit["set_programs"]["set"]["signal"] for edit in signals} <= {"gold", "silver"}


@pytest.mark.parametrize(
    ("key", "scenario"),
    [
        ("emails", made([{"status": "interviewed"}])),
        ("signals", made([{}], as_of="2026-11-15")),
        ("practice", made([{"status": "interviewed"}], as_of="2027-02-20")),
        ("practice", made([{}], applicant={"interview_skill": 4})),
        ("intent_letter", made([{"status": "interviewed", "letter": "intent"}])),
        ("drop_closed", made([{"visas": ["j1"]}])),
        ("step3", made([{}])),
        ("together", made([{}])),
    ],
)
def test_a_lever_without_anything_to_act_on_is_not_offered(key: str, scenario: Scenario):
    assert key not in levers.available(scenario, check(scenario))
    assert (
        edits(
            scenario, **{key: {"practice": 0.5, "emails": 5, "together": "any", "signals": "community"}.get(key, True)}
        )
        == []
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"comunity_interviews": 2}, "Did you mean 'community_interviews'"),
        ({"community_interviews": 11}, "out of range"),
        ({"community_interviews": -1}, "out of range"),
        ({"community_interviews": 1.5}, "whole number"),
        ({"community_interviews": True}, "out of range"),
        ({"community_interviews": "2"}, "out of range"),
        ({"community_interviews": float("nan")}, "out of range"),
        ({"intent_letter": 1}, "true or false"),
        ({"signals": "gold"}, "unknown value"),
        ({"signals": None}, "unknown value"),
    ],
)
def test_a_position_that_a_lever_cannot_have_is_refused(values: dict[str, object], words: str):
    with pytest.raises(InputError, match=words):
        levers.read_levers(values)


def test_names_that_levers_add_are_free():
    scenario = made([{"name": "Further community interview 1", "status": "interviewed"}])
    added = edits(scenario, community_interviews=2)[0]["add_programs"]["name"]
    assert added == "Still further community interview"


def test_the_form_makes_the_scenario_that_it_says():
    counts = {"counts.community.strong": 2, "counts.university.to_come": 1, "counts.community.silent": 30}
    data = form.scenario_data({**PERSON, **counts, "applicant.step2_ck": 240, "as_of": "2026-11-15"})
    scenario = scenario_from_dict(data)
    about = [(p.setting, p.status, p.performance, p.visas) for p in scenario.programs]
    assert about[:3] == [
        *[("community", "interviewed", "strong", ("j1",))] * 2,
        ("university", "invited", None, ("j1",)),
    ]
    assert len(about) == 33
    assert scenario.applicant.step2_ck == 240
    unknown = scenario_from_dict(form.scenario_data({**PERSON, **counts, "sponsor": "unknown"}))
    assert {p.visas for p in unknown.programs} == {None}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "applicant.type"),
        ({"applicant.type": "us_md"}, "specialty"),
        ({**PERSON, "nope": 1}, "nope"),
        ({**PERSON, "counts.community.strong": -1}, "counts.community.strong"),
        ({**PERSON, "counts.community.strong": 1.5}, "counts.community.strong"),
        ({**PERSON, "counts.community.strong": 1e9}, "counts.community.strong"),
    ],
)
def test_a_form_that_is_not_filled_rightly_names_the_field(values: dict[str, object], field: str):
    with pytest.raises(InputError) as problem:
        form.scenario_data(values)
    assert field in {fault.field for fault in problem.value.faults}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"applicant.step2_ck": 500}, "applicant.step2_ck"),
        ({"applicant.type": "x"}, "applicant.type"),
        ({"specialty": "nope", "counts.community.silent": 3}, "specialty"),
        ({"as_of": "2026-13-01"}, "as_of"),
        ({"season": 1900}, "season"),
    ],
)
def test_a_fault_of_the_scenario_stands_at_the_field_of_the_form(values: dict[str, object], field: str):
    given = {**PERSON, **values}
    with pytest.raises(InputError) as problem:
        scenario_from_dict(form.scenario_data(given))
    placed = form.at_fields(problem.value, given)
    assert field in {fault.field for fault in placed.faults}
    assert not any(fault.file for fault in placed.faults)
