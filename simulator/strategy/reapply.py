"""Applying again: what a season without a match teaches, and what further seasons are worth and cost.

The person is the same in every season: strength u and skill v, updated by everything that has
happened so far, a season without a match included (`season.seasons`). The year and the
programs' cutoffs are new. A year more since graduation and an earlier attempt count, and
filters are applied again.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from simulator.model import behaviour
from simulator.model.checks import check
from simulator.model.fees import application_cost
from simulator.model.tables import constant
from simulator.outcomes.uncertainty import interval
from simulator.season.apply import applications
from simulator.season.lookalikes import collapse
from simulator.season.plan import make_plan, reports_of
from simulator.season.seasons import FINE, LIGHT, over_seasons
from simulator.strategy.course import Chance, Course, Difference, Reapplying, SeasonAhead
from simulator.strategy.lessons import lessons, seen
from simulator.strategy.next_season import next_season

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration, Parameters
    from simulator.scenario import Scenario
    from simulator.season.plan import Plan
    from simulator.season.seasons import People
    from simulator.strategy.course import Lesson

    Array = NDArray[np.float64]

MOST_SEASONS = 3
MOST_WORK, FEWEST_DRAWS = 8e6, 50  # of the draws that are followed, evenly chosen


def reapply(
    scenario: Scenario,
    seasons: int = MOST_SEASONS,
    change: Callable[[Scenario], Scenario] | None = None,
    calibration: Calibration | None = None,
    progress: Callable[[float], None] | None = None,
) -> Reapplying:
    """Follow the person of a scenario into further seasons, as long as there is no match.

    Parameters
    ----------
    scenario : Scenario
        The season under way; its facts update the person.
    seasons : int
        1 to 3, the season of the scenario included.
    change : callable of Scenario to Scenario, optional
        What will be different from the second season on: given the next season as it would be
        unchanged, returns it edited. Later seasons start from the edited one.
    calibration : Calibration, optional
        Left out, the one that the scenario names.
    progress : callable of float, optional
        Told the share of the work that has just been done.

    Returns
    -------
    Reapplying

    Raises
    ------
    InputError
        The scenario, or an edited next season, holds what the model cannot take.
    ValueError
        `seasons` is not 1 to 3.
    """
    if not 1 <= seasons <= MOST_SEASONS:
        raise ValueError(f"seasons must be 1 to {MOST_SEASONS} (got {seasons})")
    calibration = (calibration or check(scenario)).for_type(scenario.applicant.type)
    plain = _course(scenario, seasons, None)
    other = None if change is None else _course(scenario, seasons, change)
    tell = _part_of(progress, 1.0 if other is None else 0.5)
    unchanged = _Followed(plain, calibration, tell)
    changed = None if other is None else _Followed(other, calibration, tell)
    return Reapplying(
        scenario_name=scenario.name,
        calibration=calibration.name,
        unchanged=unchanged.course(),
        changed=None if changed is None else changed.course(),
        difference=None if changed is None else _difference(unchanged, changed),
        lessons=unchanged.lessons(),
        has_middle=not calibration.priors,
        warnings=() if changed is None else _said(plain, changed.scenarios),
        years_known=scenario.applicant.years_since_graduation is not None,
        lists_all=_lists_all(scenario),
        error=unchanged.error(),
    )


def _lists_all(scenario: Scenario) -> bool:
    inside = [p for p in scenario.programs if p.status != "considering"]
    listed: Counter[str] = Counter(p.specialty for p in inside)
    sent = scenario.applicant.applications_sent or {}
    only_heard = not sent and all(p.status in ("invited", "interviewed") for p in inside)
    return not only_heard and all(listed[name] >= number for name, number in sent.items())


def _course(scenario: Scenario, seasons: int, change: Callable[[Scenario], Scenario] | None) -> list[Scenario]:
    found = [scenario]
    while len(found) < seasons:
        later = next_season(found[-1])
        if change is not None and len(found) == 1:
            later = change(later)
            check(later)
        found.append(later)
    return found


class _Followed:
    """Seasons solved under the central parameters and under all draws."""

    def __init__(
        self, scenarios: list[Scenario], calibration: Calibration, progress: Callable[[float], None] | None = None
    ) -> None:
        self.scenarios, self.calibration = scenarios, calibration
        self.plans = self._plans(calibration.central)
        self.people, ends = over_seasons(self.plans, FINE, _part_of(progress, 0.5))
        self.alive = _alive(self.people, ends)
        draws = self._plans(self._chosen())
        self.drawn, drawn_ends = over_seasons(draws, LIGHT, _part_of(progress, 0.5))
        drawn_alive = _alive(self.drawn, drawn_ends)
        self.left = _left(self.drawn, drawn_alive)
        self.seen = (seen(self.plans[0], self.people, self.alive), seen(draws[0], self.drawn, drawn_alive))
        first = scenarios[0]
        parameters = draws[0].parameters
        prior = behaviour.skill_prior(first.applicant.interview_skill, parameters)
        logs = self.drawn.log_evidence + behaviour.reports_log_likelihood(prior, reports_of(first), parameters)
        weight = np.exp(logs - logs.max())
        self.weight = weight / weight.sum()

    def _plans(self, parameters: Parameters) -> list[Plan]:
        return [make_plan(scenario, self.calibration, parameters) for scenario in self.scenarios]

    def _chosen(self) -> Parameters:
        """Draws, evenly chosen, so many that the work stays bounded; at least 50."""
        nodes = 0.6 * LIGHT.strength * LIGHT.skill * LIGHT.year
        nodes *= LIGHT.year ** max(0, len(self.plans[0].groups) - 1) * max(1, self.plans[0].room + 1)
        kinds = max(
            collapse(plan, np.ones(plan.n_programs))[0].n_programs if plan.room < 0 else plan.n_programs
            for plan in self.plans
        )
        draws = self.calibration.draws
        most = max(FEWEST_DRAWS, int(MOST_WORK / (nodes * max(kinds, 1) * len(self.plans))))
        return draws.rows(slice(None, None, max(1, -(-len(draws.spread) // most))))

    def course(self) -> Course:
        """Put the seasons together."""
        left = _left(self.people, self.alive)[:, 0]
        seasons = tuple(self._season(k, left) for k in range(len(self.scenarios)))
        cost = sum(s.cost_usd * reached for s, reached in zip(seasons, left, strict=False))
        return Course(seasons, float(cost))

    def lessons(self) -> tuple[Lesson, ...]:
        """Say what each season without a match teaches of the person."""
        first = self.scenarios[0]
        is_heard = bool(self.plans[0].evidence.heard.size) or bool(reports_of(first).size)
        return lessons(*self.seen, self.weight, [s.season for s in self.scenarios], is_heard)

    def _season(self, k: int, left: Array) -> SeasonAhead:
        scenario = self.scenarios[k]
        weight = self.people.weight * self.alive[k]
        strength, skill = (self.plans[0].parameters.sd(name)[0] for name in ("strength", "skill"))
        closed = _closed(scenario)
        fees = application_cost(
            Counter(p.specialty for p in scenario.programs if p.status != "considering"), scenario.season
        )
        return SeasonAhead(
            season=scenario.season,
            reached=self._chance(left[k], self.left[k], self.weight),
            match=self._chance(
                1 - left[k + 1] / left[k], 1 - self.left[k + 1] / self.left[k], self.weight * self.left[k]
            ),
            cumulative=self._chance(1 - left[k + 1], 1 - self.left[k + 1], self.weight),
            strength=float(self.people.mean_sd(self.people.u, weight)[0][0] / strength),
            skill=float(self.people.mean_sd(self.people.v, weight)[0][0] / skill),
            applied=sum(p.status != "considering" for p in scenario.programs),
            closed=len(closed),
            newly_closed=tuple(sorted(closed - _closed(self.scenarios[k - 1]))) if k else (),
            cost_usd=fees.total_usd,
            fee_warning=fees.warning,
        )

    def _chance(self, exact: float, drawn: Array, weight: Array) -> Chance:
        low, high = interval(drawn, weight / weight.sum(), constant("simulation", "interval_level"))
        return Chance(*(float(np.clip(x, 0, 1)) for x in (exact, low, high)))

    def error(self) -> float:
        """Largest difference of a cumulative chance from the one by a coarser rule."""
        people, ends = over_seasons(self.plans, LIGHT)
        gap = _left(people, _alive(people, ends)) - _left(self.people, self.alive)
        return float(np.abs(gap).max())


def _part_of(progress: Callable[[float], None] | None, part: float) -> Callable[[float], None] | None:
    """Tell a part of the work of its own share."""
    return None if progress is None else lambda share: progress(part * share)


def _alive(people: People, ends: Array) -> Array:
    """Chance at each node of having no match before each season, and after the last, (S + 1, D, N)."""
    return np.concatenate([np.ones((1, *people.u.shape)), np.cumprod(ends, axis=0)])


def _left(people: People, alive: Array) -> Array:
    """Chance of having no match before each season, and after the last, (S + 1, D)."""
    return np.asarray(np.maximum((people.weight * alive).sum(axis=2), 1e-300))


def _said(plain: list[Scenario], changed: list[Scenario]) -> tuple[str, ...]:
    """What edits of the second season made of its warnings."""
    known = plain[1].warnings if len(plain) > 1 else ()
    return tuple(text for text in (changed[1].warnings if len(changed) > 1 else ()) if text not in known)


def _closed(scenario: Scenario) -> set[str]:
    return {a.program.name for a in applications(scenario) if a.filtered and a.program.status != "rejected"}


def _difference(unchanged: _Followed, changed: _Followed) -> Difference:
    exact = _left(unchanged.people, unchanged.alive)[-1, 0] - _left(changed.people, changed.alive)[-1, 0]
    drawn = unchanged.left[-1] - changed.left[-1]
    low, high = interval(drawn, unchanged.weight, constant("simulation", "interval_level"))
    return Difference(float(exact), float(low), float(high), min(1.0, float(unchanged.weight @ (drawn > 0))))
