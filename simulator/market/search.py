"""The general search: applicants and couples on one stack, reopened programs on another.

Applicants who apply alone are in already (`singles`); applicants with supplemental lists
and couples enter one at a time, and every program that loses somebody looks again at
those who would rather be there. Once both stacks are empty, nothing blocks. A search
that comes back to the same matching is in a circle: from there on who moves next is
drawn by lot, which leads out of most circles. Whoever still cannot be placed is taken
out, with those it quarrelled with; they come back later, in another order.
"""

from __future__ import annotations

from typing import Any

from simulator.market.couples import look_again, process_couple, process_single
from simulator.market.forms import kernel_entry, kernel_source
from simulator.market.lists import HASH, STACKED, TOUCHED, VACANT, WORD
from simulator.market.seats import call, reopen, send_away, undo


@kernel_source
def pop(state: Any, stack: Any, is_on: Any, row: int, is_random: bool) -> int:
    """Take the top of a stack, or any of it by lot (Knuth's linear congruence, mod 2**32)."""
    state.scalars[row] -= 1
    last = state.scalars[row]
    at = last
    if is_random and last > 0:
        state.scalars[WORD] = (state.scalars[WORD] * 1664525 + 1013904223) & 0xFFFFFFFF
        at = (state.scalars[WORD] >> 10) % (last + 1)
    found = stack[at]
    stack[at] = stack[last]
    is_on[found] = 0
    return int(found)


@kernel_source
def touch(lists: Any, state: Any, u: int) -> None:
    """Remember that a couple, or an applicant with supplemental lists, took part in a search."""
    if state.current[u] < 0 or (u < len(lists.unit) and lists.link_start[u] == lists.link_start[u + 1]):
        return
    n = state.scalars[TOUCHED]
    for t in range(n):
        if state.touched[t] == u:
            return
    state.touched[n] = u
    state.scalars[TOUCHED] += 1


@kernel_source
def settle(lists: Any, state: Any, budget: Any) -> bool:
    """Work both stacks off; False if the budget, of steps in order and by lot, runs out.

    In order, an applicant or a couple comes before a program. A circle is seen as Brent
    does: one earlier state is kept, and renewed at powers of two. By lot, programs come
    first, so that all who might move are known before one is drawn.
    """
    n, left, renew, is_random = len(lists.unit), budget[0], 8, False
    seen, stacked, vacant = state.scalars[HASH], -1, -1
    t = 0
    while state.scalars[STACKED] > 0 or state.scalars[VACANT] > 0:
        is_same = state.scalars[STACKED] == stacked and state.scalars[VACANT] == vacant
        if not is_random and (left == 0 or (is_same and state.scalars[HASH] == seen)):
            is_random, left = True, budget[1]
        if left == 0:
            return False
        left -= 1
        if t == renew:
            renew *= 2
            seen, stacked, vacant = state.scalars[HASH], state.scalars[STACKED], state.scalars[VACANT]
        t += 1
        if state.scalars[STACKED] > 0 and not (is_random and state.scalars[VACANT] > 0):
            u = pop(state, state.stack, state.is_stacked, STACKED, is_random)
            if is_random:
                touch(lists, state, u)
            if u < n:
                process_single(lists, state, u)
            else:
                process_couple(lists, state, u - n)
        else:
            look_again(lists, state, pop(state, state.vacancies, state.is_vacant, VACANT, is_random))
    return True


@kernel_source
def withdraw(lists: Any, state: Any, u: int, waiting: Any, n: int) -> int:
    """Take an applicant or a couple out of the market, if it is in; returns how many wait."""
    if state.current[u] < 0:
        return n
    undo(lists, state, u)
    state.current[u] = -1
    waiting[n] = u
    return n + 1


@kernel_entry
def enter_all(lists: Any, state: Any, order: Any, n: int, waiting: Any, budget: Any, is_wide: bool) -> int:
    """Settle, then let n units in one by one; returns how many were taken out and wait.

    One that cannot be placed is taken out: if `is_wide`, together with all it quarrelled with.
    """
    n_waiting = 0
    for t in range(-1, n):
        u, steps = -1, budget
        if t >= 0:
            u = order[t]
            a_next, c_next = u + 1, u - len(lists.unit) + 1
            state.current[u] = lists.start[a_next] if u < len(lists.unit) else lists.pair_start[c_next]
            call(state, u)
        state.scalars[TOUCHED] = 0
        while not settle(lists, state, steps):
            n_before = n_waiting
            if u >= 0:
                n_waiting = withdraw(lists, state, u, waiting, n_waiting)
            if is_wide or n_waiting == n_before:
                for k in range(state.scalars[TOUCHED]):
                    n_waiting = withdraw(lists, state, state.touched[k], waiting, n_waiting)
            state.scalars[TOUCHED] = 0
            if n_waiting == n_before:  # applicants without supplemental lists settle, however long it takes
                steps = (8 * steps[0], steps[1])
    return n_waiting


@kernel_entry
def reopen_all(lists: Any, state: Any) -> None:
    """Send away whom changed quotas leave no place, and look again at programs with free places."""
    for p in range(len(state.quota)):
        send_away(lists, state, p)
        if state.filled[p] < state.quota[p]:
            reopen(state, p)
