"""How much of the season clock rests on when invitations go out: the same facts under another published timing.

Two sources say how invitations spread over the months. The model uses the advice literature's; program directors of
2018 say that more come early, so that the same silence would tell more, and less would be still to come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.model.seasonclock import released, season_calendar, timing
from simulator.season.coming import expected_by
from simulator.season.exact import solve
from simulator.season.heard import heard, strength_moments
from simulator.season.plan import OPEN
from simulator.strategy.clock import OtherTiming

if TYPE_CHECKING:
    from datetime import date

    from simulator.model.behaviour import Timing
    from simulator.scenario import Scenario
    from simulator.season.plan import Plan

SURVEY = "survey_2018"


def other_timing(scenario: Scenario, plan: Plan) -> OtherTiming | None:
    """Read the same facts under the timing of the survey of program directors.

    Parameters
    ----------
    scenario : Scenario
    plan : Plan
        Of it, under the central parameters.

    Returns
    -------
    OtherTiming or None
        None where the scenario names no day, or no program is still to answer.
    """
    if scenario.as_of is None or not (plan.kind == OPEN).any():
        return None
    other = plan._replace(timing=_by_survey(scenario.as_of, scenario.season))
    last = max(season_calendar(scenario.season).rank_list_deadline, scenario.as_of)
    ends = timing(last, scenario.season), _by_survey(last, scenario.season)
    pairs = [_answers(p, end) for p, end in zip((plan, other), ends, strict=True)]
    here, there = pairs
    both = [x for pair in zip(here, there, strict=True) for x in pair]
    return OtherTiming(SURVEY, plan.timing.released, other.timing.released, *both)


def _by_survey(day: date, season: int) -> Timing:
    return timing(day, season)._replace(released=released(day, season, SURVEY))


def _answers(plan: Plan, end: Timing) -> tuple[float, float, float]:
    """Mean strength, further invitations expected, and P(match)."""
    found = heard(plan)
    mean, _ = strength_moments(found)
    return float(mean[0]), float(expected_by(found, [end])[0, 0]), float(solve(plan).match[0])
