"""Blocks of replicates, spread over an executor and summed.

A block is a range of replicates; what it gives depends on the range alone. Counts are
whole numbers, so the sum is the same for any block size, any number of workers and any
order of completion.
"""

from __future__ import annotations

import os
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")
IN_FLIGHT = 4  # blocks waiting per worker: keeps memory bounded


def default_workers() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def ranges(replicates: int, size: int) -> Iterator[tuple[int, int]]:
    """Cut replicates into blocks of (first, n); `size` is rounded up to a multiple of four."""
    size = -(-size // 4) * 4
    for first in range(0, replicates, size):
        yield first, min(size, replicates - first)


def reduce_blocks(
    sample: Callable[[int, int], T],
    combine: Callable[[T, T], T],
    replicates: int,
    size: int,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> T:
    """Run a function over all blocks and combine what it returns.

    Parameters
    ----------
    sample : callable of (first, n)
        Must depend on nothing but its arguments.
    combine : callable
        Associative and commutative.
    replicates : int
        At least 1.
    size : int
        Replicates per block.
    workers : int
        Threads; the result is the same for any number.
    progress : callable of int, optional
        Told how many replicates have just been finished.

    Returns
    -------
    Whatever `combine` makes of all blocks.

    Raises
    ------
    ValueError
        Fewer than one replicate.
    """
    tell = progress or _nobody
    if replicates < 1:
        raise ValueError(f"replicates must be at least 1 (got {replicates})")
    if workers <= 1:
        return _in_turn(sample, combine, replicates, size, tell)
    with ThreadPoolExecutor(workers) as pool:
        return _pooled(pool, sample, combine, ranges(replicates, size), IN_FLIGHT * workers, tell)


def _nobody(n: int) -> None:
    del n


def _in_turn(
    sample: Callable[[int, int], T],
    combine: Callable[[T, T], T],
    replicates: int,
    size: int,
    tell: Callable[[int], None],
) -> T:
    total: T | None = None
    for first, n in ranges(replicates, size):
        got = sample(first, n)
        total = got if total is None else combine(total, got)
        tell(n)
    return cast("T", total)


def _pooled(
    pool: Executor,
    sample: Callable[[int, int], T],
    combine: Callable[[T, T], T],
    todo: Iterator[tuple[int, int]],
    most: int,
    tell: Callable[[int], None],
) -> T:
    total: T | None = None
    waiting: dict[Future[T], int] = {}
    for first, n in todo:
        waiting[pool.submit(sample, first, n)] = n
        if len(waiting) >= most:
            total = _collect(waiting, total, combine, tell)
    while waiting:
        total = _collect(waiting, total, combine, tell)
    return cast("T", total)


def _collect(
    waiting: dict[Future[T], int], total: T | None, combine: Callable[[T, T], T], tell: Callable[[int], None]
) -> T | None:
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in done:
        n = waiting.pop(future)
        got = future.result()
        total = got if total is None else combine(total, got)
        tell(n)
    return total
