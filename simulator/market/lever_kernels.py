"""How many applications people send where they send more or fewer, or to more community programs.

Each pair of person and program has one coin u, and the application is sent if u is below
its chance c. So u / c says in which order applications would go as somebody sends fewer
and fewer: the largest goes first. Keeping the n smallest is therefore what the same person
would have sent with n to send: a cap never adds one, and a lower cap keeps some of those
that a higher one leaves. Whoever sends more goes on to the next larger ones, until there are
so many or no program is left.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.engine.kernel import kernel
from simulator.market.year_kernels import UNIT, four_words

BELOW = 1.0 - 1e-12


@kernel
def keys_of(
    address: Any, a: int, span: Any, weight: Any, rate: float, places: Any, home: Any, marks: Any, keys: Any
) -> int:
    """Write u / c for the programs of one plan, and where community programs are; returns how many. As `choose`."""
    seed, replicate, stage = address
    region, factor, lift = home
    region_of, is_community = places
    n, p, end = 0, span[0], span[1]
    while p < end:
        words = four_words(seed, replicate, stage, np.uint64(a), np.uint64(p // 4))
        for k in range(p % 4, 4):
            if p < end:
                chance = rate * weight[p] * (factor if region_of[p] == region else 1.0)
                if is_community[p]:
                    chance *= lift
                keys[n] = (np.float64(words[k]) + 0.5) * UNIT / chance
                marks[n] = is_community[p]
                n += 1
                p += 1
    return n


@kernel
def between(ordered: Any, n: int) -> float:
    """A number that exactly the n smallest of more than n are below."""
    low, high = ordered[n - 1], ordered[n]
    return float(0.5 * (low + high) if high > low else low * BELOW)


@kernel
def growth_of(keys: Any, m: int, factor: float, coin: float) -> float:
    """Factor on a plan's chances at which `factor` times as many applications go as now, or to all programs there are.

    A fraction of an application is sent if `coin` says so. Turns `keys` into what they are with that factor.
    """
    now, side = 0, np.empty(m)
    for j in range(m):
        if keys[j] < 1.0:
            now += 1
    wanted = min(m, int(np.floor(now * factor + coin)))
    if wanted == now:
        return 1.0
    n = 0
    for j in range(m):  # what is added comes from what is not sent, what is left out from what is
        if (keys[j] >= 1.0) == (wanted > now):
            side[n] = keys[j]
            n += 1
    share = split(side[:n], wanted - now if wanted > now else wanted)
    for j in range(m):
        keys[j] /= share
    return float(share)


@kernel
def split(keys: Any, n: int) -> float:
    """A number that exactly the n smallest keys are below: of none, of some, or of all."""
    if n == keys.size:
        return float(2.0 * keys.max())
    if n == 0:
        return float(0.5 * keys.min())
    ends = np.empty(2)
    parted = np.partition(keys, n)
    ends[0], ends[1] = parted[:n].max(), parted[n]
    return float(between(ends, 1))


@kernel
def lift_of(keys: Any, community: Any, m: int, more: int) -> float:
    """Factor on the chances of community programs at which `more` further ones are applied to, or all there are.

    Turns `keys` into what they are with that factor.
    """
    spare = np.empty(m)
    n = 0
    for j in range(m):
        if community[j] and keys[j] >= 1.0:
            spare[n] = keys[j]
            n += 1
    if n == 0:
        return 1.0
    spare = np.sort(spare[:n])
    factor = between(spare, more) if more < n else 2.0 * spare[n - 1]
    for j in range(m):
        if community[j]:
            keys[j] /= factor
    return float(factor)


@kernel
def sent_of(keys: Any, m: int, every: Any, sent: int) -> int:
    """Add the keys of what is sent to those of other plans; returns how many there are now."""
    for j in range(m):
        if keys[j] < 1.0:
            every[sent] = keys[j]
            sent += 1
    return sent


@kernel
def cut_plan(every: Any, before: int, sent: int, most: int) -> float:
    """Leave the `most` smallest of a plan's keys, as they are with the share returned of what was to be sent."""
    share = between(np.sort(every[before:sent]), most)
    n = before
    for j in range(before, sent):
        if every[j] < share:
            every[n] = every[j] / share
            n += 1
    return float(share)


@kernel
def fit_plans(address: Any, chosen: Any, plans: Any, people: Any, programs: Any, limits: Any, scratch: Any) -> None:
    """Set how much is sent of each plan, and the factor of community programs, for the people `chosen`.

    `limits` holds the factor on the applications of each plan, the coin of each person for a
    fraction of one, how many more community programs each person applies to in the first
    specialty, the most applications of each person and the most of each plan.
    """
    start, specialty, role, wanted, lift = plans
    kind, region = people
    span, weight, total, places, community, home = programs
    factor, coin, more, most, most_in = limits
    keys, marks, every = scratch
    n_regions = total.shape[2] - 1
    for c in range(chosen.size):
        a, sent = chosen[c], 0
        r = region[a] if region[a] >= 0 else n_regions
        for entry in range(start[a], start[a + 1]):
            s = specialty[entry]
            rate = wanted[entry] / total[kind[a], s, r]
            ends, here = (span[s], span[s + 1]), (region[a], home, 1.0)
            m = keys_of(address, a, ends, weight[kind[a]], rate, (places, community), here, marks, keys)
            if factor[entry] != 1.0:
                wanted[entry] *= growth_of(keys, m, factor[entry], coin[a])
            if more[a] > 0 and role[entry] == 0:
                lift[entry] = lift_of(keys, marks, m, more[a])
            before = sent
            sent = sent_of(keys, m, every, sent)
            if sent - before > most_in[entry]:
                wanted[entry] *= cut_plan(every, before, sent, most_in[entry])
                sent = before + most_in[entry]
        if sent > most[a]:
            share = between(np.sort(every[:sent]), most[a])
            for entry in range(start[a], start[a + 1]):
                wanted[entry] *= share
