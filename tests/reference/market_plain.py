"""Slow, readable twins of the market's code: the definition of stability, all matchings, and an exact 0/1 program.

Lists are dictionaries and tuples here, no arrays; nothing of `simulator.market` is used but its input.
"""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.market import Market

NOBODY = -1
SOLVED, NOT_SOLVABLE = 0, 2  # of SciPy's 0/1 programs


class Plain(NamedTuple):
    """A market of plain lists; `lists[a]` is None for members of couples."""

    lists: list[list[int] | None]
    programs: list[list[int]]
    quota: list[int]
    couples: list[tuple[int, int, list[tuple[int, int]]]]
    supplemental: dict[tuple[int, int], list[int]]
    parity: list[int]


def plain(market: Market, quota: np.ndarray | None = None) -> Plain:
    """Read the arrays."""

    def rows(start: np.ndarray, entries: np.ndarray) -> list:
        return [entries[i:j].tolist() for i, j in pairwise(start)]

    pairs = rows(market.couple_start, market.couple_list)
    couples = [(*ab, [tuple(x) for x in listed]) for ab, listed in zip(market.couple.tolist(), pairs, strict=True)]
    member = {a for ab in market.couple.tolist() for a in ab}
    lists = [None if a in member else row for a, row in enumerate(rows(market.applicant_start, market.applicant_list))]
    behind = rows(market.supplemental_start, market.supplemental_list)
    return Plain(
        lists,
        rows(market.program_start, market.program_list),
        (market.quota if quota is None else quota).tolist(),
        couples,
        {(a, p): behind[s] for a, p, s in market.linked.tolist()},
        market.parity.tolist(),
    )


def chosen(m: Plain, p: int, people: set[int]) -> set[int]:
    """Ch_p(S): the best of a set of people on a program's list."""
    return set([a for a in m.programs[p] if a in people][: m.quota[p]])


def blocks(  # noqa: C901 - the definition in one piece
    market: Market,
    program_of: Sequence[int],
    preliminary_of: Sequence[int] | None = None,
    quota: np.ndarray | None = None,
    definition: str = "offer",
) -> set[tuple]:
    """Every coalition that blocks, and every place that is not allowed, word for word from the definition."""
    m, n = plain(market, quota), market.n_applicants
    place = [int(p) for p in program_of]
    second = [NOBODY] * n if preliminary_of is None else [int(p) for p in preliminary_of]
    people = [{a for a in range(n) if p in (place[a], second[a])} for p in range(len(m.programs))]
    found = {("over_quota", (), (p,)) for p, r in enumerate(people) if len(r) > m.quota[p]}
    n_held = [place.count(p) + second.count(p) for p in range(len(m.programs))]
    asked = {1: 1, 2: 0}
    found |= {("parity", (), (p,)) for p, k in enumerate(n_held) if k and asked.get(m.parity[p], k % 2) != k % 2}

    def would_take(p: int, a: int, leaving: tuple[int, ...] = ()) -> bool:
        return p == NOBODY or a in chosen(m, p, people[p] - set(leaving) | {a})

    for a, listed in enumerate(m.lists):
        if listed is None:
            continue
        if place[a] != NOBODY and (place[a] not in listed or a not in m.programs[place[a]]):
            found.add(("not_ranked", (a,), (place[a],)))
        better = listed[: listed.index(place[a])] if place[a] in listed else listed
        found |= {("single", (a,), (p,)) for p in better if would_take(p, a)}
    for a, b, pairs in m.couples:
        now = (place[a], place[b])
        is_returned = all(p == NOBODY or x in m.programs[p] for x, p in zip((a, b), now, strict=True))
        if now != (NOBODY, NOBODY) and (now not in pairs or not is_returned):
            found.add(("not_ranked", (a, b), now))
        leaving = (a, b) if definition == "withdraw" else ()
        for p, r in pairs[: pairs.index(now)] if now in pairs else pairs:
            if p == r and p != NOBODY:
                if {a, b} <= chosen(m, p, people[p] | {a, b}):
                    found.add(("couple_same_program", (a, b), (p, r)))
            elif would_take(p, a, leaving) and would_take(r, b, leaving):
                kind = "couple_one_program" if NOBODY in (p, r) else "couple"
                found.add((kind, (a, b), (p, r)))
    for a in range(n):
        behind = m.supplemental.get((a, place[a]), [])
        is_ranked = second[a] in behind and second[a] != place[a] and a in m.programs[second[a]]
        if second[a] != NOBODY and not is_ranked:
            found.add(("not_ranked", (a,), (second[a],)))
        better = behind[: behind.index(second[a])] if second[a] in behind else behind
        found |= {("supplemental", (a,), (p,)) for p in better if p != place[a] and would_take(p, a)}
    return found


def stable_matchings(market: Market, definition: str = "offer") -> Iterator[tuple[int, ...]]:
    """All stable matchings, by trying every matching; for markets without supplemental lists."""
    m = plain(market)
    units = [((a,), [(p,) for p in listed if a in m.programs[p]]) for a, listed in enumerate(m.lists) if listed]
    units += [((a, b), pairs) for a, b, pairs in m.couples]
    for options in product(*[[*choices, (NOBODY,) * len(who)] for who, choices in units]):
        place = [NOBODY] * market.n_applicants
        for (who, _), places in zip(units, options, strict=True):
            for a, p in zip(who, places, strict=True):
                place[a] = p
        if all(place.count(p) <= q for p, q in enumerate(m.quota)) and not blocks(market, place, definition=definition):
            yield tuple(place)


class Unit(NamedTuple):
    """An applicant or a couple in the 0/1 program: choices as lists of (applicant, program)."""

    choices: list[list[tuple[int, int]]]


def is_solvable(market: Market) -> bool:  # noqa: C901, PLR0912 - the program in one piece
    """Whether a stable matching exists, by a 0/1 program.

    x[u, k] = 1 if unit u gets its choice k; alpha[a, p] may be 1 only if p holds as many
    people above a as it has places. Every choice must be met: by this one or a better one,
    or by a program that is full above one of the two. The same program for both: full but
    one above the worse, the couple itself not counted. y[a, s] = 1 if a gets s of a
    supplemental list: only with an advanced place that the list belongs to, and whoever
    has that place must get s or a better one of the list, or s is full above them.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    m = plain(market)
    rank = [{a: k for k, a in enumerate(row)} for row in m.programs]
    units = [Unit([[(a, p)] for p in row if a in rank[p]]) for a, row in enumerate(m.lists) if row is not None]
    for a, b, pairs in m.couples:
        choices = [[(x, p) for x, p in ((a, p), (b, r)) if p != NOBODY] for p, r in pairs]
        units.append(Unit([c for c in choices if all(x in rank[p] for x, p in c)]))
    variables: dict[tuple, int] = {}
    rows: list[tuple[dict[int, int], float, float]] = []

    def var(*key: object) -> int:
        return variables.setdefault(key, len(variables))

    at: list[list[tuple[int, int]]] = [[] for _ in m.programs]
    for u, unit in enumerate(units):
        for k, choice in enumerate(unit.choices):
            for a, p in choice:
                at[p].append((var("x", u, k), a))
    behind = {d: [s for s in row if s != d[1] and d[0] in rank[s]] for d, row in m.supplemental.items()}
    behind = {(a, d): row for (a, d), row in behind.items() if a in rank[d]}
    for a, s in sorted({(a, s) for (a, _), row in behind.items() for s in row}):
        at[s].append((var("y", a, s), a))
    second = {k for key, k in variables.items() if key[0] == "y"}

    def holding(a: int, d: int) -> dict[int, float]:
        return {x: 1 for x, who in at[d] if who == a and x not in second}

    def full(p: int, worst: int, places: int, aside: tuple[int, ...], name: tuple) -> int:
        if name in variables:
            return variables[name]
        alpha, row = var(*name), {}
        for x, a in at[p]:
            if rank[p][a] < worst and a not in aside:
                row[x] = row.get(x, 0) + 1
        rows.append((row | {alpha: -max(places, 0)}, 0, np.inf))
        return alpha

    for p, held in enumerate(at):
        row: dict[int, int] = {}
        for x, _ in held:
            row[x] = row.get(x, 0) + 1
        rows.append((row, -np.inf, m.quota[p]))
    for u, unit in enumerate(units):
        rows.append(({var("x", u, k): 1 for k in range(len(unit.choices))}, -np.inf, 1))
        for k, choice in enumerate(unit.choices):
            row = {var("x", u, j): 1 for j in range(k + 1)}
            if len(choice) == 2 and choice[0][1] == choice[1][1]:
                p, who = choice[0][1], (choice[0][0], choice[1][0])
                worst = max(rank[p][a] for a in who)
                row[full(p, worst, m.quota[p] - 1, who, ("both", p, *who))] = 1
            else:
                for a, p in choice:
                    row[full(p, rank[p][a], m.quota[p], (), ("alpha", a, p))] = 1
            rows.append((row, 1, np.inf))
    for a in {a for a, _ in behind}:
        places: dict[int, set[int]] = {}
        for d, s in [(d, s) for (who, d), row in behind.items() if who == a for s in row]:
            places.setdefault(s, set()).add(d)
        rows.append(({var("y", a, s): 1 for s in places}, -np.inf, 1))
        for s, links in places.items():
            row = {x: -1.0 for d in links for x in holding(a, d)}
            rows.append((row | {var("y", a, s): 1}, -np.inf, 0))
    for (a, d), listed in behind.items():
        for k, s in enumerate(listed):
            row = dict.fromkeys(holding(a, d), -1.0) | {var("y", a, t): 1 for t in listed[: k + 1]}
            row[full(s, rank[s][a], m.quota[s], (), ("alpha", a, s))] = 1
            rows.append((row, 0, np.inf))
    if not variables:
        return True
    i, j, v = zip(*[(i, j, v) for i, (row, _, _) in enumerate(rows) for j, v in row.items()], strict=True)
    matrix = coo_array((v, (i, j)), shape=(len(rows), len(variables))).tocsr()
    limits = LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows])
    found = milp(np.zeros(len(variables)), integrality=1, bounds=Bounds(0, 1), constraints=limits)
    assert found.status in {SOLVED, NOT_SOLVABLE}, found.message
    return bool(found.status == SOLVED)
