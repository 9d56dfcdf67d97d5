"""A couple with a joint list of 300 pairs: seconds to sample and to build, and what the conditional estimate saves."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import situations
from benchmarks.measure import save, take_turns
from simulator.model.parameters import load_calibration
from simulator.pipeline import run_couple
from simulator.scenario import scenario_from_dict
from simulator.scenario.couple import BuildEntry
from simulator.scenario.couple_people import each_alone
from simulator.season.couple import make_couple
from simulator.season.couple_conditional import estimate_couple, outcomes
from simulator.season.couple_sampler import simulate_couple
from simulator.strategy.joint_list import build_joint_list, wishes_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.scenario import Scenario
    from simulator.season.couple import Couple

QUESTION = (
    "A couple with a joint list of 300 pairs: seconds to sample and to build, and what the conditional estimate saves"
)
REPLICATES, COMPARED = 200_000, 102_400
SAMPLE_S, BUILD_S = 1.0, 0.1
SEED = 7
EACH, CITIES, LONG = 20, 5, 100
COMPILED, READABLE = "200,000 replicates, counted", "the same in plain NumPy, as before anything is compiled"
WHOLE = "run_couple: counted, conditional, under every draw"
CONDITIONAL = f"{COMPARED:,} replicates, conditional"
OUTCOMES = ("both", "first only", "second only", "neither")


def couple(each: int = EACH) -> Scenario:
    """Two IMGs with so many programs each over five cities, one in five interviewed at; every pair allowed."""
    applicant = {"type": "non_us_img", "visa": "j1", "step2_ck": 240}
    partner = {"applicant": {"type": "us_img", "visa": "none"}, "programs": _programs("B", each, "family_medicine")}
    about = {"name": "300 pairs", "season": 2027, "calibration": "nrmp-2026", "applicant": applicant}
    built = {"partner": partner, "build": {"together": "any"}}
    return scenario_from_dict({**about, "programs": _programs("A", each, "internal_medicine"), "couple": built})


def _programs(tag: str, n: int, specialty: str) -> list[dict[str, Any]]:
    return [
        {
            "name": f"{tag} {k}",
            "specialty": specialty,
            "setting": situations.SETTINGS[k % len(situations.SETTINGS)],
            "status": "applied" if k % 5 else "interviewed",
            "visas": ["j1"],
            "img_share": round(0.2 + 0.5 * k / n, 6),
            "city": f"City {k % CITIES}",
            "state": f"State {k % CITIES}",
        }
        for k in range(n)
    ]


def _prepared(scenario: Scenario) -> Couple:
    people, pairs = each_alone(scenario), build_joint_list(each_alone(scenario), wishes_of(_wishes("any"))).pairs
    calibration = load_calibration(scenario.calibration)
    return make_couple(people, [(p.first, p.second) for p in pairs], calibration, SEED)


def _wishes(together: str) -> BuildEntry:
    return BuildEntry.model_validate({"together": together})


def main(repeats: int = 7) -> None:
    """Measure and save.

    Parameters
    ----------
    repeats : int
    """
    scenario, long = couple(), each_alone(couple(LONG))
    prepared, short = _prepared(scenario), each_alone(scenario)
    jobs: dict[str, Callable[[], object]] = {
        CONDITIONAL: partial(estimate_couple, prepared, COMPARED),
        WHOLE: partial(run_couple, scenario, replicates=REPLICATES, seed=SEED),
        COMPILED: partial(simulate_couple, prepared, REPLICATES, compiled=True),
        READABLE: partial(simulate_couple, prepared, REPLICATES, compiled=False),
    }
    building: dict[str, Callable[[], object]] = {
        "list of 20 and 20 programs built": partial(build_joint_list, short, wishes_of(_wishes("any"))),
        "list of 100 and 100 programs built": partial(build_joint_list, long, wishes_of(_wishes("any"))),
        "100 and 100 programs, within a city": partial(build_joint_list, long, wishes_of(_wishes("city"))),
    }
    timing = take_turns(jobs | building, repeats)
    rows = [
        {"what": name, "wall, s": round(t.wall_s, 4), "processor, s": round(t.cpu_s, 4),
         "least processor, s": round(t.least_cpu_s, 4), "repeats": t.repeats}
        for name, t in timing.items()
    ]  # fmt: skip
    findings = {
        "pairs": len(prepared.pairs),
        "200,000 replicates within 1 s, processor": timing[COMPILED].cpu_s < SAMPLE_S,
        "the same in plain NumPy": timing[READABLE].cpu_s < SAMPLE_S,
        "every list built within 0.1 s, processor": max(timing[name].cpu_s for name in building) < BUILD_S,
    }
    save("couples_list", QUESTION, rows, findings | _compared(prepared))


def _compared(prepared: Couple) -> dict[str, Any]:
    """How much smaller the variance of one replicate is, and whether both ways agree."""
    found = estimate_couple(prepared, COMPARED)
    counted = outcomes(prepared.pairs, simulate_couple(prepared, REPLICATES).pair[:, None] / REPLICATES)[:, 0]
    plain = found.outcome * (1 - found.outcome)
    conditional = found.outcome_error**2 * (found.replicates - 1)
    apart = (counted - found.outcome) / np.sqrt(plain / REPLICATES + found.outcome_error**2)
    times = {
        f"variance of counting over conditional, {name}": round(float(x), 2)
        for name, x in zip(OUTCOMES, plain / conditional, strict=True)
    }
    return {**times, "largest difference of the two, standard errors": round(float(np.abs(apart).max()), 2)}
