"""The inverse question: how many further interviews would make a match as likely as the safe zone says."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.tables import constant, table
from simulator.season.draws import light_intervals
from simulator.season.plan import make_plan
from simulator.strategy.nodes import place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.scenario import Scenario
    from simulator.season.plan import Plan
    from simulator.strategy.sensitivity import Ground

    Array = NDArray[np.float64]

#: Said where the file limits interviews.
NO_LIMIT = "The limit on interviews (max_interviews) is not applied to the further interviews."


class Needed(NamedTuple):
    """How many further interviews would do.

    Attributes
    ----------
    setting : of the programs
    target : chance of a match asked for, 0-1
    central : fewest further interviews under the central parameters, None where none of those tried is enough
    low, high : the same at both ends of the 90% interval over the draws
    share : share of the draws, by weight, under which some number reaches the target
    """

    setting: str
    target: float
    central: int | None
    low: int | None
    high: int | None
    share: float


def needed(base: Ground) -> list[Needed]:
    """Tell how many further interviews, of each type of program, would make a match as likely as the safe zone says.

    Interviews are given, not earned: they teach nothing about the person, who stays who the facts say.

    Parameters
    ----------
    base : Ground

    Returns
    -------
    list of Needed
        For every setting and target; programs sponsor what the applicant needs.
    """
    rule = table("sensitivity")["inverse"]
    settings = ("community", "university_affiliated", "university")
    counts = np.arange(int(rule["most_interviews"]) + 1)
    found = []
    for setting in settings:
        centre = _with_interviews(base, setting, base.central, np.ones(1), counts)[0]
        drawn = _with_interviews(base, setting, base.some, base.weight, counts)
        for target in rule["targets"]:
            fewest = np.array([_fewest(row, target) for row in drawn])
            low, high = _ends(fewest, base.weight, constant("simulation", "interval_level"))
            middle = _fewest(centre, target)
            reached = float(base.weight[fewest < counts.size].sum())
            further, least, most = (_whole(x, counts) for x in (middle, float(low), float(high)))
            found.append(Needed(setting, float(target), further, least, most, reached))
    return found


def _fewest(match: Array, target: float) -> float:
    """Fewest further interviews that reach a target; one more than tried where none does."""
    reached = np.flatnonzero(match >= target)
    return float(reached[0]) if reached.size else float(match.size)


def _ends(fewest: Array, weight: Array, level: float) -> tuple[float, float]:
    """Both ends of the interval of whole numbers, each one that some draw gives: "none reaches it" is no number."""
    order = np.argsort(fewest, kind="stable")
    passed = np.cumsum(weight[order])
    at = np.searchsorted(passed, [0.5 * (1 - level), 0.5 * (1 + level)])
    low, high = fewest[order[np.minimum(at, fewest.size - 1)]]
    return float(low), float(high)


def _whole(number: float, counts: NDArray[np.int64]) -> int | None:
    return None if number > counts[-1] else int(np.ceil(number))


def _with_interviews(base: Ground, setting: str, facts: Plan, weight: Array, counts: NDArray[np.int64]) -> Array:
    """P(match) with so many further interviews at programs of a setting, (D, counts), without a limit on interviews."""
    edited = _one_interview(base.scenario, setting, base.central)
    plan = make_plan(edited, base.calibration, facts=facts)._replace(room=-1)
    is_new = np.array([plan.applied[k].program.name == edited.programs[-1].name for k in plan.live], dtype=bool)
    if not is_new.any():  # no visa on which this applicant could start anywhere
        known = base.base if weight.size > 1 else np.array([base.match])
        return np.repeat(known[:, None], counts.size, axis=1)
    nodes = place([plan], is_new, weight, light_intervals(base.intervals))
    left = np.log1p(-nodes.chance[0, 0])
    whole = nodes.start.sum(axis=2)
    g = int(nodes.group[0])
    others = np.delete(whole, g, axis=0).prod(axis=0)
    unmatched = np.stack(
        [
            (nodes.outer * others * (nodes.start[g] * np.exp(k * left)).sum(axis=1)).reshape(weight.size, -1)
            for k in counts
        ]
    )
    return np.asarray(1 - unmatched.sum(axis=2).T / weight[:, None])


def _one_interview(scenario: Scenario, setting: str, plan: Plan) -> Scenario:
    from simulator.scenario import Program

    specialty = plan.groups[0] if plan.groups else "internal_medicine"
    taken = {p.name for p in scenario.programs}
    name = next(n for k in range(len(taken) + 1) if (n := f"further interview {k}") not in taken)
    about = {"name": name, "specialty": specialty, "setting": setting, "visas": ("j1", "h1b"), "status": "interviewed"}
    new = Program.model_validate(about)
    ranked = (*scenario.rank_order_list, name)
    return dataclasses.replace(scenario, programs=(*scenario.programs, new), rank_order_list=ranked)
