"""Edits change what is still to come and teach nothing about the person: plans of edited seasons, made of base ones."""

import dataclasses
from typing import Any

import numpy as np
import pytest

from simulator.model.behaviour import silence
from simulator.model.checks import check
from simulator.scenario import Scenario, scenario_from_dict
from simulator.season import compiled, sampler
from simulator.season.draws import solve_draws
from simulator.season.exact import solve, solve_on
from simulator.season.plan import Plan, make_plan
from simulator.season.setup import make_setup
from tests.strategies import CELLS, examples

CLOCK = (*examples(40, 71), *examples(10, 72, **CELLS))


def base(as_of: str | None = "2026-11-15", **person: Any) -> dict[str, Any]:
    about = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}
    programs = [
        about | {"name": "Held", "status": "interviewed"},
        about | {"name": "Invited", "status": "invited"},
        about | {"name": "Silent", "count": 30},
        about | {"name": "Strict", "count": 3, "min_step2_ck": 250},
        about | {"name": "Maybe", "status": "considering"},
        about | {"name": "No", "count": 4, "status": "rejected"},
    ]
    data: dict[str, Any] = {"name": "b", "season": 2027, "applicant": {"type": "non_us_img", "step2_ck": 240} | person}
    return data | {"programs": programs} | ({"as_of": as_of} if as_of else {})


def plans(data: dict[str, Any], edited: Scenario) -> tuple[Plan, Plan]:
    facts = scenario_from_dict(data)
    calibration = check(facts)
    plan = make_plan(facts, calibration)
    return plan, make_plan(edited, calibration, facts=plan)


def changed(data: dict[str, Any], person: dict[str, Any] | None = None, **programs: dict[str, Any]) -> Scenario:
    """The scenario with fields of the applicant, and of programs by name, changed."""
    scenario = scenario_from_dict(data)
    found = tuple(p.model_copy(update=programs.get(p.name.split()[0], {})) for p in scenario.programs)
    applicant = scenario.applicant.model_copy(update=person or {})
    names = tuple(p.name for p in found if p.status not in ("considering", "rejected"))
    return dataclasses.replace(scenario, applicant=applicant, programs=found, rank_order_list=names)


@pytest.mark.parametrize("k", range(len(CLOCK)))
def test_without_an_edit_it_is_the_plan_itself(k: int) -> None:
    scenario = CLOCK[k]
    calibration = check(scenario)
    for parameters in (None, calibration.draws.rows(slice(0, 3))):
        plan = make_plan(scenario, calibration, parameters)
        again = make_plan(scenario, calibration, parameters, facts=plan)
        assert again.before is None
        for field, mine, theirs in zip(Plan._fields, again, plan, strict=True):
            if field != "applied":
                np.testing.assert_equal(mine, theirs, err_msg=field)


@pytest.mark.parametrize("k", range(0, len(CLOCK), 3))
def test_what_was_heard_stays(k: int) -> None:
    scenario = CLOCK[k]
    calibration = check(scenario)
    plan = make_plan(scenario, calibration)
    better = scenario.applicant.model_copy(update={"step2_ck": 265, "letters": "strong"})
    edited = make_plan(dataclasses.replace(scenario, applicant=better), calibration, facts=plan)
    assert edited.evidence is plan.evidence
    assert solve(edited).log_evidence == pytest.approx(solve(plan).log_evidence, abs=1e-4)


def test_a_program_newly_written_to_has_no_silence_behind_it() -> None:
    data = base()
    plan, edited = plans(data, changed(data, Maybe={"status": "applied"}))
    silent = [p for p, k in enumerate(edited.live) if edited.applied[k].program.name in ("Maybe", "Silent 1")]
    assert edited.before is not None
    assert edited.before.is_new.sum() == 1
    chance = solve(edited).invited[0, silent]
    assert chance[0] != pytest.approx(chance[1], rel=0.02)
    found = dict(zip([edited.applied[edited.live[p]].program.name for p in silent], chance, strict=True))
    assert found["Maybe"] < found["Silent 1"]  # the share of its invitations that is out went to others
    assert found["Silent 1"] == pytest.approx(solve(plan).invited[0, 2], abs=1e-9)


def test_a_better_file_is_read_only_by_those_who_have_not_decided() -> None:
    """Against the formula by hand, at one strength: new chance above, old silence below."""
    data = base()
    plan, edited = plans(data, changed(data, {"step2_ck": 255}))
    from scipy.special import ndtr

    from simulator.season.chances import invitations

    a = np.array([[0.3]])
    found = invitations(edited, a)[0, 0]
    names = [edited.applied[k].program.name for k in edited.live]
    old, new = (float(ndtr(0.3 + x.invite_shift[0, 2])) for x in (plan, edited))
    coming = new * (1 - plan.timing.released) + plan.late_rate * new * (1 - new) * (1 - plan.timing.late_released)
    assert found[names.index("Silent 1")] == pytest.approx(coming / silence(old, plan.timing, plan.late_rate))
    nobody = silence(0.0, plan.timing, plan.late_rate)  # the filter of these was closed
    assert found[names.index("Strict 1")] == pytest.approx(coming / nobody)
    assert "Strict 1" not in [plan.applied[k].program.name for k in plan.live]


def test_skill_moves_without_being_learned_and_not_for_interviews_held() -> None:
    data = base()
    plan, edited = plans(data, changed(data, {"interview_skill": "strong"}))
    moved = edited.skill[0] - plan.skill[0]
    assert moved == pytest.approx(plan.parameters.sd("skill"))
    assert edited.skill[1] is plan.skill[1]
    assert edited.rank_shift[0, 0] == pytest.approx(plan.rank_shift[0, 0] - moved[0])  # held: as it went
    assert edited.rank_shift[0, 1:2] == pytest.approx(plan.rank_shift[0, 1:2])
    undated = base(None)
    plan, edited = plans(undated, changed(undated, {"interview_skill": "strong"}))
    assert np.array_equal(edited.rank_shift, plan.rank_shift)


def test_reports_are_those_of_the_facts() -> None:
    data = base()
    plan, edited = plans(data, changed(data, Invited={"status": "interviewed", "performance": "strong"}))
    assert edited.skill[0] == plan.skill[0]
    assert edited.reported.sum() == 1


def test_a_specialty_added_leaves_the_evidence_where_it_was() -> None:
    data = base()
    plan, edited = plans(data, changed(data, Maybe={"specialty": "family_medicine", "status": "applied"}))
    assert plan.groups == ("internal_medicine",)
    assert edited.groups == ("internal_medicine", "family_medicine")
    assert solve(edited).match[0] > solve(plan).match[0]
    assert solve(edited).log_evidence[0] == pytest.approx(solve(plan).log_evidence[0], abs=1e-3)


EDITS: list[dict[str, Any]] = [
    {"Maybe": {"status": "applied"}},
    {"Maybe": {"status": "interviewed"}},
    {"person": {"step2_ck": 252}},
    {"person": {"step2_ck": 252}, "Maybe": {"status": "applied"}, "Silent": {"emails": ("tie",)}},
    {"person": {"interview_skill": "strong", "max_interviews": 3}},
]


@pytest.mark.parametrize("edit", EDITS)
def test_sampled_and_exact_agree_and_both_twins(edit: dict[str, Any]) -> None:
    data = base(max_interviews=4)
    scenario = changed(data, **edit)
    _, edited = plans(data, scenario)
    n = 20_000
    setup = make_setup(scenario, edited, 11)
    tallies = [form.block_sampler(setup)(0, n) for form in (sampler, compiled)]
    for one, other in zip(*tallies, strict=True):
        assert np.array_equal(one, other)
    exact = solve(edited).match[0]
    assert abs(tallies[0].matched.sum() / n - exact) < 4.5 * np.sqrt(exact * (1 - exact) / n)


@pytest.mark.parametrize("edit", EDITS)
def test_many_draws_at_once_agree_with_one_by_one(edit: dict[str, Any]) -> None:
    data = base()
    facts = scenario_from_dict(data)
    calibration = check(facts)
    rows = calibration.draws.rows(slice(0, 4))
    edited = make_plan(changed(data, **edit), calibration, facts=make_plan(facts, calibration, rows))
    together, _ = solve_draws(edited, 64)
    alone = [solve_on(edited.rows(slice(d, d + 1)), 64).match[0] for d in range(4)]
    assert together == pytest.approx(alone, abs=2e-4)
