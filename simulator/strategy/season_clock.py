"""The season clock: what the answers so far say of the person, and what is still to come, week by week.

Facts of the scenario update the person once (see `season.evidence`). Under that posterior the
number of invitations still to come has an exact distribution (see `season.coming`): by the end
of the season, under the central parameters, it is the one that `run` samples. Beside it stands
the same over all parameter draws, each weighed by how well it explains what was heard.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from simulator.model import behaviour
from simulator.model.checks import check
from simulator.model.seasonclock import season_calendar, timing
from simulator.model.tables import constant
from simulator.outcomes.uncertainty import interval
from simulator.season.answers import COUNT
from simulator.season.coming import expected_by, number_by, number_in_all
from simulator.season.heard import INTERVALS, LIGHT_INTERVALS, heard, strength_moments, strength_table
from simulator.season.plan import INTERVIEWED, INVITED, OPEN, make_plan, reports_of
from simulator.strategy.clock import LEVELS, SeasonClock, Strength, Week
from simulator.strategy.clock_timing import other_timing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario
    from simulator.season.heard import Heard
    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

MOST_WORK, FEWEST_DRAWS = 1e7, 50  # of the draws whose weeks are followed, evenly chosen


def season_clock(scenario: Scenario, calibration: Calibration | None = None) -> SeasonClock:
    """Say what was learned so far, and how many interviews are still to come by when.

    Parameters
    ----------
    scenario : Scenario
        Only its facts are used; strategies are not.
    calibration : Calibration, optional
        Left out, the one that the scenario names.

    Returns
    -------
    SeasonClock

    Raises
    ------
    InputError
        The scenario holds what the model cannot take, such as an `as_of` outside its season.
    """
    calibration = (calibration or check(scenario)).for_type(scenario.applicant.type)
    plan = make_plan(scenario, calibration)
    days = week_days(scenario)
    by = [timing(day, scenario.season) for day in days]
    central = heard(plan)
    end = number_by(central, by[-1:])[0, -1]
    draws, weight = _draws(scenario, calibration, len(days))
    mixed = np.einsum("d,dtk->tk", weight, number_by(draws, by))
    whole = attended(plan, end)
    return SeasonClock(
        scenario_name=scenario.name,
        season=scenario.season,
        calibration=calibration.name,
        as_of=scenario.as_of,
        read=_read(plan),
        interviewed=int((plan.kind == INTERVIEWED).sum()),
        invited=int((plan.kind == INVITED).sum()),
        unanswered=int((plan.kind == OPEN).sum()),
        strength=_strength(draws, weight),
        weeks=_weeks(days, expected_by(central, by)[0], expected_by(draws, by), mixed, weight),
        to_come=tuple(end.tolist()),
        interviews=tuple(whole.tolist()),
        interviews_expected=float(np.arange(whole.size) @ whole),
        none_to_come=float(mixed[-1, 0]),
        error=_error(plan, by[-1:], end),
        n_draws=len(weight),
        other_timing=other_timing(scenario, plan),
    )


def week_days(scenario: Scenario) -> tuple[date, ...]:
    """Return `as_of` (or the eve of the day on which programs see applications), then every week to the deadline.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    tuple of date
        The last is the deadline of rank order lists, or `as_of` where that is later.
    """
    calendar = season_calendar(scenario.season)
    eve = calendar.programs_see - timedelta(days=1)
    start = max(scenario.as_of or eve, eve)
    last = max(calendar.rank_list_deadline, start)
    whole = range(0, (last - start).days, 7)
    return (*(start + timedelta(days=n) for n in whole), last)


def attended(plan: Plan, to_come: Array) -> Array:
    """Distribution of all interviews of a season, from that of the invitations still to come.

    Parameters
    ----------
    plan : Plan
        Its limit on interviews, if any, cuts the number off.
    to_come : array (K + 1,)

    Returns
    -------
    array
        Probability of 0, 1, 2 ... interviews attended.
    """
    held, invited = (int((plan.kind == kind).sum()) for kind in (INTERVIEWED, INVITED))
    further = np.concatenate([np.zeros(invited), to_come])
    if 0 <= plan.room < further.size - 1:
        further = np.append(further[: plan.room], further[plan.room :].sum())
    return np.concatenate([np.zeros(held), further])


def interviews_in_all(plan: Plan) -> Array:
    """Distribution of the interviews attended in all, given what was heard.

    Parameters
    ----------
    plan : Plan
        One parameter set; of the season as it is, or of an edited form of it.

    Returns
    -------
    array
        Probability of 0, 1, 2 ... interviews, exact to about 1e-6.
    """
    return attended(plan, number_in_all(heard(plan))[0])


def _read(plan: Plan) -> str:
    """How the answers so far were read."""
    if not plan.evidence.heard.size:
        return "nothing"
    return "number" if (plan.evidence.heard == COUNT).all() else "answers"


def _draws(scenario: Scenario, calibration: Calibration, days: int) -> tuple[Heard, Array]:
    """Return the posterior under draws of the parameters, and the weights of these, in all 1."""
    plan = make_plan(scenario, calibration, calibration.draws)
    each = days * (int((plan.kind == OPEN).sum()) + 8.0) * (LIGHT_INTERVALS + 1) * (9 if len(plan.groups) > 1 else 1)
    most = max(FEWEST_DRAWS, int(MOST_WORK / each))
    chosen = plan.rows(slice(None, None, max(1, -(-len(plan.rank_shift) // most))))
    found = heard(chosen, LIGHT_INTERVALS)
    prior = behaviour.skill_prior(scenario.applicant.interview_skill, chosen.parameters)
    logs = found.log_evidence + behaviour.reports_log_likelihood(prior, reports_of(scenario), chosen.parameters)
    weight = np.exp(logs - logs.max())
    return found, weight / weight.sum()


def _strength(found: Heard, weight: Array) -> Strength:
    """Summarise the strength of the file over all draws."""
    from scipy.special import ndtr, ndtri

    mean, _ = strength_moments(found)
    at, below = strength_table(found)
    mixed = weight @ below
    level = constant("simulation", "interval_level")
    tails = (0.5 * (1 - level), 0.5 * (1 + level))
    low, high = np.interp(tails, mixed, at)
    density = np.diff(mixed)
    better = float(density @ ndtr(0.5 * (at[1:] + at[:-1])) / density.sum())
    before = [float(x) for x in ndtri(tails)]
    return Strength(float(weight @ mean), float(low), float(high), before[0], before[1], better)


def _weeks(days: tuple[date, ...], mean: Array, means: Array, mixed: Array, weight: Array) -> tuple[Week, ...]:
    low, high = interval(means, weight, constant("simulation", "interval_level"))
    running = np.cumsum(mixed, axis=1)
    return tuple(
        Week(day, float(mean[t]), float(low[t]), float(high[t]), tuple(_quantile(running[t], q) for q in LEVELS))
        for t, day in enumerate(days)
    )


def _quantile(running: Array, level: float) -> int:
    return min(int(np.searchsorted(running, level - 1e-9)), running.size - 1)


def _error(plan: Plan, by: list[behaviour.Timing], end: Array) -> float:
    """Largest difference of the last distribution from the one with half as many nodes."""
    half = number_by(heard(plan, INTERVALS // 2), by)[0, -1]
    size = min(half.size, end.size)
    return float(np.abs(half[:size] - end[:size]).max(initial=0.0))
