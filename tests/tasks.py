"""Tasks for replicates run elsewhere; other processes import them by name."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np


class Inner(NamedTuple):
    """Part of a result."""

    flags: Any
    share: Any


class Outcome(NamedTuple):
    """A result with something of every kind."""

    counts: Any
    table: Any
    nothing: Any
    inner: Inner
    more: dict[str, Any]
    pair: tuple[int, float]
    words: list[str]
    one: Any


def outcome(replicate: int) -> Outcome:
    """Return numbers that depend on the replicate alone."""
    rng = np.random.default_rng(replicate)
    return Outcome(
        counts=rng.integers(0, 1000, 5),
        table=rng.normal(size=(2, 3)).astype(np.float32),
        nothing=None,
        inner=Inner(rng.random(4) < 0.5, float(rng.normal())),
        more={"empty": np.empty((0, 2)), "is_odd": bool(replicate % 2), "not a number": float("nan")},
        pair=(replicate, 1 / (replicate + 1)),
        words=["a", "ü"],
        one=np.int16(replicate),
    )


def leaves(value: Any) -> Iterator[tuple[Any, ...]]:
    """Everything in a result, with types, as things that can be compared."""
    yield (type(value),)
    if isinstance(value, dict | tuple | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from leaves(part)
    elif isinstance(value, np.ndarray | np.generic | float):
        array = np.asarray(value)
        yield array.dtype, array.shape, array.tobytes()
    else:
        yield (value,)


@dataclass(frozen=True)
class Fragile:
    """Kills its own process, once for each file that is given, at one replicate.

    Attributes
    ----------
    folder : str
        Where it notes that it has done so.
    at : int
    times : int
    """

    folder: str
    at: int = 3
    times: int = 1

    def __call__(self, replicate: int) -> Outcome:
        if replicate == self.at:
            for k in range(self.times):
                note = Path(self.folder) / f"killed-{k}"
                if not note.exists():
                    note.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
        return outcome(replicate)


@dataclass(frozen=True)
class Slow:
    """Takes its time, and notes its process.

    Attributes
    ----------
    folder : str
    seconds : float
    """

    folder: str
    seconds: float

    def __call__(self, replicate: int) -> int:
        (Path(self.folder) / str(os.getpid())).touch()
        time.sleep(self.seconds)
        return replicate


@dataclass(frozen=True)
class Failing:
    """Raises at one replicate: the work's own fault, not the worker's."""

    at: int

    def __call__(self, replicate: int) -> int:
        if replicate == self.at:
            raise ZeroDivisionError(f"replicate {replicate}")
        return replicate
