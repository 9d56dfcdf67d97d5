"""A residency-match simulator: honest match likelihoods from a scenario file.

Public names are loaded on first use, so that importing the package costs nothing:

- `load_scenario(path)`, `scenario_from_dict(data)`: a checked scenario
- `run(scenario)`: a `RunResult`; `run_couple(scenario)`: a `CoupleResult`
- `advise_session(scenario)`: an advising session of widgets, for a notebook
- `advise(scenario)`: where the season stands and what can still be done
- `optimize(scenario, budget_usd=...)`: what to apply to
- `sensitivity(scenario)`: what moves the answer
- `reapply(scenario, seasons=3)`: further seasons, and what a season without a match teaches
- `load_experiment(path)`, `run_experiment(experiment)`: what a change does to the whole market
- `exact`: the exact solver; `charts`: figures of a result
- `market`: the matching algorithm on arrays, `market.match(problem)`
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from simulator._version import __version__

if TYPE_CHECKING:
    from simulator import market
    from simulator.advice import charts
    from simulator.advice.notebook import advise_session
    from simulator.errors import InputError
    from simulator.outcomes.couple import CoupleResult
    from simulator.outcomes.experiment import ExperimentResult
    from simulator.outcomes.result import RunResult
    from simulator.pipeline import advise, optimize, run, run_couple, run_experiment, sensitivity
    from simulator.scenario import (
        Experiment,
        Scenario,
        experiment_from_dict,
        json_schema,
        load_experiment,
        load_scenario,
        scenario_from_dict,
    )
    from simulator.season import exact
    from simulator.strategy.reapply import reapply

_HOME = {
    "CoupleResult": "outcomes.couple",
    "Experiment": "scenario",
    "ExperimentResult": "outcomes.experiment",
    "InputError": "errors",
    "advise": "pipeline",
    "advise_session": "advice.notebook",
    "optimize": "pipeline",
    "reapply": "strategy.reapply",
    "sensitivity": "pipeline",
    "RunResult": "outcomes.result",
    "Scenario": "scenario",
    "experiment_from_dict": "scenario",
    "json_schema": "scenario",
    "load_experiment": "scenario",
    "load_scenario": "scenario",
    "run": "pipeline",
    "run_couple": "pipeline",
    "run_experiment": "pipeline",
    "scenario_from_dict": "scenario",
}
_MODULES = {"charts": "advice.charts", "exact": "season.exact", "market": "market"}

__all__ = [
    "CoupleResult",
    "Experiment",
    "ExperimentResult",
    "InputError",
    "RunResult",
    "Scenario",
    "__version__",
    "advise",
    "advise_session",
    "charts",
    "exact",
    "experiment_from_dict",
    "json_schema",
    "load_experiment",
    "load_scenario",
    "market",
    "optimize",
    "reapply",
    "run",
    "run_couple",
    "run_experiment",
    "scenario_from_dict",
    "sensitivity",
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"simulator.{_MODULES[name]}")
    if name in _HOME:
        return getattr(importlib.import_module(f"simulator.{_HOME[name]}"), name)
    raise AttributeError(f"module 'simulator' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
