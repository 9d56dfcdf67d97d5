"""What a choice of programs may cost: fees tier by tier, a number of programs, signals; and what fits in.

Within a specialty every application costs the same, and the next one costs what its tier says, so the price of
a choice depends on nothing but how many are chosen in each specialty.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.fees import application_cost

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

CENT = 1e-6
MOST_COMBINATIONS = 2_000_000
GOLDEN = (math.sqrt(5) - 1) / 2
SEARCHES, ROUNDS = 24, 2


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

    Exact without signals, unless specialties are too many to try every split of the budget. Where signals are
    limited, each kind gets a price (a Lagrange multiplier); every price gives a bound, and the best is kept.

    Parameters
    ----------
    values : array (K, P)
        Value of each candidate with each kind of signal, not negative; -inf where it is not to be had.
    rules : Rules

    Returns
    -------
    float
    """
    prices = np.zeros(rules.signals.shape)
    best = _sum_at(values, rules, prices)
    for _ in range(ROUNDS if values.shape[0] > 1 else 0):
        for s, kind in zip(*np.nonzero(rules.signals[:, 1:] >= 0), strict=True):
            prices, best = _best_price(values, rules, prices, (int(s), int(kind) + 1), best)
    return best


def _best_price(values: Array, rules: Rules, prices: Array, at: tuple[int, int], best: float) -> tuple[Array, float]:
    """Golden-section search for one price; the bound is convex in it."""
    gain = values[at[1]] - np.maximum(values[0], 0.0)
    low, high = 0.0, float(max(gain.max(initial=0.0), 0.0))
    found = prices
    for _ in range(SEARCHES):
        pair = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)]
        sums = []
        for price in pair:
            trial = prices.copy()
            trial[at] = price
            sums.append(_sum_at(values, rules, trial))
            if sums[-1] < best:
                best, found = sums[-1], trial
        low, high = (low, pair[1]) if sums[0] <= sums[1] else (pair[0], high)
    return found, best


def _sum_at(values: Array, rules: Rules, prices: Array) -> float:
    """Bound on the best sum when each signal is bought at a price, plus what all signals left would cost."""
    net = np.maximum((values - prices[rules.allowance].T).max(axis=0), 0.0)
    sorted_by_group = [np.sort(net[rules.group == g])[::-1] for g in range(len(rules.fee))]
    tops = [
        np.concatenate([[0.0], np.cumsum(x)])[: fee.size] for x, fee in zip(sorted_by_group, rules.fee, strict=True)
    ]
    bought = float((prices * np.maximum(rules.signals, 0))[:, 1:].sum())
    return _best_split(tops, rules) + bought


def _best_split(tops: Sequence[Array], rules: Rules) -> float:
    """Best total of the top n of every specialty within the budget; a bound on it where there are too many splits."""
    if math.prod(t.size for t in tops) > MOST_COMBINATIONS:
        return _priced_split(tops, rules)
    total, cost, number = np.zeros(1), np.zeros(1), np.zeros(1, dtype=np.int64)
    for top, fee in zip(tops, rules.fee, strict=True):
        total, cost, number = (
            np.add.outer(x, y).ravel()
            for x, y in ((total, top), (cost, fee[: top.size]), (number, np.arange(top.size)))
        )
    fits = (cost <= rules.usd + CENT) & (number <= rules.most)
    return float(total[fits].max(initial=0.0))


def _priced_split(tops: Sequence[Array], rules: Rules) -> float:
    """Bound by a price of a dollar and of a place: the least over a net of prices."""
    dearest = max(float(t[1]) for t in tops if t.size > 1)
    steps = np.concatenate([[0.0], dearest * np.geomspace(1e-6, 1.0, 60)])
    dollars = steps / min(float(f[1]) for f in rules.fee if f.size > 1) if math.isfinite(rules.usd) else np.zeros(1)
    best = math.inf
    for dollar in dollars:
        for place in steps if rules.most < sum(t.size - 1 for t in tops) else (0.0,):
            owed = (dollar * rules.usd if dollar else 0.0) + place * rules.most
            parts = (
                (t - dollar * f[: t.size] - place * np.arange(t.size)).max()
                for t, f in zip(tops, rules.fee, strict=True)
            )
            best = min(best, owed + float(sum(parts)))
    return best
