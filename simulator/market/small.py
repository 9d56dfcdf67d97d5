"""An exact search for small markets with couples: every choice of every couple, one program-proposing match for each.

Fix what each couple gets. Its members then are applicants with one program on their
list, and the rest is a market without couples: each of its stable matchings places the
same people (the rural hospitals theorem), so either all of them give the couples what
was fixed, or none does. Among them the program-optimal one offers the fewest places to
anybody, couples included; if a couple blocks there, it blocks in all of them. So a
stable matching exists if and only if, for some choice, no couple blocks the
program-optimal matching.
"""

from __future__ import annotations

from typing import Any

from simulator.market.couples import is_pair_offered
from simulator.market.forms import kernel_entry, kernel_source
from simulator.market.lists import STACKED, VACANT
from simulator.market.seats import hold_seats
from simulator.market.singles import offer_all


@kernel_source
def choose(lists: Any, wanted: Any, state: Any, c: int, k: int) -> None:
    """Fix what a couple gets: pair k, or nothing at the end of its list."""
    a, b = lists.partner[2 * c], lists.partner[2 * c + 1]
    is_none = k == lists.pair_start[c + 1]
    wanted[a] = -1 if is_none else lists.first_seat[k]
    wanted[b] = -1 if is_none else lists.second_seat[k]
    state.current[len(lists.unit) + c] = k


@kernel_source
def clear(lists: Any, state: Any, upto: Any) -> None:
    """Empty all programs; keeps what the couples chose."""
    for a in range(len(state.place)):
        state.place[a], state.seat[a] = -1, -1
    for p in range(len(state.quota)):
        state.filled[p], state.worst[p], state.is_vacant[p] = 0, lists.roster_start[p] - 1, 0
        upto[p] = lists.roster_start[p]
    for i in range(len(state.is_held)):
        state.is_held[i] = 0


@kernel_source
def is_as_chosen(lists: Any, state: Any, wanted: Any) -> bool:
    """Whether the members of couples got what was fixed, and no couple would rather and could have another pair."""
    for a in lists.partner:
        if wanted[a] != state.seat[a]:
            return False
    for c in range(len(lists.pair_start) - 1):
        for k in range(lists.pair_start[c], state.current[len(lists.unit) + c]):
            if is_pair_offered(lists, state, k):
                return False
    return True


@kernel_entry
def search_all(lists: Any, state: Any, upto: Any, wanted: Any) -> bool:
    """Try every choice of every couple, best first; leaves the state at the first stable matching."""
    n, n_couples = len(lists.unit), len(lists.pair_start) - 1
    for c in range(n_couples):
        choose(lists, wanted, state, c, lists.pair_start[c])
    state.scalars[STACKED], state.scalars[VACANT] = 0, 0
    while True:
        clear(lists, state, upto)
        offer_all(lists, state, upto, wanted)
        hold_seats(state)
        if is_as_chosen(lists, state, wanted):
            return True
        c = 0
        while c < n_couples and state.current[n + c] == lists.pair_start[c + 1]:
            choose(lists, wanted, state, c, lists.pair_start[c])
            c += 1
        if c == n_couples:
            return False
        choose(lists, wanted, state, c, state.current[n + c] + 1)
