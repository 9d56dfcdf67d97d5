"""Several seasons of one person: strength u and skill v stay, the years and the cutoffs are new.

Given u and v seasons are independent of each other, so with S_k(u, v) the chance of ending
season k without a match,

    P(no match in seasons 1..k) = E[ S_1(u, v) ... S_k(u, v) ],

the expectation over the posterior of u and v given the facts of the first season. In it,
S_1 = E_w[ L(facts | u + w) prod_p (1 - i_p r_p) ] / E_w[ L(facts | u + w) ]: what was heard in
the first season belongs to its own w. All by quadrature: the trapezoid rule over u and v,
Gauss-Hermite over the years.
"""

from __future__ import annotations

from functools import partial
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model import behaviour
from simulator.season.chances import invitations, rankings
from simulator.season.evidence import log_likelihood
from simulator.season.grid import trapezoid
from simulator.season.limited import step_down
from simulator.season.lookalikes import collapse
from simulator.season.plan import OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

NEGLIGIBLE = 1e-9  # weight of a node, against the largest, below which it is left out
BLOCK = 2_000_000  # numbers per array


class Fineness(NamedTuple):
    """Intervals of the trapezoid rule over u and over v, and nodes of each part of a year."""

    strength: int
    skill: int
    year: int


FINE, LIGHT = Fineness(96, 32, 11), Fineness(36, 12, 5)


class People(NamedTuple):
    """Nodes of u and v, given what the first season has told; D parameter sets, N nodes.

    Attributes
    ----------
    u, v : (D, N)
    weight : (D, N) posterior, in all 1
    log_evidence : (D,) log probability of what was heard
    """

    u: Array
    v: Array
    weight: Array
    log_evidence: Array

    def mean_sd(self, values: Array, weight: Array) -> tuple[Array, Array]:
        """Mean and standard deviation of values at the nodes under some weights, each (D,)."""
        total = weight.sum(axis=1)
        mean = (weight * values).sum(axis=1) / total
        square = (weight * values**2).sum(axis=1) / total
        return mean, np.sqrt(np.maximum(square - mean**2, 0.0))


def over_seasons(
    plans: Sequence[Plan], fineness: Fineness = FINE, progress: Callable[[float], None] | None = None
) -> tuple[People, Array]:
    """Follow one person through seasons, as long as there is no match.

    Parameters
    ----------
    plans : sequence of Plan
        One a season, of the same parameter sets; only the first may hold evidence. What they
        state of interview skill moves v by the difference of the stated means.
    fineness : Fineness
    progress : callable of float, optional
        Told the share of the work that has just been done; the shares add up to one.

    Returns
    -------
    (People, array (S, D, N))
        Nodes with the posterior before the first season ends, and the chance at each of ending
        each season without a match, given that it was reached.
    """
    step = max(1, BLOCK // (fineness.strength * fineness.skill * max(16, plans[0].n_programs // 4)))
    starts = range(0, len(plans[0].rank_shift), step)
    each = 1 / (len(starts) * len(plans) * fineness.year)
    tick = None if progress is None else partial(progress, each)
    parts = [_some(_cut(plans, slice(k, k + step)), fineness, tick) for k in starts]
    people = People(*(np.concatenate(x) for x in zip(*(p for p, _ in parts), strict=True)))
    return people, np.concatenate([s for _, s in parts], axis=1)


def _cut(plans: Sequence[Plan], rows: slice) -> list[Plan]:
    return [plan.rows(rows) for plan in plans]


def _some(plans: list[Plan], fineness: Fineness, tick: Callable[[], None] | None) -> tuple[People, Array]:
    first = plans[0]
    people = _nodes(first, fineness)
    alone, with_season = _season(first, people, fineness, tick, is_first=True)
    log_scale = alone.max(axis=1)
    told = np.exp(alone - log_scale[:, None])
    weight = people.weight * told
    total = weight.sum(axis=1)
    people = people._replace(weight=weight / total[:, None], log_evidence=np.log(total) + log_scale)
    survive = [np.exp(with_season - alone)]
    start = behaviour.skill_prior(first.stated_skill, first.parameters)[0]
    for plan in plans[1:]:
        moved = behaviour.skill_prior(plan.stated_skill, plan.parameters)[0] - start
        shifted = people._replace(v=people.v + moved[:, None])
        survive.append(np.exp(_season(plan, shifted, fineness, tick, is_first=False)[1]))
    return people, np.minimum(np.stack(survive), 1.0)


def _nodes(plan: Plan, fineness: Fineness) -> People:
    """Lay nodes of u and v before anything of the season is known, interviews' reports excepted."""
    (zu, wu), (zv, wv) = trapezoid(fineness.strength), trapezoid(fineness.skill)
    weight = (wu[:, None] * wv).reshape(-1)
    keep = weight > NEGLIGIBLE * weight.max()
    u, v = (x.reshape(-1)[keep] for x in np.meshgrid(zu, zv, indexing="ij"))
    ones = np.ones((len(plan.rank_shift), 1))
    mean, sd = plan.skill
    return People(
        u=plan.parameters.sd("strength")[:, None] * u,
        v=mean[:, None] + sd[:, None] * v,
        weight=ones * (weight[keep] / weight[keep].sum()),
        log_evidence=np.zeros(len(ones)),
    )


def _counted(years: Array, tick: Callable[[], None] | None) -> Iterator[float]:
    """Years one by one, telling when each has been looked at."""
    for year in years.tolist():
        yield year
        if tick is not None:
            tick()


def _season(
    plan: Plan, people: People, fineness: Fineness, tick: Callable[[], None] | None, is_first: bool
) -> tuple[Array, Array]:
    """Log of E_w[L] and of E_w[L x no match] at every node, each (D, N); L is 1 after the first season."""
    z, share = np.polynomial.hermite_e.hermegauss(fineness.year)
    share = share / share.sum()
    several = len(plan.groups) > 1
    season = plan.parameters.sd("season_type"), plan.parameters.sd("season_specialty")
    outer = season[0] if several else np.hypot(*season)
    own = (z, share) if several else (np.zeros(1), np.ones(1))
    if plan.room >= 0:
        found = [_limited(plan, people, (outer * y)[:, None], own, is_first) for y in _counted(z, tick)]
    else:
        kinds = collapse(plan, plan.listed.astype(np.float64))
        found = [_free(kinds, people, (outer * y)[:, None], own, is_first) for y in _counted(z, tick)]
    logs = np.log(share)[:, None, None]
    alone, ended = (logs + np.stack(part) for part in zip(*found, strict=True))
    return np.logaddexp.reduce(alone, axis=0), np.logaddexp.reduce(ended, axis=0)


def _free(
    kinds: tuple[Plan, Array], people: People, year: Array, own: tuple[Array, Array], is_first: bool
) -> tuple[Array, Array]:
    """Log of L and of L x no match given the type's year, each specialty's own year integrated."""
    plan, number = kinds
    alone, ended = np.zeros(people.u.shape), np.zeros(people.u.shape)
    z, share = own
    sd = plan.parameters.sd("season_specialty")[:, None]
    for g in range(max(1, len(plan.groups))):
        told = np.stack([_told(plan, people, year + sd * x, g, is_first) for x in z])
        lost = np.stack([_lost(plan, number, people, year + sd * x, g) for x in z])
        logs = np.log(share)[:, None, None]
        alone += np.logaddexp.reduce(logs + told, axis=0)
        ended += np.logaddexp.reduce(logs + told + lost, axis=0)
    return alone, ended


def _told(plan: Plan, people: People, w: Array, group: int, is_first: bool) -> Array:
    """Log-likelihood of what was heard in a specialty, (D, N)."""
    if not is_first or not plan.evidence.heard.size:
        return np.zeros(people.u.shape)
    _, firsts, back = np.unique(people.u[:1].reshape(-1), return_index=True, return_inverse=True)
    return log_likelihood(plan.evidence.of(group), people.u[:, firsts] + w, plan.timing, plan.late_rate)[:, back]


def _lost(plan: Plan, number: Array, people: People, w: Array, group: int) -> Array:
    """Log chance of no match in a specialty given the year, (D, N); one program of each kind, with its number."""
    mine = np.flatnonzero((plan.group == group) & (number > 0))
    total = np.zeros(people.u.shape)
    step = max(1, BLOCK // (len(total) * max(1, plan.n_programs)))
    carried = plan.parameters.sd("strength_at_rank")[:, None] * people.u + w
    for start in range(0, people.u.shape[1] if mine.size else 0, step):
        at = slice(start, start + step)
        joint = rankings(plan, (carried + people.v)[:, at], carried[:, at])[..., mine]
        if (plan.kind[mine] == OPEN).any():
            joint = joint * invitations(plan, (people.u + w)[:, at])[..., mine]
        total[:, at] = (np.log1p(-np.minimum(joint, 1 - 1e-15)) * number[mine]).sum(axis=2)
    return total


def _limited(plan: Plan, people: People, year: Array, own: tuple[Array, Array], is_first: bool) -> tuple[Array, Array]:
    """As `_free` where a limit on interviews can bind: every combination of the specialties' years is walked down."""
    z, share = own
    sd = plan.parameters.sd("season_specialty")[:, None]
    groups = range(max(1, len(plan.groups)))
    alone, ended = [], []
    for chosen in product(range(z.size), repeat=len(groups)):
        w = [year + sd * z[k] for k in chosen]
        told = np.log(share[list(chosen)]).sum() + sum(_told(plan, people, w[g], g, is_first) for g in groups)
        alone.append(told)
        ended.append(told + _walked(plan, people, w))
    return np.logaddexp.reduce(alone, axis=0), np.logaddexp.reduce(ended, axis=0)


def _walked(plan: Plan, people: People, w: list[Array]) -> Array:
    """Log chance of no match under the limit on interviews, (D, N)."""
    carried = plan.parameters.sd("strength_at_rank")[:, None] * people.u
    latents = [(people.u + x, carried + people.v + x, carried + x) for x in w]
    a, b, c = (np.stack(x, axis=1) for x in zip(*latents, strict=True))
    left = step_down(plan, a, b, c)
    return np.log(np.maximum(left, 1e-300))
