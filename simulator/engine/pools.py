"""Where blocks of work are run: threads, or spawned processes; `engine.cluster` has Dask.

Each gives a `concurrent.futures` executor for as long as it is open, says how many blocks to hand it at a time, and by
which errors it tells that a worker was lost, so that `engine.spread` can run its blocks again.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.connection import Connection

P = ParamSpec("P")
T = TypeVar("T")
QUEUED = 2  # blocks a worker: one at work, one that waits


class PoolError(Exception):
    """Workers cannot be had, or were lost for good; it is not the work's fault.

    Parameters
    ----------
    what : str
        What is wrong, in one line, without the value.
    field : str
        What was asked for: ``cluster`` or ``processes``.
    got : object, optional
        The offending value; None when there is none to show.
    allowed : str
        What would do.
    hint : str
        A sentence that helps.
    """

    def __init__(self, what: str, field: str, got: object = None, allowed: str = "", hint: str = "") -> None:
        self.what, self.field, self.got, self.allowed, self.hint = what, field, got, allowed, hint
        super().__init__(what, field, got, allowed, hint)


def _nothing() -> None:
    pass


class Crew(NamedTuple):
    """Workers that are ready.

    Attributes
    ----------
    executor : Executor
    at_once : int
        Blocks to hand over before the first comes back.
    lost : tuple of exception types
        Raised in place of a result when a worker was lost, not when the work was at fault.
    check : callable
        Called while nothing comes back; raises `PoolError` if nothing will.
    expected : mapping or None
        `engine.fingerprint.fingerprint` that every worker must have; None where workers run this very installation.
    """

    executor: Executor
    at_once: int
    lost: tuple[type[BaseException], ...] = ()
    check: Callable[[], None] = _nothing
    expected: dict[str, str] | None = None


class Pool(Protocol):
    """Somewhere to run blocks; may be opened again after its workers were lost."""

    @property
    def n_workers(self) -> int | None:
        """How many blocks can be at work at a time; None if nobody knows yet."""

    @property
    def shares_disk(self) -> bool:
        """Whether workers are other processes of this machine, which load what is compiled here."""

    def opened(self) -> AbstractContextManager[Crew]:
        """Return workers for as long as the context lasts; none is left after it, however it ends."""


@dataclass(frozen=True)
class Threads:
    """Threads of this process: nothing to start and nothing to copy.

    Kernels leave the GIL, NumPy and Python between them do not always.

    Attributes
    ----------
    n_workers : int
    """

    n_workers: int
    shares_disk: ClassVar[bool] = False

    @contextmanager
    def opened(self) -> Iterator[Crew]:
        """Return threads; on leaving, blocks not begun are dropped and those at work are waited for."""
        executor = ThreadPoolExecutor(self.n_workers)
        try:
            yield Crew(executor, QUEUED * self.n_workers)
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True)
class Processes:
    """Spawned processes of this machine; each loads the compiled kernels for itself.

    Attributes
    ----------
    n_workers : int
    """

    n_workers: int
    shares_disk: ClassVar[bool] = True

    @contextmanager
    def opened(self) -> Iterator[Crew]:
        """Return processes; after an error or Ctrl-C they end at once, and so they do should this process be killed."""
        context = multiprocessing.get_context("spawn")
        ended, alive = context.Pipe(duplex=False)  # nobody else holds `alive`: when we are gone, the workers hear it
        pool = _Spawned(self.n_workers, context, initializer=_leave_with, initargs=(ended,))
        try:
            yield Crew(pool, QUEUED * self.n_workers, (BrokenExecutor,))
        except BaseException:
            alive.close()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            alive.close()
            ended.close()


class _Spawned(ProcessPoolExecutor):
    """A pool whose workers leave Ctrl-C to us: they would each print where they were.

    What cannot be sent is found out here, once: in the pool's own thread it breaks the pool while it is being closed.
    """

    _is_sent = False

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        if not self._is_sent:
            ForkingPickler.dumps((function, args, kwargs))
            self._is_sent = True
        with uninterrupted():
            return super().submit(function, *args, **kwargs)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back; threads and processes started meanwhile never see it."""
    if not hasattr(signal, "pthread_sigmask"):  # not on Windows
        yield
        return
    resource_tracker.ensure_running()  # a new one would let Ctrl-C through again
    before: Any = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leave_with(ended: Connection) -> None:
    """In a worker: leave as soon as the process that started it has ended or wants it to."""
    threading.Thread(target=_wait_and_leave, args=(ended,), daemon=True).start()


def _wait_and_leave(ended: Connection) -> None:
    try:
        ended.recv_bytes()
    except (EOFError, OSError):
        os._exit(1)
