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

    Weigh = Callable[[Market, State], int]

MOST_BLOCKING = 100


class Attempt(NamedTuple):
    """One try: where it ended, the quotas then in force, units left out, rounds, and what it lacks.

    `lack` says how far it is from stable, 0 if nobody is left out; `is_proof` that a
    search to the end has found no stable matching at the quotas as given.
    """

    state: State
    n_left: int
    rounds: int
    lack: int = 0
    is_proof: bool = False


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
        ``"applicants"``, as the NRMP does, or ``"programs"``: first all who apply alone
        and without supplemental lists are settled with programs proposing; the others
        then enter one by one as they do with applicants proposing.
    verify : bool
        Whether to have the independent checker look at the answer.
    progress : callable of int, optional
        Told about each try that has ended.

    Returns
    -------
    Matching
        The stable matching; where none was found, of those tried the one with the fewest
        coalitions that block it. That none was found does not prove that none exists.

    Raises
    ------
    ValueError
        The market breaks a rule, or an argument is not allowed.
    """
    check(problem)
    _check_search(proposing, tries)
    _load(problem)
    found = _solved(problem, Search(seed, tries, proposing), progress, _n_blocking if verify else None)
    return _verified(problem, found) if verify else found


def _n_blocking(problem: Market, state: State) -> int:
    from simulator.market.stability import blocking

    most = max(MOST_BLOCKING, problem.n_applicants)  # tries are compared, so none may stop counting before another
    return len(blocking(problem, state.place, state.preliminary, state.quota, most=most))


def _solved(
    problem: Market, search: Search, progress: Callable[[int], None] | None, weigh: Weigh | None = None
) -> Matching:
    began = time.perf_counter()
    lists, dropped = prepare(problem)
    best, rounds = best_attempt(problem, lists, search, progress, weigh)
    seconds, state = time.perf_counter() - began, best.state
    found = Matching(state.place, state.preliminary, None, (), rounds, seconds, 0.0, state.quota, dropped)
    return found._replace(is_proof=best.is_proof)


def _check_search(proposing: str, tries: int) -> None:
    if proposing not in {"applicants", "programs"}:
        raise ValueError(f"proposing: unknown (got {proposing!r}). Allowed: applicants, programs")
    if tries < 1:
        raise ValueError(f"tries must be at least 1 (got {tries})")


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
    problem: Market,
    lists: Lists,
    search: Search,
    progress: Callable[[int], None] | None = None,
    weigh: Weigh | None = None,
) -> tuple[Attempt, int]:
    """Search until nobody is left out.

    Parameters
    ----------
    problem : Market
    lists : Lists
    search : Search
    progress : callable of int, optional
    weigh : callable of (Market, State), optional
        How far a matching is from stable; left out, how many are left out.

    Returns
    -------
    (Attempt, int)
        The first try that leaves nobody out, or else the one nearest to stable; and the
        rounds of all tries. The solver claims that a try is stable if it leaves nobody out.
    """
    tried: list[Attempt] = []
    for k in range(search.tries):
        tried.append(_weighed(_attempt(problem, lists, search, k), problem, weigh))
        if progress:
            progress(1)
        if k == 0 and tried[0].n_left and is_exact(problem):
            tried.append(_weighed(_exact(problem, lists), problem, weigh))
        if not tried[-1].n_left or tried[-1].is_proof:
            break
    found = min((one for one in tried if not one.is_proof), key=lambda one: (one.n_left > 0, one.lack))
    return found._replace(is_proof=tried[-1].is_proof), sum(one.rounds for one in tried)


def _weighed(found: Attempt, problem: Market, weigh: Weigh | None) -> Attempt:
    if found.n_left == 0 or found.is_proof:
        return found
    return found._replace(lack=weigh(problem, found.state) if weigh else found.n_left)


def _exact(problem: Market, lists: Lists) -> Attempt:
    """Search a small market to the end."""
    form, quotas = Form(problem, lists, start_state(lists, problem.quota)), Quotas(problem)
    form.search_all()
    if form.n_left:
        return Attempt(form.arrays(), form.n_left, 1, is_proof=True)
    return _finished(form, quotas, Search(0, 1, "applicants"))


def _attempt(problem: Market, lists: Lists, search: Search, k: int) -> Attempt:
    word = int(words(search.seed, STAGE, k, 0, 4)[0])
    state = start_state(lists, problem.quota, word)
    form = Form(problem, lists, state)
    form.first(search, k)
    return _finished(form, Quotas(problem), search)


def _finished(form: Form, quotas: Quotas, search: Search) -> Attempt:
    """Move the quotas and settle again until they stay; a matching that leaves somebody out moves none."""
    rounds = 1
    while form.n_left == 0 and quotas.move(np.asarray(form.state.filled)):
        form.again(quotas.now, search)
        rounds += 1
    return Attempt(form.arrays(), form.n_left, rounds)
