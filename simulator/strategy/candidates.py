"""Who could be applied to: the programs being considered, those that are worth nothing, and why."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.seasonclock import released, season_calendar
from simulator.model.signals import signal_limits
from simulator.season.apply import applications
from simulator.strategy.budget import Rules, fees

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from simulator.model.signals import SignalLimit
    from simulator.scenario import Program, Scenario

CONSIDERING, APPLIED = "considering", "applied"
NO_SIGNAL = "none"
SIGNALS = ("silver", "gold")


class Candidates(NamedTuple):
    """Programs that could be applied to, and what they are allowed.

    Attributes
    ----------
    open : names of those of which something can come, in file order
    closed : name to reasons, of those of which nothing can come
    specialties : the specialties of the open ones
    kinds : kinds of signal that can still be sent, ``none`` first
    signals_say : why there are no signals to send; empty where there are
    """

    open: tuple[str, ...]
    closed: Mapping[str, list[str]]
    specialties: tuple[str, ...]
    kinds: tuple[str, ...]
    signals_say: str


def considered(scenario: Scenario) -> tuple[Program, ...]:
    """Return the programs of a scenario that are only being considered."""
    return tuple(p for p in scenario.programs if p.status == CONSIDERING)


def applied_to(scenario: Scenario, signal_of: Mapping[str, str]) -> Scenario:
    """Return a scenario in which some of the programs considered have been applied to.

    Parameters
    ----------
    scenario : Scenario
    signal_of : mapping of program name to signal
        Which programs, and what signal goes with the application.

    Returns
    -------
    Scenario
        They come last on a rank order list that was given; P(match) does not depend on where.
    """
    programs = tuple(
        p.model_copy(update={"status": APPLIED, "signal": signal_of[p.name]}) if p.name in signal_of else p
        for p in scenario.programs
    )
    return dataclasses.replace(scenario, programs=programs, rank_order_list=_ranked(scenario, programs, signal_of))


def _ranked(scenario: Scenario, programs: Sequence[Program], new: Mapping[str, str]) -> tuple[str, ...]:
    if scenario.rank_order_list_given:
        return (*scenario.rank_order_list, *(p.name for p in programs if p.name in new))
    return tuple(p.name for p in programs if p.status not in (CONSIDERING, "rejected"))


def candidates(scenario: Scenario) -> Candidates:
    """Sort the programs considered into those of which something can come and those of which nothing can.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    Candidates
    """
    named = considered(scenario)
    as_if = applied_to(scenario, {p.name: NO_SIGNAL for p in named})
    found = {a.program.name: a for a in applications(as_if)}
    closed = {p.name: found[p.name].filtered for p in named if not found[p.name].is_live}
    open_ = [p for p in named if p.name not in closed]
    specialties = tuple(dict.fromkeys(p.specialty for p in open_))
    why_not = _no_signals(scenario)
    allowances = _allowances(scenario, specialties)
    kinds = [k for k in SIGNALS if not why_not and any(left[k] > 0 for left in allowances.values())]
    none_left = "" if kinds or why_not else "No signals are left in these specialties, or none are on file for them."
    return Candidates(tuple(p.name for p in open_), closed, specialties, (NO_SIGNAL, *kinds), why_not or none_left)


def _no_signals(scenario: Scenario) -> str:
    """Why no signal can be sent any more; empty where it can. They travel with the application."""
    opened = season_calendar(scenario.season).programs_see
    if scenario.as_of is not None and scenario.as_of >= opened:
        return f"Signals travel with the first applications; programs have seen those since {opened}."
    if any(p.status in ("invited", "interviewed", "rejected") for p in scenario.programs):
        return "Signals travel with the first applications; programs have answered some of those already."
    return ""


def _allowances(scenario: Scenario, specialties: Sequence[str]) -> dict[SignalLimit, dict[str, int]]:
    """Signals that are left, by allowance and kind."""
    limits = signal_limits(scenario.season)
    used: Counter[tuple[str, str]] = Counter(
        (p.specialty, p.signal) for p in scenario.programs if p.status != CONSIDERING
    )
    return {
        limit: {k: max(0, limit.most(k) - sum(used[s, k] for s in limit.specialties)) for k in SIGNALS}
        for limit in dict.fromkeys(limits[s] for s in specialties if s in limits)
    }


def sent(scenario: Scenario) -> Counter[str]:
    """Count the applications sent in each specialty: those listed, or more where the scenario says so."""
    listed: Counter[str] = Counter(p.specialty for p in scenario.programs if p.status != CONSIDERING)
    return listed | Counter(scenario.applicant.applications_sent or {})


def rules(scenario: Scenario, found: Candidates, groups: Sequence[str], usd: float, most: int) -> Rules:
    """Return what a choice among the open candidates may cost.

    Parameters
    ----------
    scenario : Scenario
    found : Candidates
    groups : sequence of str
        All specialties of the season, in the order in which its plan has them.
    usd : float
        Most dollars for new applications; infinite where only the number is limited.
    most : int
        Most new applications.

    Returns
    -------
    Rules
    """
    specialty_of = {p.name: p.specialty for p in scenario.programs}
    mine = [specialty_of[name] for name in found.open]
    group = np.array([groups.index(specialty) for specialty in mine], dtype=np.int64)
    new = np.bincount(group, minlength=len(groups)).tolist()
    limits = signal_limits(scenario.season)
    allowances = _allowances(scenario, found.specialties)
    place = {limit: k for k, limit in enumerate(allowances)}
    rows = [[0, *(left[k] for k in found.kinds[1:])] for left in allowances.values()]
    no_limit_known = [0] * len(found.kinds)
    allowance = [place[limits[s]] if s in limits else len(rows) for s in mine]
    return Rules(
        group=group,
        fee=fees(groups, sent(scenario), new, scenario.season),
        usd=usd,
        most=min(most, len(mine)),
        allowance=np.array(allowance, dtype=np.int64),
        signals=np.array([*rows, no_limit_known], dtype=np.int64),
    )


def silence_speaks(scenario: Scenario) -> bool:
    """Whether the season has run so far that not having heard says something."""
    return released(scenario.as_of, scenario.season) > 0
