"""The answer of a season that is asked about at once, put together as `run` puts its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.model.zones import zone_bounds, zone_of, zones_touched
from simulator.outcomes import tables
from simulator.outcomes.curve import curve, no_curve
from simulator.outcomes.paths import path_warnings
from simulator.outcomes.result import RunResult, Soap
from simulator.pipeline.beside import about, answer_warnings, observed_share
from simulator.pipeline.costs import cost_of
from simulator.season.notes import difference, notes
from simulator.season.soap import soap_chances
from simulator.strategy.season_clock import interviews_in_all

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.outcomes.comparison import Strategy
    from simulator.outcomes.paths import Paths
    from simulator.outcomes.result import Estimate
    from simulator.scenario import Scenario
    from simulator.season.plan import Plan
    from simulator.season.solution import Solution
    from simulator.season.tally import Tally


class Moved(NamedTuple):
    """The season that is answered for under the draws, which are weighed by the season as it stands.

    Attributes
    ----------
    plan : Plan, one row per draw
    weight : (D,)
    """

    plan: Plan
    weight: NDArray[np.float64]


class Form(NamedTuple):
    """A season that is answered for: as it stands, or with something done.

    Attributes
    ----------
    scenario : Scenario
    plan : Plan
        Central parameters.
    solution : Solution
        Of it.
    drawn : Moved
    match : Estimate
    paths : Paths or None
        Where a match leads; None where every place is a whole residency.
    """

    scenario: Scenario
    plan: Plan
    solution: Solution
    drawn: Moved
    match: Estimate
    paths: Paths | None


class Sampled(NamedTuple):
    """What was counted over replicates: how many, from which seed, and the counts; without, None."""

    replicates: int = 0
    seed: int = 0
    tally: Tally | None = None


def result_of(
    form: Form,
    calibration: Calibration,
    compared: tuple[Strategy, ...],
    sampled: Sampled | None = None,
    has_curve: bool = True,
) -> RunResult:
    """Put a result together.

    Parameters
    ----------
    form : Form
    calibration : Calibration
        For the applicant's type.
    compared : tuple of Strategy
    sampled : Sampled
        Left out, every number is exact.
    has_curve : bool
        Whether the curve by number of interviews is wanted; else it has no rows.

    Returns
    -------
    RunResult
    """
    scenario, plan, match = form.scenario, form.plan, form.match
    n, seed, tally = sampled or Sampled()
    exactly = tables.interviews_of(interviews_in_all(plan)) if tally is None else tables.interviews(tally, n)
    others, others_range = observed_share(scenario, calibration, plan, exactly)
    soap = (1.0 - match.probability) * float(soap_chances(scenario).sum())
    grave, said = answer_warnings(scenario, plan, calibration, n)
    leads = () if form.paths is None else path_warnings(form.paths)
    likely = exactly.quantiles["0.95"]
    drawn = curve(scenario, calibration, plan, form.solution, form.drawn, likely) if has_curve else no_curve()
    return RunResult(
        **about(scenario),
        calibration=calibration.name,
        seed=seed,
        replicates=n,
        match=match,
        zone=zone_of(match.exact),
        zones=zones_touched(match.low, match.high),
        zone_bounds=zone_bounds(),
        observed_at_this_count=others,
        interviews=exactly,
        curve=drawn,
        by_position=tables.positions(plan, tally, form.solution, n),
        by_program=tables.programs(plan, tally, form.solution, n),
        rank_samples=tables.no_samples(),
        soap=Soap(soap, match.probability + soap),
        cost=cost_of(scenario),
        warnings=(*said, *leads, *(text for one in compared for text in one.warnings)),
        notes=(*difference(scenario, calibration, match.exact, others), *notes(calibration)),
        grave_warnings=grave,
        observed_range=others_range,
        priors=tuple(prior["name"] for prior in calibration.priors),
        compared=compared,
        paths=form.paths,
    )
