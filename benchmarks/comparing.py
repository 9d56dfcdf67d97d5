"""Ten strategies beside 150 programs: seconds to compare them, and what pairing saves over the shipped scenarios."""

from __future__ import annotations

import statistics
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from benchmarks import situations
from benchmarks.measure import HERE, save, take_turns
from simulator.model.checks import check
from simulator.outcomes.uncertainty import Drawn, over_draws
from simulator.scenario import apply_strategy, load_scenario, scenario_from_dict
from simulator.season.exact import solve
from simulator.season.given import make_forms
from simulator.season.many import affordable_step, solve_forms, solve_forms_over_draws
from simulator.season.paired import given_people, simulate_pairs
from simulator.season.plan import make_plan
from simulator.season.sampler import sample_outcomes
from simulator.season.setup import make_setup

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario
    from simulator.season.plan import Plan
    from simulator.season.setup import Setup
    from simulator.season.solution import Solution

QUESTION = "Comparing ten strategies on 150 programs: seconds, and what pairing saves over the shipped scenarios"
PROGRAMS, PAIRS, REPLICATES = 150, 20_000, 8_192
FIRST_S, ALL_S, TIMES_SMALLER = 0.5, 6.0, 20
FIRST, ALL, SAMPLED = "first answer: exact, central parameters", "all parameter sets", "20,000 paired replicates"
SEED, OTHER_SEED = 7, 1_000_003


class Base(NamedTuple):
    """A season as it stands, solved before anything is compared."""

    scenario: Scenario
    calibration: Calibration
    plan: Plan
    solution: Solution
    drawn: Drawn


def november() -> Scenario:
    """150 programs in mid-November, no two alike, most of them silent; ten strategies, two of which add programs."""
    applicant = {"type": "non_us_img", "step2_ck": 240, "years_since_graduation": 3, "visa": "j1"}
    about = {"name": "Ten strategies", "season": 2027, "as_of": "2026-11-15", "calibration": "nrmp-2026"}
    return scenario_from_dict(
        {**about, "applicant": applicant, "programs": [*map(_program, range(PROGRAMS))], "strategies": _strategies()}
    )


def _program(k: int) -> dict[str, Any]:
    """Every thirtieth program has invited and every fifteenth said no."""
    status = "invited" if k % 30 == 0 else "rejected" if k % 15 == 7 else "applied"
    share = round(0.2 + 0.5 * k / PROGRAMS, 6)
    setting = situations.SETTINGS[k % len(situations.SETTINGS)]
    about = {"name": f"Program {k + 1}", "specialty": "internal_medicine", "setting": setting}
    return {**about, "status": status, "visas": ["j1"], "img_share": share}


def _strategies() -> list[dict[str, Any]]:
    new = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}
    five = {**new, "name": "Another interview", "count": 5, "status": "interviewed"}
    silent = [f"Program {k + 1}" for k in range(PROGRAMS) if _program(k)["status"] == "applied"]
    edits: dict[str, dict[str, Any]] = {
        "five interviews": {"add_programs": five},
        "forty applications": {"add_programs": {**new, "name": "Late application", "count": 40}},
        "practice": {"set_applicant": {"interview_skill": 0.5}},
        "strong letters": {"set_applicant": {"letters": "strong"}},
        "Step 3": {"set_applicant": {"step3": True}},
        "another month of clinical experience": {"set_applicant": {"us_clinical_experience_months": 4}},
        "ten emails": {"set_programs": {"where": {"name": silent[:10]}, "set": {"emails": ["tie"]}}},
        "twenty emails": {"set_programs": {"where": {"name": silent[:20]}, "set": {"emails": ["update"]}}},
        "five rotations": {"set_programs": {"where": {"name": silent[:5]}, "set": {"connection": "rotation"}}},
        "without university programs": {"remove_programs": {"where": {"name": silent[2::3]}}},
    }
    return [{"name": name, "edits": [edit]} for name, edit in edits.items()]


def base_of(scenario: Scenario) -> Base:
    """Solve a season as it stands; the comparison gets this for nothing, as in `run`.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    Base
    """
    calibration = check(scenario)
    plan = make_plan(scenario, calibration)
    solution = solve(plan)
    return Base(scenario, calibration, plan, solution, over_draws(scenario, calibration, solution))


def forms(base: Base, facts: Plan) -> list[Plan]:
    """Return the season as it stands and under each strategy, edits applied and checked.

    Parameters
    ----------
    base : Base
    facts : Plan
        Of the season as it stands, with the parameter sets that are wanted.

    Returns
    -------
    list of Plan
    """
    count = range(len(base.scenario.strategies))
    edited = (apply_strategy(base.scenario, k).scenario for k in count)
    return [facts, *(make_plan(one, base.calibration, facts=facts) for one in edited)]


def first_answer(base: Base) -> NDArray[np.float64]:
    """Solve every strategy under the central parameters."""
    return solve_forms(forms(base, base.plan))


def all_draws(base: Base) -> NDArray[np.float64]:
    """Solve every strategy under every parameter set."""
    plans = forms(base, base.drawn.plan)
    assert affordable_step(plans, base.solution.intervals) == 1, "some parameter sets would be left out"
    return solve_forms_over_draws(plans, base.solution.intervals)


def _timings(repeats: int) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    base = base_of(november())
    assert len(base.scenario.strategies) == 10
    ready = forms(base, base.plan)
    jobs = {
        FIRST: partial(first_answer, base),
        ALL: partial(all_draws, base),
        SAMPLED: partial(simulate_pairs, ready, SEED, PAIRS, 1),
    }
    found = take_turns(jobs, repeats)
    rows = [
        {"what": name, "wall, s": round(t.wall_s, 3), "processor, s": round(t.cpu_s, 3), "repeats": t.repeats}
        for name, t in found.items()
    ]
    findings = {
        "parameter sets": len(base.drawn.weight),
        f"first answer within {FIRST_S:g} s, processor": found[FIRST].cpu_s < FIRST_S,
        f"all parameter sets within {ALL_S:g} s, processor": found[ALL].cpu_s < ALL_S,
    }
    return rows, findings


def shipped() -> list[Path]:
    """Scenario files of single applicants in the repository that have strategies."""
    files = sorted((HERE.parent / "scenarios").glob("*.yaml"))
    single = [path for path in files if not path.stem.startswith("couple_")]
    return [path for path in single if "\nstrategies:" in path.read_text(encoding="utf-8")]


class Saved(NamedTuple):
    """How many times smaller the variance of a difference is than with independent streams of matched or not.

    Attributes
    ----------
    matched : paired replicates of matched or not
    conditional : paired replicates of the chance of a match given the person and the year; what `run` does
    pairing : that against independent streams of the same chance: what the pairing alone saves there
    """

    matched: float
    conditional: float
    pairing: float


def variance_ratios(path: Path, replicates: int = REPLICATES) -> dict[str, Saved]:
    """Variance of a difference with independent streams over that of paired replicates.

    Parameters
    ----------
    path : Path
        Of a scenario with strategies.
    replicates : int

    Returns
    -------
    dict of "file: strategy" to Saved
        All variances are those of one replicate's difference, measured; infinite where no pair differs.
    """
    scenario = load_scenario(path)
    calibration = check(scenario)
    plan = make_plan(scenario, calibration)
    edited = [apply_strategy(scenario, k).scenario for k in range(len(scenario.strategies))]
    plans = [make_plan(one, calibration, facts=plan) for one in edited]
    chance = np.concatenate(list(given_people(make_forms([plan, *plans]), SEED, 0, replicates)), axis=1)
    as_is = matched(make_setup(scenario, plan, SEED), replicates)
    found = {}
    for k, strategy in enumerate(scenario.strategies):
        ready = make_setup(edited[k], plans[k], SEED)
        apart = _spread(as_is, matched(ready._replace(seed=OTHER_SEED), replicates))
        paired, given = _spread(as_is, matched(ready, replicates)), _spread(chance[0], chance[k + 1])
        alone = float(np.var(chance[0]) + np.var(chance[k + 1]))
        found[f"{path.stem}: {strategy.name}"] = Saved(_over(apart, paired), _over(apart, given), _over(alone, given))
    return found


def matched(setup: Setup, replicates: int) -> NDArray[np.float64]:
    """Tell which replicates match (1 or 0)."""
    found = np.zeros(replicates)
    for outcome in sample_outcomes(setup, 0, replicates, setup.plan.n_programs):
        found[outcome.attended[outcome.matched]] = 1.0
    return found


def _over(apart: float, paired: float) -> float:
    return apart / paired if paired > 0 else float("inf")


def _spread(before: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    return float(np.var(after - before))


def main(repeats: int = 3) -> None:
    """Measure and save.

    Parameters
    ----------
    repeats : int
    """
    rows, findings = _timings(repeats)
    ratios: dict[str, Saved] = {}
    for path in shipped():
        ratios |= variance_ratios(path)
    coins, median, pairing = (statistics.median(column) for column in zip(*ratios.values(), strict=True))
    findings[f"median times that the variance is smaller, {len(ratios)} shipped strategies"] = _times(median)
    findings["the same median, pairing matched or not"] = _times(coins)
    findings["median that pairing alone saves, both sides conditional"] = _times(pairing)
    findings[f"median at least {TIMES_SMALLER}"] = median >= TIMES_SMALLER
    for name, saved in sorted(ratios.items(), key=lambda item: item[1].conditional):
        parts = f"matched or not: {_times(saved.matched)}; by pairing alone: {_times(saved.pairing)}"
        findings[f"times smaller, {name}"] = f"{_times(saved.conditional)} ({parts})"
    save("comparing", QUESTION, rows, findings)


def _times(ratio: float) -> str:
    return "no pair differs" if np.isinf(ratio) else f"{ratio:,.1f}"
