"""Answers that are kept: bounded, worked out once, failures not kept."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from simulator.advice.session.kept import Kept, StoppedError


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


def test_who_waits_for_somebody_who_gives_up_makes_the_answer():
    kept: Kept[int] = Kept(2)
    asked, may_stop = threading.Event(), threading.Event()

    def give_up() -> int:
        asked.set()
        may_stop.wait(10)
        raise StoppedError

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(kept.get, "key", give_up)
        asked.wait(10)
        second = pool.submit(kept.get, "key", lambda: 5)
        may_stop.set()
        assert second.result() == 5
        with pytest.raises(StoppedError):
            first.result()
    assert kept.peek("key") == 5
