"""Blocks of work spread over an executor; blocks of a lost worker are run again."""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TYPE_CHECKING, TypeVar

from simulator.engine.pools import PoolError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from simulator.engine.pools import Crew, Pool

B = TypeVar("B")
T = TypeVar("T")
MOST_LOSSES = 3  # times in a row that workers are lost before any block is finished
POLL_SECONDS = 5.0


def spread(
    job: Callable[[dict[str, str] | None, B], T], blocks: Iterable[B], pool: Pool, take: Callable[[T], None]
) -> None:
    """Run a job for every block and hand over what it returns, as it comes.

    Parameters
    ----------
    job : callable of what a worker must be like (`Crew.expected`) and a block
        Must depend on nothing but the block; where workers are other processes it is pickled.
    blocks : iterable
    pool : Pool
        Opened again when workers were lost.
    take : callable of what the job returned
        Called here, in the order of completion, once for each block.

    Raises
    ------
    PoolError
        No workers, or they were lost three times in a row before a block was finished.
    """
    left, losses = deque(blocks), 0
    while left:
        before = len(left)
        with pool.opened() as crew:
            left = _until_lost(crew, job, left, take)
        losses = 0 if len(left) < before else losses + 1
        if losses == MOST_LOSSES:
            hint = "Often memory ran out: try fewer workers."
            raise PoolError(f"workers were lost {losses} times in a row before anything was finished", "", hint=hint)


def _until_lost(
    crew: Crew, job: Callable[[dict[str, str] | None, B], T], todo: deque[B], take: Callable[[T], None]
) -> deque[B]:
    """Run until all is done, or until a worker was lost and the others have come back; return what is left."""
    waiting: dict[Future[T], B] = {}
    lost: list[B] = []
    while waiting or (todo and not lost):
        while todo and not lost and len(waiting) < crew.at_once:
            _hand_over(crew, job, todo, waiting, lost)
        done, _ = wait(waiting, POLL_SECONDS, FIRST_COMPLETED)
        if waiting and not done:
            crew.check()
        for future in done:
            block = waiting.pop(future)
            try:
                found = future.result()
            except crew.lost:
                lost.append(block)
            else:
                take(found)
    return deque([*lost, *todo])


def _hand_over(
    crew: Crew,
    job: Callable[[dict[str, str] | None, B], T],
    todo: deque[B],
    waiting: dict[Future[T], B],
    lost: list[B],
) -> None:
    block = todo.popleft()
    try:
        waiting[crew.executor.submit(job, crew.expected, block)] = block
    except crew.lost:
        lost.append(block)
