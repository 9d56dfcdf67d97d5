"""Random markets for tests and benchmarks, each a function of its seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.market import market

if TYPE_CHECKING:
    from simulator.market import Market


def small(seed: int, *, most: int = 8, couples: bool = True, supplemental: bool = False, moves: bool = False) -> Market:
    """Make a market of at most `most` applicants, with everything that may happen in it.

    Lists of all lengths, unreturned ranks, quotas from 0, couples with no match on either
    side and with the same program twice. With `moves` quotas revert, and may have to be odd or even.
    """
    rng = np.random.default_rng(seed)
    n_programs = int(rng.integers(1, 6))
    n_applicants = int(rng.integers(1, most + 1))
    n_couples = int(rng.integers(0, n_applicants // 2 + 1)) if couples else 0
    people = rng.permutation(n_applicants).tolist()
    pairs = [(people[2 * c], people[2 * c + 1], _pairs(rng, n_programs)) for c in range(n_couples)]
    member = set(people[: 2 * n_couples])
    lists = [[] if a in member else _some(rng, n_programs, 0.8) for a in range(n_applicants)]
    links = [
        (a, p, _some(rng, n_programs, 0.5))
        for a in range(n_applicants)
        for p in range(n_programs)
        if rng.random() < 0.2
    ]
    programs = [_some(rng, n_applicants, 0.9) for _ in range(n_programs)]
    quota = rng.integers(0, 4, n_programs).tolist() if rng.random() < 0.5 else [1] * n_programs
    further: dict[str, Any] = {"supplemental": links} if supplemental else {}
    if moves:
        order = rng.permutation(n_programs).tolist()
        to = {p: order[int(rng.integers(k + 1, n_programs))] for k, p in enumerate(order[:-1]) if rng.random() < 0.5}
        further |= {"reverts_to": [to.get(p, -1) for p in range(n_programs)], "parity": _parities(rng, n_programs)}
    return market(lists, programs, quota, couples=pairs, **further)


def _parities(rng: np.random.Generator, n: int) -> list[str | None]:
    return [(None, None, "odd", "even")[k] for k in rng.integers(0, 4, n)]


def _some(rng: np.random.Generator, n: int, share: float) -> list[int]:
    every = rng.permutation(n)
    return every[rng.random(n) < share].tolist()


def _pairs(rng: np.random.Generator, n: int) -> list[tuple[int, int]]:
    every = [(p, r) for p in range(-1, n) for r in range(-1, n) if (p, r) != (-1, -1)]
    rng.shuffle(every)
    return every[: int(rng.integers(1, 9))]


def national(
    seed: int, n: int = 50_000, *, per_program: float = 7.576, ranks: int = 12, couples: int = 0, places: float = 0.9
) -> Market:
    """Make a market of n applicants with so many ranks each, and couples among them whose lists are crossed.

    Programs are drawn by popularity, and score applicants by quality and noise. A couple's
    pairs come in the order of the sum of the partners' ranks, after which each partner's
    best alone.
    """
    rng = np.random.default_rng(seed)
    n_programs = max(ranks, round(n / per_program))
    popularity = rng.random(n_programs)
    lists = draw_lists(rng, n, n_programs, ranks)
    lists = np.take_along_axis(lists, np.argsort(popularity[lists] + 0.5 * rng.random(lists.shape), axis=1), axis=1)
    score = rng.normal(size=n)[:, None] + rng.normal(size=lists.shape)
    order = np.lexsort((score.ravel(), lists.ravel()))
    start = np.concatenate(([0], np.cumsum(np.bincount(lists.ravel(), minlength=n_programs))))
    quota = np.maximum(1, rng.multinomial(round(places * n), np.full(n_programs, 1 / n_programs)))
    partner = rng.permutation(n)[: 2 * couples].reshape(-1, 2)
    return _assembled(lists, (start, order // ranks), quota, partner)


def draw_lists(rng: np.random.Generator, n: int, n_programs: int, ranks: int) -> np.ndarray:
    """Draw different programs for each of n applicants."""
    found = rng.integers(0, n_programs, (n, ranks))
    while True:
        ordered = np.sort(found, axis=1)
        bad = np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))
        if not bad.size:
            return found
        found[bad] = rng.integers(0, n_programs, (bad.size, ranks))


def _assembled(lists: np.ndarray, programs: tuple[Any, Any], quota: np.ndarray, partner: np.ndarray) -> Market:
    from simulator.market import Market

    n, ranks = lists.shape
    n_programs = quota.size
    alone = np.ones(n, np.bool_)
    alone[partner.ravel()] = False
    sums = np.add.outer(np.arange(ranks), np.arange(ranks)).ravel()
    i, j = np.divmod(np.argsort(sums, kind="stable"), ranks)
    crossed = np.stack((lists[partner[:, 0]][:, i], lists[partner[:, 1]][:, j]), axis=2).astype(np.int32)
    nobody = np.full((len(partner), ranks), -1, np.int32)
    first = np.stack((lists[partner[:, 0]], nobody), axis=2)
    second = np.stack((nobody, lists[partner[:, 1]]), axis=2)
    pairs = np.concatenate((crossed, first, second), axis=1) if len(partner) else np.empty((0, 1, 2), np.int32)
    return Market(
        applicant_start=np.concatenate(([0], np.cumsum(np.where(alone, ranks, 0)))).astype(np.int64),
        applicant_list=lists[alone].astype(np.int32).ravel(),
        program_start=programs[0].astype(np.int64),
        program_list=programs[1].astype(np.int32),
        quota=quota.astype(np.int32),
        couple=partner.astype(np.int32),
        couple_start=np.arange(len(partner) + 1, dtype=np.int64) * pairs.shape[1],
        couple_list=np.ascontiguousarray(pairs.reshape(-1, 2), np.int32),
        supplemental_start=np.zeros(1, np.int64),
        supplemental_list=np.empty(0, np.int32),
        linked=np.empty((0, 3), np.int32),
        reverts_to=np.full(n_programs, -1, np.int32),
        parity=np.zeros(n_programs, np.int8),
    )
