"""A couple's season as `run` gives it: both partners first, then all that is the first partner's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.model.zones import zone_bounds, zone_of, zones_touched
from simulator.outcomes import tables
from simulator.outcomes.couple_partners import positions
from simulator.outcomes.curve import curve, specialties
from simulator.outcomes.result import RunResult, Soap
from simulator.pipeline.beside import has_begun
from simulator.pipeline.couple import couple_season
from simulator.pipeline.season import simulation_settings
from simulator.season.simulate import simulate
from simulator.season.soap import soap_chances

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from simulator.outcomes.result import Estimate
    from simulator.pipeline.couple import CoupleSeason
    from simulator.scenario import Scenario
    from simulator.season.tally import Tally


def run_as_couple(
    scenario: Scenario,
    replicates: int | None,
    seed: int | None,
    workers: int | None,
    progress: Callable[[int], None] | None,
    every: int = 1,
) -> RunResult:
    """Run a couple's scenario, for `run`.

    Parameters
    ----------
    scenario : Scenario
        With a couple.
    replicates, seed, workers, progress
        As in `run`; `progress` is told of twice as many replicates, since the first partner's own season is
        counted too, on the same random numbers.
    every : int
        As in `couple_season`.

    Returns
    -------
    RunResult
        With `couple`; `compared` has the strategies, as seen by the first partner and by both.

    Raises
    ------
    InputError
        As `run_couple`.
    """
    sampling = simulation_settings(scenario, replicates, seed)
    season = couple_season(scenario, sampling, workers, progress, every)
    tally = simulate(season.couple.people[0], sampling[0], workers, progress)
    return _first_partner(season, tally)


def _first_partner(season: CoupleSeason, tally: Tally) -> RunResult:
    result, person, plan = season.result, season.people[0], season.couple.plans[0]
    match, n = result.partners[0].matched, result.replicates
    interviews = tables.interviews(tally, n)
    by_position = positions(result.by_pair, person.rank_order_list)
    return RunResult(
        scenario_name=result.scenario_name,
        season=result.season,
        calibration=result.calibration,
        seed=result.seed,
        replicates=n,
        applicant_type=person.applicant.type,
        specialties=specialties(person),
        match=match,
        zone=zone_of(match.exact),
        zones=zones_touched(match.low, match.high),
        zone_bounds=zone_bounds(),
        observed_at_this_count=None,
        interviews=interviews,
        curve=curve(person, season.kinds[0], plan, season.solved[0], season.drawn[0], interviews.quantiles["0.95"]),
        by_position=by_position,
        by_program=_programs(season, tally, by_position),
        rank_samples=tables.rank_samples(season.couple.people[0], season.solved[0]),
        soap=_soap(person, match),
        cost=result.costs[0],
        warnings=result.warnings,
        notes=result.notes,
        grave_warnings=result.grave_warnings,
        priors=tuple(prior["name"] for prior in season.kinds[0].priors),
        compared=result.strategies,
        couple=result,
        has_begun=has_begun(person),
    )


def _programs(season: CoupleSeason, tally: Tally, by_position: pd.DataFrame) -> pd.DataFrame:
    """Every program of the first partner, with the match that the joint list brings there."""
    setup, solved = season.couple.people[0], season.solved[0]
    found = tables.programs(setup.plan, tally, solved, season.result.replicates)
    matched = dict(zip(by_position["program"], by_position["probability"], strict=True))
    return found.assign(match_probability=[float(matched.get(name, 0.0)) for name in found["program"]])


def _soap(person: Scenario, match: Estimate) -> Soap:
    """SOAP for a first partner who goes unmatched, whose chance of it depends on nothing that was drawn."""
    chance = (1.0 - match.probability) * float(soap_chances(person).sum())
    return Soap(chance, match.probability + chance)
