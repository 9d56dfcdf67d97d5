"""A season solved for a screen: at once and kept, or with every draw and so many replicates."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from simulator.advice.session.levers import available
from simulator.advice.session.view import Seen
from simulator.model.checks import check
from simulator.model.parameters import load_calibration
from simulator.outcomes.comparison import Strategy as Compared
from simulator.outcomes.result import RunResult
from simulator.pipeline import check_couple, run
from simulator.pipeline.instant import Standing, at_once, refined, stand, strategies_at_once
from simulator.pipeline.instant_couple import EVERY, couple_done_soon, couple_soon, second_partner
from simulator.scenario import Scenario, Strategy

Progress = Callable[[int], None]


class Stood:
    """A season as it stands and its own strategies, solved.

    Parameters
    ----------
    scenario : Scenario
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.calibration = check(scenario) if scenario.couple is None else check_couple(scenario)[1][0]
        self.levers_available = available(scenario, self.calibration)
        self.is_couple = scenario.couple is not None
        self.standing: Standing | None = None if self.is_couple else stand(scenario)
        self.result: RunResult = couple_soon(scenario) if self.standing is None else at_once(self.standing)
        self.strategies: tuple[Compared, ...] = () if self.standing is None else strategies_at_once(self.standing)
        self.second = second_of(scenario, self.result)

    @property
    def draws(self) -> tuple[int, int]:
        """Parameter sets used, and how many there are."""
        if self.standing is not None:
            return self.standing.draws, self.standing.of
        total = len(load_calibration(self.scenario.calibration).draws.rank)
        return math.ceil(total / EVERY), total

    def seen(self, done: Strategy | None, what_if: bool, has_curve: bool = True) -> Seen:
        """Answer the season as it stands, or with something done.

        Parameters
        ----------
        done : Strategy or None
        what_if : bool
            Whether what is done is nothing that anybody can do now.
        has_curve : bool
            Whether the curve of what is done is wanted.

        Returns
        -------
        Seen
        """
        base = Seen(self.result, self.strategies, draws=self.draws, as_of=self.scenario.as_of, second=self.second)
        if done is None:
            return base
        if self.standing is None:
            yours = couple_done_soon(self.scenario, self.result, done)
            return replace(base, before=self.result, yours=yours, is_what_if=what_if)
        found = at_once(self.standing, done, has_curve)
        return replace(base, result=found, before=self.result, yours=found.compared[0], is_what_if=what_if)


def second_of(scenario: Scenario, result: RunResult) -> RunResult | None:
    """Return the second partner's own result; None of one applicant.

    Parameters
    ----------
    scenario : Scenario
    result : RunResult
        Of that scenario.
    """
    return None if result.couple is None else second_partner(scenario, result.couple)


def seen_refined(
    scenario: Scenario, done: Strategy | None, what_if: bool, replicates: int | None, progress: Progress | None
) -> Seen:
    """Answer a season as `run` does, as it stands or with something done.

    Parameters
    ----------
    scenario : Scenario
    done : Strategy or None
    what_if : bool
        Whether what is done is nothing that anybody can do now.
    replicates : int or None
        Left out, the scenario's own number, or the product's.
    progress : callable of int or None
        Told how many replicates have just been finished; what it raises stops the work.

    Returns
    -------
    Seen
    """
    if scenario.couple is not None:
        return _refined_couple(scenario, done, what_if, replicates, progress)
    return _refined(scenario, done, what_if, replicates, progress)


def _refined(
    scenario: Scenario, done: Strategy | None, what_if: bool, replicates: int | None, progress: Progress | None
) -> Seen:
    standing = stand(scenario, every_draw=True)
    found = refined(standing, done, replicates, progress)
    draws = (standing.draws, standing.of)
    base = Seen(found, strategies_at_once(standing), draws=draws, as_of=scenario.as_of)
    if done is None:
        return base
    return replace(base, before=at_once(standing), yours=found.compared[0], is_what_if=what_if)


def _refined_couple(
    scenario: Scenario, done: Strategy | None, what_if: bool, replicates: int | None, progress: Progress | None
) -> Seen:
    own = scenario.strategies
    both = replace(scenario, strategies=own if done is None else (*own, done))
    found = run(both, replicates=replicates, workers=1, progress=progress)
    base = Seen(found, found.compared, as_of=scenario.as_of, second=second_of(scenario, found))
    if done is None:
        return base
    *others, yours = found.compared
    return replace(base, strategies=tuple(others), before=found, yours=yours, is_what_if=what_if)
