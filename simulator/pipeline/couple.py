"""One season of a couple: a scenario in, a result out, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.errors import InputError
from simulator.model.checks import check
from simulator.model.parameters import load_calibration
from simulator.model.tables import table
from simulator.outcomes.couple import (
    CONDITIONAL,
    OUTCOMES,
    QUADRATURE,
    CoupleResult,
    PartnerAlone,
    Refined,
    common_draws,
    shares,
    standard_error,
    with_both,
)
from simulator.outcomes.uncertainty import estimate, over_draws
from simulator.pipeline.couple_warnings import couple_caveats
from simulator.pipeline.season import simulation_settings
from simulator.scenario.couple_people import each_alone
from simulator.season.couple import make_couple
from simulator.season.couple_both import both_probability
from simulator.season.couple_conditional import BOTH, estimate_couple, outcome_of, outcomes
from simulator.season.couple_draws import solve_couple_draws
from simulator.season.couple_exact import is_feasible, solve_couple
from simulator.season.couple_sampler import simulate_couple
from simulator.season.exact import solve
from simulator.season.plan import make_plan
from simulator.strategy.couple_compare import check_couple_strategies, compare_couple
from simulator.strategy.couple_list import joint_list
from simulator.strategy.pair_places import PLACES, place_of_pair

__all__ = ["joint_list", "run_couple"]

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.outcomes.uncertainty import Drawn
    from simulator.scenario import Scenario
    from simulator.season.couple import Couple
    from simulator.season.couple_sampler import CoupleTally
    from simulator.strategy.joint_list import JointList

    Array = NDArray[np.float64]
    People = tuple[Scenario, Scenario]


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

    Raises
    ------
    InputError
        The scenario holds what the model cannot take: no couple, a list that comes out empty, or what `run`
        would refuse of either partner, strategies included.
    """
    if scenario.couple is None:
        raise InputError([scenario.fault("couple", "is missing: this scenario is one applicant's")])
    check_couple_strategies(scenario)
    people = each_alone(scenario)
    kinds = (check(people[0]), check(people[1]))
    listed = joint_list(scenario)
    settings = simulation_settings(scenario, replicates, seed)
    calibration, pairs = load_calibration(scenario.calibration), [(p.first, p.second) for p in listed.pairs]
    couple = make_couple(people, pairs, calibration, settings[1], scenario.couple.correlation)
    tally = simulate_couple(couple, settings[0], workers, progress)
    return _result(scenario, people, kinds, listed, couple, tally, workers)


def _result(
    scenario: Scenario,
    people: People,
    kinds: tuple[Calibration, Calibration],
    listed: JointList,
    couple: Couple,
    tally: CoupleTally,
    workers: int | None,
) -> CoupleResult:
    solved = [solve(plan) for plan in couple.plans]
    drawn = tuple(over_draws(s, kind, x) for s, kind, x in zip(people, kinds, solved, strict=True))
    refined = _refined(couple, tally.replicates, workers)
    n = tally.replicates
    sampled = outcomes(couple.pairs, tally.pair[:, None] / n)[:, 0]
    by_draw, weight = _under_draws(couple, people, kinds, (drawn[0], drawn[1]), refined)
    found = shares(tally, sampled, refined, by_draw, weight)
    alone = [int(tally.alone[1].sum()), int(tally.alone[:, 1].sum())]
    estimates = [estimate(k, n, x, d) for k, x, d in zip(alone, solved, drawn, strict=True)]
    matched = [float(refined.outcome[0] + refined.outcome[k]) for k in (1, 2)]
    first, second = (
        PartnerAlone(s.applicant.type, e, m, e.exact - m) for s, e, m in zip(people, estimates, matched, strict=True)
    )
    by_pair = _pairs(people, listed, tally, refined)
    strategies = compare_couple(scenario, couple.people[0].seed, refined.outcome, (drawn[0], drawn[1]), workers)
    return CoupleResult(
        scenario_name=scenario.name,
        season=scenario.season,
        calibration=kinds[0].name,
        seed=couple.people[0].seed,
        replicates=n,
        correlation=(couple.strength, couple.skill),
        method=refined.method,
        **dict(zip(OUTCOMES, found, strict=True)),
        partners=(first, second),
        both_alone=float(tally.alone[1, 1] / n),
        by_pair=by_pair,
        by_place=_places(by_pair),
        warnings=(*couple_caveats(people, kinds, couple, listed), *(t for one in strategies for t in one.warnings)),
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
    couple: Couple, people: People, kinds: tuple[Calibration, Calibration], drawn: tuple[Drawn, Drawn], refined: Refined
) -> tuple[Array, Array]:
    """Outcomes (D, 4) under the draws, moved so that the central parameters give the refined answer."""
    rows, weight = common_draws(drawn, len(kinds[0].draws.rank))
    n = int(table("couples")["simulation"]["draws_replicates"]["value"])
    one, two = (make_plan(s, kind, kind.draws.rows(rows)) for s, kind in zip(people, kinds, strict=True))
    found, central = solve_couple_draws(couple, (one, two), n)
    return found + (refined.outcome - central), weight


def _pairs(people: People, listed: JointList, tally: CoupleTally, refined: Refined) -> pd.DataFrame:
    import pandas as pd

    first, second = ({p.name: p for p in person.programs} for person in people)
    places = [place_of_pair(first.get(p.first or ""), second.get(p.second or "")) for p in listed.pairs]
    sampled = tally.pair / tally.replicates
    columns = {
        "rank": np.arange(1, len(listed.pairs) + 1),
        "first": pd.Series([p.first for p in listed.pairs], dtype=object),
        "second": pd.Series([p.second for p in listed.pairs], dtype=object),
        "reason": [p.reason for p in listed.pairs],
        "place": places,
        "probability": sampled,
        "mc_standard_error": standard_error(sampled, refined.pair, tally.replicates),
        "refined": refined.pair,
        "refined_standard_error": refined.pair_error,
    }
    return pd.DataFrame(columns)


def _places(by_pair: pd.DataFrame) -> pd.DataFrame:
    """Where couples of whom both match live."""
    total = by_pair.groupby("place", sort=False)[["probability", "refined"]].sum()
    return total.reindex([place for place in PLACES if place in total.index]).reset_index()
