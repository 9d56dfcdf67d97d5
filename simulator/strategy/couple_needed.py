"""How many interviews each it takes for both to match, in one city or over several.

Couples of whom each has n interviews at look-alike programs, spread as evenly as can be over m cities, with every pair
within a city on the joint list (and enough room on it). Given the latents, with a and b the chances of being ranked to
match at one program and k_c the interviews in city c,

    P(both) = 1 - prod_c [1 - (1 - (1 - a)^k_c) (1 - (1 - b)^k_c)],

integrated over the latents of two people who have n interviews each: where the calibration can read the number of
interviews as a sign of strength, it does. So these are different couples, not one couple given more interviews.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.parameters import load_calibration
from simulator.model.tables import constant, table
from simulator.outcomes.uncertainty import interval
from simulator.scenario.couple_people import each_alone
from simulator.season.couple import make_couple
from simulator.season.couple_draws import OWN_TABLE, TABLE, under_draw
from simulator.season.couple_exact import USUAL, Fineness, latents_at_nodes, make_nodes
from simulator.season.couple_latents import latents_of
from simulator.season.couple_offers import chances
from simulator.season.draws import solve_draws
from simulator.season.exact import enough_intervals
from simulator.season.latents import posterior
from simulator.season.plan import make_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from simulator.scenario import Program, Scenario
    from simulator.season.couple import Couple
    from simulator.season.couple_exact import Nodes
    from simulator.season.latents import Latents
    from simulator.season.plan import Plan
    from simulator.season.setup import Setup

    Array = NDArray[np.float64]

LIGHT = Fineness(6, 5, 2)  # over the draws, beside the same nodes under the central parameters
VISAS = ("j1", "h1b")
CENTRAL, LOW, HIGH = 0, 1, 2


class CoupleNeeded(NamedTuple):
    """How many interviews each would do.

    Attributes
    ----------
    target : chance that both match, 0-1
    cities : over which the interviews of each are spread
    central : fewest interviews each under the central parameters; None where none of those tried is enough
    low, high : the same at the favourable and at the other end of the interval over the draws
    """

    target: float
    cities: int
    central: int | None
    low: int | None
    high: int | None


def interviews_needed(
    scenario: Scenario,
    cities: Sequence[int] | None = None,
    targets: Sequence[float] | None = None,
    progress: Callable[[float], None] | None = None,
) -> tuple[CoupleNeeded, ...]:
    """Tell how many interviews each it takes, for two people with these profiles.

    Parameters
    ----------
    scenario : Scenario
        With a couple. Profiles, correlation, season and calibration count, and the specialty and setting that most
        programs of each have; the programs themselves do not.
    cities, targets : sequences, optional
        Left out, those of `couples.toml`: one and five cities; 70 and 80 of 100.
    progress : callable of float, optional
        Told which share of the work has just been done, roughly.

    Returns
    -------
    tuple of CoupleNeeded
        For every target, for every number of cities.
    """
    rule = table("couples")["needed"]
    cities, targets = tuple(cities or rule["cities"]["value"]), tuple(targets or rule["targets"]["value"])
    most, tell = int(rule["most_interviews"]["value"]), progress or _nothing
    kinds = _Kinds(scenario)

    @cache
    def known(n: int) -> Array:
        tell(0.05)
        return kinds.both(n, cities)

    def fewest(m: int, target: float, curve: int) -> int | None:
        low, high = 0, most
        if known(most)[m, curve] < target:
            return None
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if known(middle)[m, curve] >= target else (middle, high)
        return high

    return tuple(
        CoupleNeeded(target, count, *(fewest(m, target, curve) for curve in (CENTRAL, HIGH, LOW)))
        for target in targets
        for m, count in enumerate(cities)
    )


def _nothing(share: float) -> None:
    del share


class _Kinds:
    """Two people without programs, and what a program of each is like."""

    def __init__(self, scenario: Scenario) -> None:
        self.people = each_alone(replace(scenario, as_of=None, strategies=()))
        self.calibration = load_calibration(scenario.calibration)
        self.correlation = None if scenario.couple is None else scenario.couple.correlation
        self.rows = np.arange(0, len(self.calibration.draws.rank), self._step())

    def _step(self) -> int:
        wanted = int(table("couples")["simulation"]["search_draws"]["value"])
        return max(1, len(self.calibration.draws.rank) // wanted)

    def both(self, n: int, cities: Sequence[int]) -> Array:
        """Chance that both match with n interviews each, (cities, 3): central, low end, high end."""
        first, second = (_with_interviews(person, n, tag) for tag, person in enumerate(self.people))
        pair = [(first.programs[0].name, second.programs[0].name)]
        couple = make_couple((first, second), pair, self.calibration, 0, self.correlation)
        central = sum(_at(couple, one, two, weight, n, cities) for one, two, weight in latents_at_nodes(couple, USUAL))
        plans, weight = [], np.ones(self.rows.size)
        for person, plan in zip((first, second), couple.plans, strict=True):
            kind = self.calibration.for_type(person.applicant.type)
            some = make_plan(person, kind, kind.draws.rows(self.rows))
            weight = weight * _explained(some, enough_intervals(plan))
            plans.append(some)
        nodes = make_nodes(couple, LIGHT)
        light = [_light(under_draw(couple, (plans[0], plans[1]), d), nodes, n, cities) for d in range(self.rows.size)]
        drawn = np.stack(light) + (central - _light(under_draw(couple, couple.plans, 0), nodes, n, cities))
        level = constant("simulation", "interval_level")
        low, high = interval(np.clip(drawn, 0, 1), weight / weight.sum(), level)
        return np.stack([central, low, high], axis=1)


def _explained(plan: Plan, intervals: int) -> Array:
    """How well each draw explains that a person has so many interviews."""
    _, logs = solve_draws(plan, intervals)
    return np.asarray(np.exp(logs - logs.max()))


def _light(couple: Couple, nodes: Nodes, n: int, cities: Sequence[int]) -> Array:
    tables = (posterior(plan, TABLE, OWN_TABLE) for plan in couple.plans)
    one, two = (latents_of(p, told, s) for p, told, s in zip(couple.plans, tables, nodes.scores, strict=True))
    return _at(couple, one, two, nodes.weight, n, cities)


def _at(couple: Couple, one: Latents, two: Latents, weight: Array, n: int, cities: Sequence[int]) -> Array:
    """Chance that both match, (cities,), with look-alikes of the programs of the couple's one pair."""
    a, b = (_one(setup, x, int(p)) for setup, x, p in zip(couple.people, (one, two), couple.pairs[0], strict=True))
    found = []
    for count in cities:
        missed = np.ones_like(weight)
        for k in [n // count + (c < n % count) for c in range(min(count, n))]:
            missed = missed * (1 - (1 - (1 - a) ** k) * (1 - (1 - b) ** k))
        found.append(float((weight * (1 - missed)).sum()))
    return np.array(found)


def _one(setup: Setup, latents: Latents, program: int) -> Array:
    """Chance of being ranked to match at one program that has interviewed."""
    found = chances(setup, latents, np.array([program]), [None] * setup.plan.n_programs)[0]
    return np.asarray(found * setup.plan.rank_sponsor[program])


def _with_interviews(person: Scenario, n: int, tag: int) -> Scenario:
    """Return a person with n interviews at programs of the usual kind for him or her, and nothing else heard."""
    from simulator.scenario import Program

    kinds = Counter((p.specialty, p.setting) for p in person.programs if p.status not in ("considering", "rejected"))
    specialty, setting = max(kinds, key=lambda key: kinds[key]) if kinds else ("internal_medicine", "community")
    about = {"specialty": specialty, "setting": setting, "visas": VISAS, "status": "interviewed"}
    programs = tuple(Program.model_validate({"name": f"{tag} {k}", **about}) for k in range(n))
    applicant = person.applicant.model_copy(update={"applications_sent": None, "max_interviews": None})
    names = tuple(p.name for p in programs)
    return replace(person, applicant=applicant, programs=programs, rank_order_list=names, supplemental_given=None)


def usual_kinds(scenario: Scenario) -> tuple[Program, Program]:
    """Return a program of the kind that the numbers are about, for either partner."""
    first, second = (_with_interviews(person, 1, tag).programs[0] for tag, person in enumerate(each_alone(scenario)))
    return first, second
