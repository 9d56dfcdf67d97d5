"""Compare strategies: the same person and the same luck, with and without the edits.

Facts of the scenario weight the draws of the parameters once, for the scenario and for every
strategy alike; edits never do. Differences are exact by quadrature on common nodes; beside
it the person and the year are sampled, the same for all, and the programs known given them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from simulator.model.fees import application_cost
from simulator.model.tables import constant
from simulator.outcomes.comparison import Paired, Strategy, difference, match_under, warned
from simulator.outcomes.uncertainty import Drawn
from simulator.scenario import apply_strategy
from simulator.season.many import affordable_step, solve_forms, solve_forms_over_draws
from simulator.season.paired import simulate_pairs, unsampled
from simulator.season.plan import make_plan
from simulator.strategy.cautions import cautions
from simulator.strategy.counted import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.outcomes.result import Estimate
    from simulator.scenario import Edited, Scenario
    from simulator.season.paired import Pairs
    from simulator.season.plan import Plan
    from simulator.season.solution import Solution

    Array = NDArray[np.float64]

PAID = ("invited", "interviewed", "rejected")


class Baseline(NamedTuple):
    """The scenario as it stands, already solved.

    Attributes
    ----------
    plan : Plan, central parameters
    solution : Solution of it
    drawn : Drawn
    match : Estimate
    """

    plan: Plan
    solution: Solution
    drawn: Drawn
    match: Estimate


class Forms(NamedTuple):
    """What every strategy of a scenario makes of it.

    Attributes
    ----------
    edited : list of Edited
    seasons : list of Scenario
        As they are counted: without edits that come too late or too early.
    plans : list of Plan
        Central parameters.
    many : list of Plan
        The draws of the baseline.
    """

    edited: list[Edited]
    seasons: list[Scenario]
    plans: list[Plan]
    many: list[Plan]


def forms_of(scenario: Scenario, calibration: Calibration, baseline: Baseline) -> Forms:
    """Return what every strategy of a scenario makes of it.

    Parameters
    ----------
    scenario, calibration, baseline
        As in `compare`.

    Returns
    -------
    Forms
    """
    edited = [apply_strategy(scenario, k) for k in range(len(scenario.strategies))]
    seasons = [counted(scenario, one.scenario) for one in edited]
    plans, many = (
        [make_plan(one, calibration, facts=facts) for one in seasons] for facts in (baseline.plan, baseline.drawn.plan)
    )
    return Forms(edited, seasons, plans, many)


def compare(
    scenario: Scenario,
    calibration: Calibration,
    baseline: Baseline,
    sampling: tuple[int, int],
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
    made: Forms | None = None,
) -> tuple[Strategy, ...]:
    """Compare every strategy of a scenario with the scenario as it stands.

    Parameters
    ----------
    scenario : Scenario
        Checked, its strategies too (`model.checks.check`).
    calibration : Calibration
        For the applicant's type.
    baseline : Baseline
    sampling : (int, int)
        Replicates and seed, those of the baseline. With 0 replicates nothing is sampled: what would be their means is
        then exact, with standard errors of 0.
    workers : int, optional
        Threads; all cores if left out. Does not change the result.
    progress : callable of int, optional
        Told how many replicates have just been finished in all strategies; before that, over
        the draws, how many would be in the same share of the work. Twice as many in all.
    made : Forms, optional
        From `forms_of`, where they are needed elsewhere too.

    Returns
    -------
    tuple of Strategy
        In the order of the file.
    """
    if not scenario.strategies:
        return ()
    edited, _, plans, many = made or forms_of(scenario, calibration, baseline)
    every = [baseline.plan, *plans]
    exact = solve_forms(every)
    step, draws = _over_draws(many, baseline, _in_replicates(progress, sampling[0]))
    baseline = baseline._replace(drawn=_every(baseline.drawn, step))
    replicates, seed = sampling
    pairs = simulate_pairs(every, seed, replicates, workers, progress) if replicates else unsampled(exact)
    return tuple(
        _strategy(scenario, one, _pair(pairs, k, exact, draws), baseline, replicates)
        for k, one in enumerate(edited, start=1)
    )


def _in_replicates(progress: Callable[[int], None] | None, replicates: int) -> Callable[[float], None]:
    """Tell shares of the work as so many replicates."""
    done = [0.0]

    def tell(share: float) -> None:
        before, done[0] = done[0], done[0] + share
        if progress:
            progress(round(done[0] * replicates) - round(before * replicates))

    return tell


def _over_draws(forms: list[Plan], baseline: Baseline, tell: Callable[[float], None]) -> tuple[int, Array]:
    """Solve all forms under every so many draws; which, and P(match) of each form."""
    intervals, plans = baseline.solution.intervals, [baseline.drawn.plan, *forms]
    step = affordable_step(plans, intervals)
    some = [plan.rows(slice(None, None, step)) for plan in plans]
    return step, solve_forms_over_draws(some, intervals, tell, baseline.drawn.match[::step])


def _every(drawn: Drawn, step: int) -> Drawn:
    weight = drawn.weight[::step]
    return Drawn(drawn.plan.rows(slice(None, None, step)), weight / weight.sum(), drawn.match[::step])


def _pair(pairs: Pairs, k: int, exact: Array, draws: Array) -> Paired:
    match, match_error, apart, apart_error = (float(x[k]) for x in pairs)
    return Paired(match, match_error, apart, apart_error, exact[[0, k]], draws[[0, k]])


def _strategy(scenario: Scenario, edited: Edited, pair: Paired, baseline: Baseline, replicates: int) -> Strategy:
    weight = baseline.drawn.weight
    unlisted = unlisted_applications(scenario)
    before, after = (fees(scenario, one, unlisted) for one in (None, edited.scenario))
    said, name = cautions(scenario, edited), edited.strategy.name
    return Strategy(
        name=name,
        match=match_under(pair, baseline.match, baseline.drawn.match, replicates, weight),
        difference=difference(pair, replicates, weight, constant("simulation", "interval_level")),
        total_usd=fees(scenario, edited.scenario),
        added_usd=after - before,
        warnings=(*edited.warnings, *(warned(name, one.text) for one in said)),
        is_what_if=any(one.is_what_if for one in said),
    )


def unlisted_applications(scenario: Scenario) -> Counter[str]:
    """Count the applications, by specialty, that the scenario states in number and does not list."""
    stated = Counter(scenario.applicant.applications_sent or {})
    return stated - Counter(p.specialty for p in scenario.programs if p.status != "considering")


def fees(scenario: Scenario, edited: Scenario | None = None, more: Counter[str] | None = None) -> float:
    """Application fees in dollars.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    edited : Scenario, optional
        Under a strategy; left out, without one.
    more : Counter, optional
        Further applications by specialty, which are not listed: fees rise with the number sent.

    Returns
    -------
    float
        Of every program applied to. What has been paid is not paid back: programs that a
        strategy withdraws from count as long as the application is a fact (there is a date,
        or an answer).
    """
    now = scenario if edited is None else edited
    applied = {p.name: p.specialty for p in now.programs if p.status != "considering"}
    is_dated = scenario.as_of is not None
    paid = {p.name: p.specialty for p in scenario.programs if p.status in PAID or (is_dated and p.status == "applied")}
    sent = Counter({**applied, **paid}.values())
    return application_cost(sent + (more or Counter()), scenario.season).total_usd
