"""One partner's offers, drawn, and the other's chances, given them: what conditional estimates stand on.

The latents of both are drawn, and the offers of one partner; the other partner's chances follow in closed form from
the latents and, at programs of both, from the drawn cutoff and visa. They are independent between programs unless a
limit on interviews ties them together, which is then drawn too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.season.couple import FIRST, SECOND, Couple
from simulator.season.couple_offers import Luck, chances, draw_luck, interviews, invitation_shares, offers
from simulator.season.couple_sampler import latents_of_both
from simulator.season.latents import Latents, readable_source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]


class Given(NamedTuple):
    """One partner's offers and the other's chances in n replicates.

    Attributes
    ----------
    couple : Couple
        Turned where needed, so that the partner whose offers are drawn is the first.
    latents : (Latents, Latents)
        In that order.
    offered : (P1, n) of bool
    second : (P2, n)
        Chances (0-1) of an offer; 0 at programs that nobody asked about.
    """

    couple: Couple
    latents: tuple[Latents, Latents]
    offered: Mask
    second: Array


def sampled_side(couple: Couple) -> int:
    """Which partner's offers are drawn: the one with fewer programs on the list."""
    counts = [int(couple.in_joint_list(side).sum()) for side in (FIRST, SECOND)]
    return SECOND if counts[SECOND] < counts[FIRST] else FIRST


def drawn_offers(couple: Couple, first: int, n: int, side: int) -> Given:
    """Draw latents and one partner's offers for replicates first .. first + n - 1.

    Parameters
    ----------
    couple : Couple
    first, n : int
        `first` is a multiple of four; n need not be.
    side : int
        The partner whose offers are drawn, FIRST or SECOND.

    Returns
    -------
    Given
    """
    padded = -(-n // 4) * 4
    both = latents_of_both(couple, first, padded, readable_source())
    luck = draw_luck(couple.people[side], couple.in_joint_list(side), first, padded)
    found = known_offers(couple, both, luck, first, side)
    return found._replace(offered=found.offered[:, :n], second=found.second[:, :n])


def known_offers(couple: Couple, both: tuple[Latents, Latents], luck: Luck, first: int, side: int) -> Given:
    """As `drawn_offers`, from latents and from coins that are known already.

    Parameters
    ----------
    couple : Couple
    both : (Latents, Latents)
        Of the first and of the second partner.
    luck : Luck
        Of the partner whose offers are drawn.
    first : int
        First replicate, for the coins of the other where a limit on interviews binds.
    side : int

    Returns
    -------
    Given
    """
    one, latents = (couple.turned(), both[::-1]) if side == SECOND else (couple, both)
    offered = offers(one.people[FIRST], latents[FIRST], luck, one.in_joint_list(FIRST))
    second = _second(one, latents[SECOND], luck, first, one.in_joint_list(SECOND))
    return Given(one, (latents[0], latents[1]), offered, second)


def _second(couple: Couple, latents: Latents, first_luck: Luck, first: int, mask: Mask) -> Array:
    """Chance of an offer to the second partner, (P2, n), given what both programs' luck is known."""
    setup, plan = couple.people[SECOND], couple.plans[SECOND]
    n = latents.carried.size
    chosen, found = np.flatnonzero(mask), np.zeros((plan.n_programs, n))
    cutoff: list[Array | None] = [first_luck.cutoff[k] if k >= 0 else None for k in couple.same_program]
    found[chosen] = chances(setup, latents, chosen, cutoff)
    found[chosen] *= _sponsored(couple, chosen, first_luck, n)
    if plan.room < 0:
        found[chosen] *= invitation_shares(plan, latents, chosen)
        return found
    return np.asarray(found * interviews(plan, latents, draw_luck(setup, mask, first, n), mask))


def _sponsored(couple: Couple, chosen: NDArray[np.int64], first_luck: Luck, n: int) -> Array:
    """Chance that a program sponsors the second's visa, given what it does for the first."""
    found = np.empty((chosen.size, n))
    for k, p in enumerate(chosen):
        mine, chance = couple.same_program[p], couple.plans[SECOND].rank_sponsor[p]
        coin = first_luck.sponsor[mine] if mine >= 0 else None
        found[k] = chance if coin is None else coin < chance
    return found
