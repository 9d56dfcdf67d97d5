"""One season at once: the exact answer without sampling, as it stands and with something done.

What a page asks each time that somebody moves a slider. The season as it stands is solved once (`stand`); whatever is
done is one more strategy on it, so that an answer costs one form of the season and not the season anew.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from simulator.model.checks import check
from simulator.outcomes.uncertainty import estimate, over_draws
from simulator.pipeline.instant_result import Form, Moved, Sampled, result_of
from simulator.pipeline.season import simulation_settings
from simulator.season.draws import light_intervals
from simulator.season.exact import solve
from simulator.season.grid import make_grid
from simulator.season.lookalikes import kinds
from simulator.season.plan import make_plan
from simulator.season.setup import make_setup
from simulator.season.simulate import simulate
from simulator.strategy.compare import Baseline, compare, forms_of
from simulator.strategy.residency import with_paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.model.parameters import Calibration
    from simulator.outcomes.comparison import Strategy as Compared
    from simulator.outcomes.paths import Paths
    from simulator.outcomes.result import Estimate, RunResult
    from simulator.outcomes.uncertainty import Drawn
    from simulator.scenario import Scenario, Strategy
    from simulator.season.plan import Plan
    from simulator.season.solution import Solution
    from simulator.strategy.compare import Forms

DRAWS_AT_ONCE, FEWEST_AT_ONCE = 101, 50
WORK_AT_ONCE = 2e6  # nodes times kinds of programs times draws: some tens of milliseconds


class Standing(NamedTuple):
    """A season as it stands, solved.

    Attributes
    ----------
    scenario : Scenario
    calibration : Calibration
        For the applicant's type, with the draws that are used.
    base : Baseline
        Plan, solution, draws and the chance of a match; nothing of it is sampled.
    draws, of : int
        Parameter sets behind the ranges, and how many the calibration has.
    paths : Paths or None
        Where a match leads; None where every place is a whole residency.
    """

    scenario: Scenario
    calibration: Calibration
    base: Baseline
    draws: int
    of: int
    paths: Paths | None = None


def stand(scenario: Scenario, every_draw: bool = False) -> Standing:
    """Solve a season as it stands.

    Parameters
    ----------
    scenario : Scenario
        Of one applicant. Its strategies are checked and otherwise left aside.
    every_draw : bool
        Whether to use every parameter set of the calibration, as `run` does; else evenly chosen ones, about a hundred
        and at least 50, so that the answer comes at once.

    Returns
    -------
    Standing

    Raises
    ------
    InputError
        The scenario holds what the model cannot take.
    """
    whole = check(scenario)
    plan = make_plan(scenario, whole)
    solution = solve(plan)
    calibration = whole if every_draw else whole.every(_step(plan, solution.intervals, len(whole.draws.rank)))
    drawn = over_draws(scenario, calibration, solution)
    base = Baseline(plan, solution, drawn, estimate_exactly(solution, drawn))
    found = Standing(scenario, calibration, base, len(drawn.weight), len(whole.draws.rank))
    return found._replace(paths=_compared(found, replace(scenario, strategies=()))[0])


def _step(plan: Plan, intervals: int, total: int) -> int:
    """Every how many draws can be used at once."""
    grid = make_grid(plan, light_intervals(intervals))
    work = float(grid.a_at.size * grid.inner.size * max(1, kinds(plan)[0].size))
    wanted = min(DRAWS_AT_ONCE, max(FEWEST_AT_ONCE, int(WORK_AT_ONCE / work)))
    return max(1, math.ceil(total / wanted))


def estimate_exactly(solution: Solution, drawn: Drawn) -> Estimate:
    """Return the chance of a match with its interval; its `probability` is the exact one, without sampling error."""
    found = estimate(0, 1, solution, drawn)
    return replace(found, probability=found.exact, mc_standard_error=0.0)


def strategies_at_once(standing: Standing) -> tuple[Compared, ...]:
    """Compare the scenario's own strategies with the season as it stands, without sampling.

    Parameters
    ----------
    standing : Standing

    Returns
    -------
    tuple of Strategy
        In the order of the file.
    """
    return _compared(standing, standing.scenario)[1]


def done_at_once(standing: Standing, done: Strategy) -> Compared:
    """Compare one strategy that is not in the file with the season as it stands, without sampling.

    Parameters
    ----------
    standing : Standing
    done : Strategy

    Returns
    -------
    Strategy

    Raises
    ------
    InputError
        Edits that the scenario or the model cannot take.
    """
    return _compared(standing, _with(standing, done))[1][0]


def _with(standing: Standing, done: Strategy) -> Scenario:
    scenario = replace(standing.scenario, strategies=(done,))
    check(scenario)
    return scenario


def _compared(
    standing: Standing, scenario: Scenario, made: Forms | None = None
) -> tuple[Paths | None, tuple[Compared, ...]]:
    exactly = (0, 0)
    compared = compare(scenario, standing.calibration, standing.base, exactly, made=made)
    return with_paths(scenario, standing.calibration, standing.base, compared, exactly)


def _form(standing: Standing, done: Strategy | None) -> tuple[Form, tuple[Compared, ...]]:
    """Solve the season that is asked about; with something done, what that changes beside it."""
    plan, solution, drawn, match = standing.base
    if done is None:
        return Form(standing.scenario, plan, solution, Moved(drawn.plan, drawn.weight), match, standing.paths), ()
    scenario = _with(standing, done)
    made = forms_of(scenario, standing.calibration, standing.base)
    _, compared = _compared(standing, scenario, made)
    edited, central = replace(made.seasons[0], name=scenario.name), made.plans[0]
    moved = Moved(made.many[0], drawn.weight)
    return Form(edited, central, solve(central), moved, compared[0].match, compared[0].paths), compared


def at_once(standing: Standing, done: Strategy | None = None, has_curve: bool = True) -> RunResult:
    """Answer a season without sampling.

    Parameters
    ----------
    standing : Standing
    done : Strategy, optional
        Something done, which is answered for: an intervention, which teaches nothing about the person. It is then the
        one strategy of the result.
    has_curve : bool
        Whether the curve by number of interviews is wanted, which is a fifth of the work.

    Returns
    -------
    RunResult
        With 0 replicates: probabilities are the exact ones, standard errors 0, and what only sampling tells (rank
        positions, fill depths) is missing.

    Raises
    ------
    InputError
        Edits that the scenario or the model cannot take.
    """
    form, compared = _form(standing, done)
    return result_of(form, standing.calibration, compared, has_curve=has_curve)


def refined(
    standing: Standing,
    done: Strategy | None = None,
    replicates: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> RunResult:
    """Answer a season as `run` does, sampled and exact, for the season as it stands or with something done.

    Parameters
    ----------
    standing : Standing
        Solved under every draw, so that ranges are those of `run`.
    done : Strategy, optional
        As in `at_once`.
    replicates : int, optional
        Left out, the scenario's own number, or the product's.
    progress : callable of int, optional
        Told how many replicates have just been finished; what it raises stops the work.

    Returns
    -------
    RunResult

    Raises
    ------
    InputError
        As `at_once`, or a number of replicates that is out of range.
    """
    number, seed = simulation_settings(standing.scenario, replicates, None)
    form, compared = _form(standing, done)
    tally = simulate(make_setup(form.scenario, form.plan, seed), number, 1, progress)
    shown = estimate(int(tally.matched.sum()), number, form.solution, standing.base.drawn)
    match = replace(form.match, probability=shown.probability, mc_standard_error=shown.mc_standard_error)
    return result_of(form._replace(match=match), standing.calibration, compared, Sampled(number, seed, tally))
