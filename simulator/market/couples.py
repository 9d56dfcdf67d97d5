"""How a single applicant, a couple and a reopened program are processed.

After Roth & Peranson (1999, American Economic Review 89, 748-780): from the top of the
list down to what is held now, the first choice that is offered is taken.
"""

from __future__ import annotations

from typing import Any

from simulator.market.forms import kernel_source
from simulator.market.lists import NEVER
from simulator.market.seats import are_both_offered, call, is_offered, leave, leave_preliminary, send_away, take


@kernel_source
def fill_preliminary(lists: Any, state: Any, a: int) -> None:
    """Try the supplemental list of the advanced place held, down to the preliminary place held."""
    held = state.place[a]
    if held < 0:
        return
    for row in range(lists.link_start[a], lists.link_start[a + 1]):
        if lists.link_program[row] != held:
            continue
        for k in range(lists.link_list[row], lists.link_list[row + 1]):
            p, i = lists.supplement_program[k], lists.supplement_seat[k]
            if i == state.preliminary_seat[a]:
                return
            if p != held and is_offered(state, p, i):
                leave_preliminary(lists, state, a)
                take(state, p, i)
                state.preliminary[a], state.preliminary_seat[a] = p, i
                send_away(lists, state, p)
                if lists.preference[i] < state.current[lists.unit[a]]:  # preferred on the primary list: now theirs
                    call(state, lists.unit[a])
                return


@kernel_source
def process_single(lists: Any, state: Any, a: int) -> None:
    """Move an applicant to the first program above the present one that would have them."""
    for k in range(lists.start[a], state.current[a]):
        p, i = lists.entry[2 * k], lists.entry[2 * k + 1]
        if is_offered(state, p, i):
            leave(lists, state, a)
            state.current[a] = k
            take(state, p, i)
            state.place[a], state.seat[a] = p, i
            send_away(lists, state, p)
            break
    if lists.link_start[a] < lists.link_start[a + 1]:
        fill_preliminary(lists, state, a)


@kernel_source
def is_pair_offered(lists: Any, state: Any, k: int) -> bool:
    """Whether both programs of a pair would have the partners."""
    p, i, r, j = lists.first_program[k], lists.first_seat[k], lists.second_program[k], lists.second_seat[k]
    if p == r and p >= 0:
        return are_both_offered(lists, state, p, i, j)
    return (p < 0 or is_offered(state, p, i)) and (r < 0 or is_offered(state, r, j))


@kernel_source
def sit(state: Any, a: int, p: int, i: int) -> None:
    """Give an applicant a place, unless they have it or it is no match."""
    if p >= 0 and state.place[a] != p:
        take(state, p, i)
        state.place[a], state.seat[a] = p, i


@kernel_source
def move_pair(lists: Any, state: Any, c: int, k: int) -> None:
    """Move both partners to the programs of a pair."""
    a, b = lists.partner[2 * c], lists.partner[2 * c + 1]
    p, r = lists.first_program[k], lists.second_program[k]
    if state.place[a] != p:
        leave(lists, state, a)
    if state.place[b] != r:
        leave(lists, state, b)
    state.current[len(lists.unit) + c] = k
    sit(state, a, p, lists.first_seat[k])
    sit(state, b, r, lists.second_seat[k])
    if p >= 0:
        send_away(lists, state, p)
    if r >= 0:
        send_away(lists, state, r)


@kernel_source
def process_couple(lists: Any, state: Any, c: int) -> None:
    """Move a couple to the first pair above the present one that both programs would have."""
    u = len(lists.unit) + c
    for k in range(lists.pair_start[c], state.current[u]):
        if is_pair_offered(lists, state, k):
            move_pair(lists, state, c, k)
            break
    if state.current[u] == lists.pair_start[c + 1]:  # no pair: what one partner still had (`seats.send_away`) goes
        leave(lists, state, lists.partner[2 * c])
        leave(lists, state, lists.partner[2 * c + 1])
    fill_preliminary(lists, state, lists.partner[2 * c])
    fill_preliminary(lists, state, lists.partner[2 * c + 1])


@kernel_source
def look_again(lists: Any, state: Any, p: int) -> None:
    """Call everybody who prefers a reopened program to what they have and might be offered it."""
    last = lists.roster_start[p + 1] if state.filled[p] < state.quota[p] else state.worst[p]
    for i in range(lists.roster_start[p], last):
        if lists.preference[i] == NEVER and lists.is_supplement[i] == 0:
            continue
        u = lists.unit[lists.roster[i]]
        is_waiting = lists.is_supplement[i] == 1 and state.place[lists.roster[i]] >= 0
        if lists.preference[i] < state.current[u] or is_waiting:
            call(state, u)
