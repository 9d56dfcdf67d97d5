"""From the counts of seasons to the tables of an experiment's result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.experiment_counts import SIDES, Change, Tally
from simulator.outcomes.experiment import ArmResult, CrowdResult, Moved, Row
from simulator.outcomes.experiment_measures import BY_GROUP, CHANGES, MEASURES, OF_PEOPLE, Measure, effect_of
from simulator.outcomes.experiment_race import left_of, reached_of

if TYPE_CHECKING:
    from simulator.market.experiments import ExperimentTask, SeasonCounts
    from simulator.outcomes.experiment_measures import Array
    from simulator.outcomes.experiment_race import Left


class Tables(NamedTuple):
    """The tables of a result; fields as in `ExperimentResult`."""

    base: dict[tuple[str, str], float]
    arms: tuple[ArmResult, ...]
    crowds: tuple[CrowdResult, ...]
    stable_seasons: int
    applicants: int
    programs: int
    positions: int


def tables_of(
    seasons: Sequence[SeasonCounts],
    runs: Sequence[tuple[str, float | None]],
    crowds: Sequence[str],
    task: ExperimentTask,
    level: float,
) -> Tables:
    """Sum up the seasons of an experiment.

    Parameters
    ----------
    seasons : sequence of SeasonCounts
        Two or more.
    runs : sequence of (str, float or None)
        Arm and share of each run, in the order of the counts.
    crowds : sequence of str
        Arms with shares, in the order of the counts.
    task : ExperimentTask
        What was run.
    level : float
        Of the intervals.

    Returns
    -------
    Tables
    """
    tally = Tally(*(np.stack(column) for column in zip(*(s.tally for s in seasons), strict=True)))
    change = Change(*(np.stack(column) for column in zip(*(s.change for s in seasons), strict=True)))
    alone = Change(*(np.stack(column) for column in zip(*(s.alone for s in seasons), strict=True)))
    stable = tally.stable.sum(axis=0)
    arms = tuple(
        ArmResult(
            name,
            share,
            int(stable[n + 1]),
            tuple(_rows(tally, n + 1, level)),
            tuple(_moved(change, n, level)),
            tuple(reached_of(change, n, task.runs[n].levers, task.base)),
        )
        for n, (name, share) in enumerate(runs)
    )
    return Tables(
        base=dict(_base(tally)),
        arms=arms,
        crowds=tuple(
            CrowdResult(
                name,
                tuple(m for m in _moved(alone, n, level) if m.who == "doers"),
                tuple(arm for arm in arms if arm.name == name),
                *_race(alone, n, change, _where_all(runs, name), level),
                tuple(reached_of(alone, n, task.crowds[n].levers, task.base)),
            )
            for n, name in enumerate(crowds)
        ),
        stable_seasons=int(stable[0]),
        applicants=int(tally.persons[0, 0, -1]),
        programs=int(tally.programs[0, 0]),
        positions=int(tally.positions[0, 0]),
    )


class _Column(NamedTuple):
    """A group's values of the base and of one run, (R,) each, and what they are shares of."""

    group: str
    base: Array
    value: Array
    of: Array | None


def _columns(measure: Measure, tally: Tally, n: int = 0) -> Iterator[_Column]:
    """Each group where every season has values."""
    found, of = measure.read(tally), None if measure.of is None else measure.of(tally).astype(float)
    for k, group in enumerate(measure.groups or ("",)):
        own = found[..., k] if measure.groups else found
        size = of if of is None or not measure.groups else of[..., k]
        if np.isfinite(own[:, [0, n]]).all():
            yield _Column(group, own[:, 0], own[:, n], None if size is None else size[:, 0])


def _base(tally: Tally) -> Iterator[tuple[tuple[str, str], float]]:
    for measure in MEASURES:
        for column in _columns(measure, tally):
            yield (measure.name, column.group), float(column.base.mean())


def _rows(tally: Tally, n: int, level: float) -> Iterator[Row]:
    for measure in MEASURES:
        for group, base, value, of in _columns(measure, tally, n):
            yield Row(measure.name, group, float(base.mean()), float(value.mean()), effect_of(value - base, level, of))


def _where_all(runs: Sequence[tuple[str, float | None]], name: str) -> int | None:
    """Place of the run in which all do it."""
    return next((n for n, (arm, share) in enumerate(runs) if arm == name and share == 1), None)


def _race(
    alone: Change, n: int, change: Change, every: int | None, level: float
) -> tuple[tuple[Moved, ...], tuple[Left, ...]]:
    """What one gains alone against what all gain, season by season; empty where not all were asked to."""
    apart: list[Moved] = []
    left: list[Left | None] = []
    for name, read in () if every is None else CHANGES.items():
        one, all_of = read(alone)[:, n, 0], read(change)[:, every, 0]
        people = alone.people[:, n, 0].astype(float) if name in OF_PEOPLE else None
        for k, group in enumerate(BY_GROUP):
            if np.isfinite(one[:, k]).all() and np.isfinite(all_of[:, k]).all():
                of = None if people is None else people[:, k]
                apart.append(Moved("doers", name, group, effect_of(one[:, k] - all_of[:, k], level, of)))
                left += [left_of(group, one[:, k], all_of[:, k], level)] if name == "matched" else []
    return tuple(apart), tuple(row for row in left if row is not None)


def _moved(change: Change, n: int, level: float) -> Iterator[Moved]:
    for side, who in enumerate(SIDES):
        for name, read in CHANGES.items():
            found = read(change)[:, n, side]
            people = change.people[:, n, side].astype(float) if name in OF_PEOPLE else None
            for k, group in enumerate(BY_GROUP):
                if np.isfinite(found[:, k]).all():
                    of = None if people is None else people[:, k]
                    yield Moved(who, name, group, effect_of(found[:, k], level, of))
