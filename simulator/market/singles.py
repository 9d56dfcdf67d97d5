"""Deferred acceptance for applicants who apply alone (Gale & Shapley 1962), both ways round.

Applicants propose: each goes down the list; a full program keeps its best and sends the
worst on down that one's list. The order in which they come does not matter. No heap is
needed: a mark for each seat held and the last seat held say all, because the last seat
of a full program only ever moves up. One pass costs at most one look at each seat.
"""

from __future__ import annotations

from typing import Any

from simulator.market.forms import kernel_source
from simulator.market.lists import NEVER


@kernel_source
def propose_all(lists: Any, state: Any) -> None:
    """Let in every applicant who applies alone and without supplemental lists, with the programs empty."""
    start, program, seat = lists.start, lists.program, lists.seat
    roster, first = lists.roster, lists.roster_start
    quota, count, worst, is_held = state.quota, state.count, state.worst, state.is_held
    current = state.current
    for own in range(len(start) - 1):
        if lists.unit[own] != own or lists.link_start[own] < lists.link_start[own + 1]:
            continue
        a, k = own, start[own]
        while True:
            end = start[a + 1]
            p, i = -1, -1
            while k < end:
                p, i = program[k], seat[k]
                if count[p] < quota[p] or i < worst[p]:
                    break
                k += 1
            current[a] = k
            if k == end:
                break
            is_held[i] = 1
            if count[p] < quota[p]:
                count[p] += 1
                worst[p] = max(worst[p], i)
                break
            out = worst[p]
            is_held[out] = 0
            down = out - 1
            while is_held[down] == 0:
                down -= 1
            worst[p] = down
            a = roster[out]
            k = current[a] + 1
    for a in range(len(start) - 1):
        k = current[a]
        if 0 <= k < start[a + 1] and lists.unit[a] == a:
            state.place[a], state.seat[a] = program[k], seat[k]


@kernel_source
def wish(lists: Any, wanted: Any, a: int, i: int) -> int:
    """How much an applicant wants a seat, 0 most; members of couples want one seat or none."""
    if lists.unit[a] == a:
        return int(lists.preference[i])
    return 0 if wanted[a] == i else NEVER


@kernel_source
def offer_all(lists: Any, state: Any, upto: Any, wanted: Any) -> None:
    """Let programs propose: each offers its places down its list, applicants keep the best.

    `upto` (P,) comes in as the first seat of each program, and ends where it stopped;
    `wanted` (A,) has the one seat that a member of a couple would take, -1 for none.
    """
    quota, count, current = state.quota, state.count, state.current
    size = len(quota)
    for p in range(size):
        state.vacancies[p], state.is_vacant[p] = p, 1
    for a in range(len(lists.unit)):
        current[a] = lists.start[a + 1] if lists.unit[a] == a else 1
    while size > 0:
        size -= 1
        p = state.vacancies[size]
        state.is_vacant[p] = 0
        while count[p] < quota[p] and upto[p] < lists.roster_start[p + 1]:
            i = upto[p]
            upto[p] += 1
            a = lists.roster[i]
            k = wish(lists, wanted, a, i)
            if k >= current[a]:
                continue
            left = state.place[a]
            if left >= 0:
                count[left] -= 1
                if state.is_vacant[left] == 0:
                    state.is_vacant[left] = 1
                    state.vacancies[size] = left
                    size += 1
            current[a], state.place[a], state.seat[a] = k, p, i
            count[p] += 1
