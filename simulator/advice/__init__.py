"""HOW WE SAY IT: results in words and pictures for the person whose season it is.

Words speak in natural frequencies with their range, never 0 or 100, and say first what was not
modelled; charts are colour-blind safe and readable on a phone. May import everything to its left
(`outcomes` above all) and is imported only by `cli`: nothing that computes may depend on how its
answer is worded. Attributes load on first use, so that importing this package costs nothing.
"""

from __future__ import annotations

import importlib
from types import ModuleType

__all__ = ["charts", "frequency", "report", "theme", "words"]


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return importlib.import_module(f"{__name__}.{name}")


def __dir__() -> list[str]:
    return sorted(__all__)
