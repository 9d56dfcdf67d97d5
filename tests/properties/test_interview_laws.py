"""Interview hoarding (Manjunath & Morrill 2023, Theoretical Economics 18, 503-527), on small random markets.

Both sides rank in the match as they did for interviews, and nobody is ranked who was not interviewed. If applicants
accept more interviews and programs offer no more, nobody who matched before is better off.
"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.market import market, match
from simulator.market.year import Applications
from simulator.market.year_interviews import interview


def applications(rng: np.random.Generator, n_people: int, n_programs: int) -> Applications:
    """Everybody applies to most programs; all tastes are drawn apart."""
    who, program = (column.astype(np.int32) for column in np.nonzero(rng.random((n_people, n_programs)) < 0.8))
    n = who.size
    score, liking = (rng.permutation(n).astype(np.float32) / max(n, 1) for _ in range(2))
    none = np.zeros(n, np.int8)
    return Applications(who, program, score, liking, score, none, none, np.bincount(who, minlength=n_people), none)


def matched(given_: Applications, quota: np.ndarray, places: np.ndarray, room: np.ndarray) -> np.ndarray:
    """What each person thinks of the program that they match at, -1 for none."""
    held = interview(given_, places.astype(np.int32), room.astype(np.int32))
    lists: list[list[int]] = [[] for _ in room]
    programs: list[list[int]] = [[] for _ in quota]
    for j in sorted(held, key=lambda j: -given_.liking[j]):
        lists[given_.who[j]].append(int(given_.program[j]))
    for j in sorted(held, key=lambda j: -given_.score[j]):
        programs[given_.program[j]].append(int(given_.who[j]))
    found = match(market(lists, programs, quota)).program_of
    liking = np.full(room.size, -1.0)
    for j in held:
        if found[given_.who[j]] == given_.program[j]:
            liking[given_.who[j]] = given_.liking[j]
    return liking


@given(st.integers(0, 2**32))
def test_who_matched_gains_nothing_when_all_accept_more_interviews(seed: int):
    rng = np.random.default_rng(seed)
    n_people, n_programs = int(rng.integers(2, 9)), int(rng.integers(1, 6))
    found = applications(rng, n_people, n_programs)
    if not found.who.size:
        return
    quota = rng.integers(1, 3, n_programs)
    places = quota + rng.integers(0, 3, n_programs)
    room = rng.integers(1, 3, n_people)
    before = matched(found, quota, places, room)
    after = matched(found, quota, places, room + rng.integers(0, 3))
    was = before >= 0
    assert np.all(after[was] <= before[was])
