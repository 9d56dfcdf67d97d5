"""The file of an experiment on the market as one schema, and the JSON Schema that editors read."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simulator.scenario.base import Part
from simulator.scenario.experiment_levers import Lever
from simulator.scenario.kinds import Choice, Number
from simulator.scenario.list_kinds import Distinct, Sized
from simulator.scenario.schema import DIALECT, Simulation
from simulator.scenario.text_kinds import SpecialtyName, Text
from simulator.scenario.vocabulary import APPLICANT_TYPES

MOST_ARMS, MOST_LEVERS, MOST_SHARES = 20, 20, 20
SCALE = (0.001, 20)
GROUPS = (*APPLICANT_TYPES, "us_graduate")
"""Groups of the market: the four applicant types, and US graduates of earlier years."""

Group = Literal["us_md", "us_do", "us_img", "non_us_img", "us_graduate"]
Specialties = Annotated[tuple[Annotated[str, SpecialtyName()], ...], Sized(1, 60, "specialties"), Distinct()]


class MarketEntry(Part):
    """Which market."""

    specialties: Specialties | None = None
    """Specialties in it; left out, the national market of all with figures."""
    scale: Annotated[float, Number(*SCALE)] = 1.0
    """Size relative to the Match of 2025: people, programs and positions, 0.001-20."""


class Who(Part):
    """Which applicants a lever is for; all of them who satisfy every field."""

    types: (
        Annotated[tuple[Annotated[Group, Choice(GROUPS)], ...], Sized(1, len(GROUPS), "types"), Distinct()] | None
    ) = None
    """Applicant types: us_md, us_do, us_img, non_us_img, us_graduate (of earlier years)."""
    specialties: Specialties | None = None
    """First specialties."""


class Arm(Part):
    """One way in which the market could be, compared with the base."""

    name: Annotated[str, Text()]
    """Name of the arm, unique in the file, 1-200 characters."""
    levers: Annotated[tuple[Lever, ...], Sized(1, MOST_LEVERS, "levers")]
    """What is changed from the base, each lever once."""
    shares: (
        Annotated[tuple[Annotated[float, Number(0, 1)], ...], Sized(1, MOST_SHARES, "shares"), Distinct()] | None
    ) = None
    """Shares of applicants who do it, 0-1 each: a run for every share, and what one of them gains alone."""
    who: Who | None = None
    """Which applicants do it; left out, all."""


class ExperimentFile(Part):
    """An experiment on the market: a base, and arms that are compared with it season by season."""

    name: Annotated[str, Text()]
    """Name of the experiment, 1-200 characters."""
    question: Annotated[str, Text(500)]
    """The question it answers, 1-500 characters."""
    market: MarketEntry = Field(default_factory=MarketEntry)
    """Which market; left out, the national one."""
    base: Annotated[tuple[Lever, ...], Sized(0, MOST_LEVERS, "levers")] = ()
    """What the base has changed already; an arm has it too, unless it pulls the same lever."""
    arms: Annotated[tuple[Arm, ...], Sized(1, MOST_ARMS, "arms")]
    """What is compared with the base."""
    simulation: Simulation = Field(default_factory=Simulation)
    """Seasons and seed."""


def experiment_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of the file of an experiment, for editors.

    Returns
    -------
    dict
        Describes each key and its bounds. What a schema cannot say, such as two arms of one name,
        ``matchsim market run`` says.
    """
    schema = ExperimentFile.model_json_schema(mode="validation")
    return {"$schema": DIALECT, **schema, "title": "Experiment on the residency market"}
