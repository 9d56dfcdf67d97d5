"""WHAT THE USER ASKS: a file or Python data to a checked, frozen scenario, or every fault in it.

May import `errors` only: a scenario can be checked without believing in any model, and the
vocabulary (specialties, applicant types) that all later packages share is defined here.
YAML (`reader`) and CSV (`csv_reader`) become one tree of values with places (`nodes`),
the schema (`schema` and its parts; `experiment` for the market) checks shapes, `checks` compare fields, and `expand`
makes the `Scenario`. Public names load on first use, because pydantic takes a moment
that `matchsim --help` must not wait for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.scenario.applicant import Applicant
    from simulator.scenario.edited import Edited, apply_strategy
    from simulator.scenario.edits import Edit, Strategy
    from simulator.scenario.experiment import experiment_schema
    from simulator.scenario.experiment_file import Experiment, experiment_from_dict, load_experiment
    from simulator.scenario.loader import load_scenario, scenario_from_dict
    from simulator.scenario.program import Program
    from simulator.scenario.scenario import Couple, Partner, Scenario, unsupported_parts
    from simulator.scenario.schema import Simulation, json_schema
    from simulator.scenario.specialties import SPECIALTIES, specialty_key

_HOME = {
    "Applicant": "applicant",
    "Couple": "scenario",
    "Edit": "edits",
    "Edited": "edited",
    "Experiment": "experiment_file",
    "Partner": "scenario",
    "Program": "program",
    "SPECIALTIES": "specialties",
    "Scenario": "scenario",
    "Simulation": "schema",
    "Strategy": "edits",
    "apply_strategy": "edited",
    "experiment_from_dict": "experiment_file",
    "experiment_schema": "experiment",
    "json_schema": "schema",
    "load_experiment": "experiment_file",
    "load_scenario": "loader",
    "scenario_from_dict": "loader",
    "specialty_key": "specialties",
    "unsupported_parts": "scenario",
}

__all__ = [
    "SPECIALTIES",
    "Applicant",
    "Couple",
    "Edit",
    "Edited",
    "Experiment",
    "Partner",
    "Program",
    "Scenario",
    "Simulation",
    "Strategy",
    "apply_strategy",
    "experiment_from_dict",
    "experiment_schema",
    "json_schema",
    "load_experiment",
    "load_scenario",
    "scenario_from_dict",
    "specialty_key",
    "unsupported_parts",
]


def __getattr__(name: str) -> object:
    """Load a public name on first use."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
