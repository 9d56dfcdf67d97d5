"""Draw the person and the year: u, v and w of each replicate.

Without evidence they are independent normals. With evidence, a = u + w_type is drawn from
its posterior on the quadrature nodes, each specialty's own season from its posterior
given a, and u from its normal distribution given a: the same measure that the exact
solver integrates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.streams import Stage, identity, normals, tables, uniforms, words
from simulator.season.evidence import log_likelihood
from simulator.season.grid import trapezoid
from simulator.season.plan import APPLICANT

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

INTERVALS = 112  # of the tables below; the solver agrees with itself at half of this


class Latents(NamedTuple):
    """Shared latents of n replicates.

    Attributes
    ----------
    paper : (G, n) u + w, at the invitation
    carried : (n,) lambda u, at the rank list
    season : (G, n) w, by specialty
    skill : (n,) v
    """

    paper: Array
    carried: Array
    season: Array
    skill: Array


class Posterior(NamedTuple):
    """Tables to draw u and w from, given what was heard.

    Attributes
    ----------
    nodes : (K,) values of u + w_type
    cumulative : (K,) of their posterior
    own_nodes : (M,) values of the specialty's own season
    own_cumulative : (G, K, M) of its posterior given u + w_type
    """

    nodes: Array
    cumulative: Array
    own_nodes: Array
    own_cumulative: Array


def posterior(plan: Plan, intervals: int = INTERVALS, own_intervals: int = INTERVALS) -> Posterior | None:
    """Tabulate the posterior of strength and season; None where nothing was heard.

    Parameters
    ----------
    plan : Plan
        With one parameter set.
    intervals, own_intervals : int, optional
        Steps of the tables of u + w_type, and of the specialty's own season.

    Returns
    -------
    Posterior or None
    """
    if not plan.evidence.heard.size:
        return None
    (z, weight), (z_own, weight_own) = trapezoid(intervals), trapezoid(own_intervals)
    p = plan.parameters
    nodes = z * np.hypot(p.sd("strength"), p.sd("season_type"))[0]
    own = z_own * p.sd("season_specialty")[0]
    a = (nodes[:, None] + own)[None]
    logs = np.stack(
        [log_likelihood(plan.evidence.of(g), a, plan.timing, plan.late_rate)[0] for g in range(len(plan.groups))]
    )
    inside = weight_own * np.exp(logs - logs.max(axis=(1, 2), keepdims=True))
    outer = weight * inside.sum(axis=2).prod(axis=0)
    given = np.cumsum(inside, axis=2)
    return Posterior(nodes, np.cumsum(outer) / outer.sum(), own, given / np.maximum(given[..., -1:], 1e-300))


class Source(NamedTuple):
    """Where words and normals come from: NumPy here, compiled code in the twin.

    Attributes
    ----------
    words : as `engine.streams.words`
    normals : from words, as `engine.streams.normals`
    """

    words: Callable[[int, int, int, int, int], NDArray[np.uint32]]
    normals: Callable[[NDArray[np.uint32]], Array]


def readable_source() -> Source:
    """Return the NumPy forms."""
    return Source(words, lambda word: normals(word, tables()))


def draw(plan: Plan, table: Posterior | None, seed: int, first: int, n: int, source: Source) -> Latents:
    """Draw the latents of replicates first .. first + n - 1.

    Parameters
    ----------
    plan : Plan
        With one parameter set.
    table : Posterior or None
        From `posterior`.
    seed, first, n : int
        As in `words`.
    source : Source
        Gives the same numbers whichever it is.

    Returns
    -------
    Latents
    """
    p = plan.parameters
    who = identity(APPLICANT)
    by_stage = {s: source.words(seed, s, who, first, n) for s in (Stage.STRENGTH, Stage.SKILL)}
    type_word = source.words(seed, Stage.SEASON_TYPE, identity("year"), first, n)
    own_words = [source.words(seed, Stage.SEASON_SPECIALTY, identity("year", g), first, n) for g in plan.groups]
    own_words = own_words or [np.zeros(n, dtype=np.uint32)]
    if table is None:
        strength = p.sd("strength")[0] * source.normals(by_stage[Stage.STRENGTH])
        by_type = p.sd("season_type")[0] * source.normals(type_word)
        own = p.sd("season_specialty")[0] * np.stack([source.normals(w) for w in own_words])
    else:
        noise = source.normals(type_word)
        coins = uniforms(by_stage[Stage.STRENGTH]), [uniforms(w) for w in own_words]
        strength, by_type, own = from_table(plan, table, coins[0], noise, coins[1])
    skill = plan.skill[0][0] + plan.skill[1][0] * source.normals(by_stage[Stage.SKILL])
    season = by_type + own
    return Latents(strength + season, p.sd("strength_at_rank")[0] * strength, season, skill)


def from_table(
    plan: Plan, table: Posterior, coin: Array, noise: Array, own_coins: list[Array]
) -> tuple[Array, Array, Array]:
    """Look up u, w_type and each w_specialty in the posterior tables.

    Parameters
    ----------
    plan : Plan
        With one parameter set.
    table : Posterior
    coin : array (n,)
        Uniform deviates that choose u + w_type.
    noise : array (n,)
        Standard normal deviates that divide it into u and w_type; w_type falls with them.
    own_coins : list of array (n,), one for each specialty
        Uniform deviates that choose the specialty's own season.

    Returns
    -------
    (array (n,), array (n,), array (G, n))
    """
    node = np.minimum(np.searchsorted(table.cumulative, coin), table.nodes.size - 1)
    total = table.nodes[node]
    var_u, var_w = (float(plan.parameters.sd(s)[0] ** 2) for s in ("strength", "season_type"))
    share = var_u / (var_u + var_w)
    strength = share * total + np.sqrt(share * var_w) * noise
    own = np.empty((len(own_coins), noise.size))
    for g, own_coin in enumerate(own_coins):
        rows = table.own_cumulative[g]
        place = _search_rows(rows, node, own_coin)
        own[g] = table.own_nodes[np.minimum(place, table.own_nodes.size - 1)]
    return strength, total - strength, own


def _search_rows(rows: Array, node: NDArray[np.int64], uniform: Array) -> NDArray[np.int64]:
    """`searchsorted` of each uniform in the row of its node, in one sorted array."""
    flat = (rows + np.arange(len(rows))[:, None]).reshape(-1)
    return np.asarray(np.searchsorted(flat, uniform + node) - node * rows.shape[1])
