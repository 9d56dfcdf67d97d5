"""Answers that are kept: bounded, worked out once, failures not kept."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from simulator.advice.session.kept import Kept


def test_the_oldest_goes_first():
    kept: Kept[int] = Kept(2)
    for key in "abac":
        kept.get(key, lambda key=key: ord(key))
    assert kept.peek("b") is None
    assert kept.peek("a") == ord("a")
    assert kept.peek("c") == ord("c")


def test_many_who_ask_at_once_wait_for_one():
    kept: Kept[int] = Kept(2)
    made, all_there = [], threading.Barrier(8)

    def make() -> int:
        made.append(1)
        return 7

    def ask(_: int) -> int:
        all_there.wait()
        return kept.get("key", make)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [7] * 8
    assert len(made) == 1


def test_a_failure_is_told_and_not_kept():
    kept: Kept[int] = Kept(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 // 0)
    assert kept.peek("key") is None
    assert kept.get("key", lambda: 3) == 3
