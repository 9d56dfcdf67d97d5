"""Application by application: what a choice comes to as it grows, and what each next one adds for its fee."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.tables import constant
from simulator.outcomes.uncertainty import interval
from simulator.season.draws import solve_draws
from simulator.season.grid import make_grid
from simulator.season.lookalikes import chosen as some_programs
from simulator.season.plan import make_plan
from simulator.strategy.candidates import applied_to
from simulator.strategy.nodes import place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulator.season.plan import Plan
    from simulator.strategy.nodes import Nodes
    from simulator.strategy.portfolio import Choice, Season

    Array = NDArray[np.float64]

BLOCK = 2_000_000  # numbers per array
SURE = 1 - 1e-12
SOLVED = 6  # steps at which the limit on interviews is solved; between them its effect runs in straight lines
USD, POINT = 100.0, 0.01


class Path(NamedTuple):
    """P(match) (0-1) with the first 0, 1, 2 ... applications of a choice, in its order.

    Attributes
    ----------
    match, low, high : arrays (n + 1,)
        Mean over the draws, and the interval over them.
    """

    match: Array
    low: Array
    high: Array

    @property
    def adds(self) -> Array:
        """What each application adds to those before it, (n,)."""
        return np.diff(self.match)


def path_of(season: Season, choice: Choice, match: Array) -> Path:
    """Follow a choice as it grows.

    Under a limit on interviews that can bind, its effect on log P(no match) is solved at some steps under the central
    parameters and carried to the draws, such that the whole choice comes to what it is solved to.

    Parameters
    ----------
    season : Season
    choice : Choice
    match : array (D,)
        P(match) with the whole choice, under each of the draws.

    Returns
    -------
    Path
    """
    names = [season.found.open[p] for p in choice.order]
    signal_of = {name: season.found.kinds[choice.kind[p]] for name, p in zip(names, choice.order, strict=True)}
    edited = applied_to(season.scenario, signal_of)
    weight = season.drawn.weight
    plan = make_plan(edited, season.calibration, facts=season.drawn.plan)
    column = {plan.applied[k].program.name: here for here, k in enumerate(plan.live)}
    steps = [column[name] for name in names]
    found = _free(plan, steps, season.light)
    if plan.room >= 0:
        central = make_plan(edited, season.calibration, facts=season.central)
        found = _limited(found, central, steps, season.intervals, match)
    ends = [interval(row, weight, constant("simulation", "interval_level")) for row in found]
    low, high = (np.array([float(end[k]) for end in ends]) for k in (0, 1))
    return Path(found @ weight, low, high)


def _free(plan: Plan, steps: Sequence[int], intervals: int) -> Array:
    """P(match) of each step and draw, (n + 1, D), without a limit on interviews."""
    outer = make_grid(plan.rows(slice(0, 1)), intervals)
    each = max(1, outer.a_at.size * outer.inner.size * plan.n_programs)
    step = max(1, BLOCK // each)
    starts = range(0, len(plan.rank_shift), step)
    return np.concatenate([_some(plan.rows(slice(k, k + step)), steps, intervals) for k in starts], axis=1)


def _some(plan: Plan, steps: Sequence[int], intervals: int) -> Array:
    is_new = np.zeros(plan.n_programs, dtype=bool)
    is_new[list(steps)] = True
    weight = np.full(len(plan.rank_shift), 1.0 / len(plan.rank_shift))
    nodes = place([plan], is_new, weight, intervals)
    place_of = {int(column): k for k, column in enumerate(np.flatnonzero(is_new))}
    left = nodes.start.copy()
    rows = [_by_draw(nodes, left, weight)]
    for column in steps:
        k = place_of[column]
        left[nodes.group[k]] *= 1 - nodes.chance[0, k]
        rows.append(_by_draw(nodes, left, weight))
    return np.stack(rows)


def _by_draw(nodes: Nodes, left: Array, weight: Array) -> Array:
    lost = nodes.outer * left.sum(axis=2).prod(axis=0)
    return np.asarray(1 - lost.reshape(weight.size, -1).sum(axis=1) / weight)


def _limited(free: Array, central: Plan, steps: Sequence[int], intervals: int, match: Array) -> Array:
    """The same where invitations are declined from the bottom of the list once the limit is reached."""
    new, n = set(steps), len(steps)
    own = [k for k in range(central.n_programs) if k not in new]
    at = np.unique(np.linspace(0, n, SOLVED).round().astype(np.int64))
    factors = []
    for k in at:
        kept = some_programs(central, np.array(sorted([*own, *steps[:k]]), dtype=np.int64))
        both = [float(solve_draws(plan, intervals)[0][0]) for plan in (kept, kept._replace(room=-1))]
        with_limit, without = (-np.log1p(-min(x, SURE)) for x in both)
        factors.append(with_limit / without if without > 0 else 1.0)
    factor = np.interp(np.arange(n + 1), at, factors)
    lost = -np.log1p(-np.minimum(free, SURE))
    whole = -np.log1p(-np.minimum(match, SURE)) / np.maximum(lost[-1], 1e-300)
    own_factor = np.where(lost[-1] > 0, whole / factor[-1], 1.0)
    return np.asarray(-np.expm1(-lost * factor[:, None] * own_factor))


def worth_until(usd: Sequence[float], adds: Array) -> float | None:
    """Return the dollars from which on no further application adds a point (1 of 100) per 100 dollars.

    Parameters
    ----------
    usd : sequence of float
        What each application costs, in order.
    adds : array (n,)
        What it adds to P(match), 0-1.

    Returns
    -------
    float or None
        Sum of the fees up to there, 0 where not even the first does; None where every one up to the last does.
    """
    rate = np.asarray(adds) / np.maximum(np.asarray(usd, dtype=float), 1e-9) * USD
    enough = np.flatnonzero(rate >= POINT)
    last = int(enough[-1]) + 1 if enough.size else 0
    return None if last == rate.size else float(np.sum(np.asarray(usd)[:last]))
