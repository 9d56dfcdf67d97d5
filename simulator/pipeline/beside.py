"""What stands beside an answer: whose season it is, what to be warned of, and what others did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.model.observed import observed
from simulator.model.seasonclock import season_calendar
from simulator.model.tables import constant
from simulator.outcomes.curve import ranked_in, specialties
from simulator.pipeline.costs import fee_warnings
from simulator.season import caveats
from simulator.season.plan import OPEN

if TYPE_CHECKING:
    from simulator.model.parameters import Calibration
    from simulator.outcomes.result import Interviews
    from simulator.scenario import Scenario
    from simulator.season.plan import Plan


def about(scenario: Scenario) -> dict[str, Any]:
    """Return what a result says of its scenario: its fields of `RunResult`."""
    return {
        "scenario_name": scenario.name,
        "season": scenario.season,
        "applicant_type": scenario.applicant.type,
        "specialties": specialties(scenario),
        "has_begun": has_begun(scenario),
    }


def has_begun(scenario: Scenario) -> bool:
    """Tell whether programs can have seen applications: by the day of the file, or because some have answered."""
    if scenario.as_of is not None and scenario.as_of >= season_calendar(scenario.season).programs_see:
        return True
    return any(p.status not in ("considering", "applied") for p in scenario.programs)


def answer_warnings(
    scenario: Scenario, plan: Plan, calibration: Calibration, replicates: int
) -> tuple[int, tuple[str, ...]]:
    """Return how many of the warnings, from the first, decide the answer, and all of them.

    Parameters
    ----------
    scenario : Scenario
    plan : Plan
    calibration : Calibration
    replicates : int
        0 where nothing was sampled.

    Returns
    -------
    (int, tuple of str)
    """
    grave = caveats.grave(scenario, plan.applied)
    few = f"Only {replicates:,} simulated seasons: all but the exact chance of a match is rough."
    rough = [few] if 0 < replicates < int(constant("simulation", "enough")) else []
    others = (*caveats.assumptions(scenario, plan.applied, calibration), *rough, *fee_warnings(scenario))
    return len(grave), tuple(dict.fromkeys((*grave, *others)))


def observed_share(
    scenario: Scenario, calibration: Calibration, plan: Plan, interviews: Interviews
) -> tuple[float | None, tuple[float, float] | None]:
    """Return the published share matched and its range, averaged over the number of interviews that may come.

    Parameters
    ----------
    scenario : Scenario
    calibration : Calibration
    plan : Plan
    interviews : Interviews
        Those already sure that cannot lead to a match (visa, or left off the list) do not count.

    Returns
    -------
    (float or None, (float, float) or None)
    """
    idle = np.count_nonzero((plan.kind != OPEN) & ((plan.rank_sponsor <= 0) | ~plan.listed))
    counts = np.clip(np.arange(interviews.distribution.size) - idle, 0, np.count_nonzero(plan.listed))
    found = observed(calibration, scenario.applicant.type, ranked_in(scenario), counts)
    if found is None:
        return None, None
    share, low, high = (float(part @ interviews.distribution) for part in found)
    return share, None if np.isnan(low) else (low, high)
