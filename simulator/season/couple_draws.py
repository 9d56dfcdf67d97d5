"""A couple under every draw of the parameters, for the credible interval.

The conditional estimate of a few thousand replicates, the same scores and coins under every draw:
what differs between draws is the parameters alone. Their common sampling error is taken out by
moving all draws by what the same replicates miss under the central parameters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.season.couple_conditional import given_scores, outcomes, walker
from simulator.season.couple_given import sampled_side
from simulator.season.couple_latents import scores_of_both
from simulator.season.couple_offers import draw_luck
from simulator.season.latents import posterior, readable_source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.season.couple import Couple
    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

TABLE, OWN_TABLE = 56, 14  # steps of the posterior tables


def solve_couple_draws(couple: Couple, plans: tuple[Plan, Plan], replicates: int) -> tuple[Array, Array]:
    """Estimate the outcomes under many parameter sets, and under the central one with the same luck.

    Parameters
    ----------
    couple : Couple
        With the central parameters.
    plans : (Plan, Plan)
        Of both partners, D parameter sets each, row by row of the same draw.
    replicates : int
        A multiple of four.

    Returns
    -------
    (array (D, 4), array (4,))
        Both, first only, second only, neither: under each draw, and under the central parameters.
    """
    walk = walker(replicates * len(couple.pairs) * len(plans[0].rank_shift))
    scores = scores_of_both(couple, 0, replicates, readable_source())
    side = sampled_side(couple)
    luck = draw_luck(couple.people[side], couple.in_joint_list(side), 0, replicates)

    def outcome(one: Couple) -> Array:
        mean = given_scores(one, scores, luck, walk).mean(axis=1, keepdims=True)
        return np.asarray(outcomes(one.pairs, mean)[:, 0])

    rows = range(len(plans[0].rank_shift))
    return np.stack([outcome(under_draw(couple, plans, d)) for d in rows]), outcome(under_draw(couple, couple.plans, 0))


def under_draw(couple: Couple, plans: tuple[Plan, Plan], row: int) -> Couple:
    """Return the couple with one parameter set.

    Parameters
    ----------
    couple : Couple
    plans : (Plan, Plan)
        Of both partners under several.
    row : int
        Which of them.

    Returns
    -------
    Couple
    """
    people = []
    for setup, plan in zip(couple.people, plans, strict=True):
        one = plan.rows(slice(row, row + 1))
        p = one.parameters
        noise_sd, cutoff_sd = float(np.sqrt(1 + p.sd("performance")[0] ** 2)), float(p.sd("cutoff")[0])
        told = posterior(one, TABLE, OWN_TABLE)
        people.append(setup._replace(plan=one, posterior=told, noise_sd=noise_sd, cutoff_sd=cutoff_sd))
    return couple._replace(people=(people[0], people[1]))
