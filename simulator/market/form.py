"""One try, in the form that suits the size of the market."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.engine.streams import words
from simulator.market import forms
from simulator.market.lists import WORD, Lists, State, start_state
from simulator.market.prepare import n_ranks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.problem import Market

STAGE = 32  # of `engine.streams`: the order in which couples and linked applicants enter
STEPS_IN_ORDER = 20_000  # of a search before it goes on by lot; a circle is noticed much sooner
REORDERS = 12  # times that somebody who waits is let in again within one try
AT_ONCE = 8  # units let in by one call in plain Python
SMALL_REORDERS = 4  # the same, where the exact search comes next
MOST_CHOICES = 20_000  # of all couples together, for the exact search
MOST_WORK = 20_000_000  # choices times ranks: about two seconds in plain Python


class Search(NamedTuple):
    """How to search: seed, number of tries, and who proposes."""

    seed: int
    tries: int
    proposing: str


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
    most = min(MOST_CHOICES, MOST_WORK / (1 + n_ranks(problem)))
    return bool(sizes.size) and not len(problem.linked) and float(np.log(sizes).sum()) <= np.log(most)


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
        self.waiting = np.zeros(0, np.int32)
        self.budget = (STEPS_IN_ORDER, min(4000, 200 + 20 * lists.unit.size))
        self.tries = SMALL_REORDERS if is_exact(problem) else REORDERS
        self.may_move = bool(np.any(problem.reverts_to >= 0) or np.any(problem.parity))
        self.n_left = 0

    def _array(self, x: NDArray[Any]) -> Any:
        return x.tolist() if self.is_plain else x

    def first(self, search: Search, k: int) -> None:
        """Let everybody in."""
        (self._programs_propose if search.proposing == "programs" else self._applicants_propose)()
        if self.units.size:
            drawn = _words(search.seed, k + 1, self.units.size)
            self._enter(self.units[np.lexsort((drawn, self.units >= len(self.lists.unit)))], search.seed)

    def _enter(self, order: NDArray[np.int32], seed: int) -> None:
        """Let units in, then those who had to wait, in other orders, until nobody waits or the tries are used up."""
        for k in range(1 + self.tries):
            parts = np.split(order, range(AT_ONCE, order.size, AT_ONCE)) if self.is_plain else [order]
            self.waiting = np.concatenate([self._let_in(part, is_wide=k % 2 == 1) for part in parts])
            self.n_left = self.waiting.size
            if not self.n_left:
                break
            drawn = _words(seed, k + 1, self.n_left, int(self.state.scalars[WORD]))
            order = self.waiting[np.argsort(drawn, kind="stable")]

    def _let_in(self, order: NDArray[np.int32], *, is_wide: bool) -> NDArray[np.int32]:
        """Let some units in; returns those who have to wait. Long work in plain Python goes on compiled."""
        began = time.perf_counter()
        waiting = self._array(np.zeros(self.units.size, np.int32))
        work = (self._array(order), order.size, waiting, self.budget, is_wide)
        n = self.kernels.enter_all(self.lists, self.state, *work)
        if self.is_plain:
            forms.Spent.add(time.perf_counter() - began)
            self._go_on_compiled()
        return np.array(waiting[:n], np.int32)

    def _go_on_compiled(self) -> None:
        """Take up compiled code where it has come into memory."""
        if not forms.is_interpreted(0):
            forms.copy_back(self.state, self.kept)
            self.is_plain, self.kernels, self.lists, self.state = False, forms.compiled(), self.given, self.kept

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
        if self.units.size:
            self.kernels.hold_seats(self.state)

    def again(self, quota: NDArray[np.int64], search: Search) -> None:
        """Settle after the quotas have changed."""
        if not self.units.size:  # from the start, so that the answer is the end of the lattice at these quotas
            self.kept = start_state(self.given, quota.astype(np.int32))
            self.state = forms.as_lists(self.kept) if self.is_plain else self.kept
            (self._programs_propose if search.proposing == "programs" else self._applicants_propose)()
            return
        self.state.quota[:] = self._array(quota)
        self.kernels.reopen_all(self.lists, self.state)
        self._enter(self.waiting, search.seed)

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


def _words(seed: int, k: int, n: int, further: int = 0) -> NDArray[np.uint32]:
    """Random words that put n units in order."""
    return words(seed, STAGE, (further << 32) + k, 0, -(-n // 4) * 4)[:n]
