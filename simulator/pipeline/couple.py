"""One season of a couple: a scenario in, a result out, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.parameters import load_calibration
from simulator.model.tables import table
from simulator.outcomes.couple import (
    CONDITIONAL,
    OUTCOMES,
    QUADRATURE,
    CoupleResult,
    Refined,
    common_draws,
    shares,
    with_both,
)
from simulator.outcomes.couple_partners import DrawnCouple, partners
from simulator.outcomes.uncertainty import estimate, over_draws
from simulator.pipeline.costs import cost_of
from simulator.pipeline.couple_check import check_couple
from simulator.pipeline.couple_tables import filtered_of, pairs_table, places_table
from simulator.pipeline.couple_warnings import couple_caveats, couple_notes
from simulator.pipeline.season import simulation_settings
from simulator.season.couple import make_couple
from simulator.season.couple_both import both_probability
from simulator.season.couple_conditional import BOTH, estimate_couple, outcome_of, outcomes
from simulator.season.couple_draws import solve_couple_draws
from simulator.season.couple_exact import is_feasible, solve_couple
from simulator.season.couple_sampler import simulate_couple
from simulator.season.exact import solve
from simulator.season.notes import notes
from simulator.season.plan import make_plan
from simulator.strategy.couple_compare import compare_couple

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.model.parameters import Calibration
    from simulator.outcomes.uncertainty import Drawn
    from simulator.scenario import Scenario
    from simulator.season.couple import Couple
    from simulator.season.couple_sampler import CoupleTally
    from simulator.season.solution import Solution
    from simulator.strategy.joint_list import JointList

    People = tuple[Scenario, Scenario]
    Made = tuple[
        People, tuple[Calibration, Calibration], Couple, tuple[Solution, Solution], tuple[Drawn, Drawn]
    ]  # people, kinds, couple, solved, drawn


class CoupleSeason(NamedTuple):
    """A couple's season, run, and what it was made from.

    Attributes
    ----------
    result : CoupleResult
    people : (Scenario, Scenario)
        Each partner alone.
    kinds : (Calibration, Calibration)
        For the applicant type of each.
    couple : Couple
    solved : (Solution, Solution)
        Each partner alone, central parameters.
    drawn : (Drawn, Drawn)
        Each partner alone, under every draw.
    """

    result: CoupleResult
    people: People
    kinds: tuple[Calibration, Calibration]
    couple: Couple
    solved: tuple[Solution, Solution]
    drawn: tuple[Drawn, Drawn]


def run_couple(
    scenario: Scenario,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> CoupleResult:
    """Estimate how a couple's season ends: both, one or neither matched, and by which pair.

    Parameters
    ----------
    scenario : Scenario
        With a couple.
    replicates, seed, workers, progress
        As in `run`.

    Returns
    -------
    CoupleResult
        `run` gives the same as `RunResult.couple`, with all that is the first partner's own.

    Raises
    ------
    InputError
        The scenario holds what the model cannot take: no couple, a list that comes out empty, or what `run`
        would refuse of either partner, strategies included.
    """
    return couple_season(scenario, simulation_settings(scenario, replicates, seed), workers, progress).result


def couple_season(
    scenario: Scenario,
    sampling: tuple[int, int],
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
    every: int = 1,
) -> CoupleSeason:
    """Run a couple's season and keep what it was made from.

    Parameters
    ----------
    scenario : Scenario
    sampling : (int, int)
        Replicates and seed.
    workers, progress
        As in `run`.
    every : int
        Use every so many of the draws for the ranges of the four outcomes, where the answer cannot wait for all.

    Returns
    -------
    CoupleSeason

    Raises
    ------
    InputError
        As `run_couple`.
    """
    people, kinds, listed = check_couple(scenario)
    calibration, pairs = load_calibration(scenario.calibration), [(p.first, p.second) for p in listed.pairs]
    wanted = None if scenario.couple is None else scenario.couple.correlation
    couple = make_couple(people, pairs, calibration, sampling[1], wanted)
    tally = simulate_couple(couple, sampling[0], workers, progress)
    one, two = (solve(plan) for plan in couple.plans)
    first, second = (over_draws(s, kind, x) for s, kind, x in zip(people, kinds, (one, two), strict=True))
    made = people, kinds, couple, (one, two), (first, second)
    return CoupleSeason(_result(scenario, made, listed, tally, workers, every), *made)


def _result(
    scenario: Scenario, made: Made, listed: JointList, tally: CoupleTally, workers: int | None, every: int
) -> CoupleResult:
    people, kinds, couple, solved, drawn = made
    refined, n = _refined(couple, tally.replicates, workers), tally.replicates
    sampled = outcomes(couple.pairs, tally.pair[:, None] / n)[:, 0]
    by_draw = _under_draws(couple, people, kinds, drawn, refined, every)
    found = shares(tally, sampled, refined, by_draw.outcome, by_draw.weight)
    alone = [int(tally.alone[1].sum()), int(tally.alone[:, 1].sum())]
    estimates = [estimate(k, n, x, d) for k, x, d in zip(alone, solved, drawn, strict=True)]
    by_pair = pairs_table(people, listed, tally, refined)
    n_grave, said = couple_caveats(people, kinds, couple, listed, n)
    strategies = compare_couple(scenario, couple.people[0].seed, refined.outcome, drawn, workers)
    return CoupleResult(
        scenario_name=scenario.name,
        season=scenario.season,
        calibration=kinds[0].name,
        seed=couple.people[0].seed,
        replicates=n,
        correlation=(couple.strength, couple.skill),
        method=refined.method,
        **dict(zip((*OUTCOMES, "one"), found, strict=True)),
        partners=partners([s.applicant.type for s in people], estimates, sampled, refined, by_draw, n),
        both_alone=float(tally.alone[1, 1] / n),
        by_pair=by_pair,
        by_place=places_table(by_pair),
        costs=(cost_of(people[0]), cost_of(people[1])),
        filtered=(filtered_of(couple.plans[0]), filtered_of(couple.plans[1])),
        warnings=(*said, *(text for one in strategies for text in one.warnings)),
        notes=(*couple_notes(scenario, couple), *notes(kinds[0])),
        grave_warnings=n_grave,
        strategies=strategies,
    )


def _refined(couple: Couple, replicates: int, workers: int | None) -> Refined:
    """Exact where it is feasible, else conditional Monte Carlo with, where its form allows, P(both) exact."""
    if is_feasible(couple):
        pair = solve_couple(couple)
        outcome = outcomes(couple.pairs, pair[:, None])[:, 0]
        return Refined(QUADRATURE, pair, np.zeros_like(pair), outcome, np.zeros(4))
    limits = table("couples")["simulation"]
    fewest, most = (int(limits[name]["value"]) for name in ("fewest_conditional", "most_conditional"))
    found = estimate_couple(couple, max(fewest, min(replicates, most)), workers)
    refined = Refined(CONDITIONAL, found.pair, found.pair_error, found.outcome, found.outcome_error)
    both = both_probability(couple)
    return refined if both is None else with_both(refined, both, outcome_of(couple.pairs) == BOTH)


def _under_draws(
    couple: Couple,
    people: People,
    kinds: tuple[Calibration, Calibration],
    drawn: tuple[Drawn, Drawn],
    refined: Refined,
    every: int,
) -> DrawnCouple:
    """Outcomes under the draws, moved so that the central parameters give the refined answer, and each alone."""
    total = len(kinds[0].draws.rank)
    rows, weight = common_draws(drawn, total)
    rows, weight = rows[::every], weight[::every] / weight[::every].sum()
    n = int(table("couples")["simulation"]["draws_replicates"]["value"])
    one, two = (make_plan(s, kind, kind.draws.rows(rows)) for s, kind in zip(people, kinds, strict=True))
    found, central = solve_couple_draws(couple, (one, two), n)
    alone = np.stack([one.match[rows // -(-total // len(one.weight))] for one in drawn], axis=1)
    return DrawnCouple(found + (refined.outcome - central), weight, alone)
