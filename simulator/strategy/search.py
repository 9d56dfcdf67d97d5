"""Which candidates: marginal improvement, swaps, and proof where there are few.

The chance of a match is a monotone submodular function of the set applied to (given the latents it is one minus a
product; a mean of such functions is one too). So what a candidate adds only shrinks as others are chosen, and the
lazy greedy algorithm needs to look again only at the front runner (Minoux 1978, *Accelerated greedy algorithms for
maximizing submodular set functions*; Nemhauser, Wolsey & Fisher 1978, *An analysis of approximations for maximizing
submodular set functions*, Math Program 14). With independent outcomes and equal fees it is optimal (Chade & Smith
2006, *Simultaneous search*, Econometrica 74(5)); with shared latents it nearly always is, and `certificate` says how
far it can be from it at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.strategy.nodes import gains, gains_at, pull, unmatched, with_chosen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.strategy.budget import Rules
    from simulator.strategy.nodes import Nodes

    Array = NDArray[np.float64]
    Chosen = NDArray[np.int8]

NOT = -1
LEAST = 1e-15
SWAP_PASSES, SWAPPED_AT_ONCE = 3, 40
WORTH_A_SWAP = 1e-10


class Standing(NamedTuple):
    """How far a choice has come.

    Attributes
    ----------
    left : (G, R, M) what the chosen leave of every node
    chosen : (P,) kind of signal of each chosen candidate, -1 where it is not chosen
    number : (G,) chosen in each specialty
    signals : (S, K) signals left
    """

    left: Array
    chosen: Chosen
    number: NDArray[np.int64]
    signals: NDArray[np.int64]

    def take(self, nodes: Nodes, rules: Rules, p: int, kind: int) -> Standing:
        """Return the standing with one more candidate."""
        return self._changed(nodes, rules, p, kind, 1)

    def drop(self, nodes: Nodes, rules: Rules, p: int) -> Standing:
        """Return the standing with one candidate less."""
        return self._changed(nodes, rules, p, NOT, -1)

    def _changed(self, nodes: Nodes, rules: Rules, p: int, kind: int, step: int) -> Standing:
        g, k = nodes.group[p], kind if step > 0 else int(self.chosen[p])
        left, chosen, number, signals = self.left.copy(), self.chosen.copy(), self.number.copy(), self.signals.copy()
        stays = 1 - nodes.chance[k, p]
        left[g] = left[g] * stays if step > 0 else left[g] / stays
        chosen[p] = kind
        number[g] += step
        signals[rules.allowance[p], k] -= step * (k > 0)
        return Standing(left, chosen, number, signals)


def nothing_chosen(nodes: Nodes, rules: Rules) -> Standing:
    """Return the standing before anything is chosen."""
    n = nodes.chance.shape[1]
    return Standing(
        nodes.start, np.full(n, NOT, dtype=np.int8), np.zeros(len(rules.fee), dtype=np.int64), rules.signals
    )


def best_choice(nodes: Nodes, rules: Rules) -> Chosen:
    """Choose candidates: greedily by gain and by gain per dollar, the better of both, then improved by swaps.

    Parameters
    ----------
    nodes : Nodes
    rules : Rules

    Returns
    -------
    array (P,)
        Kind of signal with which each is chosen, -1 where it is not.
    """
    may = np.ones(nodes.group.size, dtype=bool)
    several = np.unique(nodes.group).size > 1  # else every candidate costs the same
    ways = [
        grow(nodes, rules, nothing_chosen(nodes, rules), may, per_dollar=way) for way in (False, True)[: 1 + several]
    ]
    best = min(ways, key=lambda standing: unmatched(nodes, standing.left))
    return improve(nodes, rules, best, may).chosen


def grow(nodes: Nodes, rules: Rules, standing: Standing, may: NDArray[np.bool_], *, per_dollar: bool) -> Standing:
    """Add candidates one by one, the one that adds most (per dollar) first, until nothing fits or helps.

    Parameters
    ----------
    nodes : Nodes
    rules : Rules
    standing : Standing
    may : array (P,) of bool
        Candidates that may be chosen.
    per_dollar : bool

    Returns
    -------
    Standing
    """
    every = np.arange(nodes.group.size)
    by_node = pull(nodes, standing.left)
    most = gains_at(nodes, by_node, every)
    fresh = np.ones(every.size, dtype=bool)
    while True:
        price = _prices(rules, standing)
        value, kind = _with_signals_left(most, rules, standing)
        open_ = may & (standing.chosen == NOT) & np.isfinite(price[nodes.group]) & (value > LEAST)
        if not open_.any():
            return standing
        score = np.where(open_, value / np.maximum(price[nodes.group], 1e-3) if per_dollar else value, -np.inf)
        p = int(score.argmax())
        if fresh[p]:
            standing = standing.take(nodes, rules, p, int(kind[p]))
            by_node = pull(nodes, standing.left)
            fresh[:] = False
        else:
            most[:, p] = gains_at(nodes, by_node, every[p : p + 1])[:, 0]
            fresh[p] = True


def _prices(rules: Rules, standing: Standing) -> Array:
    """Dollars for one more in each specialty; infinite where it does not fit."""
    n = standing.number
    here = rules.cost(n)
    found = np.full(len(rules.fee), np.inf)
    for g, fee in enumerate(rules.fee):
        more = n + (np.arange(n.size) == g)
        if n[g] + 1 < fee.size and rules.allows(more):
            found[g] = rules.cost(more) - here
    return found


def _with_signals_left(values: Array, rules: Rules, standing: Standing) -> tuple[Array, NDArray[np.int64]]:
    """Best value of each candidate with a signal that is still to be had, and which it is."""
    has = np.concatenate([np.ones((1, values.shape[1]), bool), (standing.signals[rules.allowance, 1:] > 0).T])
    possible = np.where(has, values, -np.inf)
    kind = possible.argmax(axis=0)
    return possible[kind, np.arange(kind.size)], kind


def improve(nodes: Nodes, rules: Rules, standing: Standing, may: NDArray[np.bool_]) -> Standing:
    """Swap chosen candidates, or their signals, for better ones until none is found; fill up what is left.

    Parameters
    ----------
    nodes : Nodes
    rules : Rules
    standing : Standing
    may : array (P,) of bool

    Returns
    -------
    Standing
        Never worse.
    """
    for _ in range(SWAP_PASSES):
        before = unmatched(nodes, standing.left)
        for p in _weakest(nodes, standing):
            standing = _swapped(nodes, rules, standing, int(p), may)
        standing = grow(nodes, rules, standing, may, per_dollar=False)
        if before - unmatched(nodes, standing.left) < WORTH_A_SWAP:
            break
    exact = with_chosen(nodes, standing.chosen)  # divisions leave traces
    return standing._replace(left=exact)


def _weakest(nodes: Nodes, standing: Standing) -> NDArray[np.int64]:
    """Chosen candidates of which least would be lost, and those with a signal."""
    mine = np.flatnonzero(standing.chosen >= 0)
    worth = gains(nodes, standing.left, mine)[standing.chosen[mine], np.arange(mine.size)]
    weakest = mine[np.argsort(worth)[:SWAPPED_AT_ONCE]]
    return np.asarray(np.union1d(weakest, np.flatnonzero(standing.chosen > 0)))


def _swapped(nodes: Nodes, rules: Rules, standing: Standing, p: int, may: NDArray[np.bool_]) -> Standing:
    """Put the best candidate that fits in the place of one, if it is better."""
    without = standing.drop(nodes, rules, p)
    fits = np.isfinite(_prices(rules, without))[nodes.group]
    free = np.flatnonzero(may & (without.chosen == NOT) & fits)
    found = gains(nodes, without.left, free)
    most, kind = _with_signals_left(found, rules._replace(allowance=rules.allowance[free]), without)
    best = int(most.argmax())
    own = float(found[standing.chosen[p], np.flatnonzero(free == p)[0]])
    if most[best] <= own + WORTH_A_SWAP:
        return _signal_moved(nodes, rules, standing, p)
    return without.take(nodes, rules, int(free[best]), int(kind[best]))


def _signal_moved(nodes: Nodes, rules: Rules, standing: Standing, p: int) -> Standing:
    """Give the signal of one chosen candidate to another, and take the other's, if that is better."""
    kind = int(standing.chosen[p])
    same = (rules.allowance == rules.allowance[p]) & (standing.chosen >= 0) & (standing.chosen < kind)
    if kind <= 0 or not same.any():
        return standing
    best, least = standing, unmatched(nodes, standing.left)
    partners = np.flatnonzero(same)
    promise = gains(nodes, standing.left, partners)
    ahead = promise[kind] - promise[standing.chosen[partners], np.arange(partners.size)]
    for q in partners[np.argsort(-ahead)[:2]]:
        other = int(standing.chosen[q])
        trial = standing.drop(nodes, rules, p).drop(nodes, rules, int(q))
        trial = trial.take(nodes, rules, p, other).take(nodes, rules, int(q), kind)
        if unmatched(nodes, trial.left) < least - WORTH_A_SWAP:
            best, least = trial, unmatched(nodes, trial.left)
    return best
