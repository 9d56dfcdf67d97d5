"""How far a choice can be from the best one: an upper bound, and proof by branch and bound where there are few.

With a_p = -log(1 - q_p) at every node, P(match) = 1 - E[exp(-sum_p a_p x_p)] is a concave function of x in [0, 1]^P, of
which choices of programs are the corners. A concave function lies below its tangents, so for every choice T within
the budget

    P(match with T) <= F(x) + sum_p F'_p(x) (1[p in T] - x_p),

and the right side is largest for the candidates with the largest F'_p that the budget allows (the step of Frank &
Wolfe 1956, *An algorithm for quadratic programming*). At x = the choice found, what is in it counts too, which makes
this much tighter than the bound that only adds the largest gains on top (Nemhauser, Wolsey & Fisher 1978); the
smaller of both is taken.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from simulator.strategy.budget import best_sum
from simulator.strategy.nodes import gains, slopes, unmatched, with_chosen
from simulator.strategy.search import NOT, best_choice, grow, nothing_chosen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.strategy.budget import Rules
    from simulator.strategy.nodes import Nodes

    Array = NDArray[np.float64]
    Chosen = NDArray[np.int8]

FEW, MOST_BRANCHES, BRANCHED_NUMBERS = 24, 4_000, 60_000_000
PROVED = 1e-7  # closer than the quadrature is


def bound(match: float, slope: Array, gain: Array, chosen: Chosen, rules: Rules) -> float:
    """Return the most that any choice within the rules can reach.

    Parameters
    ----------
    match : float
        P(match) with the choice found.
    slope, gain : arrays (K, P)
        From `nodes.slopes` and `nodes.gains`, at that choice.
    chosen : array (P,)
    rules : Rules

    Returns
    -------
    float
        At most 1, never below `match`.
    """
    mine = np.flatnonzero(chosen >= 0)
    tangent = match + best_sum(slope, rules) - float(slope[chosen[mine], mine].sum())
    added = gain.copy()
    added[:, mine] -= gain[chosen[mine], mine]
    on_top = match + best_sum(np.maximum(added, 0.0), rules)
    return min(1.0, max(match, min(tangent, on_top)))


def bound_at(nodes: Nodes, chosen: Chosen, rules: Rules) -> tuple[float, float]:
    """Return P(match) with a choice, and the bound at it.

    Parameters
    ----------
    nodes : Nodes
    chosen : array (P,)
    rules : Rules

    Returns
    -------
    (float, float)
    """
    left = with_chosen(nodes, chosen)
    match = 1 - unmatched(nodes, left)
    return match, bound(match, slopes(nodes, left), gains(nodes, left, np.arange(chosen.size)), chosen, rules)


def proved_choice(nodes: Nodes, rules: Rules) -> tuple[Chosen, bool]:
    """Choose candidates, and where there are few of them prove that nothing is better.

    Branches on one candidate at a time: chosen (with each kind of signal) or not. A branch whose bound is no better
    than the best choice so far is left.

    Parameters
    ----------
    nodes : Nodes
    rules : Rules

    Returns
    -------
    (array (P,), bool)
        The choice, and whether it is proved to be the best.
    """
    best = best_choice(nodes, rules)
    if best.size > FEW:
        return best, False
    search = _Branches(nodes, best)
    may = np.ones(best.size, dtype=bool)
    search.visit(nodes, rules, may, np.full(best.size, NOT, dtype=np.int8))
    return search.best, search.left > 0


class _Branches:
    """The best choice so far, and how many more branches may be looked at."""

    def __init__(self, nodes: Nodes, best: Chosen) -> None:
        self.nodes = nodes
        self.best = best
        self.match = 1 - unmatched(nodes, with_chosen(nodes, best))
        self.left = min(MOST_BRANCHES, BRANCHED_NUMBERS // max(1, nodes.chance.size))

    def visit(self, nodes: Nodes, rules: Rules, may: NDArray[np.bool_], fixed: Chosen) -> None:
        """Look at all choices that hold what is fixed and otherwise only what is still allowed."""
        if self.left <= 0 or not may.any():
            return
        self.left -= 1
        chosen = grow(nodes, rules, nothing_chosen(nodes, rules), may, per_dollar=False).chosen
        left = with_chosen(nodes, chosen)
        match = 1 - unmatched(nodes, left)
        if match > self.match:
            self.match, self.best = match, np.where(fixed >= 0, fixed, chosen).astype(np.int8)
        slope, gain = slopes(nodes, left), gains(nodes, left, np.arange(chosen.size))
        slope[:, ~may] = gain[:, ~may] = 0.0
        if bound(match, slope, gain, chosen, rules) <= self.match + PROVED:
            return
        self._branch(nodes, rules, may, fixed, int(np.where(may, slope.max(axis=0), -math.inf).argmax()))

    def _branch(self, nodes: Nodes, rules: Rules, may: NDArray[np.bool_], fixed: Chosen, p: int) -> None:
        rest = may & (np.arange(may.size) != p)
        g = nodes.group[p]
        number = (np.arange(len(rules.fee)) == g).astype(np.int64)
        for kind in range(len(nodes.chance)) if rules.fee[g].size > 1 and rules.allows(number) else ():
            if kind == 0 or rules.signals[rules.allowance[p], kind] > 0:
                start = nodes.start.copy()
                start[g] *= 1 - nodes.chance[kind, p]
                held = fixed.copy()
                held[p] = kind
                self.visit(nodes._replace(start=start), rules.after(p, kind), rest, held)
        self.visit(nodes, rules, rest, fixed)
