"""Deferred acceptance for applicants who apply alone (Gale & Shapley 1962), both ways round.

Applicants propose: each goes down the list; a full program keeps its best and sends the
worst on down that one's list. The order in which they come does not matter, so they come
in waves: whoever is sent away waits for the next wave. That lets the processor fetch the
lists of the next applicants while it works on this one. Each program has a heap with the
worst on top, of numbers that hold the seat in the high and the applicant in the low 32
bits, and a limit: the seat that a new applicant must be above.
"""

from __future__ import annotations

from typing import Any

from simulator.market.forms import kernel_entry, kernel_source
from simulator.market.lists import NEVER

AHEAD = 6  # applicants whose lists are fetched in advance
HIGH, LOW = 2**32, 2**32 - 1


@kernel_source
def push(heap: Any, base: int, n: int, key: int) -> None:
    """Add a key to the n that a program has."""
    j = n
    while j > 0:
        up = (j - 1) >> 1
        if heap[base + up] >= key:
            break
        heap[base + j] = heap[base + up]
        j = up
    heap[base + j] = key


@kernel_source
def replace(heap: Any, base: int, n: int, key: int) -> None:
    """Put a key in the place of the worst of n."""
    j = 0
    while True:
        down = 2 * j + 1
        if down >= n:
            break
        if down + 1 < n and heap[base + down + 1] > heap[base + down]:
            down += 1
        if heap[base + down] <= key:
            break
        heap[base + j] = heap[base + down]
        j = down
    heap[base + j] = key


@kernel_source
def line_up(lists: Any, current: Any, queue: Any) -> int:
    """Put everybody who applies alone and without supplemental lists at the top of their list, and count them."""
    n = 0
    for a in range(len(lists.unit)):
        if lists.unit[a] == a and lists.link_start[a] == lists.link_start[a + 1]:
            current[a] = lists.start[a]
            queue[n] = a
            n += 1
    return n


@kernel_entry
def propose_all(lists: Any, state: Any, room: Any, heap: Any, limit: Any) -> int:
    """Let in all simple applicants, with the programs empty.

    `room` (P + 1,) says where the heap of each program begins: as many keys as it has
    places, or people on its list if these are fewer. `limit` (P,) is scratch.
    """
    start, entry, current, queue, count = lists.start, lists.entry, state.current, state.stack, state.filled
    fetched = 0
    for p in range(len(limit)):
        limit[p] = lists.roster_start[p + 1] if room[p + 1] > room[p] else -1
    n = line_up(lists, current, queue)
    while n > 0:
        n_next = 0
        for t in range(n):
            a = queue[t]
            if t + AHEAD < n:
                fetched += entry[2 * current[queue[t + AHEAD]]]
            k, end = current[a], start[a + 1]
            while k < end and entry[2 * k + 1] >= limit[entry[2 * k]]:
                k += 1
            current[a] = k
            if k == end:
                continue
            p, key = entry[2 * k], entry[2 * k + 1] * HIGH + a
            base, places = room[p], room[p + 1] - room[p]
            if count[p] < places:
                push(heap, base, count[p], key)
                count[p] += 1
            else:
                out = heap[base] & LOW
                current[out] += 1
                queue[n_next] = out
                n_next += 1
                replace(heap, base, places, key)
            if count[p] == places:
                limit[p] = heap[base] // HIGH
        n = n_next
    return int(fetched)


@kernel_entry
def seat_all(lists: Any, state: Any) -> None:
    """Write down the places that the proposals have come to."""
    for a in range(len(lists.unit)):
        k = state.current[a]
        if lists.unit[a] == a and 0 <= k < lists.start[a + 1]:
            state.place[a], state.seat[a] = lists.entry[2 * k], lists.entry[2 * k + 1]


@kernel_source
def wish(lists: Any, wanted: Any, a: int, i: int) -> int:
    """How much an applicant wants a seat, 0 most; members of couples want one seat or none."""
    if lists.unit[a] == a:
        return int(lists.preference[i])
    return 0 if wanted[a] == i else NEVER


@kernel_entry
def offer_all(lists: Any, state: Any, upto: Any, wanted: Any) -> None:
    """Let programs propose: each offers its places down its list, applicants keep the best.

    `upto` (P,) comes in as the first seat of each program, and ends where it stopped;
    `wanted` (A,) has the one seat that a member of a couple would take, -1 for none.
    Applicants with supplemental lists are left out.
    """
    quota, count, current = state.quota, state.filled, state.current
    size = len(quota)
    for p in range(size):
        state.vacancies[p], state.is_vacant[p] = p, 1
    for a in range(len(lists.unit)):
        current[a] = lists.start[a + 1] if lists.unit[a] == a else 1
        if lists.link_start[a] < lists.link_start[a + 1]:
            current[a] = -1
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
