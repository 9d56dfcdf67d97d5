"""What moves the answer: one field or one parameter at a time, by the exact solver, with the facts kept.

A field moved is an intervention: the person stays who the facts say, and only what is still to come follows
(`season.intervened`).
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.model.profile import reference_of
from simulator.model.tables import table
from simulator.outcomes.uncertainty import interval, over_draws
from simulator.season.draws import solve_draws
from simulator.season.exact import enough_intervals, solve
from simulator.season.plan import make_plan
from simulator.strategy.portfolio import systematic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.outcomes.uncertainty import Drawn
    from simulator.scenario import Scenario
    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

NOT_GIVEN = "no filter"
DRAWS = 40
MOVES = 1e-9


class Shift(NamedTuple):
    """One thing moved.

    Attributes
    ----------
    kind : ``profile``, ``program`` or ``parameter``
    field : its name
    value : what it is moved to, in words
    difference : change of P(match) under the central parameters
    low, high : 90% interval of the change over the draws; the same as `difference` for a parameter
    can : whether the applicant can still do something about it
    step : by how much a number of the profile is moved, in its own unit; 0 for anything else
    """

    kind: str
    field: str
    value: str
    difference: float
    low: float
    high: float
    can: bool
    step: float = 0.0


class Ground(NamedTuple):
    """The season as it is, under the central parameters and under some draws.

    Attributes
    ----------
    scenario, calibration : what it is of
    central : Plan
    match : P(match), exact
    drawn : Drawn
        Under all draws.
    some : Plan
        Under a sample of the draws, of equal weight as often as `weight` says.
    base : array (d,)
        P(match) under these.
    weight : array (d,)
    intervals : int
    """

    scenario: Scenario
    calibration: Calibration
    central: Plan
    match: float
    drawn: Drawn
    some: Plan
    base: Array
    weight: Array
    intervals: int


def ground(scenario: Scenario, calibration: Calibration) -> Ground:
    """Solve the season as it is.

    Parameters
    ----------
    scenario : Scenario
    calibration : Calibration
        For the applicant's type.

    Returns
    -------
    Ground
    """
    central = make_plan(scenario, calibration)
    solution = solve(central)
    drawn = over_draws(scenario, calibration, solution)
    at, weight = systematic(drawn.weight, DRAWS)
    some = drawn.plan.rows(at)
    intervals = enough_intervals(central) if central.n_programs else solution.intervals
    base, _ = solve_draws(some, intervals)
    return Ground(scenario, calibration, central, float(solution.match[0]), drawn, some, base, weight, intervals)


def shifts(base: Ground, progress: Callable[[float], None] | None = None) -> list[Shift]:
    """Move every profile field and program field in turn.

    Parameters
    ----------
    base : Ground
    progress : callable of float, optional
        Told what share of the work has just been done; what it raises stops the work.

    Returns
    -------
    list of Shift
        Those that change anything, the largest first.
    """
    edits, found = (*profile_edits(base), *program_edits(base.scenario)), []
    for edit in edits:
        found.append(_shift(base, *edit))
        if progress:
            progress(1 / len(edits))
    return sorted((s for s in found if max(map(abs, s[3:6])) > MOVES), key=lambda s: -abs(s.difference))


def _shift(base: Ground, kind: str, field: str, value: str, edited: Scenario, can: bool, step: float = 0.0) -> Shift:
    match = float(solve(make_plan(edited, base.calibration, facts=base.central)).match[0])
    drawn, _ = solve_draws(make_plan(edited, base.calibration, facts=base.some), base.intervals)
    low, high = interval(drawn - base.base, base.weight, 0.9)
    return Shift(kind, field, value, match - base.match, float(low), float(high), can, step)


class Whose(NamedTuple):
    """Whose fields are moved.

    Attributes
    ----------
    scenario : of one applicant
    calibration : for the type
    central : Plan
    """

    scenario: Scenario
    calibration: Calibration
    central: Plan


def profile_edits(base: Whose | Ground) -> Iterator[tuple[str, str, str, Scenario, bool, float]]:
    """Move every field of the profile in turn.

    Parameters
    ----------
    base : Whose or Ground

    Yields
    ------
    (str, str, str, Scenario, bool, float)
        Kind, field, value in words, the edited scenario, whether one can still do something about it, the step.
    """
    scenario = base.scenario
    for rule in table("sensitivity")["profile"]:
        now = _now(base, rule)
        for value in _values(rule, now):
            if value != getattr(scenario.applicant, rule["field"]):
                person = scenario.applicant.model_copy(update={rule["field"]: value})
                edited = dataclasses.replace(scenario, applicant=person)
                said, step = f"{_said(value)} {rule.get('unit', '')}".strip(), value - now if "step" in rule else 0.0
                yield "profile", rule["field"], said, edited, rule["can"], float(step)


def _now(base: Whose | Ground, rule: Mapping[str, Any]) -> Any:
    """Return the value of a profile field, or what one left out stands for."""
    given = getattr(base.scenario.applicant, rule["field"])
    if given is not None or "step" not in rule:
        return given
    if "from" in rule:
        return rule["from"]
    specialty = base.central.groups[0] if base.central.groups else "internal_medicine"
    return reference_of(base.calibration, base.scenario.applicant.type, specialty)[rule["field"]]


def _values(rule: Mapping[str, Any], now: Any) -> list[Any]:
    """Return what a field is moved to."""
    if "values" in rule:
        return [tuple(v) if isinstance(v, list) else v for v in rule["values"]]
    moved = {min(max(now + sign * rule["step"], rule["low"]), rule["high"]) for sign in (-1, 1)} - {now}
    return sorted(round(x, 6) if isinstance(x, float) else x for x in moved)


def program_edits(scenario: Scenario) -> Iterator[tuple[str, str, str, Scenario, bool, float]]:
    """Move one field of every program applied to or invited; where interviews were held, things are as they are.

    Parameters
    ----------
    scenario : Scenario

    Yields
    ------
    as `profile_edits`
    """
    for rule in table("sensitivity")["program"]:
        field = rule["field"]
        if "step" in rule:
            for sign, word in ((-1, "less"), (1, "more")):
                moved = {
                    p.name: _values({**rule, "step": sign * rule["step"]}, value)
                    for p in scenario.programs
                    if (value := getattr(p, field)) is not None
                }
                target = {name: (max(v) if sign > 0 else min(v)) for name, v in moved.items() if v}
                yield from _program_edit(scenario, field, f"{rule['step']:g} {word}", target)
        else:
            for value in _values(rule, None):
                kept = None if value == NOT_GIVEN else value
                target = {p.name: kept for p in scenario.programs}
                yield from _program_edit(scenario, field, _said(value), target)


def _program_edit(
    scenario: Scenario, field: str, said: str, target: Mapping[str, Any]
) -> Iterator[tuple[str, str, str, Scenario, bool, float]]:
    def moved(p: Any) -> Any:
        is_open = p.status in ("applied", "invited") and p.name in target
        return p.model_copy(update={field: target[p.name]}) if is_open else p

    programs = tuple(moved(p) for p in scenario.programs)
    if programs != scenario.programs:
        yield "program", field, said, dataclasses.replace(scenario, programs=programs), False, 0.0


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " and ".join(map(str, value)) or "none"
    return f"{value:g}" if isinstance(value, int | float) else str(value)
