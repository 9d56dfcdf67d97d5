"""The set-up of the signalling study in plain loops, applicant by applicant, written from its description.

Takes the same draws as the arrays of `simulator.market.studies.signalling` and must come to the same
whole numbers.
"""

import itertools
from typing import Any


def quarters(n: int) -> list[list[int]]:
    cuts = [int(k * n / 4) for k in range(5)]
    return [list(range(i, j)) for i, j in itertools.pairwise(cuts)]


def quarter_of(i: int, n: int) -> int:
    return sum(i >= k * n / 4 for k in (1, 2, 3))


def choose(number: int, own: int, waiting: list[list[int]]) -> list[int]:
    """Take programs off the waiting lists of the quarters: above, below, own; else the nearest quarter."""
    found: list[int] = []
    each, rest = divmod(number, 4)
    for target, more in ((max(own - 1, 0), each), (min(own + 1, 3), each), (own, 2 * each + rest)):
        goal = len(found) + more
        for q in [target, *(q for q in sorted(range(4), key=lambda q: abs(q - own)) if q != target)]:
            while len(found) < goal and waiting[q]:
                found.append(waiting[q].pop(0))
    return found


def accept(lists: list[list[int]], ranked: list[list[int]], positions: list[int]) -> dict[int, int]:
    """Applicant-proposing deferred acceptance, one proposal at a time."""
    held: list[list[int]] = [[] for _ in positions]
    free, upto = list(range(len(lists))), [0] * len(lists)
    while free:
        a = free.pop()
        if upto[a] == len(lists[a]):
            continue
        p = lists[a][upto[a]]
        upto[a] += 1
        held[p] = sorted([*held[p], a], key=ranked[p].index)
        free += held[p][positions[p] :]
        held[p] = held[p][: positions[p]]
    return {a: p for p, people in enumerate(held) for a in people}


def run(sizes: Any, turn: Any, signals: int) -> dict[str, int]:
    """One run by the published rules; `turn` (A, P) orders each quarter's programs for each applicant."""
    n, n_programs = len(sizes.applications), len(sizes.positions)
    signalled: list[list[int]] = [[] for _ in range(n)]
    others: list[list[int]] = [[] for _ in range(n)]
    for a in range(n):
        waiting = [sorted(q, key=lambda p, a=a: turn[a][p]) for q in quarters(n_programs)]
        sent = int(sizes.applications[a])
        signalled[a] = choose(min(signals, sent), quarter_of(a, n), waiting)
        others[a] = choose(max(sent - signals, 0), quarter_of(a, n), waiting)
    reviews, ranked = 0, []
    for p in range(n_programs):
        first, second = ([a for a in range(n) if p in lists[a]] for lists in (signalled, others))
        places = int(sizes.interviews[p])
        reviews += len(first) + (len(second) if len(first) < places else 0)
        ranked.append((first + second)[:places])
    own = [[p for p in sorted(signalled[a]) + sorted(others[a]) if a in ranked[p]] for a in range(n)]
    place = accept(own, ranked, [int(x) for x in sizes.positions])
    return {
        "signals": sum(map(len, signalled)),
        "signal_interviews": sum(a in ranked[p] for a in range(n) for p in signalled[a]),
        "others": sum(map(len, others)),
        "other_interviews": sum(a in ranked[p] for a in range(n) for p in others[a]),
        "reviews": reviews,
        "matched": len(place),
        "matched_by_signal": sum(p in signalled[a] for a, p in place.items()),
    }
