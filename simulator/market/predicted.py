"""What the season of one says of many members of a market at once, exactly as it would say it of each.

People of one applicant type with the same numbers of interviews in the same specialties
differ in the linear predictors of their season only, which are a part of the person's and a
part of the program's added up. The solver of the season of one takes such people as it
takes parameter sets, many together.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.market.as_scenario import profile_of, stated
from simulator.market.cohort_counts import GROUPS
from simulator.market.cohort_programs import SETTINGS
from simulator.model.parameters import load_calibration
from simulator.model.profile import design
from simulator.scenario import Applicant, Program
from simulator.season.count import reference_mix
from simulator.season.draws import solve_draws
from simulator.season.lookalikes import chosen
from simulator.season.plan import make_plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulator.market.cohort import Cohort
    from simulator.market.year import Year
    from simulator.season.plan import Plan

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]

INTERVALS = 64  # of the full rule; `solve_draws` takes half of them
CACHED = 1 << 17


class Alike(NamedTuple):
    """People of one type with the same numbers of interviews in the same specialties.

    Attributes
    ----------
    type : str
    people : array (D,) of int
    specialties : tuple of str
    counts : array (G,) of int
        Interviews in each specialty.
    programs : array (D, P) of int
        Those of each person, by specialty.
    """

    type: str
    people: Index
    specialties: tuple[str, ...]
    counts: Index
    programs: Index


def predicted(cohort: Cohort, year: Year, people: Index) -> Array:
    """Chance of a match that the season of one gives to each of some members of a market, after the interviews.

    Parameters
    ----------
    cohort : Cohort
    year : Year
    people : array (n,) of int
        Some of `as_scenario.ranking_alone`.

    Returns
    -------
    array (n,)
        That of each person's scenario (`as_scenario.scenario_of`) under the central parameters, to about 1e-4.
    """
    found = np.empty(cohort.plans.first.size)
    for alike in _gathered(cohort, year, people):
        found[alike.people] = solve_draws(_plan(cohort, alike), INTERVALS)[0]
    return found[people]


def _gathered(cohort: Cohort, year: Year, people: Index) -> list[Alike]:
    own, known = year.lists.own, cohort.shape.specialties
    kinds: dict[Any, list[Any]] = {}
    for a in people:
        programs = np.sort(own.items[own.start[a] : own.start[a + 1]])  # those of one specialty stand side by side
        which, counts = np.unique(cohort.programs.specialty[programs], return_counts=True)
        key = (GROUPS[cohort.plans.group[a]], tuple(known[s] for s in which), tuple(counts))
        kinds.setdefault(key, []).append((a, programs))
    found = []
    for (kind, names, counts), members in kinds.items():
        who, held = (np.array(column, np.int64) for column in zip(*members, strict=True))
        found.append(Alike(kind, who, names, np.array(counts), held))
    return found


def _plan(cohort: Cohort, alike: Alike) -> Plan:
    """Plan of all of them: row d is person d."""
    n, names = alike.people.size, alike.specialties
    group = np.repeat(np.arange(len(names)), alike.counts)
    plan = chosen(_template(alike.type, names), group).rows(np.zeros(n, np.int64))
    person = np.array([_person_parts(cohort, int(a), names) for a in alike.people])  # (D, G, 2)
    shift = person[:, group, 1] + _program_parts(cohort, alike)
    heard = np.repeat(np.arange(len(names)), plan.evidence.shift.shape[1] // len(names))
    mix = np.concatenate([_mix_part(alike.type, name) for name in names])
    evidence = plan.evidence._replace(shift=person[:, heard, 0] + mix, invitations=alike.counts)
    return plan._replace(rank_shift=shift, evidence=evidence)


@functools.lru_cache(maxsize=4096)
def _template(kind: str, names: tuple[str, ...]) -> Plan:
    """Plan of a person of this type with one interview in each specialty."""
    programs = [{**_stand_in(name), "name": name, "status": "interviewed", "visas": ["j1"]} for name in names]
    return make_plan(stated({"type": kind, "visa": "none"}, programs), load_calibration().for_type(kind))


def _stand_in(specialty: str) -> dict[str, Any]:
    return {"name": "stand-in", "specialty": specialty, "setting": SETTINGS[0]}


def _person_parts(cohort: Cohort, a: int, names: Sequence[str]) -> list[tuple[float, float]]:
    profile = tuple(profile_of(cohort, a).values())
    return [_person_part(*profile, name) for name in names]


@functools.lru_cache(maxsize=CACHED)
def _person_part(kind: str, ck: int, years: float, visa: str, specialty: str) -> tuple[float, float]:
    """Linear predictors of a person, at the invitation and at the rank list, at the stand-in of a specialty."""
    fields = {"type": kind, "step2_ck": ck, "years_since_graduation": years, "visa": visa}
    return _predictors(Applicant.model_validate(fields), _stand_in(specialty))


def _program_parts(cohort: Cohort, alike: Alike) -> Array:
    """What the programs of each person add to the linear predictor of the rank list, (D, P)."""
    programs, p = cohort.programs, alike.programs
    near = programs.region[p] == cohort.people.region[alike.people][:, None]
    which, at = np.unique(2 * p + near, return_inverse=True)
    known = cohort.shape.specialties
    parts = [
        _program_part(
            alike.type,
            known[programs.specialty[q // 2]],
            SETTINGS[programs.setting[q // 2]],
            float(programs.img_share[q // 2]),
            bool(q % 2),
        )
        for q in which
    ]
    return np.array(parts)[at].reshape(p.shape)


@functools.lru_cache(maxsize=CACHED)
def _program_part(kind: str, specialty: str, setting: str, img_share: float, is_near: bool) -> float:
    """What a program adds to the linear predictor of the rank list, against the stand-in of its specialty."""
    person, stand_in = Applicant.model_validate({"type": kind}), _stand_in(specialty)
    tie = "geographic" if is_near else "none"
    about = {**stand_in, "setting": setting, "img_share": img_share, "connection": tie}
    return _predictors(person, about)[1] - _predictors(person, stand_in)[1]


@functools.lru_cache(maxsize=CACHED)
def _mix_part(kind: str, specialty: str) -> Array:
    """What the programs of the usual mix add at the invitation, against the stand-in, (E,)."""
    person = Applicant.model_validate({"type": kind})
    base = _predictors(person, _stand_in(specialty))[0]
    return np.array([_predictors_at(person, p)[0] - base for p, _ in reference_mix(specialty)])


def _predictors(person: Applicant, program: dict[str, Any]) -> tuple[float, float]:
    return _predictors_at(person, Program.model_validate(program))


def _predictors_at(person: Applicant, program: Program) -> tuple[float, float]:
    calibration = load_calibration().for_type(person.type)
    features, central = design(person, [program], calibration)[0], calibration.central
    return float(central.invite[0] @ features), float(central.rank[0] @ features)
