"""WHAT HAPPENS TO ALL: the algorithm of the NRMP on whole markets, its independent checker, and the national market.

May import `season`, `model`, `scenario`, `engine` and `errors`. It takes and returns
arrays: names, files and screens are not its business. `stability` is written from the
definition and shares no code with the solver, because an answer that its own author
checks is not checked.

- `match(problem)`: a `Matching`, verified
- `market(lists, ...)`: a `Market` from plain lists; `Market`: the arrays themselves
- `blocking(problem, ...)`: what blocks a matching; `verify`: whether nothing does
- `make_cohort(...)`: made-up applicants and programs; `run_year(cohort, ...)`: a season of all of them
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.market.cohort import make_cohort
    from simulator.market.matching import Blocking, Matching
    from simulator.market.problem import Market, market
    from simulator.market.solve import match
    from simulator.market.stability import blocking, verify
    from simulator.market.year import run_year

_HOME = {
    "Blocking": "matching",
    "Market": "problem",
    "Matching": "matching",
    "blocking": "stability",
    "make_cohort": "cohort",
    "market": "problem",
    "match": "solve",
    "run_year": "year",
    "verify": "stability",
}

__all__ = ["Blocking", "Market", "Matching", "blocking", "make_cohort", "market", "match", "run_year", "verify"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(f"simulator.market.{_HOME[name]}"), name)
    raise AttributeError(f"module 'simulator.market' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
