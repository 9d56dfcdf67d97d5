"""What does the user ask?

Turns a user's file (YAML, CSV) or Python data into a checked, frozen :class:`Scenario`,
or into an :class:`~simulator.errors.InputError` that names every fault with its place.

May import ``simulator.errors`` only: a scenario can be checked without any model, and the
vocabulary (specialties, applicant types) that all later packages share is defined here.
Public names are loaded on first use, because pydantic and the schema take a moment that
``matchsim --help`` must not wait for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.scenario.applicant import Applicant
    from simulator.scenario.edits import Edit, Strategy
    from simulator.scenario.loader import load_scenario, scenario_from_dict
    from simulator.scenario.program import Program
    from simulator.scenario.scenario import Couple, Partner, Scenario, unsupported_parts
    from simulator.scenario.schema import Simulation, json_schema
    from simulator.scenario.specialties import SPECIALTIES, specialty_key

_HOME = {
    "Applicant": "applicant",
    "Couple": "scenario",
    "Edit": "edits",
    "Partner": "scenario",
    "Program": "program",
    "SPECIALTIES": "specialties",
    "Scenario": "scenario",
    "Simulation": "schema",
    "Strategy": "edits",
    "json_schema": "schema",
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
    "Partner",
    "Program",
    "Scenario",
    "Simulation",
    "Strategy",
    "json_schema",
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
