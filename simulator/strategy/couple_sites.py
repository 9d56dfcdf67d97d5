"""Further interviews that a couple may be given: one of each setting, in every city where either has a program."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.tables import table
from simulator.scenario.couple_people import each_alone
from simulator.strategy.pair_places import city_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from simulator.scenario import Program, Scenario
    from simulator.season.plan import Plan
    from simulator.strategy.couple_base import CoupleBase

    Mask = NDArray[np.bool_]

SETTINGS = ("community", "university_affiliated", "university")
VISAS = ("j1", "h1b")


class Site(NamedTuple):
    """A kind of further interview: one program like this for either partner.

    Attributes
    ----------
    setting : of the programs
    place : city and state, empty where none is known
    programs : one for the first partner, one for the second
    """

    setting: str
    place: str
    programs: tuple[Program, Program]


def further_sites(scenario: Scenario, base: CoupleBase) -> Iterator[Site]:
    """Yield kinds of further interviews: every setting, in every city where either partner has a program.

    Parameters
    ----------
    scenario : Scenario
    base : CoupleBase

    Yields
    ------
    Site
    """
    people = each_alone(scenario)
    known: dict[object, Program] = {}
    count: dict[object, int] = {}
    for person in people:
        for p in person.programs:
            if p.name in person.rank_order_list:
                known.setdefault(city_of(p), p)
                count[city_of(p)] = count.get(city_of(p), 0) + 1
    most = int(table("couples")["improve"]["most_cities"]["value"])
    cities = sorted((c for c in known if c is not None), key=lambda c: -count[c])[:most] or [None]
    for k, city in enumerate(cities):
        like = known.get(city)
        for setting in SETTINGS:
            new = [_new(person, plan, f"{k} {setting}", setting, like) for person, plan in _with_plans(people, base)]
            yield Site(setting, _place(like), (new[0], new[1]))


def _with_plans(people: tuple[Scenario, Scenario], base: CoupleBase) -> list[tuple[Scenario, Plan]]:
    return list(zip(people, base.couple.plans, strict=True))


def _place(like: Program | None) -> str:
    return "" if like is None else ", ".join(part for part in (like.city, like.state) if part)


def _new(person: Scenario, plan: Plan, label: str, setting: str, like: Program | None) -> Program:
    """A further program of a partner, in the specialty that most of his or her programs have."""
    from simulator.scenario import Program

    taken = {p.name for p in person.programs}
    count = {g: sum(p.specialty == g for p in person.programs) for g in plan.groups}
    name = next(n for k in range(len(taken) + 1) if (n := f"further interview {label} {k}") not in taken)
    about: dict[str, object] = {"name": name, "setting": setting, "visas": VISAS, "status": "interviewed"}
    about["specialty"] = max(count, key=lambda g: count[g]) if count else "internal_medicine"
    if like is not None:
        about |= {f: getattr(like, f) for f in ("city", "state", "latitude", "longitude")}
    return Program.model_validate({key: value for key, value in about.items() if value is not None})


def with_sites(scenario: Scenario, sites: Sequence[Site]) -> tuple[Scenario, Scenario]:
    """Return both partners with all further programs, at the end of their lists.

    Parameters
    ----------
    scenario : Scenario
        Of the couple.
    sites : sequence of Site

    Returns
    -------
    (Scenario, Scenario)
    """
    found = []
    for side, person in enumerate(each_alone(scenario)):
        more = tuple(site.programs[side] for site in sites)
        names = (*person.rank_order_list, *(p.name for p in more))
        found.append(replace(person, programs=(*person.programs, *more), rank_order_list=names))
    return found[0], found[1]
