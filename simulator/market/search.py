"""The general search: applicants and couples on one stack, reopened programs on another.

Applicants who apply alone are in already (`singles`); applicants with supplemental lists
and couples enter one at a time, and every program that loses somebody looks again at
those who would rather be there. Once both stacks are empty, nothing blocks. A search
that comes back to the same matching is in a circle: from there on who moves next is
drawn by lot, which leads out of most circles. Whoever still cannot be placed is taken
out, and comes back later together with those it quarrelled with, in another order.
"""

from __future__ import annotations

from typing import Any

from simulator.market.couples import look_again, process_couple, process_single
from simulator.market.forms import kernel_source
from simulator.market.lists import HASH, STACKED, TOUCHED, VACANT, WORD
from simulator.market.seats import call, reopen, send_away, undo


@kernel_source
def lot(state: Any, n: int) -> int:
    """Next number from 0 to n - 1 of the search's own sequence (Knuth's linear congruence, mod 2**32)."""
    state.scalars[WORD] = (state.scalars[WORD] * 1664525 + 1013904223) & 0xFFFFFFFF
    return int((state.scalars[WORD] >> 10) % n)


@kernel_source
def is_simple(lists: Any, u: int) -> bool:
    """Whether a unit is one applicant without supplemental lists; markets of such alone always settle."""
    return u < len(lists.unit) and lists.link_start[u] == lists.link_start[u + 1]


@kernel_source
def touch(state: Any, u: int) -> None:
    """Remember that a unit took part in a search."""
    n = state.scalars[TOUCHED]
    for t in range(n):
        if state.touched[t] == u:
            return
    state.touched[n] = u
    state.scalars[TOUCHED] += 1


@kernel_source
def pop(state: Any, stack: Any, is_on: Any, row: int, is_random: bool) -> int:
    """Take the top of a stack, or any of it by lot."""
    state.scalars[row] -= 1
    last = state.scalars[row]
    at = lot(state, last + 1) if is_random and last > 0 else last
    found = stack[at]
    stack[at] = stack[last]
    is_on[found] = 0
    return int(found)


@kernel_source
def step(lists: Any, state: Any, is_random: bool) -> None:
    """Process one applicant or couple, or look at one reopened program."""
    n = len(lists.unit)
    if state.scalars[STACKED] > 0 and not (is_random and state.scalars[VACANT] > 0):
        u = pop(state, state.stack, state.is_stacked, STACKED, is_random)
        if is_random and not is_simple(lists, u) and state.current[u] >= 0:
            touch(state, u)
        if u < n:
            process_single(lists, state, u)
        else:
            process_couple(lists, state, u - n)
    else:
        look_again(lists, state, pop(state, state.vacancies, state.is_vacant, VACANT, is_random))


@kernel_source
def settle(lists: Any, state: Any, budget: int) -> bool:
    """Work both stacks off, in order; False if the search runs in a circle or out of budget.

    A circle is seen as Brent does: one earlier state is kept, and renewed at powers of two.
    """
    seen, stacked, vacant, renew = state.scalars[HASH], -1, -1, 8
    for t in range(budget):
        if state.scalars[STACKED] == 0 and state.scalars[VACANT] == 0:
            return True
        if state.scalars[HASH] == seen and state.scalars[STACKED] == stacked and state.scalars[VACANT] == vacant:
            return False
        if t == renew:
            renew *= 2
            seen, stacked, vacant = state.scalars[HASH], state.scalars[STACKED], state.scalars[VACANT]
        step(lists, state, is_random=False)
    return False


@kernel_source
def settle_by_lot(lists: Any, state: Any, budget: int) -> bool:
    """Work both stacks off in random order; False if the budget runs out."""
    for _ in range(budget):
        if state.scalars[STACKED] == 0 and state.scalars[VACANT] == 0:
            return True
        step(lists, state, is_random=True)
    return False


@kernel_source
def calmed(lists: Any, state: Any, budget: Any) -> bool:
    """Settle in order, then by lot; the budget has the steps of each."""
    return bool(settle(lists, state, budget[0]) or settle_by_lot(lists, state, budget[1]))


@kernel_source
def enter(lists: Any, state: Any, u: int, budget: Any) -> bool:
    """Let one applicant or couple in and settle everybody."""
    n = len(lists.unit)
    state.current[u] = lists.start[u + 1] if u < n else lists.pair_start[u - n + 1]
    call(state, u)
    return calmed(lists, state, budget)


@kernel_source
def withdraw(lists: Any, state: Any, u: int) -> None:
    """Take an applicant or a couple out of the market."""
    undo(lists, state, u)
    state.current[u] = -1


@kernel_source
def calm(lists: Any, state: Any, waiting: Any, n: int, budget: Any) -> int:
    """Settle after somebody was taken out; takes out more if need be, and returns how many wait."""
    while not calmed(lists, state, budget):
        n_before = n
        for t in range(state.scalars[TOUCHED]):
            if state.current[state.touched[t]] >= 0:
                withdraw(lists, state, state.touched[t])
                waiting[n] = state.touched[t]
                n += 1
        state.scalars[TOUCHED] = 0
        if n == n_before:  # simple applicants alone come to an end, however long it takes
            budget = (budget[0], 8 * budget[1])
    return n


@kernel_source
def enter_all(lists: Any, state: Any, order: Any, n: int, waiting: Any, n_waiting: int, budget: Any) -> int:
    """Let n units in one by one; those that cannot be placed join the others that wait; returns how many do."""
    for t in range(n):
        state.scalars[TOUCHED] = 0
        if not enter(lists, state, order[t], budget):
            withdraw(lists, state, order[t])
            waiting[n_waiting] = order[t]
            n_waiting = calm(lists, state, waiting, n_waiting + 1, budget)
    return n_waiting


@kernel_source
def reorder(lists: Any, state: Any, queue: Any, waiting: Any, n_waiting: int, budget: Any) -> int:
    """Let one waiting unit in after those it quarrels with were taken out; returns how many wait."""
    at = lot(state, n_waiting)
    u = waiting[at]
    waiting[at] = waiting[n_waiting - 1]
    n_waiting -= 1
    state.scalars[TOUCHED] = 0
    if enter(lists, state, u, budget):
        return n_waiting
    queue[0], n = u, 1
    withdraw(lists, state, u)
    for t in range(state.scalars[TOUCHED]):
        other = state.touched[t]
        if state.current[other] >= 0:
            withdraw(lists, state, other)
            queue[n] = other
            n += 1
    n = calm(lists, state, queue, n, budget)
    for t in range(n - 1, 0, -1):
        at = lot(state, t + 1)
        queue[t], queue[at] = queue[at], queue[t]
    return int(enter_all(lists, state, queue, n, waiting, n_waiting, budget))


@kernel_source
def place_all(lists: Any, state: Any, order: Any, queue: Any, waiting: Any, budget: Any, tries: int) -> int:
    """Let all couples and linked applicants in, and those left out again; returns how many wait."""
    n_waiting = int(enter_all(lists, state, order, len(order), waiting, 0, budget))
    for _ in range(tries):
        if n_waiting == 0:
            break
        n_waiting = reorder(lists, state, queue, waiting, n_waiting, budget)
    return n_waiting


@kernel_source
def resettle(lists: Any, state: Any, queue: Any, waiting: Any, n_waiting: int, budget: Any, tries: int) -> int:
    """Settle after quotas have changed; returns how many wait."""
    for p in range(len(state.quota)):
        send_away(lists, state, p)
        if state.filled[p] < state.quota[p]:
            reopen(state, p)
    state.scalars[TOUCHED] = 0
    n_waiting = calm(lists, state, waiting, n_waiting, budget)
    for _ in range(tries):
        if n_waiting == 0:
            break
        n_waiting = reorder(lists, state, queue, waiting, n_waiting, budget)
    return n_waiting
