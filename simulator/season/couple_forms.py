"""Forms of one couple's season, compared on the same latents and the same coins.

Each form is the season with something changed: programs, people, the joint list, or no joint list at all. Random
numbers belong to people and programs by name, so what two forms have in common has the same luck in both, and their
differences are free of the rest. One partner's offers are drawn and the other's chances finished in closed form, the
same partner in all forms (`couple_given`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.blocks import default_workers, reduce_blocks
from simulator.season.couple import FIRST, SECOND
from simulator.season.couple_conditional import outcomes, walker
from simulator.season.couple_draws import under_draw
from simulator.season.couple_given import Given, drawn_offers, known_offers
from simulator.season.couple_latents import latents_of, scores_of_both
from simulator.season.couple_offers import draw_luck
from simulator.season.latents import readable_source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from simulator.season.couple import Couple
    from simulator.season.couple_conditional import Walker
    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

LEAF = 4_096
KINDS = ("both", "first", "second")


class CoupleForm(NamedTuple):
    """One form of a couple's season.

    Attributes
    ----------
    couple : Couple
        Central parameters.
    plans : (Plan, Plan)
        Of both partners under d draws, row by row of the same draw.
    is_alone : bool
        Whether each ranks the single list; the pairs of `couple` are then those of one alone.
    """

    couple: Couple
    plans: tuple[Plan, Plan]
    is_alone: bool


class FormMoments(NamedTuple):
    """Means over replicates, S forms; columns: both match, the first does, the second does.

    Attributes
    ----------
    mean, error : (S, 3) chances and their standard errors
    apart, apart_error : (S, 3) differences from the first form, paired, and their standard errors
    replicates : n
    """

    mean: Array
    error: Array
    apart: Array
    apart_error: Array
    replicates: int


def form_chances(form: CoupleForm, given: Given, side: int, walk: Walker) -> Array:
    """Chances (3, n) that both, the first and the second partner match, given one's offers.

    Parameters
    ----------
    form : CoupleForm
    given : Given
    side : int
        The partner whose offers are drawn.
    walk : callable
        From `couple_conditional.walker`.

    Returns
    -------
    array (3, n)
    """
    if form.is_alone:
        return _alone(given, side)
    both, first, second, _ = outcomes(form.couple.pairs, walk(given.couple.pairs, given.offered, given.second))
    return np.stack([both, both + first, both + second])


def _alone(given: Given, side: int) -> Array:
    drawn, other = (given.couple.pairs[:, k] for k in (FIRST, SECOND))
    one = given.offered[drawn[drawn >= 0]].any(axis=0).astype(float)
    two = 1 - np.prod(1 - given.second[other[other >= 0]], axis=0)
    return np.stack([one * two, two, one] if side == SECOND else [one * two, one, two])


def alone_pairs(names: tuple[Sequence[str], Sequence[str]]) -> list[tuple[str | None, str | None]]:
    """Return pairs of one alone from two single lists, for a form without a joint list."""
    return [*((name, None) for name in names[0]), *((None, name) for name in names[1])]


def sample_forms(
    forms: Sequence[CoupleForm],
    replicates: int,
    side: int,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> FormMoments:
    """Estimate every form on the same replicates.

    Parameters
    ----------
    forms : sequence of CoupleForm
        The season as it stands, then its other forms.
    replicates : int
    side : int
        The partner whose offers are drawn.
    workers : int, optional
        Threads; all cores if left out. The result does not depend on it.
    progress : callable of int, optional
        Told how many replicates have just been finished in all forms.

    Returns
    -------
    FormMoments
    """
    walk = walker(replicates * sum(len(form.couple.pairs) for form in forms))

    def sample(first: int, n: int) -> dict[int, Array]:
        drawn = (drawn_offers(form.couple, first, n, side) for form in forms)
        values = np.stack([form_chances(form, one, side, walk) for form, one in zip(forms, drawn, strict=True)])
        apart = values - values[0]
        return {first: np.stack([x.sum(axis=2) for x in (values, values**2, apart, apart**2)])}

    parts = reduce_blocks(sample, _join, replicates, LEAF, workers or default_workers(), progress)
    total = np.sum([parts[first] for first in sorted(parts)], axis=0) / replicates
    errors = [np.sqrt(np.maximum(total[k + 1] - total[k] ** 2, 0.0) / max(1, replicates - 1)) for k in (0, 2)]
    return FormMoments(total[0], errors[0], total[2], errors[1], replicates)


def _join(total: dict[int, Array], more: dict[int, Array]) -> dict[int, Array]:
    return total | more


def forms_over_draws(
    forms: Sequence[CoupleForm], replicates: int, side: int, tell: Callable[[float], None] | None = None
) -> tuple[Array, Array]:
    """Estimate every form under every draw, and under the central parameters with the same luck.

    Parameters
    ----------
    forms : sequence of CoupleForm
    replicates : int
        A multiple of four.
    side : int
    tell : callable of float, optional
        Told which share of the work has just been done.

    Returns
    -------
    (array (S, d, 3), array (S, 3))
        Chances that both, the first and the second match.
    """
    found, central = [], []
    for form in forms:
        draws, centre = _over_draws(form, replicates, side)
        found.append(draws)
        central.append(centre)
        if tell:
            tell(1 / len(forms))
    return np.stack(found), np.stack(central)


def _over_draws(form: CoupleForm, replicates: int, side: int) -> tuple[Array, Array]:
    count = len(form.plans[0].rank_shift)
    walk = walker(replicates * len(form.couple.pairs) * count)
    scores = scores_of_both(form.couple, 0, replicates, readable_source())
    luck = draw_luck(form.couple.people[side], form.couple.in_joint_list(side), 0, replicates)

    def mean(couple: Couple) -> Array:
        one, two = (latents_of(s.plan, s.posterior, of) for s, of in zip(couple.people, scores, strict=True))
        given = known_offers(couple, (one, two), luck, 0, side)
        return np.asarray(form_chances(form, given, side, walk).mean(axis=1))

    draws = np.stack([mean(under_draw(form.couple, form.plans, d)) for d in range(count)])
    return draws, mean(under_draw(form.couple, form.couple.plans, 0))
