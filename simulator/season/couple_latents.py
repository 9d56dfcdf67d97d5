"""What two partners share: latents from common and correlated standard normal scores.

The first partner's latents are those of a run alone, draw for draw. The second's come from
scores that are the first's where something is shared, correlated with them where it is alike,
and independent otherwise:

    strength  z2 = r z1 + sqrt(1 - r^2) z,    skill likewise
    year      the same score where both are of one type; a specialty's own, where both apply in it

Without evidence u = sd z and w = sd y, so u and v have the stated correlations and the year is
the same. With evidence each score is looked up in the partner's own posterior: what has been
heard teaches about the partner who heard it, each partner alone is what he or she is without
the other, and the dependence between them is that of the scores (a normal copula).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from simulator.engine.streams import Stage, identity, uniforms
from simulator.season.couple import PARTNER
from simulator.season.latents import Latents, from_table
from simulator.season.plan import APPLICANT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.season.couple import Couple
    from simulator.season.latents import Posterior, Source
    from simulator.season.plan import Plan
    from simulator.season.setup import Setup

    Array = NDArray[np.float64]


class Scores(NamedTuple):
    """Standard normal scores of one partner in n replicates.

    Attributes
    ----------
    strength : (n,) rises with u + w_type
    skill : (n,) rises with v
    year : (n,) rises with w_type
    own : by specialty, (n,) rises with the specialty's own season
    """

    strength: Array
    skill: Array
    year: Array
    own: dict[str, Array]


def scores_of_both(couple: Couple, first: int, n: int, source: Source) -> tuple[Scores, Scores]:
    """Draw the scores of both partners.

    Parameters
    ----------
    couple : Couple
    first, n : int
        Replicates first .. first + n - 1, both multiples of four.
    source : Source

    Returns
    -------
    (Scores, Scores)
        The first's belong to the latents that `latents.draw` gives.
    """
    one = _first(couple.people[0], first, n, source)
    return one, _second(couple, one, first, n, source)


def _first(setup: Setup, first: int, n: int, source: Source) -> Scores:
    def score(stage: int, who: int, *, is_looked_up: bool = False) -> Array:
        word = source.words(setup.seed, stage, who, first, n)
        return ndtri(uniforms(word)) if is_looked_up else source.normals(word)

    told = setup.posterior is not None
    year = score(Stage.SEASON_TYPE, identity("year"))
    return Scores(
        strength=score(Stage.STRENGTH, identity(APPLICANT), is_looked_up=told),
        skill=score(Stage.SKILL, identity(APPLICANT)),
        year=-year if told else year,  # given u + w, a kinder year means less strength
        own={g: score(Stage.SEASON_SPECIALTY, identity("year", g), is_looked_up=told) for g in setup.plan.groups},
    )


def _second(couple: Couple, one: Scores, first: int, n: int, source: Source) -> Scores:
    setup = couple.people[1]

    def normal(stage: int, who: int) -> Array:
        return source.normals(source.words(setup.seed, stage, who, first, n))

    def alike(score: Array, correlation: float, stage: int) -> Array:
        return correlated(score, normal(stage, identity(PARTNER)), correlation)

    fresh = [g for g in setup.plan.groups if g not in one.own]
    own = one.own | {g: normal(Stage.SEASON_SPECIALTY, identity("year", g)) for g in fresh}
    return Scores(
        strength=alike(one.strength, couple.strength, Stage.STRENGTH),
        skill=alike(one.skill, couple.skill, Stage.SKILL),
        year=one.year if couple.same_year else normal(Stage.SEASON_TYPE, identity("year", PARTNER)),
        own={g: own[g] for g in setup.plan.groups},
    )


def correlated(score: Array, fresh: Array, correlation: float) -> Array:
    """Return standard normals with a given correlation to `score`, from independent ones."""
    return np.asarray(correlation * score + np.sqrt(max(0.0, 1 - correlation**2)) * fresh)


def latents_of(plan: Plan, table: Posterior | None, scores: Scores) -> Latents:
    """Turn scores into a partner's latents.

    Parameters
    ----------
    plan : Plan
        With one parameter set.
    table : Posterior or None
        The partner's own.
    scores : Scores

    Returns
    -------
    Latents
    """
    p = plan.parameters
    own = [scores.own[g] for g in plan.groups] or [np.zeros_like(scores.year)]
    if table is None:
        strength, by_type = p.sd("strength")[0] * scores.strength, p.sd("season_type")[0] * scores.year
        of_group = p.sd("season_specialty")[0] * np.stack(own)
    else:
        coins = [ndtr(x) for x in own]
        strength, by_type, of_group = from_table(plan, table, ndtr(scores.strength), -scores.year, coins)
    return with_skill(plan, strength, by_type + of_group, scores.skill)


def with_skill(plan: Plan, strength: Array, season: Array, skill: Array) -> Latents:
    """Put u (n,), w (G, n) and the score of v (n,) together."""
    carried = plan.parameters.sd("strength_at_rank")[0] * strength
    return Latents(strength + season, carried, season, plan.skill[0][0] + plan.skill[1][0] * skill)
