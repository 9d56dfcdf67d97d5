"""Blocks: every replicate once, whatever the size of blocks and the number of workers."""

import threading

import pytest

from simulator.engine.blocks import ranges, reduce_blocks


@pytest.mark.parametrize(("replicates", "size"), [(1, 4), (10, 4), (10, 3), (4096, 1024), (5000, 1024), (7, 100)])
def test_ranges_cover_every_replicate_once(replicates: int, size: int):
    found = list(ranges(replicates, size))
    assert [r for first, n in found for r in range(first, first + n)] == list(range(replicates))
    assert all(first % 4 == 0 for first, _ in found)


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_progress_tells_every_replicate_once(workers: int):
    told, lock = [], threading.Lock()

    def tell(n: int) -> None:
        with lock:
            told.append(n)

    total = reduce_blocks(lambda first, n: sum(range(first, first + n)), int.__add__, 1001, 64, workers, tell)
    assert total == sum(range(1001))
    assert sum(told) == 1001


@pytest.mark.parametrize("workers", [1, 3])
def test_a_failing_block_is_heard_of(workers: int):
    def fail(first: int, n: int) -> int:
        if first >= 128:
            raise ZeroDivisionError
        return n

    with pytest.raises(ZeroDivisionError):
        reduce_blocks(fail, int.__add__, 1000, 64, workers)
