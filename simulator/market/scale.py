"""The replicates of a market on threads, processes or a cluster, and where their results are kept meanwhile.

Whatever runs them, a replicate is the same work on the same numbers, so the answer is the same to the last bit.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from simulator.engine.kernel import is_compiled
from simulator.engine.pools import PoolError, Threads
from simulator.engine.spread import spread
from simulator.errors import MISSING, Fault, InputError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from simulator.engine.pools import Pool

T = TypeVar("T")
MOST_IN_BLOCK = 4  # replicates that one worker does in a row; a killed one loses as many
BLOCKS_EACH = 8  # blocks a worker at least, so that all finish at about the same time
COMPILING = "compiling the market's kernels: about half a minute, once on this machine"
_LOADING = threading.Lock()


class Kept(Protocol):
    """Results of one task that outlive the process."""

    def found(self, replicates: int) -> dict[int, Any]:
        """Return what is there already of the first so many replicates."""

    def keep(self, answers: Mapping[int, Any]) -> None:
        """Keep what some replicates came to, whole or not at all."""

    def finish(self, answers: Sequence[Any]) -> None:
        """All replicates are done, in order: write what people read."""


class Store(Protocol):
    """A place for results; `outcomes.store.Folder` is one."""

    def opened(self, task: object) -> AbstractContextManager[Kept]:
        """Open for a task; refuses a place that holds results of another."""

    def save_table(self, name: str, table: Any) -> object:
        """Write a further table (a DataFrame) beside the results."""


@dataclass(frozen=True)
class Runs:
    """How the replicates are run; never changes what they come to.

    Attributes
    ----------
    pool : Pool or None
        `engine.pools.Threads`, `engine.pools.Processes` or `engine.cluster.Cluster`; None is the number of threads
        asked for otherwise.
    store : Store or None
        Where every result is kept as it comes, and where a restart finds what is done.
    notice : callable of str or None
        Told once, before the first season, where everything has to wait for the compiler.
    """

    pool: Pool | None = None
    store: Store | None = None
    notice: Callable[[str], None] | None = None


def run_replicates(
    task: Callable[[int], T],
    replicates: int,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
    runs: Runs | None = None,
) -> list[T]:
    """Do something for every replicate; see `market.seasons.each_replicate`.

    Parameters
    ----------
    task, replicates, workers, progress, runs
        As there.

    Returns
    -------
    list
        In the order of replicates.

    Raises
    ------
    InputError
        Workers that cannot be had, results of something else in the store, a full disk.
    """
    if replicates < 1:
        raise ValueError(f"replicates must be at least 1 (got {replicates})")
    runs, tell = runs or Runs(), progress or _nobody
    if runs.store is None:
        found: dict[int, T] = {}
        _run_missing(task, replicates, workers, runs, found, _told(found.update, tell))
        return [found[r] for r in range(replicates)]
    with runs.store.opened(task) as kept:
        found = kept.found(replicates)
        if found:
            tell(len(found))
        _run_missing(task, replicates, workers, runs, found, _told(_both(kept.keep, found.update), tell))
        answers = [found[r] for r in range(replicates)]
        kept.finish(answers)
    return answers


def _nobody(n: int) -> None:
    del n


def _told(take: Callable[[dict[int, T]], None], tell: Callable[[int], None]) -> Callable[[dict[int, T]], None]:
    def taken(answers: dict[int, T]) -> None:
        take(answers)
        tell(len(answers))

    return taken


def _both(
    first: Callable[[dict[int, T]], None], second: Callable[[dict[int, T]], None]
) -> Callable[[dict[int, T]], None]:
    def taken(answers: dict[int, T]) -> None:
        first(answers)
        second(answers)

    return taken


def _run_missing(
    task: Callable[[int], T],
    replicates: int,
    workers: int,
    runs: Runs,
    found: Mapping[int, T],
    take: Callable[[dict[int, T]], None],
) -> None:
    missing = [r for r in range(replicates) if r not in found]
    chosen = runs.pool or Threads(workers)
    is_here = isinstance(chosen, Threads) or chosen.shares_disk
    must_compile = bool(missing) and is_here and not is_compiled("search.enter_all")
    if must_compile and runs.notice is not None:
        runs.notice(COMPILING)
    if runs.pool is None and workers <= 1:
        for r in missing:
            take(run_block(task, None, (r,)))
        return
    if chosen.shares_disk and must_compile:
        take(run_block(task, None, (missing.pop(0),)))  # compiles once, for all processes
    with as_faults():
        is_near = isinstance(chosen, Threads)  # a block costs nothing, and cannot be stopped in the middle
        size = 1 if is_near else block_size(len(missing), chosen.n_workers or len(missing))
        spread(partial(run_block, task), blocks_of(missing, size), chosen, take)


def block_size(replicates: int, workers: int) -> int:
    """Replicates in a block: few enough that all workers are busy to the end, at most four.

    Parameters
    ----------
    replicates, workers : int

    Returns
    -------
    int
    """
    return max(1, min(MOST_IN_BLOCK, replicates // max(1, BLOCKS_EACH * workers)))


def blocks_of(missing: Iterable[int], size: int) -> Iterator[tuple[int, ...]]:
    """Cut replicates into blocks of neighbours.

    Parameters
    ----------
    missing : iterable of int
        Ascending.
    size : int

    Yields
    ------
    tuple of int
    """
    block: list[int] = []
    for r in missing:
        if block and (len(block) == size or r != block[-1] + 1):
            yield tuple(block)
            block = []
        block.append(r)
    if block:
        yield tuple(block)


def run_block(task: Callable[[int], T], expected: dict[str, str] | None, block: tuple[int, ...]) -> dict[int, T]:
    """Do a block, here or in a worker.

    Parameters
    ----------
    task : callable of the replicate
    expected : dict or None
        The fingerprint that this installation must have; one that joins a cluster late has not been asked for it.
    block : tuple of int

    Returns
    -------
    dict of replicate to what the task returned
    """
    from simulator.market import forms

    if expected is not None:
        from simulator.engine.fingerprint import differences, fingerprint

        others = differences(expected, fingerprint())
        if others:
            raise PoolError(f"a worker has other versions: {'; '.join(others)}", "cluster")
    with _LOADING:  # once, not in every thread at the same time
        forms.compiled()
    return {r: task(r) for r in block}


@contextmanager
def as_faults() -> Iterator[None]:
    """Turn trouble with workers into the one line that a user reads."""
    try:
        yield
    except PoolError as error:
        got = MISSING if error.got is None else error.got
        fault = Fault(error.what, field=error.field, got=got, allowed=error.allowed, hint=error.hint)
        raise InputError(fault) from error
