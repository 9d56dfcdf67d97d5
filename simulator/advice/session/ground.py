"""What levers act on: the season of one applicant, with what can be asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.model.checks import check
from simulator.model.filters import paper_filters, usable_visas, visa_filter
from simulator.scenario.couple_people import each_alone
from simulator.season.apply import applications
from simulator.season.lookalikes import kinds
from simulator.season.plan import make_plan
from simulator.strategy.calendar import main_specialty

if TYPE_CHECKING:
    from simulator.model.parameters import Calibration
    from simulator.scenario import Program, Scenario

INVITED = ("invited", "interviewed")

Edits = list[dict[str, Any]]


class Ground(NamedTuple):
    """What levers act on.

    Attributes
    ----------
    scenario : Scenario
        Of the first partner alone where there are two.
    calibration : Calibration
        For that applicant's type.
    partner : Scenario or None
        The second partner alone.
    values : mapping
        The position of every lever.
    """

    scenario: Scenario
    calibration: Calibration
    partner: Scenario | None
    values: Mapping[str, Any]

    @property
    def specialty(self) -> str:
        """Where most applications went."""
        return main_specialty([p for p in self.scenario.programs if p.status != "considering"])

    @property
    def silent(self) -> list[Program]:
        """Programs that have not answered and are not closed, in the order of the list."""
        return [a.program for a in applications(self.scenario) if a.program.status == "applied" and not a.filtered]

    @property
    def liked(self) -> list[Program]:
        """Programs on the list that have invited, best liked first, to which no letter has gone."""
        known = {p.name: p for p in self.scenario.programs}
        ranked = [known[name] for name in self.scenario.rank_order_list if name in known]
        return [p for p in ranked if p.status in INVITED and p.letter == "none"]

    @property
    def closed(self) -> list[str]:
        """Programs applied to, or still to be, that the visa or a limit on paper closes."""
        person, open_to = self.scenario.applicant, ("applied", "considering")
        there = [p for p in self.scenario.programs if p.status in open_to]
        return [p.name for p in there if visa_filter(person, p) or paper_filters(person, p)]


def people_of(scenario: Scenario) -> tuple[Scenario, ...]:
    """Return the one applicant of a scenario, or both partners of a couple, each alone."""
    return (scenario,) if scenario.couple is None else each_alone(scenario)


def different(scenario: Scenario) -> int:
    """Count the programs of one applicant that are not look-alikes: what takes time is worked out for each."""
    return kinds(make_plan(scenario, check(scenario)))[0].size


def ground_of(scenario: Scenario, calibration: Calibration, values: Mapping[str, Any]) -> Ground:
    """Return what levers act on.

    Parameters
    ----------
    scenario : Scenario
    calibration : Calibration
    values : mapping
        The positions of the levers that are not at rest.

    Returns
    -------
    Ground
    """
    if scenario.couple is None:
        return Ground(scenario, calibration, None, values)
    first, second = each_alone(scenario)
    return Ground(first, calibration.for_type(first.applicant.type), second, values)


def _unused(ground: Ground, name: str) -> str:
    """Return a name that no program has, nor any with this name and a number."""
    taken = [p.name.casefold() for who in (ground.scenario, ground.partner) if who for p in who.programs]
    while any(one == name.casefold() or one.startswith(f"{name.casefold()} ") for one in taken):
        name = f"Still {name[0].lower()}{name[1:]}"
    return name


def added(ground: Ground, name: str, count: int, setting: str, **more: object) -> dict[str, Any]:
    """Return the edit that adds so many programs, with a name that is free and the visas that would do."""
    visas = [v for v in usable_visas(ground.scenario.applicant) if v != "none"]
    entry = {"name": _unused(ground, name), "count": count, "specialty": ground.specialty, "setting": setting, **more}
    return {"add_programs": {**entry, **({"visas": visas} if visas else {})}}


def set_programs(names: list[str], **changes: object) -> Edits:
    """Return the edit that changes programs by name; none without a name."""
    return [{"set_programs": {"where": {"name": names}, "set": changes}}] if names else []
