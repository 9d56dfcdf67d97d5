"""Strategies compared: exact and paired answers agree, facts stay facts, money is counted as it is spent."""

import dataclasses
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator.model.checks import check
from simulator.outcomes.comparison import Strategy
from simulator.outcomes.result import RunResult
from simulator.outcomes.uncertainty import over_draws
from simulator.pipeline import run
from simulator.scenario import apply_strategy, load_scenario, scenario_from_dict
from simulator.season.draws import solve_draws
from simulator.season.exact import solve
from simulator.season.many import solve_forms, solve_forms_over_draws
from simulator.season.plan import make_plan
from simulator.strategy.compare import fees

ROOT = Path(__file__).resolve().parents[3]
ABOUT = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}
STRATEGIES: dict[str, list[dict[str, Any]]] = {
    "five community": [{"add_programs": ABOUT | {"name": "Extra", "count": 5, "status": "interviewed"}}],
    "forty applications": [{"add_programs": ABOUT | {"name": "More", "count": 40}}],
    "practice": [{"set_applicant": {"interview_skill": "strong"}}],
    "score": [{"set_applicant": {"step2_ck": 251}}],
    "emails": [{"set_programs": {"where": {"name": ["Silent 1", "Silent 2"]}, "set": {"emails": ["tie"]}}}],
    "mass email": [{"set_programs": {"where": {"status": "applied"}, "set": {"emails": ["mass"]}}}],
    "emails below a filter": [{"set_programs": {"where": {"name": "Strict"}, "set": {"emails": ["tie"]}}}],
    "nothing": [{"set_programs": {"where": {"state": "XX"}, "set": {"emails": ["tie"]}}}],
    "withdraw": [{"remove_programs": {"where": {"name": "Invited 3"}}}],
    "another specialty": [{"add_programs": ABOUT | {"name": "FM", "count": 8, "specialty": "family_medicine"}}],
}
LIMITED = ("five community", "practice", "withdraw")
BOTH = [(name, None) for name in STRATEGIES] + [(name, 6) for name in LIMITED]


def data(calibration: str = "nrmp-2026", **person: Any) -> dict[str, Any]:
    programs = [
        ABOUT | {"name": "Held", "status": "interviewed"},
        ABOUT | {"name": "Invited", "count": 3, "status": "invited"},
        ABOUT | {"name": "Silent", "count": 33},
        ABOUT | {"name": "Strict", "min_step2_ck": 250},
        ABOUT | {"name": "No", "count": 6, "status": "rejected"},
    ]
    about = {"name": "n", "season": 2027, "as_of": "2026-11-15", "calibration": calibration, "programs": programs}
    chosen = LIMITED if "max_interviews" in person else STRATEGIES
    plans = [{"name": name, "edits": STRATEGIES[name]} for name in chosen]
    return about | {"applicant": {"type": "non_us_img", "step2_ck": 240} | person, "strategies": plans}


@cache
def answer(limit: int | None = None) -> RunResult:
    person = {} if limit is None else {"max_interviews": limit}
    return run(scenario_from_dict(data("rules-of-thumb", **person)), replicates=4_000)


def found(name: str, limit: int | None = None) -> Strategy:
    return next(one for one in answer(limit).compared if one.name == name)


@pytest.mark.parametrize(("name", "limit"), BOTH)
def test_sampled_exact_and_interval_hang_together(name: str, limit: int | None) -> None:
    one, base = found(name, limit), answer(limit).match
    gap = one.difference
    alone = np.hypot(one.match.mc_standard_error, base.mc_standard_error)
    assert abs(gap.estimate - (one.match.probability - base.probability)) < 4.5 * alone
    assert gap.exact == pytest.approx(one.match.exact - base.exact)
    assert abs(gap.estimate - gap.exact) < 4.5 * gap.mc_standard_error + 1e-6
    assert abs(one.match.probability - one.match.exact) < 4.5 * one.match.mc_standard_error
    assert gap.low - 0.01 <= gap.exact <= gap.high + 0.01
    assert gap.mc_standard_error < alone / 2


@pytest.mark.parametrize("name", STRATEGIES)
def test_the_exact_difference_is_that_of_the_solver(name: str) -> None:
    scenario = scenario_from_dict(data())
    calibration = check(scenario)
    base = make_plan(scenario, calibration)
    form = make_plan(apply_strategy(scenario, list(STRATEGIES).index(name)).scenario, calibration, facts=base)
    both = solve_forms([base, form])
    assert both == pytest.approx([solve(base).match[0], solve(form).match[0]], abs=3e-6)


def test_over_draws_they_agree_with_each_form_alone() -> None:
    scenario = scenario_from_dict(data())
    calibration = check(scenario)
    base = make_plan(scenario, calibration, calibration.draws.rows(slice(0, 3)))
    forms = [make_plan(apply_strategy(scenario, k).scenario, calibration, facts=base) for k in range(len(STRATEGIES))]
    together = solve_forms_over_draws([base, *forms], 64)
    for plan, row in zip([base, *forms], together, strict=True):
        assert row == pytest.approx(solve_draws(plan, 64)[0], abs=2e-4)


def test_facts_weigh_the_draws_and_edits_do_not() -> None:
    scenario = scenario_from_dict(data())
    calibration = check(scenario)
    plan = make_plan(scenario, calibration)
    drawn = over_draws(scenario, calibration, solve(plan))
    for k in range(len(STRATEGIES)):
        form = make_plan(apply_strategy(scenario, k).scenario, calibration, facts=drawn.plan)
        assert form.evidence is drawn.plan.evidence


@pytest.mark.parametrize("limit", [None, 6])
def test_progress_counts_the_season_and_its_strategies_twice(limit: int | None) -> None:
    told: list[int] = []
    scenario = scenario_from_dict(data("rules-of-thumb", **({} if limit is None else {"max_interviews": limit})))
    run(scenario, replicates=501, progress=told.append)
    assert sum(told) == 3 * 501
    assert min(told) >= 0


def test_pairs_are_far_closer_than_strangers() -> None:
    base = answer().match.mc_standard_error
    for name in ("forty applications", "emails", "mass email", "withdraw"):
        one = found(name)
        assert one.difference.mc_standard_error**2 < (one.match.mc_standard_error**2 + base**2) / 20, name


class TestWhatLeversDo:
    def test_an_email_below_a_hard_filter_changes_nothing(self) -> None:
        one = found("emails below a filter")
        assert (one.difference.estimate, one.difference.exact, one.difference.high) == (0, 0, 0)
        assert any("no email opens" in warning for warning in one.warnings)

    def test_mass_email_never_helps(self) -> None:
        assert found("mass email").difference.high <= 0
        hundred = data()
        hundred["programs"][2]["count"] = 100
        hundred["strategies"] = [
            {"name": kind, "edits": [{"set_programs": {"where": {"status": "applied"}, "set": {"emails": [kind]}}}]}
            for kind in ("tie", "update", "interest", "mass")
        ]
        for one in run(scenario_from_dict(hundred), replicates=500).compared:
            assert one.difference.high <= 0, one.name

    def test_more_is_more_and_a_few_interviews_beat_many_applications(self) -> None:
        five, forty = found("five community"), found("forty applications")
        assert five.difference.low > forty.difference.high > forty.difference.low > 0
        assert five.difference.probability_better == pytest.approx(1)
        assert found("withdraw").difference.high < 0

    def test_nothing_is_nothing(self) -> None:
        one = found("nothing")
        assert (one.difference.exact, one.difference.probability_better) == (0, 0)
        assert "edit 1 (set_programs) matches no program" in one.warnings[0]
        assert one.warnings[0] in answer().warnings


class TestMoney:
    @pytest.mark.parametrize(("counts", "usd"), [((30,), 330), ((43, 7), 797), ((32, 32), 780)])
    def test_fees_of_season_2026(self, counts: tuple[int, ...], usd: float) -> None:
        names = ("internal_medicine", "family_medicine")
        programs = [
            ABOUT | {"name": field, "specialty": field, "count": n, "status": "considering"}
            for field, n in zip(names, counts, strict=False)
        ]
        edits = [{"set_programs": {"set": {"status": "applied"}}}]
        about = {"name": "n", "season": 2026, "applicant": {"type": "non_us_img"}, "programs": programs}
        scenario = scenario_from_dict(about | {"strategies": [{"name": "apply", "edits": edits}]})
        assert fees(scenario) == 0
        assert fees(scenario, apply_strategy(scenario, 0).scenario) == usd

    def test_what_is_added_is_added(self) -> None:
        base = answer().cost.total_usd
        for one in answer().compared:
            assert one.total_usd == pytest.approx(base + one.added_usd)
        assert found("withdraw").added_usd == 0  # paid is paid
        assert found("another specialty").added_usd == 88

    def test_dollars_per_point_only_for_an_established_gain(self) -> None:
        five = found("five community")
        assert five.usd_per_point == pytest.approx(five.added_usd / (100 * five.difference.exact))
        for name in ("nothing", "mass email", "withdraw", "practice"):
            assert found(name).usd_per_point is None


def test_the_json_keeps_the_contract() -> None:
    import json

    told = json.loads(answer().to_json())["strategies"]
    assert [one["name"] for one in told] == list(STRATEGIES)
    assert set(told[0]) == {"name", "match", "difference", "cost_usd", "usd_per_point"}
    assert set(told[0]["difference"]) >= {"estimate", "mc_standard_error", "credible_interval", "probability_better"}
    assert set(told[0]["cost_usd"]) == {"total", "added"}
    assert "usd_per_point" not in told[7]
    assert list(answer().strategies["strategy"]) == list(STRATEGIES)


def test_on_the_november_scenario_five_interviews_and_forty_applications_agree_with_the_solver() -> None:
    scenario = load_scenario(ROOT / "scenarios" / "five_interviews_or_forty_applications.yaml")
    for one in run(scenario, replicates=2_000).compared:
        gap = one.difference
        assert abs(gap.estimate - gap.exact) < 4.5 * gap.mc_standard_error
        assert gap.low < gap.exact < gap.high


def test_fees_go_on_from_the_applications_that_were_sent() -> None:
    """Season 2026: 30 programs at 11 dollars a specialty, then 30 dollars each."""
    about = {"name": "n", "season": 2026, "as_of": "2025-11-15", "calibration": "rules-of-thumb"}
    person = {"type": "non_us_img", "applications_sent": {"internal_medicine": 60}}
    plans = [{"name": "forty more", "edits": STRATEGIES["forty applications"]}]
    programs = [ABOUT | {"name": "Silent", "count": 10}]
    one = run(
        scenario_from_dict(about | {"applicant": person, "programs": programs, "strategies": plans}), replicates=9
    )
    assert (one.compared[0].added_usd, one.cost.total_usd, one.compared[0].total_usd) == (1200, 110, 930)


def test_an_application_sent_stays_paid_in_its_own_specialty() -> None:
    scenario = scenario_from_dict(data())
    moved = [p.model_copy(update={"specialty": "family_medicine"}) for p in scenario.programs]
    assert fees(scenario, dataclasses.replace(scenario, programs=tuple(moved))) == fees(scenario)
