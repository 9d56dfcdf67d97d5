"""Sitting down, being sent away and leaving: the elementary moves of the general algorithm."""

from __future__ import annotations

from typing import Any

from simulator.market.forms import kernel_entry, kernel_source
from simulator.market.lists import HASH, STACKED, VACANT


@kernel_source
def call(state: Any, u: int) -> None:
    """Put an applicant or a couple on the stack, once."""
    if state.is_stacked[u] == 0:
        state.is_stacked[u] = 1
        state.stack[state.scalars[STACKED]] = u
        state.scalars[STACKED] += 1


@kernel_source
def reopen(state: Any, p: int) -> None:
    """Put a program that lost somebody on its stack, once."""
    if state.is_vacant[p] == 0:
        state.is_vacant[p] = 1
        state.vacancies[state.scalars[VACANT]] = p
        state.scalars[VACANT] += 1


@kernel_source
def mixed(i: int) -> int:
    """Scramble a seat's number, below 2**62; their exclusive or stands for a matching."""
    x = ((i + 1) * 2654435761) & 0xFFFFFFFF
    y = ((x ^ (x >> 15)) * 668265263) & 0xFFFFFFFF
    return (x << 29) ^ y ^ (y >> 13)


@kernel_source
def take(state: Any, p: int, i: int) -> None:
    """Mark a seat as held."""
    state.is_held[i] = 1
    state.filled[p] += 1
    state.worst[p] = max(state.worst[p], i)
    state.scalars[HASH] ^= mixed(i)


@kernel_source
def free(lists: Any, state: Any, p: int, i: int) -> None:
    """Mark a seat as free, and find the last one held."""
    state.is_held[i] = 0
    state.filled[p] -= 1
    state.scalars[HASH] ^= mixed(i)
    if state.worst[p] == i:
        down, first = i - 1, lists.roster_start[p]
        while down >= first and state.is_held[down] == 0:
            down -= 1
        state.worst[p] = down


@kernel_source
def leave_preliminary(lists: Any, state: Any, a: int) -> None:
    """Give up the linked preliminary place, if any."""
    p = state.preliminary[a]
    if p >= 0:
        free(lists, state, p, state.preliminary_seat[a])
        state.preliminary[a], state.preliminary_seat[a] = -1, -1
        reopen(state, p)


@kernel_source
def leave(lists: Any, state: Any, a: int) -> None:
    """Give up every place that an applicant has."""
    p = state.place[a]
    if p >= 0:
        free(lists, state, p, state.seat[a])
        state.place[a], state.seat[a] = -1, -1
        reopen(state, p)
    leave_preliminary(lists, state, a)


@kernel_source
def undo(lists: Any, state: Any, u: int) -> None:
    """Leave an applicant, or both partners, without a match."""
    n = len(lists.unit)
    if u < n:
        leave(lists, state, u)
        state.current[u] = lists.start[u + 1]
    else:
        c = u - n
        leave(lists, state, lists.partner[2 * c])
        leave(lists, state, lists.partner[2 * c + 1])
        state.current[u] = lists.pair_start[c + 1]


@kernel_source
def is_beside(lists: Any, state: Any, a: int, p: int) -> bool:
    """Whether an applicant's partner holds a preliminary place at a program."""
    c = lists.unit[a] - len(lists.unit)
    if c < 0:
        return False
    other = lists.partner[2 * c + 1] if lists.partner[2 * c] == a else lists.partner[2 * c]
    return bool(state.preliminary[other] == p)


@kernel_source
def send_away(lists: Any, state: Any, p: int) -> None:
    """Send the least preferred away while there are more than places; a partner leaves with them.

    Unless it is the partner whose preliminary place here leaves no room: then the couple
    looks for another pair with what that partner has (`couples.process_couple`).
    """
    while state.filled[p] > state.quota[p]:
        i = state.worst[p]
        a = lists.roster[i]
        free(lists, state, p, i)
        if state.seat[a] == i:
            state.place[a], state.seat[a] = -1, -1
            if is_beside(lists, state, a, p):
                leave_preliminary(lists, state, a)
                u = lists.unit[a]
                state.current[u] = lists.pair_start[u - len(lists.unit) + 1]
            else:
                undo(lists, state, lists.unit[a])
        else:
            state.preliminary[a], state.preliminary_seat[a] = -1, -1
        call(state, lists.unit[a])


@kernel_source
def is_offered(state: Any, p: int, i: int) -> bool:
    """Whether the program would have the applicant of this seat, those it has staying."""
    return bool(state.is_held[i] == 1 or state.filled[p] < state.quota[p] or i < state.worst[p])


@kernel_source
def are_both_offered(lists: Any, state: Any, p: int, i: int, j: int) -> bool:
    """Whether the program would have both partners, those it has staying."""
    places = state.quota[p] - 2
    others = state.filled[p] - state.is_held[i] - state.is_held[j]
    if others <= places:
        return True
    above = 0
    for k in range(lists.roster_start[p], max(i, j)):
        if state.is_held[k] == 1 and i != k != j:
            above += 1
    return bool(above <= places)


@kernel_entry
def hold_seats(state: Any) -> None:
    """Mark the seats of those who were placed, from a state without any marks."""
    for a in range(len(state.place)):
        p, i = state.place[a], state.seat[a]
        if p >= 0:
            state.is_held[i] = 1
            state.worst[p] = max(state.worst[p], i)
