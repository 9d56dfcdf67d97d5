"""The chance of a match given the person and the year, under many forms of a season, for many replicates.

Given u, v and w each chance depends on one number only: of an invitation on a = u + w, of being ranked to match on
b = lambda u + w + v (or c, without v). So it is computed once on a fine ladder of that number and looked up by cubic
interpolation between four rungs, which is off by less than 1e-7.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.season.chances import invitations, rankings
from simulator.season.grid import REACH_SD
from simulator.season.latents import posterior
from simulator.season.limited import step
from simulator.season.lookalikes import chosen
from simulator.season.plan import INTERVIEWED, OPEN
from simulator.season.together import ALIKE, of_a_match, together

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from simulator.season.latents import Latents, Posterior
    from simulator.season.plan import Plan
    from simulator.season.together import Question, Together

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]

RUNGS_PER_UNIT = 64
AT_INVITATION, AT_RANK_LIST, REPORTED = 0, 1, 2


class Ladder(NamedTuple):
    """Chances of some programs of one specialty, by the number that they depend on; k programs, N rungs.

    Attributes
    ----------
    group : specialty
    latent : AT_INVITATION, AT_RANK_LIST or REPORTED: a, b or c
    foot : lowest rung
    value : (N, k) chances
    """

    group: int
    latent: int
    foot: float
    value: Array

    def at(self, latents: Latents) -> Array:
        """Return the chances of n replicates, (k, n)."""
        x = latents.paper[self.group] if self.latent == AT_INVITATION else latents.carried + latents.season[self.group]
        if self.latent == AT_RANK_LIST:
            x = x + latents.skill
        return np.ascontiguousarray((_weights(x, self.foot, len(self.value)) @ self.value).T)


class Event(NamedTuple):
    """What may come of a season, given the person and the year.

    Attributes
    ----------
    ask : the question to a form of the season without a limit on interviews that can bind
    walk : its chance (n,) down the list of a form with one: the form, and of each of its programs the
        chances (n,) of an invitation and of being ranked to match
    """

    ask: Callable[[Plan], Question]
    walk: Callable[[Plan, Array, Array], Array]


class Forms(NamedTuple):
    """Forms of one season, ready for replicates; S forms, R sets of programs, K kinds, F factors of the products.

    Attributes
    ----------
    union : Together
    posterior : tables of the evidence, or None
    ladders : of invitations, then of rank lists
    invitation, ranking : (K,) row of each kind in what the ladders give; the last row is all ones
    kind, power : (F,) kinds that a form has several of, and how many
    common : factors of the product that every set has: below K one of that kind, K + f the f-th of these powers
    own : for each set, the other factors that it has
    event : whose chance is asked for
    """

    union: Together
    posterior: Posterior | None
    ladders: list[Ladder]
    invitation: Index
    ranking: Index
    kind: Index
    power: Index
    common: Index
    own: list[Index]
    event: Event


def make_forms(plans: Sequence[Plan], event: Event | None = None) -> Forms:
    """Prepare what all replicates share.

    Parameters
    ----------
    plans : sequence of Plan
        The season as it is, then edited forms of it; one parameter set.
    event : Event, optional
        A match if left out.

    Returns
    -------
    Forms
    """
    event = event or MATCH
    union = together(plans, [event.ask(plan) for plan in plans])
    plan = union.plan
    ladders: list[Ladder] = []
    rows = [np.full(plan.n_programs, -1), np.full(plan.n_programs, -1)]
    number = 0
    for latent, group, mine in _by_latent(plan):
        first, of = _alike(plan, mine, latent)
        ladders.append(_ladder(chosen(plan, first), latent, group))
        rows[latent != AT_INVITATION][mine] = number + of
        number += first.size
    return Forms(union, posterior(plan), ladders, rows[0], rows[1], *_factors(union.number), event)


def _by_latent(plan: Plan) -> list[tuple[int, int, Index]]:
    """Which kinds depend on which number: the number, the specialty, and the kinds."""
    of = {AT_INVITATION: plan.kind == OPEN, AT_RANK_LIST: ~plan.reported, REPORTED: plan.reported}
    found = [
        (k, g, np.flatnonzero(mask & (plan.group == g))) for k, mask in of.items() for g in range(len(plan.groups))
    ]
    return [(k, g, mine) for k, g, mine in found if mine.size]


def _alike(plan: Plan, mine: Index, latent: int) -> tuple[Index, Index]:
    """One kind of each that agree in this chance, and which of them each of `mine` is."""
    columns = [plan.rank_shift[0], plan.rank_sponsor]
    if latent == AT_INVITATION:
        before = () if plan.before is None else (plan.before.shift[0], plan.before.is_new)
        columns = [plan.invite_shift[0], plan.invite_sponsor, *before]
    stacked = np.round(np.stack([c[mine] for c in columns]), ALIKE) + 0.0
    _, first, of = np.unique(stacked, axis=1, return_index=True, return_inverse=True)
    return mine[first], of.reshape(-1)


def _ladder(plan: Plan, latent: int, group: int) -> Ladder:
    """Chances on all rungs within the reach of the exact solver."""
    p = plan.parameters
    strength = p.sd("strength")[0] * (1.0 if latent == AT_INVITATION else p.sd("strength_at_rank")[0])
    mean, skill = (x[0] if latent == AT_RANK_LIST else 0.0 for x in plan.skill)
    sd = math.hypot(strength, p.sd("season_type")[0], p.sd("season_specialty")[0], skill)
    half = math.ceil(REACH_SD * sd * RUNGS_PER_UNIT) + 2
    rungs = (mean + np.arange(-half, half + 1) / RUNGS_PER_UNIT)[None]
    value = invitations(plan, rungs) if latent == AT_INVITATION else rankings(plan, rungs, rungs)
    return Ladder(group, latent, float(rungs[0, 0]), np.ascontiguousarray(value[0]))


def _weights(x: Array, foot: float, rungs: int) -> Any:
    """Sparse matrix (n, rungs) that interpolates by the cubic through the four nearest rungs."""
    from scipy.sparse import csr_array

    place = np.clip((x - foot) * RUNGS_PER_UNIT, 1.0, rungs - 2.5)
    cell = place.astype(np.int32)
    t = place - cell
    left, right, far = t + 1, t - 1, t - 2
    weight = np.stack([-t * right * far / 6, left * right * far / 2, -left * t * far / 2, left * t * right / 6], axis=1)
    column = cell[:, None] + np.arange(-1, 3, dtype=np.int32)
    start = np.arange(0, 4 * x.size + 1, 4, dtype=np.int32)
    return csr_array((weight.ravel(), column.ravel(), start), shape=(x.size, rungs))


def _factors(number: Index) -> tuple[Index, Index, Index, list[Index]]:
    """What the products of (R, K) numbers of kinds are made of, as `Forms` has it."""
    powers = range(2, number.max(initial=0) + 1)
    pairs = [(k, c) for c in powers for k in np.flatnonzero((number == c).any(axis=0))]
    kind, power = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    has = np.concatenate([number == 1, number[:, kind] == power], axis=1)
    common = has.all(axis=0)
    return kind, power, np.flatnonzero(common), [np.flatnonzero(row & ~common) for row in has]


def chances(forms: Forms, latents: Latents) -> Array:
    """Return the chance of a match, or of another event, of n replicates under each form, given person and year.

    Parameters
    ----------
    forms : Forms
    latents : Latents
        Of the season as it is.

    Returns
    -------
    array (S, n)
    """
    found = np.concatenate([*(ladder.at(latents) for ladder in forms.ladders), np.ones((1, latents.skill.size))])
    invited, ranked = found[forms.invitation], found[forms.ranking]
    factor = invited * ranked
    np.subtract(1.0, factor, out=factor)
    if forms.kind.size:
        factor = np.concatenate([factor, factor[forms.kind] ** forms.power[:, None]])
    common = factor[forms.common].prod(axis=0)
    union, first, answers = forms.union, 0, []
    for plan, order, sums in zip(union.forms, union.order, union.sums, strict=True):
        own = forms.own[first : first + sums.shape[1]]
        first += len(own)
        if plan.room >= 0:
            answers.append(forms.event.walk(plan, invited[order], ranked[order]))
        else:
            answers.append(sums[0] @ np.stack([1 - common * factor[mine].prod(axis=0) for mine in own]))
    return np.stack(answers)


def _walk_to_match(plan: Plan, invited: Array, ranked: Array) -> Array:
    """Chance of a match where a limit on interviews can bind."""
    state = np.zeros((plan.room + 1, invited.shape[1]))
    state[0] = 1.0
    for p in range(plan.n_programs):
        step(state, invited[p], ranked[p] * plan.listed[p], bool(plan.kind[p] == INTERVIEWED))
    return np.asarray(1 - state.sum(axis=0))


MATCH = Event(of_a_match, _walk_to_match)
