"""What a choice of programs may cost: fees tier by tier, a number of programs, signals; and what fits in.

Within a specialty every application costs the same, and the next one costs what its tier says, so the price of
a choice depends on nothing but how many are chosen in each specialty.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.model.fees import application_cost

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

CENT = 1e-6
MOST_COMBINATIONS = 2_000_000


class Rules(NamedTuple):
    """What a choice among P candidates may cost; G specialties, K kinds of signal (the first is none), S allowances.

    Attributes
    ----------
    group : (P,) specialty of each candidate
    fee : for each specialty, fee[n] dollars for n new applications in it
    usd : most dollars, infinite where only the number is limited
    most : most new applications
    allowance : (P,) which allowance of signals each candidate draws on
    signals : (S, K) signals left in each allowance, of each kind; the first column is not limited
    """

    group: NDArray[np.int64]
    fee: tuple[Array, ...]
    usd: float
    most: int
    allowance: NDArray[np.int64]
    signals: NDArray[np.int64]

    def cost(self, number: Sequence[int] | NDArray[np.int64]) -> float:
        """Return the dollars for so many new applications in each specialty."""
        return float(sum(fee[n] for fee, n in zip(self.fee, number, strict=True)))

    def allows(self, number: Sequence[int] | NDArray[np.int64]) -> bool:
        """Whether so many new applications in each specialty are within the budget."""
        return int(sum(number)) <= self.most and self.cost(number) <= self.usd + CENT

    def after(self, candidate: int, kind: int) -> Rules:
        """Return what is left once one candidate has been chosen with a kind of signal."""
        g = self.group[candidate]
        spent = float(self.fee[g][1] - self.fee[g][0])
        fee = tuple(f[1:] - f[1] if h == g else f for h, f in enumerate(self.fee))
        signals = self.signals.copy()
        signals[self.allowance[candidate], kind] -= kind > 0
        return self._replace(fee=fee, usd=self.usd - spent, most=self.most - 1, signals=signals)


def fees(specialties: Sequence[str], sent: Mapping[str, int], new: Sequence[int], season: int) -> tuple[Array, ...]:
    """Return what new applications cost on top of those sent.

    Parameters
    ----------
    specialties : sequence of str
    sent : mapping of str to int
        Applications already sent in each specialty; the tiers go on from there.
    new : sequence of int
        Most new applications in each specialty.
    season : int

    Returns
    -------
    tuple of array (new + 1,)
        For each specialty, dollars for 0, 1, 2, ... new applications.
    """

    def price(name: str, n: int) -> float:
        return application_cost({name: n}, season).total_usd

    return tuple(
        np.array([price(name, sent.get(name, 0) + n) - price(name, sent.get(name, 0)) for n in range(most + 1)])
        for name, most in zip(specialties, new, strict=True)
    )


def best_sum(values: Array, rules: Rules) -> float:
    """Return a bound on the most that values of chosen candidates can add up to within the rules.

    Exact without signals, where every split of the budget over specialties can be tried. Else the bound of the
    linear relaxation, in which parts of candidates may be chosen; with one specialty that is exact too.

    Parameters
    ----------
    values : array (K, P)
        Value of each candidate with each kind of signal, not negative.
    rules : Rules

    Returns
    -------
    float
    """
    sizes = np.bincount(rules.group, minlength=len(rules.fee))
    if values.shape[0] > 1 or math.prod((sizes + 1).tolist()) > MOST_COMBINATIONS:
        return _relaxed_sum(values, rules)
    total, cost, number = np.zeros(1), np.zeros(1), np.zeros(1, dtype=np.int64)
    for g, fee in enumerate(rules.fee):
        best = np.sort(values[0, rules.group == g])[::-1]
        top = np.concatenate([[0.0], np.cumsum(best)])[: fee.size]
        pairs = ((total, top), (cost, fee[: top.size]), (number, np.arange(top.size)))
        total, cost, number = (np.add.outer(x, y).ravel() for x, y in pairs)
    fits = (cost <= rules.usd + CENT) & (number <= rules.most)
    return float(total[fits].max(initial=0.0))


def _relaxed_sum(values: Array, rules: Rules) -> float:
    """Linear relaxation: parts x of candidates with signals, parts y of the steps of each specialty's fees."""
    from scipy.optimize import linprog

    kinds, n = values.shape
    step_of, each, width = (np.concatenate(x) for x in zip(*map(_steps, range(len(rules.fee)), rules.fee), strict=True))
    candidate = np.tile(np.arange(n), kinds)
    kind = np.repeat(np.arange(kinds), n)
    at_most = [(candidate == p, np.zeros(each.size), 1.0) for p in range(n)]
    at_most.append((np.ones(candidate.size), np.zeros(each.size), float(rules.most)))
    if math.isfinite(rules.usd):
        at_most.append((np.zeros(candidate.size), each, rules.usd + CENT))
    for s, k in np.ndindex(*rules.signals[:, 1:].shape):
        mine = (kind == k + 1) & (rules.allowance[candidate] == s)
        at_most.append((mine, np.zeros(each.size), float(max(0, rules.signals[s, k + 1]))))
    balance = [np.concatenate([rules.group[candidate] == g, -1.0 * (step_of == g)]) for g in range(len(rules.fee))]
    found = linprog(
        np.concatenate([-values.ravel(), np.zeros(each.size)]),
        A_ub=_sparse([np.concatenate([x, y]) for x, y, _ in at_most]),
        b_ub=[limit for _, _, limit in at_most],
        A_eq=_sparse(balance),
        b_eq=np.zeros(len(balance)),
        bounds=[(0.0, 1.0)] * candidate.size + [(0.0, float(w)) for w in width],
    )
    return float(values.max(axis=0).sum()) if found.fun is None else -float(found.fun)


def _sparse(rows: Sequence[Array]) -> Any:
    from scipy.sparse import csr_array

    return csr_array(np.stack(rows).astype(np.float64))


def _steps(group: int, fee: Array) -> tuple[Array, Array, Array]:
    """Steps of the largest convex function below a specialty's fees: specialty, dollars each, applications."""
    corners = [0]
    while corners[-1] < fee.size - 1:
        here = corners[-1]
        slope = (fee[here + 1 :] - fee[here]) / np.arange(1, fee.size - here)
        corners.append(here + 1 + int(np.flatnonzero(slope <= slope.min() + CENT)[-1]))
    width = np.diff(corners).astype(np.float64)
    return np.full(width.size, group, dtype=np.float64), np.diff(fee[corners]) / width, width
