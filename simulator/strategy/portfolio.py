"""What to apply to with so much money: the choice, what it is worth, and how far from the best it can be.

The search runs on some of the draws of the parameters, evenly taken by weight; value and bound are computed on
all of them. Facts of the scenario weigh draws and person once (`season.intervened`): that a program is applied to
now teaches nothing about the applicant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.outcomes.uncertainty import Drawn, over_draws
from simulator.season.draws import light_intervals
from simulator.season.exact import enough_intervals, solve
from simulator.season.grid import make_grid
from simulator.season.plan import make_plan
from simulator.strategy.candidates import applied_to, candidates, rules
from simulator.strategy.certificate import PROVED, bound, proved_choice
from simulator.strategy.emails import emails_left, everything_sent
from simulator.strategy.nodes import gains, place, slopes, unmatched, with_chosen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario
    from simulator.season.plan import Plan
    from simulator.season.solution import Solution
    from simulator.strategy.budget import Rules
    from simulator.strategy.candidates import Candidates
    from simulator.strategy.nodes import Nodes

    Array = NDArray[np.float64]
    Chosen = NDArray[np.int8]

SEARCH_NUMBERS, CERTIFY_NUMBERS, MOST_NUMBERS = 4_000_000, 1_000_000, 300_000_000
FEWEST_DRAWS, CERTIFIED_AT_LEAST = 40, 100


class Season(NamedTuple):
    """The season as it is, and with every open candidate applied to.

    Attributes
    ----------
    scenario : Scenario
        Candidates are considered, not applied to.
    calibration : Calibration
    found : Candidates
    central : Plan
        As it is, under the central parameters.
    solution : Solution
        Of that plan.
    drawn : Drawn
        As it is, under the draws, with their weights; some of them only where all would take too long.
    full : tuple of Plan
        With every open candidate applied to, under the draws, once for each kind of signal.
    intervals : int
        Of the quadrature, with everything applied to; `light` of them serve over many draws.
    """

    scenario: Scenario
    calibration: Calibration
    found: Candidates
    central: Plan
    solution: Solution
    drawn: Drawn
    full: tuple[Plan, ...]
    intervals: int

    @property
    def light(self) -> int:
        """Intervals of the quadrature over many draws."""
        return light_intervals(self.intervals)

    def nodes(self, draws: NDArray[np.int64], weight: Array) -> Nodes:
        """Lay the nodes of some of the draws."""
        return place([p.rows(draws) for p in self.full], self.is_candidate(self.full[0]), weight, self.light)

    def is_candidate(self, plan: Plan) -> NDArray[np.bool_]:
        """Tell the candidates among the programs of a plan; they stand there in the order of `found.open`."""
        names = set(self.found.open)
        return np.array([plan.applied[k].program.name in names for k in plan.live], dtype=bool)


class Choice(NamedTuple):
    """Candidates chosen, and how good the choice is, as means over the draws (0-1).

    Attributes
    ----------
    order : indices of the chosen, the one that adds most first
    kind : (P,) kind of signal of each candidate, -1 where it is not chosen
    adds : what each adds to P(match) in that order
    alone : (P,) what each candidate adds on top of the chosen, or takes with it if it is one of them
    before, match, bound : P(match) without and with the choice, and the most that any choice can reach
    is_proved : whether no other choice is better on these draws: the bound is met, or a search to the end says so
    """

    order: NDArray[np.int64]
    kind: Chosen
    adds: Array
    alone: Array
    before: float
    match: float
    bound: float
    is_proved: bool


def look_at(scenario: Scenario, calibration: Calibration) -> Season:
    """Solve the season as it is, and lay out what could be applied to.

    Parameters
    ----------
    scenario : Scenario
        With programs of status considering.
    calibration : Calibration
        For the applicant's type.

    Returns
    -------
    Season
    """
    central = make_plan(scenario, calibration)
    solution = solve(central)
    found = candidates(scenario)
    sent = [applied_to(scenario, dict.fromkeys(found.open, kind)) for kind in found.kinds]
    everything = make_plan(sent[0], calibration, facts=central)
    intervals = max(solution.intervals, enough_intervals(everything))
    drawn = _affordable(
        over_draws(scenario, calibration, solution), everything, light_intervals(intervals), len(found.kinds)
    )
    left = emails_left(scenario)
    full = tuple(everything_sent(each, calibration, drawn.plan, found.open, left) for each in sent)
    return Season(scenario, calibration, found, central, solution, drawn, full, intervals)


def _affordable(drawn: Drawn, everything: Plan, intervals: int, kinds: int) -> Drawn:
    """Keep so many draws that the work stays bounded; all of them unless specialties and candidates are many."""
    outer, inner = _nodes_per_draw(everything, intervals)
    most = MOST_NUMBERS // max(1, outer * inner * kinds * everything.n_programs)
    at, weight = systematic(drawn.weight, max(CERTIFIED_AT_LEAST, most))
    return Drawn(drawn.plan.rows(at), weight, drawn.match[at])


def choose(season: Season, usd: float, most: int) -> Choice:
    """Choose what to apply to.

    Parameters
    ----------
    season : Season
    usd : float
        Most dollars for new applications; infinite where only the number is limited.
    most : int
        Most new applications.

    Returns
    -------
    Choice
    """
    searched, weight = _searched(season)
    nodes = season.nodes(searched, weight)
    allowed = rules(season.scenario, season.found, season.full[0].groups, usd, most)
    kind, is_proved = proved_choice(nodes, allowed)
    whole = _certified(season, kind, allowed)
    order, adds = _in_order(nodes, kind)
    is_closed = whole[3] - whole[2] <= PROVED  # the bound, on all draws, is met
    is_proved = is_closed or (is_proved and searched.size == season.drawn.weight.size)
    return Choice(order, kind, adds, *whole, is_proved=is_proved)


def _nodes_per_draw(plan: Plan, intervals: int) -> tuple[int, int]:
    """Outer and inner nodes of one draw."""
    grid = make_grid(plan.rows(slice(0, 1)), intervals)
    return grid.a_at.size, grid.inner.size


def _per_draw(season: Season) -> int:
    """Numbers that the candidates of one draw take."""
    outer, inner = _nodes_per_draw(season.full[0], season.light)
    return max(1, outer * inner * len(season.found.open) * len(season.found.kinds))


def _searched(season: Season) -> tuple[NDArray[np.int64], Array]:
    """Draws to search on and their weights: all where the candidates are few, else some."""
    return systematic(season.drawn.weight, max(FEWEST_DRAWS, SEARCH_NUMBERS // _per_draw(season)))


def systematic(weight: Array, n: int) -> tuple[NDArray[np.int64], Array]:
    """Take some draws for all of them, evenly by weight (systematic sampling, without chance).

    Parameters
    ----------
    weight : array (D,)
        Sums to one.
    n : int
        How many at most.

    Returns
    -------
    (array (d,) of int, array (d,))
        Which, and their weights, which sum to one; all draws with their own weights where they are no more than `n`.
    """
    if n >= weight.size:
        return np.arange(weight.size), weight
    at = np.searchsorted(np.cumsum(weight), (np.arange(n) + 0.5) / n)
    chosen, times = np.unique(np.minimum(at, weight.size - 1), return_counts=True)
    return chosen, times / n


def _blocks(season: Season) -> Iterator[NDArray[np.int64]]:
    step = max(1, CERTIFY_NUMBERS // _per_draw(season))
    every = np.arange(season.drawn.weight.size)
    yield from (every[start : start + step] for start in range(0, every.size, step))


def _certified(season: Season, kind: Chosen, allowed: Rules) -> tuple[Array, float, float, float]:
    """On all draws: worth of each candidate at the choice, P(match) before and after, and the bound."""
    slope = gain = np.zeros((len(season.found.kinds), kind.size))
    before = after = 0.0
    for draws in _blocks(season):
        nodes = season.nodes(draws, season.drawn.weight[draws])
        left = with_chosen(nodes, kind)
        slope = slope + slopes(nodes, left)
        gain = gain + gains(nodes, left, np.arange(kind.size))
        before += unmatched(nodes, nodes.start)
        after += unmatched(nodes, left)
    alone = gain[np.maximum(kind, 0), np.arange(kind.size)]
    return alone, 1 - before, 1 - after, bound(1 - after, slope, gain, kind, allowed)


def _in_order(nodes: Nodes, kind: Chosen) -> tuple[NDArray[np.int64], Array]:
    """Put the chosen in the order of what each adds to those before it."""
    left, rest = nodes.start.copy(), np.flatnonzero(kind >= 0)
    order, adds = [], []
    while rest.size:
        found = gains(nodes, left, rest)[kind[rest], np.arange(rest.size)]
        best = int(found.argmax())
        order.append(rest[best])
        adds.append(float(found[best]))
        left[nodes.group[rest[best]]] *= 1 - nodes.chance[kind[rest[best]], rest[best]]
        rest = np.delete(rest, best)
    return np.array(order, dtype=np.int64), np.array(adds)
