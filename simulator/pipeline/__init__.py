"""WHAT IS DONE IN WHICH ORDER: each whole program on one page.

`season` takes a scenario to a result, `couple` that of two partners, `couple_list` says what they can do; `matching`
takes files of rank order lists to a matching; `portfolio` takes a scenario with candidates to what to apply to;
`sensitivity` tells what moves the answer; `advise` says where the season stands and what can still be done;
`experiment` runs the whole market with and without a change.
May import everything that computes, and neither words nor screens (`advice`, `cli`): a page or a
notebook calls the same functions as the command. Public names load on first use, because one
program must not wait for the other's imports.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.pipeline.advising import advise
    from simulator.pipeline.couple import run_couple
    from simulator.pipeline.couple_check import check_couple, joint_list
    from simulator.pipeline.couple_list import couple_advice
    from simulator.pipeline.experiment import run_experiment
    from simulator.pipeline.matching import match_files
    from simulator.pipeline.portfolio import optimize
    from simulator.pipeline.season import MOST_REPLICATES, MOST_SEED, run, simulation_settings
    from simulator.pipeline.what_moves import sensitivity

_HOME = {
    "MOST_REPLICATES": "season",
    "MOST_SEED": "season",
    "advise": "advising",
    "check_couple": "couple_check",
    "couple_advice": "couple_list",
    "joint_list": "couple_check",
    "match_files": "matching",
    "optimize": "portfolio",
    "run": "season",
    "run_couple": "couple",
    "run_experiment": "experiment",
    "sensitivity": "what_moves",
    "simulation_settings": "season",
}

__all__ = [
    "MOST_REPLICATES",
    "MOST_SEED",
    "advise",
    "check_couple",
    "couple_advice",
    "joint_list",
    "match_files",
    "optimize",
    "run",
    "run_couple",
    "run_experiment",
    "sensitivity",
    "simulation_settings",
]


def __getattr__(name: str) -> object:
    """Load a public name on first use."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
