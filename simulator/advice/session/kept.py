"""Answers kept for a while: bounded in number, each worked out once even if many ask at the same time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class StoppedError(Exception):
    """Raised inside work that nobody wants any more."""


class Kept(Generic[T]):
    """The most recently asked answers of a pure function, by key.

    Parameters
    ----------
    most : int
        Answers kept; the one that nobody has asked for longest goes first.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, Future[T]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the answer for a key; made here if it is not kept, or waited for where another thread makes it.

        Parameters
        ----------
        key : hashable
        make : callable
            Its exception reaches everybody who waits, and is not kept. If whoever asked first gave up
            (`StoppedError`), somebody who waits makes the answer instead.

        Returns
        -------
        The answer.
        """
        with self._lock:
            known = self._found.get(key)
            if known is not None:
                self._found.move_to_end(key)
            else:
                mine: Future[T] = Future()
                self._found[key] = mine
                if len(self._found) > self._most:
                    self._found.popitem(last=False)
        if known is None:
            return self._make(key, mine, make)
        try:
            return known.result()
        except StoppedError:
            return self.get(key, make)

    def _make(self, key: Hashable, mine: Future[T], make: Callable[[], T]) -> T:
        try:
            mine.set_result(make())
        except BaseException as error:  # noqa: BLE001 - whoever waits must hear of it, whatever it is
            with self._lock:
                if self._found.get(key) is mine:
                    del self._found[key]
            mine.set_exception(error)
        return mine.result()

    def peek(self, key: Hashable) -> T | None:
        """Return an answer that is kept and ready, without waiting; else None."""
        with self._lock:
            known = self._found.get(key)
        ready = known is not None and known.done() and known.exception() is None
        return known.result() if ready and known is not None else None
