"""Solve a market: ranks returned, everybody settled, quotas moved, other orders tried, and the answer checked."""

from __future__ import annotations

import functools
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.engine.streams import words
from simulator.market import forms
from simulator.market.matching import Matching
from simulator.market.prepare import n_ranks, prepare, start_state
from simulator.market.problem import check, market
from simulator.market.quotas import Quotas

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulator.market.lists import Lists, State
    from simulator.market.problem import Market

STAGE = 32  # of `engine.streams`: the order in which couples and linked applicants enter
STEPS_IN_ORDER = 20_000  # of a search before it goes on by lot; a circle is noticed much sooner
REORDERS = 30  # times that somebody who waits is let in again within one try
SMALL_REORDERS = 3  # the same, where the exact search comes next
MOST_CHOICES = 20_000  # of all couples together, for the exact search
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


class Search(NamedTuple):
    """How to search: seed, number of tries, and who proposes."""

    seed: int
    tries: int
    proposing: str


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


def is_exact(problem: Market) -> bool:
    """Whether a market is small enough to try every choice of every couple.

    Parameters
    ----------
    problem : Market

    Returns
    -------
    bool
    """
    sizes = np.diff(problem.couple_start) + 1.0
    return bool(sizes.size) and not len(problem.linked) and float(np.log(sizes).sum()) <= np.log(MOST_CHOICES)


def _exact(problem: Market, lists: Lists) -> Attempt | None:
    """Search a small market to the end; None if it is not small."""
    if not is_exact(problem):
        return None
    form, quotas = Form(problem, lists, start_state(lists, problem.quota)), Quotas(problem)
    form.search_all()
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


class Form:
    """The general algorithm in the form that suits the size: plain Python on lists, or compiled on arrays.

    Parameters
    ----------
    problem : Market
    lists : Lists
    state : State
    """

    def __init__(self, problem: Market, lists: Lists, state: State) -> None:
        self.is_plain = forms.is_interpreted(n_ranks(problem))
        self.kernels = forms.plain() if self.is_plain else forms.compiled()
        self.given, self.kept = lists, state
        self.units = _units(problem, lists)
        self.lists: Any = forms.as_lists(lists) if self.is_plain else lists
        self.state: Any = forms.as_lists(state) if self.is_plain else state
        self.queue, self.waiting = (self._array(np.zeros(self.units.size, np.int32)) for _ in range(2))
        self.budget = (STEPS_IN_ORDER, min(4000, 200 + 20 * lists.unit.size))
        self.tries = SMALL_REORDERS if is_exact(problem) else REORDERS
        self.may_move = bool(np.any(problem.reverts_to >= 0) or np.any(problem.parity))
        self.n_left = 0

    def _array(self, x: NDArray[Any]) -> Any:
        return x.tolist() if self.is_plain else x

    def first(self, search: Search, k: int) -> None:
        """Let everybody in."""
        if search.proposing == "programs":
            self._programs_propose()
            return
        self._applicants_propose()
        if self.units.size:
            drawn = words(search.seed, STAGE, k + 1, 0, -(-self.units.size // 4) * 4)[: self.units.size]
            order = self._array(self.units[np.lexsort((drawn, self.units >= len(self.lists.unit)))])
            work = (self.queue, self.waiting, self.budget, self.tries)
            self.n_left = self.kernels.place_all(self.lists, self.state, order, *work)

    def _applicants_propose(self) -> None:
        lists, kernels = self.given, self.kernels
        places = np.minimum(self.kept.quota, np.diff(lists.roster_start))
        room = np.concatenate(([0], np.cumsum(places))).astype(np.int64)
        scratch = (room, np.empty(room[-1], np.int64), np.empty(places.size, np.int32))
        kernels.propose_all(self.lists, self.state, *map(self._array, scratch))
        kernels.seat_all(self.lists, self.state)
        if self.units.size or self.may_move:
            kernels.hold_seats(self.state)

    def search_all(self) -> None:
        """Try every choice of every couple."""
        if not self.kernels.search_all(self.lists, self.state, *self._offers()):
            self.n_left = self.units.size

    def _offers(self) -> tuple[Any, Any]:
        upto = np.array(self.given.roster_start[:-1], np.int32)
        return self._array(upto), self._array(np.full(self.given.unit.size, -1, np.int32))

    def _programs_propose(self) -> None:
        self.kernels.offer_all(self.lists, self.state, *self._offers())

    def again(self, quota: NDArray[np.int32], search: Search) -> None:
        """Settle after the quotas have changed."""
        if search.proposing == "programs":
            self.kept = start_state(self.given, quota)
            self.state = forms.as_lists(self.kept) if self.is_plain else self.kept
            self._programs_propose()
            return
        self.state.quota[:] = self._array(quota)
        work = (self.queue, self.waiting, self.n_left, self.budget, self.tries)
        self.n_left = self.kernels.resettle(self.lists, self.state, *work)

    def arrays(self) -> State:
        """Return the state as arrays."""
        if self.is_plain:
            forms.copy_back(self.state, self.kept)
        return self.kept


def _units(problem: Market, lists: Lists) -> NDArray[np.int32]:
    """Applicants with supplemental lists who are in no couple, then couples."""
    linked = np.unique(problem.linked[:, 0])
    alone = linked[lists.unit[linked] == linked]
    return np.concatenate((alone, lists.unit.size + np.arange(problem.n_couples))).astype(np.int32)
