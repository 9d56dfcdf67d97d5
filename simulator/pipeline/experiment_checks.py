"""What the model cannot run of an experiment, each with its place in the file; and what is worth a note."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from simulator.errors import Fault, InputError
from simulator.market.cohort_counts import GROUPS, counts_of, couples_of, specialties_of
from simulator.market.cohort_people import IMGS, SENIORS
from simulator.market.lever_rules import n_couples, signals_of
from simulator.market.year_tables import present_signals
from simulator.model.tables import table
from simulator.scenario.experiment_levers import MOST_SIGNALS_IN_ALL
from simulator.scenario.suggest import did_you_mean

if TYPE_CHECKING:
    from simulator.scenario.experiment import Arm, Who
    from simulator.scenario.experiment_file import Experiment
    from simulator.scenario.experiment_levers import Lever
    from simulator.scenario.nodes import Path

PROPOSED = (
    "Programs propose to those who apply alone and without a supplemental list; couples and people with supplemental "
    "lists then enter one by one, as with applicants proposing. The independent checker looks at every season."
)


def check_experiment(experiment: Experiment) -> tuple[str, ...]:
    """Refuse what cannot be run.

    Parameters
    ----------
    experiment : Experiment

    Returns
    -------
    tuple of str
        What is worth a note, one sentence each.

    Raises
    ------
    InputError
        With every fault: specialties without figures, a market too small for its programs, levers that name a
        specialty outside the market, levers that nobody could pull.
    """
    if faults := list(_market_faults(experiment)):
        raise InputError(faults)
    faults = [*_lever_faults(experiment), *_who_faults(experiment)]
    if faults:
        raise InputError(faults)
    return tuple(dict.fromkeys(_notes(experiment)))


def _market_faults(experiment: Experiment) -> Iterator[Fault]:
    market, known = experiment.asked.market, table("market_specialties")
    for n, name in enumerate(market.specialties or ()):
        if name not in known:
            message, hint = "has no figures of a market", did_you_mean(name, known)
            yield experiment.at.fault(("market", "specialties", n), message, name, ", ".join(known), hint)
    fewest = {name: float(known[name]["programs"]) for name in market.specialties or known if name in known}
    if not fewest:
        return
    smallest = min(fewest, key=lambda name: fewest[name])
    if market.scale * fewest[smallest] < 1:
        message = f"is so small that {smallest} has no program"
        allowed = f"{np.ceil(1000 / fewest[smallest]) / 1000:g} or more for this market"
        yield experiment.at.fault(("market", "scale"), message, market.scale, allowed)


def _every_lever(experiment: Experiment) -> Iterator[tuple[Path, Lever, Arm | None]]:
    for n, lever in enumerate(experiment.asked.base):
        yield ("base", n), lever, None
    for n, arm in enumerate(experiment.asked.arms):
        for k, lever in enumerate(arm.levers):
            yield ("arms", n, "levers", k), lever, arm


def _lever_faults(experiment: Experiment) -> Iterator[Fault]:
    inside = specialties_of(experiment.asked.market.specialties)
    for path, lever, _ in _every_lever(experiment):
        pulled = getattr(lever, lever.name)
        for name in getattr(pulled, "by_specialty", None) or {}:
            if name not in inside:
                place = (*path, lever.name, "by_specialty")
                yield experiment.at.fault(
                    place, "names a specialty that is not in this market", name, ", ".join(inside)
                )
        if lever.couples is not None and lever.couples.times is not None and len(inside) == 1:
            message, allowed = "multiplies the couples of a market that has none: of one specialty", "number or share"
            yield experiment.at.fault((*path, "couples", "times"), message, lever.couples.times, allowed)
        if lever.signals is not None:
            numbers = signals_of(present_signals(inside), lever.signals, inside)
            for name, row in zip(inside, numbers, strict=True):
                if row.sum() > MOST_SIGNALS_IN_ALL:
                    message, allowed = f"gives {name} too many", f"at most {MOST_SIGNALS_IN_ALL}, gold and silver"
                    yield experiment.at.fault((*path, "signals"), message, int(row.sum()), allowed)


def _who_faults(experiment: Experiment) -> Iterator[Fault]:
    inside = specialties_of(experiment.asked.market.specialties)
    for n, arm in enumerate(experiment.asked.arms):
        for name in (arm.who.specialties if arm.who else None) or ():
            if name not in inside:
                path: Path = ("arms", n, "who", "specialties")
                yield experiment.at.fault(path, "names a specialty that is not in this market", name, ", ".join(inside))
        if arm.who is not None and _n_eligible(arm.who, inside, experiment.asked.market.scale) == 0:
            yield experiment.at.fault(("arms", n, "who"), "names nobody of this market")


def _n_eligible(who: Who, inside: tuple[str, ...], scale: float) -> int:
    counts = counts_of(inside, scale).first
    rows = [who.specialties is None or name in who.specialties for name in inside]
    columns = [who.types is None or group in who.types for group in GROUPS]
    return int(counts[np.ix_(np.flatnonzero(rows), np.flatnonzero(columns))].sum())


def _notes(experiment: Experiment) -> Iterator[str]:
    market = experiment.asked.market
    inside = specialties_of(market.specialties)
    counts = counts_of(inside, market.scale).first
    for _, lever, _ in _every_lever(experiment):
        if lever.couples is not None:
            wanted = n_couples(lever.couples, int(counts.sum()), len(inside))
            rooms = zip(couples_of(wanted), (SENIORS, IMGS), strict=True)
            got = sum(min(pairs, int(counts[:, list(kinds)].sum()) // 2) for pairs, kinds in rooms)
            if got < wanted:
                yield f"Of {wanted:,} couples asked for there are people for {got:,}: most are pairs of US seniors."
        if lever.proposing == "programs":
            yield PROPOSED
    if experiment.asked.base:
        changed = ", ".join(dict.fromkeys(lever.name for lever in experiment.asked.base))
        yield f"The base of this file has changed already: {changed}. 'As now' means as in that base."
    for arm in experiment.asked.arms:
        if all(lever in experiment.asked.base for lever in arm.levers):
            yield f"{arm.name}: each of its levers is one of the base, so nothing differs from the base."
    if market.scale < 1:
        yield (
            f"A market at scale {market.scale:g} has that many programs too, so that each person has fewer to apply "
            "to: effects of applications are not those of the whole market."
        )
