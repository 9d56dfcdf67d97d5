"""One source, two forms: the kernels as compiled code for arrays, and as plain Python for lists.

A first compilation takes a quarter of a minute, and loading what was compiled a second:
longer than most markets. So a process solves markets by the very same functions,
uncompiled, on lists of numbers, until that has taken about as long as loading; from then
on, in the middle of a market if need be, and at once for large markets, by Numba. Both
take the same steps and give the same answer. For this the kernels keep to one-dimensional arrays, to numbers that
never pass 2**63, and to no function of NumPy.
"""

from __future__ import annotations

import functools
import importlib
import types
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F")
T = TypeVar("T", bound=tuple[Any, ...])
KERNEL_MODULES = ("prepare", "singles", "seats", "couples", "search", "small", "stability_kernels")
INNER, ENTRY = "inner", "entry"
SMALL = 400_000  # ranks, all lists together: about a second in plain Python
WARM_SECONDS, COLD_SECONDS = 1.0, 8.0  # of plain Python in a process: about what loading, half what compiling takes


def kernel_source(function: F) -> F:
    """Mark a function that exists in both forms and that only other kernels call."""
    function.__kernel__ = INNER  # type: ignore[attr-defined]
    return function


def kernel_entry(function: F) -> F:
    """Mark a function that exists in both forms and that is called from Python."""
    function.__kernel__ = ENTRY  # type: ignore[attr-defined]
    return function


@functools.cache
def plain() -> types.SimpleNamespace:
    """All kernels as plain functions, for lists."""
    return types.SimpleNamespace(**_sources())


@functools.cache
def compiled() -> types.SimpleNamespace:
    """All kernels compiled, for arrays; loads Numba.

    The kernels make no arrays, so they are compiled without counting references to
    them: with it, handing on thirty arrays takes longer than what most kernels do.
    """
    from simulator.engine.kernel import kernel

    shared: dict[str, Any] = {}
    for name in KERNEL_MODULES:
        shared.update(vars(importlib.import_module(f"simulator.market.{name}")))
    sources = _sources()
    for name, function in sources.items():
        twin = types.FunctionType(function.__code__, shared, name, function.__defaults__)
        twin.__qualname__, twin.__module__ = function.__qualname__, function.__module__
        shared[name] = kernel(twin, is_inner=function.__kernel__ == INNER, _nrt=False)  # type: ignore[attr-defined]
    return types.SimpleNamespace(**{name: shared[name] for name in sources})


def _sources() -> dict[str, Callable[..., Any]]:
    modules = [importlib.import_module(f"simulator.market.{name}") for name in KERNEL_MODULES]
    return {name: value for module in modules for name, value in vars(module).items() if hasattr(value, "__kernel__")}


def is_interpreted(size: int) -> bool:
    """Whether a market with so many ranks is solved in plain Python."""
    return size <= SMALL and not compiled.cache_info().currsize


class Spent:
    """Seconds for which this process has solved markets in plain Python; at a limit, compiled code takes over."""

    seconds = 0.0

    @classmethod
    def add(cls, seconds: float) -> None:
        """Count more work, and have the compiled code once it would have paid."""
        cls.seconds += seconds
        if cls.seconds > _patience():
            compiled()


@functools.cache
def _patience() -> float:
    return WARM_SECONDS if _is_on_disk() else COLD_SECONDS


def _is_on_disk() -> bool:
    from simulator.engine.kernel import is_compiled

    return is_compiled("search.enter_all")


def will_compile(size: int) -> bool:
    """Whether a market with so many ranks has to wait for the compiler, once on this machine."""
    return not is_interpreted(size) and not compiled.cache_info().currsize and not _is_on_disk()


def as_lists(arrays: T) -> T:
    """Lists of plain numbers in place of arrays; tuples of numbers pass unchanged."""
    return type(arrays)(*(x.tolist() for x in arrays)) if hasattr(arrays, "_fields") else arrays


def copy_back(lists: tuple[Any, ...], arrays: tuple[Any, ...]) -> None:
    """Write what the plain form left in its lists into the arrays."""
    for source, target in zip(lists, arrays, strict=True):
        target[:] = np.asarray(source, target.dtype)
