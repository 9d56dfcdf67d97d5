"""Blocks of work on Dask: a cluster that runs already, or one of this machine's own."""

from __future__ import annotations

import importlib
import logging
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from simulator.engine.blocks import default_workers
from simulator.engine.fingerprint import differences, fingerprint
from simulator.engine.pools import QUEUED, Crew, PoolError, uninterrupted
from simulator.engine.scheduler import check_scheduler, parsed_address, unreachable

LOCAL = "local"
INSTALL = "pip install 'residency-match-simulator[distributed]'"
MANY = 1024  # blocks handed to a cluster at a time, so that workers who join later find some
WITHOUT_WORKERS_SECONDS = 30.0


@dataclass(frozen=True)
class Cluster:
    """A Dask cluster.

    Attributes
    ----------
    address : str
        Of the scheduler, or ``local`` for worker processes of this machine, with one thread each.
    n_workers : int or None
        Local: how many, all cores if None. Else how many blocks may be on the cluster at a time, any number if None.
    timeout_s : float
        Seconds to wait for the scheduler, and for a first worker.

    Raises
    ------
    PoolError
        The address is none, or the extra is not installed.
    """

    address: str
    n_workers: int | None = None
    timeout_s: float = 5.0

    def __post_init__(self) -> None:
        if self.address != LOCAL:
            parsed_address(self.address)
        _distributed()

    @property
    def shares_disk(self) -> bool:
        """Whether the workers are processes of this machine."""
        return self.address == LOCAL

    @contextmanager
    def opened(self) -> Iterator[Crew]:
        """Return the cluster's executor, once every worker was seen to have our versions; cancel what is not done."""
        with ExitStack() as stack:
            stack.enter_context(_hushed())
            client = stack.enter_context(self._client())
            self._has_workers(client)
            same_everywhere(client, self.address)
            executor = client.get_executor(pure=False)
            stack.callback(executor.shutdown, wait=False)
            most = QUEUED * self._size() if self.address == LOCAL else self.n_workers or MANY
            lost = (_distributed().scheduler.KilledWorker, CancelledError)
            yield Crew(executor, most, lost, _watch(client, self.address), fingerprint())

    def _size(self) -> int:
        return self.n_workers or default_workers()

    @contextmanager
    def _client(self) -> Iterator[Any]:
        dask = _distributed()
        with ExitStack() as stack:
            to: Any = self.address
            if self.address == LOCAL:
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="matchsim-dask-"))
                to = stack.enter_context(_local_cluster(self._size(), folder))
            else:
                check_scheduler(self.address, self.timeout_s)
            try:
                with uninterrupted():
                    client = dask.Client(to, timeout=max(self.timeout_s, 1.0), set_as_default=False)
            except (OSError, ValueError, ImportError) as error:
                raise unreachable(self.address, str(error)) from error
            yield stack.enter_context(client)

    def _has_workers(self, client: Any) -> None:
        deadline = time.monotonic() + self.timeout_s
        while not client.nthreads():
            if time.monotonic() > deadline:
                raise PoolError("the cluster has no workers", "cluster", self.address, "a scheduler with workers")
            time.sleep(0.1)


def _distributed() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise PoolError("Dask is not installed", "cluster", allowed=INSTALL) from error


@contextmanager
def _local_cluster(size: int, folder: str) -> Iterator[Any]:
    """Start worker processes of one thread on loopback, without dashboards; Ctrl-C is left to us.

    Two habits of Dask's workers cost our work a third of its time: memory handed back to the system at every turn, and
    a profiler that looks in a hundred times a second.
    """
    config = importlib.import_module("dask").config
    usual: dict[str, Any] = config.get("distributed.nanny.pre-spawn-environ")
    environment = {name: value for name, value in usual.items() if name != "MALLOC_TRIM_THRESHOLD_"}
    ours = {"distributed.nanny.pre-spawn-environ": environment, "distributed.worker.profile.enabled": False}
    with config.set(ours), _one_thread_each(size, folder) as cluster:
        yield cluster


@contextmanager
def _one_thread_each(size: int, folder: str) -> Iterator[Any]:
    with uninterrupted():
        cluster = _distributed().LocalCluster(
            n_workers=size,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",  # none is drawn; its port is any that is free, on loopback
            silence_logs=logging.CRITICAL,
            local_directory=folder,
        )
    with cluster:
        yield cluster


def same_everywhere(client: Any, address: str) -> None:
    """Refuse a cluster on which results could differ.

    Parameters
    ----------
    client : distributed.Client
    address : str
        To name in the refusal.

    Raises
    ------
    PoolError
        A worker has no simulator, or another version of it, of its data, of Python or of a numerical library.
    """
    try:
        found: dict[str, Any] = client.run(fingerprint, on_error="return")
    except Exception as error:
        raise PoolError("a worker could not be asked for its versions", "cluster", address, hint=str(error)) from error
    for worker, said in sorted(found.items()):
        if "ModuleNotFoundError" in repr(said):
            what = f"the simulator, or this version of it, is not installed on worker {worker}"
            raise PoolError(what, "cluster", address, "workers with the simulator installed as it is here")
        if not isinstance(said, dict):
            raise PoolError(f"worker {worker} could not say its versions ({said})", "cluster", address)
        refuse_others(said, f"worker {worker}", address)


def refuse_others(found: dict[str, str], who: str, address: str = "") -> None:
    """Refuse a worker whose results could differ.

    Parameters
    ----------
    found : dict
        Its `fingerprint`.
    who : str
    address : str

    Raises
    ------
    PoolError
        Anything differs.
    """
    others = differences(fingerprint(), found)
    if others:
        allowed = "workers with the same versions as here, because results would not be the same"
        raise PoolError(f"{who} has other versions: {'; '.join(others)}", "cluster", address or None, allowed)


def _watch(client: Any, address: str) -> Callable[[], None]:
    """Return what notices that no worker is left and none comes back."""
    since: float | None = None

    def check() -> None:
        nonlocal since
        try:
            working = bool(client.nthreads())
        except Exception as error:
            raise unreachable(address, "the connection was lost") from error
        now = time.monotonic()
        since = None if working else since or now
        if since is not None and now - since > WITHOUT_WORKERS_SECONDS:
            what = f"the cluster has had no workers for {WITHOUT_WORKERS_SECONDS:.0f} seconds"
            raise PoolError(what, "cluster", address, "a scheduler with workers")

    return check


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep Dask's own messages off the terminal: what matters comes back as an error."""
    logs = [logging.getLogger(name) for name in logging.root.manager.loggerDict if name.startswith("distributed")]
    levels = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for log, level in zip(logs, levels, strict=True):
            log.setLevel(level)
