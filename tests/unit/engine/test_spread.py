"""Every block once, whatever is lost on the way; and nothing left over."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from typing import Any

import pytest

from simulator.engine.pools import Crew, PoolError, Threads
from simulator.engine.spread import MOST_LOSSES, spread


class Losing(Executor):
    """Runs what it is given at once, but for the calls that it is told to lose."""

    def __init__(self, lose: set[int]) -> None:
        self.lose, self.calls = lose, 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.calls += 1
        future: Future[Any] = Future()
        if self.calls in self.lose:
            future.set_exception(BrokenExecutor("lost"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


class Pools:
    """Opens one executor after the other."""

    n_workers, shares_disk = 2, False

    def __init__(self, *lose: set[int]) -> None:
        self.lose, self.opened_times = list(lose), 0

    @contextmanager
    def opened(self) -> Iterator[Crew]:
        lose = self.lose[min(self.opened_times, len(self.lose) - 1)]
        self.opened_times += 1
        yield Crew(Losing(lose), 3, (BrokenExecutor,))


def same(expected: object, block: int) -> int:
    return block


@pytest.mark.parametrize("lose", [[set()], [{1}, set()], [{2, 3}, {1}, {1}, set()], [set(range(4, 99)), {2}, set()]])
def test_every_block_is_taken_once_whatever_is_lost(lose: list[set[int]]):
    taken: list[int] = []
    spread(same, range(10), Pools(*lose), taken.append)
    assert sorted(taken) == list(range(10))


def test_losing_for_ever_ends_with_a_word():
    pools, taken = Pools(set(range(3, 99)), set(range(1, 99))), []
    with pytest.raises(PoolError, match="3 times in a row"):
        spread(same, range(10), pools, taken.append)
    assert sorted(taken) == [0, 1]
    assert pools.opened_times == 1 + MOST_LOSSES


def test_the_works_own_fault_is_not_tried_again():
    seen = []

    def fail(expected: object, block: int) -> int:
        seen.append(block)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        spread(fail, range(100), Threads(2), lambda _: None)
    assert len(seen) == len(set(seen)) < 10


def test_when_taking_fails_no_further_block_is_begun():
    seen: list[int] = []

    def slow(expected: object, block: int) -> int:
        seen.append(block)
        time.sleep(0.02)
        return block

    def full(block: int) -> None:
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        spread(slow, range(100), Threads(2), full)
    n = len(seen)
    time.sleep(0.1)
    assert len(seen) == n < 10
