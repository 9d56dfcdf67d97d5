"""The applicant's own curve: match likelihood against the number of interviews."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd

from simulator.model.observed import Observed, observed
from simulator.model.tables import constant, table
from simulator.outcomes.uncertainty import interval
from simulator.scenario import Program
from simulator.season.draws import light_intervals, match_by_count
from simulator.season.plan import make_plan

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario
    from simulator.season.plan import Plan
    from simulator.season.solution import Solution

FEWEST, BEYOND, MOST = 20, 5, 60


class Weighted(Protocol):
    """A season under many draws of the parameters, and how much each counts."""

    @property
    def plan(self) -> Plan:
        """One row per draw."""

    @property
    def weight(self) -> NDArray[np.float64]:
        """Of each draw, in all 1."""


def curve(
    scenario: Scenario, calibration: Calibration, plan: Plan, solution: Solution, drawn: Weighted, likely: float
) -> pd.DataFrame:
    """Match likelihood of this person with other numbers of interviews in the same mix.

    Parameters
    ----------
    scenario : Scenario
    calibration : Calibration
    plan : Plan
        Under the central parameters; without a live program the reference mix is used.
    solution : Solution
    drawn : Weighted
        The same season under the draws; a `Drawn` serves.
    likely : float
        Interviews that are likely, so that the curve reaches beyond them.

    Returns
    -------
    DataFrame
        interviews, probability, low, high: this person, the last two over the draws.
        observed, observed_low, observed_high: different people with that many ranks (NaN
        where nothing is published).
    """
    counts = np.arange(min(MOST, max(FEWEST, int(likely) + BEYOND)) + 1)
    many, mix = drawn.plan, solution.interviewed[0] * plan.listed
    mix = mix if mix.any() else np.ones(plan.n_programs)  # no interview is possible: the programs as they are
    if not plan.n_programs:
        stand_in = dataclasses.replace(scenario, programs=_reference_mix(scenario), rank_order_list=())
        plan = _no_evidence_of_number(make_plan(stand_in, calibration))
        many = _no_evidence_of_number(make_plan(stand_in, calibration, calibration.draws))
        many = many.rows(_same_draws(drawn, calibration))
        mix = np.ones(plan.n_programs)
    if plan.n_programs:
        middle = match_by_count(plan, counts.tolist(), mix, solution.intervals)[0]
        spread = match_by_count(many, counts.tolist(), mix, light_intervals(solution.intervals))
        low, high = interval(spread, drawn.weight, constant("simulation", "interval_level"))
    else:  # no visa on which this applicant could start anywhere
        middle = low = high = np.zeros(counts.size)
    columns = {"interviews": counts, "probability": middle, "low": low, "high": high}
    others = observed(calibration, scenario.applicant.type, ranked_in(scenario), counts)
    others = others or Observed(*np.full((3, counts.size), np.nan))
    beside = {"observed": others.share, "observed_low": others.low, "observed_high": others.high}
    return pd.DataFrame({**columns, **beside})


def no_curve() -> pd.DataFrame:
    """Return a curve without rows, where none is wanted."""
    names = ("interviews", "probability", "low", "high", "observed", "observed_low", "observed_high")
    return pd.DataFrame({name: np.zeros(0) for name in names})


def _no_evidence_of_number(plan: Plan) -> Plan:
    """Stand-ins were not invited by anybody, so their number says nothing."""
    return plan._replace(evidence=plan.evidence.without_count())


def _same_draws(drawn: Weighted, calibration: Calibration) -> slice:
    """Return the draws that the weights go with."""
    return slice(None, None, -(-len(calibration.draws.rank) // drawn.weight.size))


def specialties(scenario: Scenario) -> tuple[str, ...]:
    """Specialties applied to, in file order."""
    return tuple(dict.fromkeys(p.specialty for p in scenario.programs if p.status != "considering"))


def ranked_in(scenario: Scenario) -> dict[str, float]:
    """Programs on the rank order list by specialty, for every specialty applied to."""
    listed = set(scenario.rank_order_list)
    return {
        name: float(sum(p.specialty == name and p.name in listed for p in scenario.programs))
        for name in specialties(scenario)
    }


def _reference_mix(scenario: Scenario) -> tuple[Program, ...]:
    """Programs of the reference mix in the scenario's first specialty, all sponsoring."""
    specialty = next((p.specialty for p in scenario.programs), "internal_medicine")
    mix = table("settings")["reference_mix"]
    about = {"specialty": specialty, "status": "interviewed", "visas": ("j1", "h1b")}
    return tuple(
        Program.model_validate(about | {"name": f"{setting} {k}", "setting": setting})
        for setting, share in mix.items()
        for k in range(round(3 * share))
    )
