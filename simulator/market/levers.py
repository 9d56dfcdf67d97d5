"""What the levers of an experiment do to a season: to people's habits, and to the rules of the market.

Luck has addresses, so a season with levers is the same season but for what they change: the
same people, the same coins of person and program, the same programs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.cohort_counts import GROUPS
from simulator.market.cohort_programs import SETTINGS
from simulator.market.draws import Address, MarketStage, market_uniforms
from simulator.market.lever_rules import ruled
from simulator.market.year_tables import room_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from simulator.market.cohort import Cohort
    from simulator.market.year_tables import Tables
    from simulator.scenario.experiment import Who
    from simulator.scenario.experiment_levers import Lever

    Mask = NDArray[np.bool_]

NO_CAP = 2**31 - 1
CHANGES_APPLICATIONS = ("cap_applications", "more_applications", "community_programs")
"""Levers that change how many applications people send."""


class Habits(NamedTuple):
    """What people do, A of them with L plans.

    Attributes
    ----------
    factor : array (L,)
        On the number of applications of each plan; of a fraction of one, a coin decides.
    community : array (A,) of int64
        Community programs applied to besides.
    most, most_in : arrays (A,) and (L,) of int64
        Most applications of a person, and of a plan.
    attended : array (A,)
        Factor on the interviews that a person attends at most.
    most_attended : array (A,) of int64
        Most interviews of a person, whatever the factor.
    """

    factor: NDArray[np.float64]
    community: NDArray[np.int64]
    most: NDArray[np.int64]
    most_in: NDArray[np.int64]
    attended: NDArray[np.float64]
    most_attended: NDArray[np.int64]


class Setup(NamedTuple):
    """One season about to be run, as `year.play` takes it.

    Attributes
    ----------
    cohort : Cohort
    tables : Tables
    room : array (A,) of int32
    proposing : str
    """

    cohort: Cohort
    tables: Tables
    room: NDArray[np.int32]
    proposing: str


def usual_habits(cohort: Cohort) -> Habits:
    """What people do without any lever."""
    n_people, n_plans = cohort.plans.first.size, cohort.plans.specialty.size
    return Habits(
        factor=np.ones(n_plans),
        community=np.zeros(n_people, np.int64),
        most=np.full(n_people, NO_CAP, np.int64),
        most_in=np.full(n_plans, NO_CAP, np.int64),
        attended=np.ones(n_people),
        most_attended=np.full(n_people, NO_CAP, np.int64),
    )


def eligible(cohort: Cohort, who: Who | None) -> Mask:
    """Which applicants a lever is for, (A,).

    Parameters
    ----------
    cohort : Cohort
    who : Who or None
        None is all.
    """
    found = np.ones(cohort.plans.first.size, np.bool_)
    if who is not None and who.types is not None:
        found &= np.isin(cohort.plans.group, [GROUPS.index(name) for name in who.types])
    if who is not None and who.specialties is not None:
        named = [s for s, name in enumerate(cohort.shape.specialties) if name in who.specialties]
        found &= np.isin(cohort.plans.first, named)
    return found


def crowd(cohort: Cohort, share: float, address: Address) -> Mask:
    """Who is among the given share of people, by lot; a larger share keeps those of a smaller one.

    Parameters
    ----------
    cohort : Cohort
    share : float
        0 to 1.
    address : Address
    """
    return np.asarray(market_uniforms(address, MarketStage.CROWD, cohort.plans.first.size)[0] < share)


def set_up(
    cohort: Cohort,
    tables: Tables,
    address: Address,
    base: Sequence[Lever] = (),
    levers: Sequence[Lever] = (),
    doers: Mask | None = None,
) -> Setup:
    """Set the levers of a season: first those of the base, for everybody, then those of an arm.

    Parameters
    ----------
    cohort : Cohort
    tables : Tables
        As `make_tables` makes them.
    address : Address
    base : sequence of Lever
    levers : sequence of Lever
        Where the base has the same lever, this one counts in its place.
    doers : array (A,) of bool, optional
        Who pulls the levers that are people's own; left out, everybody.

    Returns
    -------
    Setup
    """
    everybody = np.ones(cohort.plans.first.size, np.bool_)
    habits, mine = usual_habits(cohort), everybody if doers is None else doers
    for lever in base:
        habits = _pulled(habits, lever, cohort, everybody)
    for lever in levers:
        habits = _pulled(habits, lever, cohort, mine)
    rules = {one.name: one for one in (*base, *levers)}
    cohort, tables = ruled(cohort, tables, list(rules.values()), address)
    side = rules["proposing"].proposing if "proposing" in rules else None
    return Setup(cohort, _fitted(cohort, tables, habits, address), _room(cohort, habits), side or "applicants")


def _pulled(habits: Habits, lever: Lever, cohort: Cohort, doers: Mask) -> Habits:
    """Habits after those who do it have pulled a lever; rules of the market change none."""
    pull = _PULLS.get(lever.name)
    return habits if pull is None else pull(habits, getattr(lever, lever.name), cohort, doers)


def _cap_applications(habits: Habits, given: Any, cohort: Cohort, doers: Mask) -> Habits:
    plans = cohort.plans
    owner = np.repeat(np.arange(plans.first.size), np.diff(plans.start))
    named = given.by_specialty or {}
    usual = NO_CAP if given.per_specialty is None else given.per_specialty
    most_in = np.array([named.get(name, usual) for name in cohort.shape.specialties], np.int64)
    most = np.where(doers, NO_CAP if given.total is None else given.total, habits.most)
    return habits._replace(
        most=most.astype(np.int64), most_in=np.where(doers[owner], most_in[plans.specialty], habits.most_in)
    )


def _cap_interviews(habits: Habits, given: Any, cohort: Cohort, doers: Mask) -> Habits:
    del cohort
    return habits._replace(most_attended=np.where(doers, given.total, habits.most_attended))


def _more_interviews(habits: Habits, given: Any, cohort: Cohort, doers: Mask) -> Habits:
    del cohort
    return habits._replace(attended=np.where(doers, 1 + given.percent / 100, habits.attended))


def _more_applications(habits: Habits, given: Any, cohort: Cohort, doers: Mask) -> Habits:
    owner = np.repeat(np.arange(doers.size), np.diff(cohort.plans.start))
    return habits._replace(factor=np.where(doers[owner], 1 + given.percent / 100, habits.factor))


def _community_programs(habits: Habits, given: Any, cohort: Cohort, doers: Mask) -> Habits:
    del cohort
    return habits._replace(community=np.where(doers, given.number, habits.community).astype(np.int64))


_PULLS: dict[str, Callable[[Habits, Any, Cohort, Mask], Habits]] = {
    "cap_applications": _cap_applications,
    "cap_interviews": _cap_interviews,
    "community_programs": _community_programs,
    "more_applications": _more_applications,
    "more_interviews": _more_interviews,
}


def _room(cohort: Cohort, habits: Habits) -> NDArray[np.int32]:
    wanted = np.maximum(1, np.rint(habits.attended * room_of(cohort)))
    return np.minimum(wanted, habits.most_attended).astype(np.int32)


def _fitted(cohort: Cohort, tables: Tables, habits: Habits, address: Address) -> Tables:
    """Tables in which everybody sends what the habits say, each person's coins being what they were."""
    from simulator.market.lever_kernels import fit_plans

    plans, people, programs = cohort.plans, cohort.people, cohort.programs
    owner = np.repeat(np.arange(plans.first.size), np.diff(plans.start))
    sent, lift = tables.sent.copy(), tables.community.copy()
    is_other = (habits.most < NO_CAP) | (habits.community > 0)
    is_other[owner[(habits.most_in < NO_CAP) | (habits.factor != 1)]] = True
    chosen, coin = np.flatnonzero(is_other), market_uniforms(address, MarketStage.CROWD, plans.first.size)[1]
    where = (np.uint64(address.seed), np.uint64(address.replicate), np.uint64(MarketStage.APPLY << 16))
    is_community = programs.setting == SETTINGS.index("community")
    largest, most_plans = int(np.diff(programs.start).max()), int(np.diff(plans.start).max())
    fit_plans(
        where,
        chosen,
        (plans.start, plans.specialty, plans.role, sent, lift),
        (tables.kind, people.region),
        (programs.start, tables.weight, tables.total, programs.region, is_community, tables.home),
        (habits.factor, coin, habits.community, habits.most, habits.most_in),
        (np.empty(largest), np.empty(largest, np.bool_), np.empty(most_plans * largest)),
    )
    return tables._replace(sent=sent, community=lift)
