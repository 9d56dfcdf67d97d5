"""Solve a market: ranks returned, everybody settled, quotas moved, other orders tried, and the answer checked."""

from __future__ import annotations

import functools
import time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.streams import words
from simulator.market import forms
from simulator.market.form import STAGE, Form, Search, is_exact
from simulator.market.lists import start_state
from simulator.market.matching import Matching
from simulator.market.prepare import n_ranks, prepare
from simulator.market.problem import check, market
from simulator.market.quotas import Quotas

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.market.lists import Lists, State
    from simulator.market.problem import Market

MOST_BLOCKING = 100


class Attempt(NamedTuple):
    """One try: where it ended, the quotas then in force, units left out, and rounds."""

    state: State
    n_left: int
    rounds: int


def match(
    problem: Market,
    *,
    seed: int = 0,
    tries: int = 20,
    proposing: str = "applicants",
    verify: bool = True,
    progress: Callable[[int], None] | None = None,
) -> Matching:
    """Match applicants to programs.

    Parameters
    ----------
    problem : Market
    seed : int
        Settles the order in which couples enter, and nothing else: without couples and
        supplemental lists the answer is the same for every seed.
    tries : int
        Orders tried before no stable matching is reported.
    proposing : str
        ``"applicants"``, as the NRMP does, or ``"programs"``, for markets without
        couples and supplemental lists.
    verify : bool
        Whether to have the independent checker look at the answer.
    progress : callable of int, optional
        Told about each try that has ended.

    Returns
    -------
    Matching
        The stable matching; where none was found, the one with the fewest coalitions
        that block it. That none was found does not prove that none exists.

    Raises
    ------
    ValueError
        The market breaks a rule, or programs cannot propose in it.
    """
    check(problem)
    _check_proposing(problem, proposing, tries)
    _load(problem)
    found = _solved(problem, Search(seed, tries, proposing), progress)
    return _verified(problem, found) if verify else found


def _solved(problem: Market, search: Search, progress: Callable[[int], None] | None) -> Matching:
    began = time.perf_counter()
    lists, dropped = prepare(problem)
    best, rounds = best_attempt(problem, lists, search, progress)
    seconds, state = time.perf_counter() - began, best.state
    return Matching(state.place, state.preliminary, None, (), rounds, seconds, 0.0, state.quota, dropped)


def _check_proposing(problem: Market, proposing: str, tries: int) -> None:
    if proposing not in {"applicants", "programs"}:
        raise ValueError(f"proposing: unknown (got {proposing!r}). Allowed: applicants, programs")
    if tries < 1:
        raise ValueError(f"tries must be at least 1 (got {tries})")
    if proposing == "programs" and (problem.n_couples or len(problem.linked)):
        raise ValueError(
            f"proposing: programs cannot propose to {problem.n_couples} couples and {len(problem.linked)} "
            "applicants with supplemental lists. Allowed: applicants"
        )


def _load(problem: Market) -> None:
    """Have the compiled code in memory before the clock starts."""
    if not forms.is_interpreted(n_ranks(problem)):
        _warm()


@functools.cache
def _warm() -> None:
    """Load the compiled kernels, or compile them, by solving a market of two couples."""
    forms.compiled()
    pairs = [(0, 1), (-1, 0)]
    small = market(
        [[], [], [], [], [0], [1]],
        [[0, 1, 2, 3, 4], [1, 3, 5, 4]],
        [2, 1],
        couples=[(0, 1, pairs), (2, 3, pairs)],
        supplemental=[(4, 0, [1])],
    )
    _verified(small, _solved(small, Search(0, 1, "applicants"), None))


def _verified(problem: Market, found: Matching) -> Matching:
    from simulator.market.stability import blocking

    began = time.perf_counter()
    blocks = blocking(problem, found.program_of, found.preliminary_of, found.quota, most=MOST_BLOCKING)
    return found._replace(is_stable=not blocks, blocking=blocks, verify_seconds=time.perf_counter() - began)


def best_attempt(
    problem: Market, lists: Lists, search: Search, progress: Callable[[int], None] | None
) -> tuple[Attempt, int]:
    """Search until nobody is left out.

    Parameters
    ----------
    problem : Market
    lists : Lists
    search : Search
    progress : callable of int, optional

    Returns
    -------
    (Attempt, int)
        The first try that leaves nobody out, or else the one that leaves out fewest; and
        the rounds of all tries. The solver claims that a try is stable if it leaves nobody out.
    """
    best, rounds = None, 0
    for k in range(search.tries):
        found = _attempt(problem, lists, search, k)
        rounds += found.rounds
        if progress:
            progress(1)
        if best is None or found.n_left < best.n_left:
            best = found
        if best.n_left == 0:
            break
        exact = _exact(problem, lists) if k == 0 else None
        if exact:
            return (exact if exact.n_left == 0 else best), rounds + exact.rounds
    assert best is not None  # noqa: S101 - there is at least one try
    return best, rounds


def _exact(problem: Market, lists: Lists) -> Attempt | None:
    """Search a small market to the end; None if it is not small."""
    if not is_exact(problem):
        return None
    form, quotas = Form(problem, lists, start_state(lists, problem.quota)), Quotas(problem)
    form.search_all()
    if form.n_left:
        return Attempt(form.arrays(), form.n_left, 1)
    return _finished(form, quotas, Search(0, 1, "applicants"))


def _attempt(problem: Market, lists: Lists, search: Search, k: int) -> Attempt:
    word = int(words(search.seed, STAGE, k, 0, 4)[0])
    state = start_state(lists, problem.quota, word)
    form = Form(problem, lists, state)
    form.first(search, k)
    return _finished(form, Quotas(problem), search)


def _finished(form: Form, quotas: Quotas, search: Search) -> Attempt:
    """Move the quotas and settle again until they stay."""
    rounds = 1
    while quotas.move(np.asarray(form.state.filled)):
        form.again(quotas.now, search)
        rounds += 1
    return Attempt(form.arrays(), form.n_left, rounds)
