"""Simulations in the background: bounded in number, told how far they are, stopped when nobody listens."""

from __future__ import annotations

import itertools
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from simulator.advice.session.kept import StoppedError
from simulator.errors import InputError

MOST_JOBS, KEPT_SECONDS, UNHEARD_SECONDS = 16, 60.0, 10.0
WORKERS = 1  #: simulations at a time; answers of the exact solver come first

Work = Callable[[Callable[[int], None]], dict[str, Any]]


class BusyError(Exception):
    """Too many jobs are waiting."""


class Job:
    """One simulation.

    Parameters
    ----------
    total : int
        Steps that it will tell of.
    """

    def __init__(self, total: int) -> None:
        self.key = secrets.token_urlsafe(9)
        self.total = total
        self.done = 0
        self.listeners = 0
        self.unheard_since: float | None = time.monotonic()
        self.ended: float | None = None
        self.answer: dict[str, Any] | None = None
        self.failed = ""
        self._stop = threading.Event()

    @property
    def is_over(self) -> bool:
        """Whether it is done, failed or stopped."""
        return self.ended is not None

    @property
    def is_stopped(self) -> bool:
        """Whether it was told to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Tell it to stop at its next step."""
        self._stop.set()

    def advance(self, steps: int) -> None:
        """Note what has been done; what nobody listens to ends here.

        Parameters
        ----------
        steps : int

        Raises
        ------
        StoppedError
        """
        self.done = min(self.done + steps, self.total)
        since = self.unheard_since
        if self.is_stopped or (since is not None and time.monotonic() - since > UNHEARD_SECONDS):
            raise StoppedError

    def listen(self, more: int) -> None:
        """Note that somebody listens (1) or has gone (-1); the last one who goes stops it."""
        self.listeners += more
        self.unheard_since = None if self.listeners else time.monotonic()
        if not self.listeners:
            self.stop()

    def run(self, work: Work, explain: Callable[[Exception], str]) -> None:
        """Do the work and keep what came of it."""
        try:
            self.advance(0)
            self.answer = work(self.advance)
            self.done = self.total
        except StoppedError:
            self.failed = "stopped"
        except InputError as error:
            self.failed = str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, somebody waits for an answer
            self.failed = explain(error)
        self.ended = time.monotonic()


class Jobs:
    """The simulations of a server.

    Parameters
    ----------
    explain : callable
        Puts an exception of ours into words.
    """

    def __init__(self, explain: Callable[[Exception], str]) -> None:
        self._explain = explain
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="matchsim-job")

    def start(self, total: int, work: Work) -> Job:
        """Start a job, or put it in the queue.

        Parameters
        ----------
        total : int
        work : callable
            Given a callable to tell steps to, which may raise `StoppedError`.

        Returns
        -------
        Job

        Raises
        ------
        BusyError
        """
        job = Job(total)
        with self._lock:
            self._forget()
            if sum(not one.is_over for one in self._jobs.values()) >= MOST_JOBS:
                raise BusyError
            self._jobs[job.key] = job
        self._pool.submit(job.run, work, self._explain)
        return job

    def _forget(self) -> None:
        """Drop what ended a while ago, and of the rest of what has ended all but the latest."""
        now, over = time.monotonic(), [job for job in self._jobs.values() if job.ended is not None]
        old = [job for job in over if job.ended is not None and now - job.ended > KEPT_SECONDS]
        for job in itertools.chain(old, over[:-MOST_JOBS]):
            self._jobs.pop(job.key, None)

    def get(self, key: str) -> Job | None:
        """Return a job by its key, or None."""
        return self._jobs.get(key)

    def working(self) -> int:
        """Return how many jobs run or wait."""
        return sum(not job.is_over for job in list(self._jobs.values()))

    def close(self) -> None:
        """Stop everything and wait for it."""
        for job in list(self._jobs.values()):
            job.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)
