"""A couple's season by quadrature: the exact answer for short lists.

The scores behind both partners' latents (strength and skill of each, correlated; the year;
each specialty's own season) are independent standard normals after a rotation. Gauss-Hermite
nodes over them, all sets of offers of the partner with fewer programs at each node, the other
finished in closed form (`couple_walk`). At a program of both, the two answers hang together
through its cutoff: the chance of two offers is a bivariate normal orthant.

Feasible where that partner has at most a few programs on the list and no limit on interviews
binds (`is_feasible`); everywhere else `couple_conditional` is the better answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtri

from simulator.season.couple import FIRST, SECOND
from simulator.season.couple_latents import Scores, correlated, latents_of, with_skill
from simulator.season.couple_offers import chances, invitation_shares, margin
from simulator.season.couple_walk import enumerate_offers, orthant
from simulator.season.latents import posterior

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from simulator.season.couple import Couple
    from simulator.season.couple_walk import Shared
    from simulator.season.latents import Latents, Posterior
    from simulator.season.plan import Plan
    from simulator.season.setup import Setup

    Array = NDArray[np.float64]

FINE_TABLE, OWN_TABLE = 896, 112  # steps of the posterior tables, of u + w_type and of a specialty's own season
MOST_WORK = 4e8  # nodes times sets of offers times pairs
ROWS_APART = 8  # a specialty's own season hardly depends on u + w_type: not every row is looked at
NEGLIGIBLE = 1e-9  # weight of a node, against the largest, below which it is left out
BLOCK = 8_192


class Fineness(NamedTuple):
    """Gauss-Hermite nodes for strength, skill, and each part of the year."""

    strength: int
    skill: int
    year: int


USUAL, FINE = Fineness(8, 7, 2), Fineness(11, 9, 3)  # errors of about 1e-5 and below


class Nodes(NamedTuple):
    """Scores of both partners at N nodes, with weights that sum to one."""

    scores: tuple[Scores, Scores]
    weight: Array


def is_feasible(couple: Couple, fineness: Fineness = USUAL) -> bool:
    """Whether the exact answer takes seconds rather than minutes.

    Parameters
    ----------
    couple : Couple
    fineness : Fineness

    Returns
    -------
    bool
        False too where a limit on interviews can bind: interviews are then not independent.
    """
    fewest = min(int(couple.in_joint_list(side).sum()) for side in (FIRST, SECOND))
    nodes = float(np.prod([float(n) for n in _sizes(couple, fineness)]))
    is_free = all(plan.room < 0 for plan in couple.plans)
    return is_free and nodes * 2.0**fewest * len(couple.pairs) <= MOST_WORK


def solve_couple(couple: Couple, fineness: Fineness = USUAL) -> Array:
    """Return the probability (0-1) of ending with each pair of the joint list, without sampling error.

    Parameters
    ----------
    couple : Couple
        No limit on interviews may bind.
    fineness : Fineness

    Returns
    -------
    array (L,)
        What is missing to 1 is that neither matches.

    Raises
    ------
    ValueError
        A limit on interviews binds.
    """
    if any(plan.room >= 0 for plan in couple.plans):
        raise ValueError("a limit on interviews binds: interviews are not independent")
    counts = [int(couple.in_joint_list(side).sum()) for side in (FIRST, SECOND)]
    is_turned = counts[SECOND] < counts[FIRST]
    one = couple.turned() if is_turned else couple
    total = np.zeros(len(couple.pairs))
    for first, second, weight in latents_at_nodes(couple, fineness):
        both = (second, first) if is_turned else (first, second)
        rows = [offered(setup, latents) for setup, latents in zip(one.people, both, strict=True)]
        total += (enumerate_offers(one.pairs, rows[0], rows[1], at_both(one, *both)) * weight).sum(axis=1)
    return total


def latents_at_nodes(couple: Couple, fineness: Fineness) -> Iterator[tuple[Latents, Latents, Array]]:
    """Yield both partners' latents at some nodes at a time, with the weights of the nodes.

    Parameters
    ----------
    couple : Couple
    fineness : Fineness

    Yields
    ------
    (Latents, Latents, array (n,))
        The weights of all nodes sum to one.
    """
    tables = [posterior(plan, FINE_TABLE, OWN_TABLE) for plan in couple.plans]
    for part, weight in _parts(make_nodes(couple, fineness)):
        one, two = (_smooth(plan, told, s) for plan, told, s in zip(couple.plans, tables, part, strict=True))
        yield one, two, weight


def _parts(nodes: Nodes) -> Iterator[tuple[list[Scores], Array]]:
    for start in range(0, nodes.weight.size, BLOCK):
        at = slice(start, start + BLOCK)
        cut = [
            Scores(s.strength[at], s.skill[at], s.year[at], {g: x[at] for g, x in s.own.items()}) for s in nodes.scores
        ]
        yield cut, nodes.weight[at]


def _axes(couple: Couple) -> list[str]:
    """Names of the independent scores: two of strength, two of skill, one or two years, one a specialty."""
    specialties = dict.fromkeys(g for plan in couple.plans for g in plan.groups)
    years = ["year"] if couple.same_year else ["year", "year of the second"]
    return ["strength", "strength of the second", "skill", "skill of the second", *years, *specialties]


def _sizes(couple: Couple, fineness: Fineness) -> list[int]:
    n_year = len(_axes(couple)) - 4
    return [fineness.strength] * 2 + [fineness.skill] * 2 + [fineness.year] * n_year


def make_nodes(couple: Couple, fineness: Fineness) -> Nodes:
    """Lay Gauss-Hermite nodes over the scores of both partners.

    Parameters
    ----------
    couple : Couple
    fineness : Fineness

    Returns
    -------
    Nodes
    """
    rules = [np.polynomial.hermite_e.hermegauss(n) for n in _sizes(couple, fineness)]
    weight = np.ones(1)
    for _, share in rules:
        weight = np.outer(weight, share / share.sum()).reshape(-1)
    keep = np.flatnonzero(weight > NEGLIGIBLE * weight.max())
    at = np.unravel_index(keep, [z.size for z, _ in rules])
    score = {name: z[k] for name, (z, _), k in zip(_axes(couple), rules, at, strict=True)}
    first, second = (Scores(score["strength"], score["skill"], score["year"], {}) for _ in range(2))
    second = second._replace(
        strength=correlated(first.strength, score["strength of the second"], couple.strength),
        skill=correlated(first.skill, score["skill of the second"], couple.skill),
        year=score.get("year of the second", first.year),
    )
    one, two = (
        s._replace(own={g: score[g] for g in plan.groups})
        for s, plan in zip((first, second), couple.plans, strict=True)
    )
    return Nodes((one, two), weight[keep] / weight[keep].sum())


def _smooth(plan: Plan, table: Posterior | None, scores: Scores) -> Latents:
    """Latents from scores; between the steps of a posterior table straight lines."""
    if table is None:
        return latents_of(plan, None, scores)
    total = _quantile(table.cumulative, table.nodes, scores.strength)
    var_u, var_w = (float(plan.parameters.sd(s)[0] ** 2) for s in ("strength", "season_type"))
    share = var_u / (var_u + var_w)
    strength = share * total - np.sqrt(share * var_w) * scores.year
    own = [_own(table, g, total, scores.own[name]) for g, name in enumerate(plan.groups)]
    return with_skill(plan, strength, total - strength + np.stack(own), scores.skill)


def _quantile(cumulative: Array, nodes: Array, score: Array) -> Array:
    """Quantiles of a tabulated distribution at normal scores."""
    middle = cumulative - 0.5 * np.diff(cumulative, prepend=0.0)
    at = ndtri(np.clip(middle, 1e-300, 1 - 1e-16))
    keep = np.concatenate([[True], np.diff(np.maximum.accumulate(at)) > 0])
    return np.asarray(np.interp(score, at[keep], nodes[keep]))


def _own(table: Posterior, group: int, total: Array, score: Array) -> Array:
    """A specialty's own season at normal scores, given u + w_type."""
    found = np.empty_like(total)
    rows = np.flatnonzero((table.nodes >= total.min() - 1) & (table.nodes <= total.max() + 1))[::ROWS_APART]
    for z in np.unique(score):
        at = [_quantile(table.own_cumulative[group, k], table.own_nodes, np.array([z]))[0] for k in rows]
        here = score == z
        found[here] = np.interp(total[here], table.nodes[rows], at)
    return found


def offered(setup: Setup, latents: Latents) -> Array:
    """Chance of an offer from every live program, (P, n)."""
    plan = setup.plan
    every, unknown = np.arange(plan.n_programs), [None] * plan.n_programs
    ranked = chances(setup, latents, every, unknown)
    return np.asarray(invitation_shares(plan, latents, every) * plan.rank_sponsor[:, None] * ranked)


def at_both(couple: Couple, first: Latents, second: Latents) -> Shared | None:
    """Chance of two offers at each program of both partners."""
    theirs = np.flatnonzero(couple.same_program >= 0)
    if not theirs.size:
        return None
    mine = couple.same_program[theirs]
    one, two = couple.people
    scale = [np.hypot(s.noise_sd, s.cutoff_sd) for s in (one, two)]
    heights = margin(one, first, mine) / scale[0], margin(two, second, theirs) / scale[1]
    ranked = orthant(*heights, one.cutoff_sd * two.cutoff_sd / (scale[0] * scale[1]))
    held = invitation_shares(one.plan, first, mine) * invitation_shares(two.plan, second, theirs)
    sponsor = np.minimum(one.plan.rank_sponsor[mine], two.plan.rank_sponsor[theirs])
    return mine, theirs, held * sponsor[:, None] * ranked
