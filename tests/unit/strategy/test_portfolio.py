"""The optimiser on whole scenarios: facts kept, fees, filters, signals, files."""

import dataclasses
import json
import math
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator.advice.portfolio_words import portfolio_summary
from simulator.errors import InputError
from simulator.model.checks import check
from simulator.model.parameters import load_calibration
from simulator.outcomes.uncertainty import Drawn
from simulator.pipeline import optimize
from simulator.scenario import load_scenario, scenario_from_dict
from simulator.scenario.catalogue import with_catalogue
from simulator.scenario.writer import programs_csv, scenario_text
from simulator.season.draws import solve_draws
from simulator.season.exact import solve
from simulator.season.plan import make_plan
from simulator.strategy.candidates import applied_to, candidates
from simulator.strategy.certificate import PROVED
from simulator.strategy.portfolio import choose, look_at, systematic
from simulator.strategy.result import Portfolio, portfolio_of

SETTINGS = ("community", "university_affiliated", "university")
PERSON = {"type": "non_us_img", "step2_ck": 240, "years_since_graduation": 3, "visa": "j1"}


def asked(n: int = 7, **more: Any) -> dict[str, Any]:
    rows = [
        {
            "name": f"Candidate {k}",
            "specialty": "internal_medicine",
            "setting": SETTINGS[k % 3],
            "status": "considering",
            "visas": ["j1"],
            "img_share": round(0.1 + min(0.07, 0.8 / n) * k, 3),
        }
        for k in range(n)
    ]
    own = more.pop("programs", [])
    return {"name": "x", "season": 2026, "applicant": PERSON, "programs": [*own, *rows], **more}


@pytest.fixture(scope="module")
def november() -> tuple[dict[str, Any], Portfolio]:
    """Mid-November, one interview, silence elsewhere."""
    heard = {"name": "Held", "specialty": "internal_medicine", "setting": "community", "status": "interviewed"}
    silent = {"name": "Silent", "specialty": "internal_medicine", "setting": "university", "visas": ["j1"], "count": 25}
    data = asked(programs=[heard | {"visas": ["j1"]}, silent], as_of="2025-11-15")
    return data, optimize(scenario_from_dict(data), budget_usd=100.0, max_programs=4)


def test_the_choice_is_the_best_of_all_on_the_exact_solver(november: tuple[dict[str, Any], Portfolio]):
    """Every pair of candidates, each solved as a season of its own under the same draws."""
    data, found = november
    scenario = scenario_from_dict(data)
    calibration = load_calibration(None).for_type("non_us_img")
    season = look_at(scenario, calibration)
    at, weight = systematic(season.drawn.weight, 20)
    drawn = Drawn(season.drawn.plan.rows(at), weight, season.drawn.match[at])
    season = season._replace(drawn=drawn, full=tuple(p.rows(at) for p in season.full))
    best = 0.0
    for names in combinations(season.found.open, 2):
        edited = applied_to(scenario, dict.fromkeys(names, "none"))
        match, _ = solve_draws(make_plan(edited, calibration, facts=drawn.plan), season.intervals)
        best = max(best, float(weight @ match))
    choice = choose(season, math.inf, 2)
    assert choice.match == pytest.approx(best, abs=2e-5)
    assert choice.is_proved
    assert found.value >= best - 0.01


def test_value_interval_and_exact_answer_are_those_of_the_edited_season(november: tuple[dict[str, Any], Portfolio]):
    data, found = november
    scenario = scenario_from_dict(data)
    calibration = load_calibration(None).for_type("non_us_img")
    base = make_plan(scenario, calibration)
    edited = applied_to(scenario, dict(zip(found.chosen["program"], found.chosen["signal"], strict=True)))
    assert found.before.exact == pytest.approx(float(solve(base).match[0]), abs=1e-9)
    assert found.after.exact == pytest.approx(
        float(solve(make_plan(edited, calibration, facts=base)).match[0]), abs=1e-9
    )
    assert found.difference.exact == pytest.approx(found.after.exact - found.before.exact)
    assert found.value <= found.bound
    assert found.gap < 1e-6
    assert found.is_proved


def test_a_bound_that_is_met_proves_the_choice_among_any_number():
    """Thirty candidates are too many to branch on; in November, without signals, the bound closes by itself."""
    season = look_at(scenario_from_dict(asked(30, as_of="2025-11-15")), load_calibration(None).for_type("non_us_img"))
    at, weight = systematic(season.drawn.weight, 20)
    drawn = Drawn(season.drawn.plan.rows(at), weight, season.drawn.match[at])
    choice = choose(season._replace(drawn=drawn, full=tuple(p.rows(at) for p in season.full)), math.inf, 10)
    assert choice.bound - choice.match <= PROVED
    assert choice.is_proved


@pytest.mark.parametrize(
    ("gap", "words"), [(4e-5, "makes that 0.01 more"), (6e-5, "it is at most 0.01 from the best"), (0.0, "Proved")]
)
def test_the_words_say_proved_where_the_printed_gap_is_nought(
    november: tuple[dict[str, Any], Portfolio], gap: float, words: str
):
    found = dataclasses.replace(november[1], bound=november[1].value + gap, is_proved=False)
    text = " ".join(portfolio_summary(found, width=200).split())
    assert words in text
    assert ("Proved" in text) == (gap < 5e-5)


def test_fees_go_on_from_what_was_sent(november: tuple[dict[str, Any], Portfolio]):
    """26 in internal medicine are sent: the next four cost 11 dollars each, the fifth would cost 30."""
    _, found = november
    assert found.added_usd == found.chosen["cost_usd"].sum() == 44.0
    assert found.total_usd == 26 * 11 + 44


def test_no_signals_in_november(november: tuple[dict[str, Any], Portfolio]):
    _, found = november
    assert set(found.chosen["signal"]) == {"none"}
    assert any("Signals travel" in text for text in found.warnings)


def test_a_new_file_in_november_keeps_facts_and_sends_by_a_strategy(
    november: tuple[dict[str, Any], Portfolio], tmp_path: Path
):
    _, found = november
    path = tmp_path / "new.yaml"
    path.write_text(scenario_text(found.scenario, "a comment"), encoding="utf-8")
    again = load_scenario(path)
    assert again == found.scenario
    assert {p.name for p in again.programs if p.status == "considering"} == set(found.chosen["program"])
    assert len(again.strategies) == 1


def test_the_json_is_whole(november: tuple[dict[str, Any], Portfolio]):
    _, found = november
    told = json.loads(found.to_json())
    assert told["cost_usd"] == {"total": found.total_usd, "added": 44.0, "schedule": "ERAS 2026"}
    assert told["certificate"]["proved_best"] is True
    assert len(told["chosen"]) == 4
    assert len(told["left_out"]) == 3
    assert told["budget"] == {"usd": 100.0, "programs": 4}


def test_before_the_season_signals_are_placed_within_limits_and_a_new_file_can_be_run(tmp_path: Path):
    data = asked(6)
    found = optimize(scenario_from_dict(data), max_programs=4)
    signals = found.chosen["signal"].value_counts()
    assert signals.get("gold", 0) >= 1
    path = tmp_path / "new.yaml"
    path.write_text(scenario_text(found.scenario), encoding="utf-8")
    again = load_scenario(path)
    assert {p.name for p in again.programs} == set(found.chosen["program"])
    exact = float(solve(make_plan(again, load_calibration(None).for_type("non_us_img"))).match[0])
    assert exact == pytest.approx(found.after.exact, abs=1e-6)


def test_filters_are_explained():
    about = {"specialty": "internal_medicine", "setting": "community", "status": "considering"}
    closed = [
        about | {"name": "No visa", "visas": []},
        about | {"name": "High score", "visas": ["j1"], "min_step2_ck": 250},
    ]
    found = optimize(scenario_from_dict(asked(3, programs=closed)), max_programs=5)
    reason = dict(zip(found.left_out["program"], found.left_out["reason"], strict=True))
    assert "needs J-1; the program sponsors no visa" in reason["No visa"]
    assert "Step 2 CK 240 against the program's minimum of 250" in reason["High score"]
    assert len(found.chosen) == 3


def test_a_limit_on_interviews_is_named_and_obeyed_in_the_value():
    data = asked(6, applicant=PERSON | {"max_interviews": 1}, as_of="2025-10-01")
    free = optimize(scenario_from_dict(asked(6, as_of="2025-10-01")), max_programs=6)
    found = optimize(scenario_from_dict(data), max_programs=6)
    assert any("(max_interviews) is 1" in text for text in found.warnings)
    assert found.after.exact < free.after.exact
    assert found.value <= found.bound


@pytest.mark.parametrize(
    ("budget", "most", "said"),
    [
        (0.0, None, "--budget-usd: must be a positive number of dollars (got 0.0)"),
        (-5.0, None, "must be a positive number of dollars (got -5.0)"),
        (math.nan, None, "must be a positive number of dollars"),
        (None, 0, "--max-programs: must be a positive number of programs (got 0)"),
        (None, None, "nothing says how much may be spent"),
    ],
)
def test_budgets_that_are_none_are_refused(budget: float | None, most: int | None, said: str):
    with pytest.raises(InputError) as problem:
        optimize(scenario_from_dict(asked(2)), budget_usd=budget, max_programs=most)
    assert said in str(problem.value)
    assert len(problem.value.faults) == 1


def test_too_little_for_one_application_chooses_nothing():
    found = optimize(scenario_from_dict(asked(2)), budget_usd=5.0)
    assert not len(found.chosen)
    assert found.added_usd == 0.0
    assert found.nothing.startswith("one application costs 1")
    assert "Nothing bought within 5 dollars: one application costs 1" in portfolio_summary(found)


def test_candidates_that_are_all_closed_choose_nothing():
    closed = asked(0, programs=[{**asked(1)["programs"][0], "visas": []}])
    found = optimize(scenario_from_dict(closed), budget_usd=100.0)
    assert not len(found.chosen)
    assert len(found.left_out) == 1
    assert found.nothing == "the only candidate is closed (needs J-1; the program sponsors no visa)"


def test_no_candidates_is_refused():
    with pytest.raises(InputError, match="none has the status considering"):
        optimize(scenario_from_dict(asked(0)), budget_usd=100.0)


def catalogue_of(path: Path, text: str) -> Path:
    (path / "list.csv").write_text(text, encoding="utf-8")
    return path / "list.csv"


def test_a_catalogue_becomes_candidates(tmp_path: Path):
    text = "name,specialty,setting,visas,img_share\nNew one,internal_medicine,community,j1,0.5\n"
    merged = with_catalogue(scenario_from_dict(asked(1)), catalogue_of(tmp_path, text))
    assert [p.status for p in merged.programs] == ["considering", "considering"]
    assert candidates(merged).open == ("Candidate 0", "New one")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,specialty\nA,internal_medicine\n", "list.csv:1: setting: missing column"),
        ("name,specialty,setting,colour\nA,internal_medicine,community,red\n", "list.csv:1: colour: unknown column"),
        ("name,specialty,setting\nCandidate 0,internal_medicine,community\n", "duplicate program name"),
        (
            "name,specialty,setting,status\nA,internal_medicine,community,invited\n",
            "not applied to yet (got 'invited')",
        ),
        ("name,specialty,setting,positions\nA,internal_medicine,community,0\n", "positions: is out of range (got 0)"),
    ],
)
def test_a_faulty_catalogue_is_refused_with_its_place(tmp_path: Path, text: str, said: str):
    with pytest.raises(InputError) as problem:
        with_catalogue(scenario_from_dict(asked(1)), catalogue_of(tmp_path, text))
    assert said in str(problem.value)


def test_programs_written_as_csv_are_read_again(tmp_path: Path):
    scenario = scenario_from_dict(asked(3))
    path = catalogue_of(tmp_path, programs_csv(scenario.programs))
    empty = scenario_from_dict({"name": "x", "season": 2026, "applicant": PERSON})
    assert with_catalogue(empty, path).programs == scenario.programs


def test_every_shipped_scenario_survives_being_written(tmp_path: Path):
    for path in sorted((Path(__file__).parents[3] / "scenarios").glob("*.yaml")):
        scenario = load_scenario(path)
        if scenario.couple is not None:  # never written: the optimizer refuses couples
            continue
        copy = tmp_path / path.name
        copy.write_text(scenario_text(scenario), encoding="utf-8")
        assert load_scenario(copy) == scenario, path.name


def test_draws_are_taken_evenly_by_weight():
    weight = np.array([0.5, 0.1, 0.4])
    chosen, share = systematic(weight, 2)
    assert list(chosen) == [0, 2]
    assert share.sum() == pytest.approx(1.0)
    assert systematic(weight, 3)[1] is weight


def emailed(n: int, count: int, own: int = 0, **more: Any) -> dict[str, Any]:
    """Candidates of which `count` are to be emailed; `own` programs have been emailed already."""
    base = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"], "connection": "geographic"}
    sent = [base | {"name": "Sent", "count": own, "emails": ["tie"]}] if own else []
    rows = [
        base | {"name": f"E{k}", "status": "considering"} | ({"emails": ["tie"]} if k < count else {}) for k in range(n)
    ]
    return {"name": "x", "season": 2026, "applicant": PERSON, "programs": [*sent, *rows], **more}


def test_emails_count_only_where_the_application_is_sent():
    """Forty candidates have an email, five are chosen: that is no mass email, and the search knows it."""
    few = optimize(scenario_from_dict(emailed(40, 5)), max_programs=5)
    many = optimize(scenario_from_dict(emailed(40, 40)), max_programs=5)
    assert many.value == pytest.approx(few.value, abs=1e-6)
    assert many.bound == pytest.approx(few.bound, abs=1e-4)
    assert not any("mass email" in text for text in many.warnings)
    assert {p.name for p in few.programs} == {f"E{k}" for k in range(5)}, "the emails decide"


def test_only_as_many_emails_as_are_left_go_with_a_choice():
    found = optimize(scenario_from_dict(emailed(12, 12, own=25)), max_programs=12)
    assert sum(bool(p.emails) for p in found.programs) == 5
    assert any("Only 5 more programs may be emailed" in text for text in found.warnings)
    assert found.value <= found.bound


def test_no_further_emails_where_the_limit_is_reached():
    found = optimize(scenario_from_dict(emailed(6, 6, own=30)), max_programs=3)
    assert not any(p.emails for p in found.programs)
    assert any("emails of candidates are left out" in text for text in found.warnings)


def test_what_is_printed_is_what_was_searched_and_certified():
    """Much silence makes the person sharp: a rule too coarse would be off by more than all that is chosen adds."""
    about = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}
    programs = [about | {"name": "Invited", "count": 6, "status": "invited"}, about | {"name": "Silent", "count": 150}]
    data = asked(20, programs=programs, as_of="2025-12-10", calibration="nrmp-2026")
    data["applicant"] = PERSON | {"applications_sent": {"internal_medicine": 200}}
    scenario = scenario_from_dict(data)
    season = look_at(scenario, check(scenario))
    choice = choose(season, 400.0, 20)
    assert season.intervals > 32
    assert portfolio_of(season, choice, 400.0, None).value == pytest.approx(choice.match, abs=1e-9)
