"""Where matches lead, for the season as it stands and for every strategy: the same people, the same luck.

Only asked where some rank order list holds an advanced or a preliminary program: elsewhere a match is a residency.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from simulator.model.tables import constant
from simulator.outcomes.comparison import Paired, averaged, difference
from simulator.outcomes.paths import Paths
from simulator.scenario import apply_strategy
from simulator.season.given_paths import RESIDENCY
from simulator.season.paired import simulate_pairs, unsampled
from simulator.season.paths import residency, solve_paths, solve_residency_over_draws
from simulator.season.plan import make_plan
from simulator.strategy.counted import counted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.outcomes.comparison import Strategy
    from simulator.outcomes.result import Estimate
    from simulator.scenario import Scenario
    from simulator.season.paired import Pairs
    from simulator.season.plan import Plan
    from simulator.strategy.compare import Baseline

    Array = NDArray[np.float64]


def with_paths(
    scenario: Scenario,
    calibration: Calibration,
    baseline: Baseline,
    compared: tuple[Strategy, ...],
    sampling: tuple[int, int],
    workers: int | None = None,
) -> tuple[Paths | None, tuple[Strategy, ...]]:
    """Say where the matches of a season lead, and how far each strategy moves the chance of a residency.

    Parameters
    ----------
    scenario : Scenario
    calibration : Calibration
        For the applicant's type.
    baseline : Baseline
    compared : tuple of Strategy
        From `compare`, all strategies of the scenario in order.
    sampling : (int, int)
        Replicates and seed, those of the baseline; with 0 replicates nothing is sampled, as in `compare`.
    workers : int, optional
        Threads; all cores if left out. Does not change the result.

    Returns
    -------
    (Paths or None, tuple of Strategy)
        Of the season as it stands, and the strategies with theirs; None, and the strategies as they were, where no
        list holds an advanced or a preliminary program.
    """
    forms = [apply_strategy(scenario, k).scenario for k in range(len(compared))]
    if all(program.track == "categorical" for one in (scenario, *forms) for program in one.programs):
        return None, compared
    seasons = [scenario, *(counted(scenario, form) for form in forms)]
    plans = [baseline.plan, *(make_plan(one, calibration, facts=baseline.plan) for one in seasons[1:])]
    if not any(plan.has_paths for plan in plans):
        return None, compared
    exact, draws = solve_paths(plans), _over_draws(seasons, calibration, baseline)
    if sampling[0]:
        pairs = simulate_pairs(plans, sampling[1], sampling[0], workers, event=RESIDENCY)
    else:
        pairs = unsampled(residency(exact.T))
    weight = baseline.drawn.weight
    level, each = constant("simulation", "interval_level"), range(len(plans))
    moved = [_pair(pairs, k, exact, draws) for k in each]
    found = [_led(exact[k], averaged(moved[k], sampling[0], weight, level)) for k in each]
    gains = [difference(one, sampling[0], weight, level) for one in moved]
    later = zip(compared, found[1:], gains[1:], strict=True)
    return found[0], tuple(dataclasses.replace(one, paths=led, residency=gain) for one, led, gain in later)


def _over_draws(seasons: list[Scenario], calibration: Calibration, baseline: Baseline) -> Array:
    """Probability of a residency under each form of the season and every draw, (S, D)."""
    facts, intervals = baseline.drawn.plan, baseline.solution.intervals
    plans: list[Plan] = [facts, *(make_plan(one, calibration, facts=facts) for one in seasons[1:])]
    return solve_residency_over_draws(plans, intervals)


def _pair(pairs: Pairs, k: int, exact: Array, draws: Array) -> Paired:
    match, match_error, apart, apart_error = (float(x[k]) for x in pairs)
    return Paired(match, match_error, apart, apart_error, residency(exact.T)[[0, k]], draws[[0, k]])


def _led(exact: Array, whole: Estimate) -> Paths:
    first, second, third, fourth = (float(p) for p in np.clip(exact, 0.0, 1.0))
    return Paths(first, second, third, fourth, whole)
