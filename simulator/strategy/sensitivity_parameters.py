"""How much each parameter of the model matters for one answer.

A parameter moved is another belief about the world, not an intervention: what was heard is read again under it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.parameters import SPREADS, Parameters
from simulator.model.tables import table
from simulator.season.draws import solve_draws
from simulator.season.plan import make_plan
from simulator.strategy.sensitivity import MOVES

if TYPE_CHECKING:
    from simulator.strategy.sensitivity import Ground


class Moved(NamedTuple):
    """One parameter of the model moved.

    Attributes
    ----------
    field : its name
    value : by how many standard deviations of its draws
    difference : change of P(match) under otherwise central parameters
    central, moved : the parameter's own number, as it is and as moved
    """

    field: str
    value: str
    difference: float
    central: float
    moved: float


def parameter_shifts(base: Ground) -> list[Moved]:
    """Move every parameter of the model by one standard deviation of its draws, down and up.

    Parameters
    ----------
    base : Ground

    Returns
    -------
    list of Moved
        Those that change anything, the largest first; facts are read again under each.
    """
    size = float(table("sensitivity")["parameters"]["step_sd"])
    names, moved = _moved_parameters(base, size)
    if not names:
        return []
    plan = make_plan(base.scenario, base.calibration, moved)
    match, _ = solve_draws(plan, base.intervals)
    centre, _ = solve_draws(base.central, base.intervals)
    change = match - centre[0]
    found = [
        Moved(name, f"{sign:+g} sd", float(d), was, now)
        for (name, sign, was, now), d in zip(names, change, strict=True)
    ]
    return sorted((s for s in found if abs(s.difference) > MOVES), key=lambda s: -abs(s.difference))


def _moved_parameters(base: Ground, size: float) -> tuple[list[tuple[str, float, float, float]], Parameters]:
    """Central parameters with one of them moved in each row."""
    central, draws = base.calibration.central, base.calibration.draws
    names, rows = [], []
    for block, labels in (
        ("invite", base.calibration.effects),
        ("rank", base.calibration.effects),
        ("spread", SPREADS),
    ):
        sd = np.asarray(getattr(draws, block)).std(axis=0)
        for column in np.flatnonzero(sd > 0):
            for sign in (-size, size):
                value = getattr(central, block).copy()
                was = float(value[0, column])
                value[0, column] += sign * sd[column]
                if block == "spread":
                    value[0, column] = max(value[0, column], 0.0)
                names.append((f"{block}: {labels[column]}", sign, was, float(value[0, column])))
                rows.append(central._replace(**{block: value}))
    stacked = Parameters(*(np.concatenate(x) for x in zip(*rows, strict=True))) if rows else central
    return names, stacked
