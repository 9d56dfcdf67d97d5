"""The whole scenario file as one schema, and the JSON Schema that editors read."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from simulator.scenario.applicant import Applicant
from simulator.scenario.base import Part
from simulator.scenario.couple import CoupleEntry
from simulator.scenario.edits import Strategy
from simulator.scenario.kinds import Whole
from simulator.scenario.list_kinds import Sized
from simulator.scenario.program import MAX_PATH_CHARACTERS, ProgramEntry, RankedNames
from simulator.scenario.text_kinds import Day, Text

SEASONS = (2020, 2035)
MAX_SEED = 2**63 - 1
MAX_REPLICATES = 1_000_000_000
MAX_STRATEGIES = 200
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Simulation(Part):
    """How much to simulate; ``None`` leaves the choice to the program."""

    replicates: Annotated[int, Whole(1, MAX_REPLICATES)] | None = None
    """Simulated seasons, a count 1-1000000000."""
    seed: Annotated[int, Whole(0, MAX_SEED)] | None = None
    """Seed of the random numbers, 0-9223372036854775807; the same seed gives the same result."""


class ScenarioFile(Part):
    """One applicant's (or couple's) season: who applies, where, and what has happened so far."""

    name: Annotated[str, Text()]
    """Name of the scenario, 1-200 characters."""
    season: Annotated[int, Whole(*SEASONS)]
    """Year of the Match (March), 2020-2035."""
    as_of: Annotated[date, Day()] | None = None
    """Today, for the scenario (YYYY-MM-DD), within the season."""
    calibration: Annotated[str, Text(MAX_PATH_CHARACTERS)] | None = None
    """Name of a calibration, such as rules-of-thumb, or a path to one."""
    applicant: Applicant
    """Who applies."""
    programs: tuple[ProgramEntry, ...] | None = None
    """The programs, in the order of preference where no rank_order_list is given."""
    programs_file: Annotated[str, Text(MAX_PATH_CHARACTERS)] | None = None
    """CSV file with programs (same column names), relative to this file; they follow `programs`."""
    rank_order_list: RankedNames | None = None
    """Program names, best first; default: file order of everything not considering and not rejected."""
    supplemental_rank_order_list: RankedNames | None = None
    """Preliminary programs for the first year of an advanced position, best first; tried once that position is held;
    default with an advanced program on the rank order list: file order of every preliminary one that can be ranked."""
    couple: CoupleEntry | None = None
    """The partner and the joint list, where two applicants match as a couple."""
    strategies: Annotated[tuple[Strategy, ...], Sized(0, MAX_STRATEGIES)] | None = None
    """What could be done differently: named lists of edits."""
    simulation: Simulation = Field(default_factory=Simulation)
    """How much to simulate."""


def json_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of the scenario file, for editors.

    Returns
    -------
    dict
        Describes each key, its units and its bounds. What a schema cannot say (a list
        that names a program that is not there, duplicate names) ``matchsim check`` says.
    """
    schema = ScenarioFile.model_json_schema(mode="validation")
    return {"$schema": DIALECT, **schema, "title": "Residency match scenario"}
