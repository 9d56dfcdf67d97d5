"""One season of one person: a scenario in, a result out, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.errors import Fault, InputError
from simulator.model.checks import check
from simulator.model.tables import constant
from simulator.model.zones import zone_bounds, zone_of, zones_touched
from simulator.outcomes import tables
from simulator.outcomes.curve import curve
from simulator.outcomes.paths import path_warnings
from simulator.outcomes.result import RunResult, Soap
from simulator.outcomes.uncertainty import estimate, over_draws
from simulator.pipeline.beside import about, answer_warnings, observed_share
from simulator.pipeline.costs import cost_of
from simulator.season.exact import solve
from simulator.season.notes import difference, notes
from simulator.season.plan import make_plan
from simulator.season.setup import make_setup
from simulator.season.simulate import simulate
from simulator.strategy.compare import Baseline, compare
from simulator.strategy.residency import with_paths

MOST_REPLICATES, MOST_SEED = 10**9, 2**63 - 1

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.model.parameters import Calibration
    from simulator.outcomes.comparison import Strategy
    from simulator.outcomes.paths import Paths
    from simulator.outcomes.uncertainty import Drawn
    from simulator.scenario import Scenario
    from simulator.season.plan import Plan
    from simulator.season.solution import Solution


def run(
    scenario: Scenario,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> RunResult:
    """Estimate the match likelihood of a scenario, with everything that goes with it.

    For a couple the result is the first partner's by the joint list, and `couple` has what becomes of both.

    Parameters
    ----------
    scenario : Scenario
        From `load_scenario`.
    replicates : int, optional
        Simulated seasons; left out, the scenario's own number, or 100,000.
    seed : int, optional
        0 to 2**63 - 1; left out, the scenario's own, or 7. The same seed gives the same
        result to the last digit.
    workers : int, optional
        Threads; all cores if left out. Does not change the result.
    progress : callable of int, optional
        Told how many replicates have just been finished; where there are strategies, twice as
        many again while they are compared, and for a couple twice as many in all.

    Returns
    -------
    RunResult

    Raises
    ------
    InputError
        The scenario holds what the model cannot take.
    """
    if scenario.couple is not None:
        from simulator.pipeline.couple_run import run_as_couple

        return run_as_couple(scenario, replicates, seed, workers, progress)
    calibration = check(scenario)
    return _answer(scenario, calibration, simulation_settings(scenario, replicates, seed), workers, progress)


def _answer(
    scenario: Scenario,
    calibration: Calibration,
    sampling: tuple[int, int],
    workers: int | None,
    progress: Callable[[int], None] | None,
) -> RunResult:
    replicates, seed = sampling
    plan, solution, drawn = _solved(scenario, calibration)
    setup = make_setup(scenario, plan, seed)
    tally = simulate(setup, replicates, workers, progress)
    match = estimate(int(tally.matched.sum()), replicates, solution, drawn)
    interviews = tables.interviews(tally, replicates)
    others, others_range = observed_share(scenario, calibration, plan, interviews)
    baseline = Baseline(plan, solution, drawn, match)
    paths, compared, later = _compared(scenario, calibration, baseline, sampling, workers, progress)
    grave, said = answer_warnings(scenario, plan, calibration, replicates)
    return RunResult(
        **about(scenario),
        calibration=calibration.name,
        seed=seed,
        replicates=replicates,
        match=match,
        zone=zone_of(match.exact),
        zones=zones_touched(match.low, match.high),
        zone_bounds=zone_bounds(),
        observed_at_this_count=others,
        interviews=interviews,
        curve=curve(scenario, calibration, plan, solution, drawn, interviews.quantiles["0.95"]),
        by_position=tables.positions(plan, tally, solution, replicates),
        by_program=tables.programs(plan, tally, solution, replicates),
        rank_samples=tables.rank_samples(setup, solution),
        soap=_soap(int(tally.soap.sum()) / replicates, match.probability),
        cost=cost_of(scenario),
        warnings=(*said, *later),
        notes=(*difference(scenario, calibration, match.exact, others), *notes(calibration)),
        grave_warnings=grave,
        observed_range=others_range,
        priors=tuple(prior["name"] for prior in calibration.priors),
        compared=compared,
        paths=paths,
    )


def _solved(scenario: Scenario, calibration: Calibration) -> tuple[Plan, Solution, Drawn]:
    """Solve a season under the central parameters and under every draw."""
    plan = make_plan(scenario, calibration)
    solution = solve(plan)
    return plan, solution, over_draws(scenario, calibration, solution)


def _compared(
    scenario: Scenario,
    calibration: Calibration,
    baseline: Baseline,
    sampling: tuple[int, int],
    workers: int | None,
    progress: Callable[[int], None] | None,
) -> tuple[Paths | None, tuple[Strategy, ...], tuple[str, ...]]:
    """Where a match leads, every strategy beside the season as it stands, and what to know of both."""
    compared = compare(scenario, calibration, baseline, sampling, workers, progress)
    paths, compared = with_paths(scenario, calibration, baseline, compared, sampling, workers)
    leads = () if paths is None else path_warnings(paths)
    return paths, compared, (*leads, *(text for one in compared for text in one.warnings))


def simulation_settings(scenario: Scenario, replicates: int | None, seed: int | None) -> tuple[int, int]:
    """Replicates and seed: as asked, else the scenario's, else the product's.

    Parameters
    ----------
    scenario : Scenario
    replicates, seed : int, optional

    Returns
    -------
    (int, int)

    Raises
    ------
    InputError
        Not whole numbers, or out of range.
    """
    most = {"replicates": (1, MOST_REPLICATES), "seed": (0, MOST_SEED)}
    faults = [
        Fault("is out of range", field=name, got=value, allowed=f"a whole number from {low} to {high}")
        for name, value in (("replicates", replicates), ("seed", seed))
        for low, high in [most[name]]
        if value is not None and (type(value) is not int or not low <= value <= high)
    ]
    if faults:
        raise InputError(faults)
    asked = (replicates, seed)
    own = (scenario.simulation.replicates, scenario.simulation.seed)
    usual = (int(constant("simulation", name)) for name in ("replicates", "seed"))
    first, second = (next(v for v in three if v is not None) for three in zip(asked, own, usual, strict=True))
    return first, second


def _soap(probability: float, matched: float) -> Soap:
    return Soap(probability, matched + probability)
