"""What one more pair, or one more interview, would add to the chance that both match: the arithmetic.

Everything stands at the end of the pairs of two, where it takes nothing from a pair that the couple prefers. Given the
latents and one partner's offers, with `alive` the chance that no pair above has come true, a pair (i, j) that was not
asked about adds alive b_j where i offers; a further program of the first partner with the chance a, paired with a set T
of the second's programs,

    alive a (1 - prod over j in T not asked (1 - b_j)),

one of the second partner with the chance c, paired with a set R of the first's, alive c where any of R offers, and one
each, paired with each other too, alive [a (1 - (1 - c) prod) + (1 - a) c (any of R)]. Their means over replicates are
differences of P(both) without the noise of two separate estimates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.season.couple import FIRST, SECOND
from simulator.season.couple_draws import under_draw
from simulator.season.couple_given import drawn_offers, known_offers
from simulator.season.couple_latents import latents_of, scores_of_both
from simulator.season.couple_offers import chances, draw_luck
from simulator.season.couple_walk import left_after
from simulator.season.latents import readable_source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from simulator.season.couple import Couple
    from simulator.season.couple_forms import CoupleForm
    from simulator.season.couple_given import Given

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

LEAF = 4_096
EACH = 2


class Extra(NamedTuple):
    """A further interview, or one for each partner.

    Attributes
    ----------
    who : FIRST, SECOND or EACH
    program : (int, int)
        Live places of the new programs of the first and of the second partner; -1 where there is none.
    partners : (array (P1,) of bool, array (P2,) of bool)
        Programs of the first that a new program of the second is paired with, and the other way round.
    """

    who: int
    program: tuple[int, int]
    partners: tuple[Mask, Mask]


class Question(NamedTuple):
    """What is asked of a couple's season with all further programs in it.

    Attributes
    ----------
    form : CoupleForm
        Its pairs: the joint list, then what makes sure that every program is looked at.
    upto : int
        Pairs down to the last pair of two: what new pairs stand below.
    extras : sequence of Extra
    wider : sequence of (P1, P2) of bool
        Sets of pairs that would be added all together.
    """

    form: CoupleForm
    upto: int
    extras: Sequence[Extra]
    wider: Sequence[Mask]


class Added(NamedTuple):
    """What is added to P(both); E extras, W sets of pairs.

    Attributes
    ----------
    both : () as things stand
    pair : (P1, P2)
    extra : (E,)
    wider : (W,)
    """

    both: Array
    pair: Array
    extra: Array
    wider: Array

    def flat(self) -> Array:
        """All numbers in one row."""
        return np.concatenate([self.both.reshape(1), self.pair.reshape(-1), self.extra, self.wider])

    def filled(self, row: Array) -> Added:
        """The same with other numbers."""
        ends = np.cumsum([1, self.pair.size, self.extra.size])
        both, pair, extra, wider = np.split(row, ends)
        return Added(both[0], pair.reshape(self.pair.shape), extra, wider)


def sampled_gains(question: Question, replicates: int, side: int) -> tuple[Added, Added]:
    """Estimate what everything adds under the central parameters.

    Parameters
    ----------
    question : Question
    replicates : int
        A multiple of four.
    side : int
        The partner whose offers are drawn.

    Returns
    -------
    (Added, Added)
        Means and their standard errors.
    """
    total = squares = None
    for first in range(0, replicates, LEAF):
        n = min(LEAF, replicates - first)
        sums, more = _sums(question, drawn_offers(question.form.couple, first, n, side), side)
        total, squares = (sums, more) if total is None or squares is None else (total + sums, squares + more)
    shape = _shape(question)
    mean = np.asarray(total) / replicates
    error = np.sqrt(np.maximum(np.asarray(squares) / replicates - mean**2, 0.0) / max(1, replicates - 1))
    return shape.filled(mean), shape.filled(error)


def gains_over_draws(
    question: Question, replicates: int, side: int, tell: Callable[[float], None]
) -> tuple[Array, Array]:
    """Estimate what everything adds under every draw, and under the central parameters with the same luck.

    Parameters
    ----------
    question : Question
    replicates : int
        A multiple of four.
    side : int
    tell : callable of float
        Told which share of the work has just been done.

    Returns
    -------
    (array (d, ...), array (...))
        Rows as `Added.flat`.
    """
    couple, plans = question.form.couple, question.form.plans
    scores = scores_of_both(couple, 0, replicates, readable_source())
    luck = draw_luck(couple.people[side], couple.in_joint_list(side), 0, replicates)

    def mean(one: Couple) -> Array:
        both = [latents_of(s.plan, s.posterior, of) for s, of in zip(one.people, scores, strict=True)]
        given = known_offers(one, (both[0], both[1]), luck, 0, side)
        return _sums(question, given, side)[0] / replicates

    rows = []
    for d in range(len(plans[0].rank_shift)):
        rows.append(mean(under_draw(couple, plans, d)))
        tell(1 / len(plans[0].rank_shift))
    return np.stack(rows), mean(under_draw(couple, couple.plans, 0))


def _shape(question: Question) -> Added:
    sizes = [plan.n_programs for plan in question.form.couple.plans]
    return Added(np.zeros(()), np.zeros((sizes[0], sizes[1])), np.zeros(len(question.extras)), _zeros(question.wider))


def _zeros(wider: Sequence[Mask]) -> Array:
    return np.zeros(len(wider))


def _sums(question: Question, given: Given, side: int) -> tuple[Array, Array]:
    """Sums over replicates of what everything adds, and of its squares; rows as `Added.flat`."""
    offered, second = given.offered.astype(np.float64), given.second
    alive, asked, both = left_after(given.couple.pairs[: question.upto], given.offered, second)
    open_chance = np.where(asked, 0.0, second)
    value = alive * open_chance
    pair, pair_squares = (np.einsum("in,jn->ij", offered, x) for x in (value, value**2))  # no threads of a library
    if side == SECOND:
        pair, pair_squares = pair.T, pair_squares.T
    vectors = [both]
    vectors += [_extra(extra, given, side, alive, open_chance) for extra in question.extras]
    vectors += [alive * _any(given.offered, open_chance, w.T if side == SECOND else w) for w in question.wider]
    rows = np.stack(vectors)
    sums, squares = rows.sum(axis=1), (rows**2).sum(axis=1)
    return _row(sums, pair), _row(squares, pair_squares)


def _row(vector: Array, pair: Array) -> Array:
    return np.concatenate([vector[:1], pair.reshape(-1), vector[1:]])


def _any(offered: Mask, open_chance: Array, pairs: Mask) -> Array:
    """Chance that any of a set of pairs comes true, (n,)."""
    none = np.ones(offered.shape[1])
    for j in np.flatnonzero(pairs.any(axis=0)):
        none *= np.where(offered[pairs[:, j]].any(axis=0), 1 - open_chance[j], 1.0)
    return 1 - none


def _extra(extra: Extra, given: Given, side: int, alive: Array, open_chance: Array) -> Array:
    """What a further interview adds in each replicate, (n,)."""
    order = (SECOND, FIRST) if side == SECOND else (FIRST, SECOND)
    mine, theirs = (_chance(given, k, extra.program[who]) for k, who in enumerate(order))
    reachable, partners = extra.partners[order[0]], extra.partners[order[1]]
    none = np.prod(1 - open_chance[partners], axis=0)
    reached = given.offered[reachable].any(axis=0)
    return np.asarray(alive * (mine * (1 - none * (1 - theirs)) + (1 - mine) * theirs * reached))


def _chance(given: Given, k: int, program: int) -> Array:
    """Chance that a further program ranks a partner to match; 0 where there is none."""
    setup, latents = given.couple.people[k], given.latents[k]
    n = given.second.shape[1]
    if program < 0:
        return np.zeros(n)
    found = chances(setup, latents, np.array([program]), [None] * setup.plan.n_programs)[0]
    return np.asarray(found * setup.plan.rank_sponsor[program])[:n]
