"""One season's loops: applications, what programs see on paper, and who interviews where.

Every pair of person and program has its own run of the generator; nothing here depends
on the order in which people are taken.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.engine.kernel import kernel
from simulator.engine.streams import MASK32, MULTIPLIERS, ROUNDS, WEYL
from simulator.season.kernels import normal_of

M0, M1 = (np.uint64(m) for m in MULTIPLIERS)
W0, W1 = (np.uint64(w) for w in WEYL)
LOW, HALF = np.uint64(MASK32), np.uint64(32)
UNIT = 2.0**-32
NO_SIGNAL, GOLD, SILVER = 0, 1, 2


@kernel
def four_words(seed: Any, replicate: Any, stage: Any, who: Any, what: Any) -> Any:
    """Four words at an address; all arguments uint64, `stage` shifted by 16 bits."""
    x0, x1, x2, x3 = replicate & LOW, (replicate >> HALF) | stage, who, what
    k0, k1 = seed & LOW, seed >> HALF
    for _ in range(ROUNDS):
        p0, p1 = M0 * x0, M1 * x2
        x0, x1, x2, x3 = (p1 >> HALF) ^ x1 ^ k0, p1 & LOW, (p0 >> HALF) ^ x3 ^ k1, p0 & LOW
        k0, k1 = (k0 + W0) & LOW, (k1 + W1) & LOW
    return np.uint32(x0), np.uint32(x1), np.uint32(x2), np.uint32(x3)


@kernel
def choose(address: Any, a: int, span: Any, weight: Any, rate: float, places: Any, home: Any, chosen: Any) -> int:
    """Write the programs that one person applies to, each with its own coin; returns how many.

    `span` is first and last program; `rate` turns a weight into a probability; `home` is
    the person's region, the factor there and that of community programs, `places` the
    regions of programs and whether they are community programs.
    """
    seed, replicate, stage = address
    n, p, end = 0, span[0], span[1]
    region, factor, lift = home
    region_of, is_community = places
    while p < end:
        words = four_words(seed, replicate, stage, np.uint64(a), np.uint64(p // 4))
        for k in range(p % 4, 4):
            if p < end:
                chance = rate * weight[p] * (factor if region_of[p] == region else 1.0)
                if is_community[p]:
                    chance *= lift
                if (np.float64(words[k]) + 0.5) * UNIT < chance:
                    chosen[n] = p
                    n += 1
                p += 1
    return n


@kernel
def send_signals(n: int, liking: Any, most: Any, best: Any, signal: Any) -> None:
    """Mark the best liked of n applications: `most` holds how many gold and silver signals there are."""
    total = min(n, most[0] + most[1])
    for j in range(n):
        signal[j] = NO_SIGNAL
    if total == 0:
        return
    held = 0
    for j in range(n):
        if held == total and liking[j] <= liking[best[held - 1]]:
            continue
        held = min(held + 1, total)
        k = held - 1
        while k > 0 and liking[best[k - 1]] < liking[j]:
            best[k] = best[k - 1]
            k -= 1
        best[k] = j
    for k in range(held):
        signal[best[k]] = GOLD if k < most[0] else SILVER


@kernel
def apply_block(
    address: Any, first: int, last: int, plans: Any, people: Any, programs: Any, levels: Any, numbers: Any, out: Any
) -> Any:
    """Apply, and keep the applications that programs would look at; stops where `out` is nearly full.

    Returns the first person who has not been dealt with and the number of entries written, and
    adds to ``sent`` of each person and ``signalled`` of each specialty. Entries: person,
    program, paper score, preference, normal of the rank list, role, signal.
    """
    seed, replicate, apply_stage, screen_stage = address
    start, specialty, role, wanted, lift = plans
    kind, group, ck_sd, paper_own, needs_visa, region, sent, signalled = people
    span, weight, total, places, sponsors, standing, community = programs
    paper, ck_paper, signals, signal_effect = levels
    table, home, taste, near, near_paper, later, reach = numbers
    who, program, score, liking, at_rank, kept_role, kept_signal, chosen, pref, best, mark = out
    n_regions, n = total.shape[2] - 1, 0
    noise, rank_noise, aimed = np.empty(chosen.size), np.empty(chosen.size), np.empty(chosen.size)
    a = first
    while a < last:
        r = region[a] if region[a] >= 0 else n_regions
        need = 0
        for entry in range(start[a], start[a + 1]):
            need += span[specialty[entry] + 1] - span[specialty[entry]]
        if n + need > who.size:
            break
        for entry in range(start[a], start[a + 1]):
            s = specialty[entry]
            rate = wanted[entry] / total[kind[a], s, r]
            where = (apply_stage[0], apply_stage[1], apply_stage[2])
            near_by = (region[a], home, lift[entry])
            m = choose(where, a, (span[s], span[s + 1]), weight[kind[a]], rate, (places, community), near_by, chosen)
            sent[a] += m
            for j in range(m):
                p = chosen[j]
                w = four_words(seed, replicate, screen_stage, np.uint64(a), np.uint64(p))
                noise[j], rank_noise[j] = normal_of(w[0], table), normal_of(w[2], table)
                pref[j] = standing[p] + taste * normal_of(w[1], table) + (near if places[p] == region[a] else 0.0)
            for j in range(m):
                aimed[j] = pref[j] - reach * standing[chosen[j]]
            send_signals(m, aimed, signals[s], best, mark)
            signalled[s] += min(m, signals[s, 0] + signals[s, 1])
            base = paper_own[a] + ck_paper[group[a], s] * ck_sd[a]
            for j in range(m):
                p = chosen[j]
                seen = base + paper[group[a], p] + signal_effect[mark[j]] + noise[j]
                seen += near_paper if places[p] == region[a] else 0.0
                if seen > 0.0 and (sponsors[p] or not needs_visa[a]):
                    who[n], program[n], score[n], at_rank[n] = a, p, seen, rank_noise[j]
                    liking[n] = pref[j] - (later if role[entry] != 0 else 0.0)
                    kept_role[n], kept_signal[n] = role[entry], mark[j]
                    n += 1
        a += 1
    return a, n


@kernel
def hold_interviews(ranked: Any, who: Any, liking: Any, program: Any, places: Any, limits: Any, state: Any) -> None:
    """Let programs invite down their lists, and people keep the invitations that they like best.

    Programs propose, so the result does not depend on the order in which they are taken.
    `ranked` is where each program's applications begin, and applications by program, best
    first; ``held`` in `state` ends with each person's applications, `limits` says where
    they begin and how many there may be.
    """
    start, order = ranked
    room_start, room = limits
    held, count, taken, pointer, stack, is_waiting = state
    n = places.size
    for p in range(n):
        stack[p], pointer[p], is_waiting[p] = n - 1 - p, start[p], True
    while n > 0:
        n -= 1
        p = stack[n]
        is_waiting[p] = False
        while taken[p] < places[p] and pointer[p] < start[p + 1]:
            j = order[pointer[p]]
            pointer[p] += 1
            a = who[j]
            base = room_start[a]
            if count[a] < room[a]:
                held[base + count[a]] = j
                count[a] += 1
                taken[p] += 1
                continue
            worst = base
            for k in range(base + 1, base + count[a]):
                x, y = held[k], held[worst]
                if liking[x] < liking[y] or (liking[x] == liking[y] and x > y):
                    worst = k
            if room[a] > 0 and liking[held[worst]] < liking[j]:
                q = program[held[worst]]
                held[worst] = j
                taken[p] += 1
                taken[q] -= 1
                if q != p and not is_waiting[q]:
                    stack[n], is_waiting[q] = q, True
                    n += 1


@kernel
def join_pairs(start: Any, program: Any, region: Any, couple: Any, rule: Any, out: Any) -> int:
    """List each couple's pairs by the sum of the two ranks, one region for both counted for it.

    `rule` is what one region is worth in ranks, most pairs, and whether each couple adds
    pairs with no match on one side. Returns how many pairs were written.
    """
    together, longest, adds = rule
    out_start, first, second, value = out
    n = 0
    for c in range(couple.shape[0]):
        a, b = couple[c, 0], couple[c, 1]
        begin = n
        for i in range(start[a], start[a + 1]):
            for j in range(start[b], start[b + 1]):
                same = region[program[i]] == region[program[j]]
                first[n], second[n] = program[i], program[j]
                value[n] = (i - start[a]) + (j - start[b]) - (together if same else 0.0)
                n += 1
        order = np.argsort(value[begin:n])
        x, y = first[begin:n][order], second[begin:n][order]
        n = begin + min(longest, n - begin)
        first[begin:n], second[begin:n] = x[: n - begin], y[: n - begin]
        if adds[c]:
            for i in range(start[a], min(start[a + 1], start[a] + longest - (n - begin))):
                first[n], second[n] = program[i], -1
                n += 1
            for j in range(start[b], min(start[b + 1], start[b] + longest - (n - begin))):
                first[n], second[n] = -1, program[j]
                n += 1
        out_start[c + 1] = n
    return n


@kernel
def soap_block(address: Any, people: Any, programs: Any, levels: Any, numbers: Any, out: Any) -> int:
    """Apply in SOAP to programs with open positions; returns how many entries were written.

    People are those without a place who take part. Entries: person, program, score, preference.
    """
    candidates, group, ck_sd, paper_own, needs_visa = people
    programs_open, specialty, sponsors, standing = programs
    paper, ck_paper = levels
    table, chance, more, taste = numbers
    who, program, score, liking = out
    n = 0
    for c in range(candidates.size):
        a = candidates[c]
        for k in range(programs_open.size):
            p = programs_open[k]
            w = four_words(address[0], address[1], address[2], np.uint64(a), np.uint64(p))
            if (np.float64(w[0]) + 0.5) * UNIT >= chance or (needs_visa[a] and not sponsors[p]):
                continue
            base = paper_own[a] + ck_paper[group[a], specialty[p]] * ck_sd[a] + more
            seen = base + paper[group[a], p] + normal_of(w[1], table)
            if seen > 0.0 and n < who.size:
                who[n], program[n], score[n] = a, p, seen
                liking[n] = standing[p] + taste * normal_of(w[2], table)
                n += 1
    return n
