"""From a scenario and a calibration to the arrays that sampler and solver share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.streams import identity
from simulator.model import behaviour
from simulator.model.pool import pool, pool_size
from simulator.model.profile import design
from simulator.model.seasonclock import timing
from simulator.model.tables import constant
from simulator.season.apply import Application, applications, emailed
from simulator.season.evidence import Evidence, gather
from simulator.season.intervened import Before, before_edits, skill_moved

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.model.behaviour import Timing
    from simulator.model.parameters import Calibration, Parameters
    from simulator.model.pool import Pool
    from simulator.scenario import Program, Scenario

OPEN, INVITED, INTERVIEWED = 0, 1, 2
CATEGORICAL, ADVANCED, PRELIMINARY = 0, 1, 2
TRACKS = {"categorical": CATEGORICAL, "advanced": ADVANCED, "preliminary": PRELIMINARY}
KINDS = {"applied": OPEN, "invited": INVITED, "interviewed": INTERVIEWED}
APPLICANT = "applicant"


class Plan(NamedTuple):
    """One applicant's season as arrays; P programs that something can come of.

    Attributes
    ----------
    applied : every program applied to, filtered ones included, best first
    live : indices into `applied` of the P programs where anything can still happen
    group : (P,) which specialty each belongs to, 0..n_groups-1
    groups : the specialties
    kind : (P,) OPEN, INVITED or INTERVIEWED
    invite_shift, rank_shift : (D, P) linear predictors, D parameter sets
    reported : (P,) whether the course of the interview is reported
    invite_sponsor, rank_sponsor : (P,) chance that a visa can be sponsored, where it acts
    listed : (P,) whether the applicant ranks the program
    position : (P,) place on the rank order list, -1 if not on it
    track : (P,) CATEGORICAL, ADVANCED or PRELIMINARY
    supplemental : (P,) whether it stands on the list of first years for advanced positions
    room : further interviews that can be attended, or -1 for no limit
    pools : the people interviewed at each program
    skill : mean and sd of v, each (D,)
    parameters : the D parameter sets
    evidence : what the season has told so far about this person
    timing : how far the season has run
    late_rate : rate of late places
    stated_skill : what the scenario says of interview skill
    is_dated : whether the scenario has a date, so that interviews held lie behind it
    before : how programs without an answer stood before an edit; None where no edit touches that
    """

    applied: list[Application]
    live: NDArray[np.int64]
    group: NDArray[np.int64]
    groups: tuple[str, ...]
    kind: NDArray[np.int8]
    invite_shift: NDArray[np.float64]
    rank_shift: NDArray[np.float64]
    reported: NDArray[np.bool_]
    invite_sponsor: NDArray[np.float64]
    rank_sponsor: NDArray[np.float64]
    listed: NDArray[np.bool_]
    position: NDArray[np.int64]
    track: NDArray[np.int8]
    supplemental: NDArray[np.bool_]
    room: int
    pools: list[Pool]
    skill: tuple[NDArray[np.float64], NDArray[np.float64]]
    parameters: Parameters
    evidence: Evidence
    timing: Timing
    late_rate: float
    stated_skill: str | float | None
    is_dated: bool
    before: Before | None = None

    @property
    def n_programs(self) -> int:
        """Number of programs that something can come of."""
        return self.live.size

    @property
    def has_paths(self) -> bool:
        """Whether a place on the rank order list may be less than a whole residency."""
        return bool((self.track[self.listed] != CATEGORICAL).any())

    def rows(self, chosen: slice | NDArray[np.int64]) -> Plan:
        """Return the plan with some of its parameter sets."""
        return self._replace(
            invite_shift=self.invite_shift[chosen],
            rank_shift=self.rank_shift[chosen],
            skill=(self.skill[0][chosen], self.skill[1][chosen]),
            parameters=self.parameters.rows(chosen),
            evidence=self.evidence.rows(chosen),
            before=self.before and self.before.rows(chosen),
        )

    def keys(self) -> list[tuple[int, int]]:
        """Identities of (person at program, program) for each live program."""
        return [program_identities(self.applied[i].program.name, self.applied[i].program.track) for i in self.live]


def program_identities(name: str, track: str) -> tuple[int, int]:
    """64-bit identities of the applicant at a program, and of the program itself."""
    folded = " ".join(name.casefold().split())
    return identity(APPLICANT, folded, track), identity("program", folded, track)


def make_plan(
    scenario: Scenario, calibration: Calibration, parameters: Parameters | None = None, facts: Plan | None = None
) -> Plan:
    """Prepare a season.

    Parameters
    ----------
    scenario : Scenario
    calibration : Calibration
    parameters : Parameters, optional
        The parameter sets to evaluate, D rows, of the applicant's type; left out, those of `facts`, or the central one.
    facts : Plan, optional
        Plan of the season as it is, of which `scenario` is an edited form (an intervention). What was heard, and how
        interviews went, is then taken from it: edits change what is still to come and teach nothing about the person.
        The edits of `scenario` may not contradict what happened. A scenario without edits gives `facts` again.

    Returns
    -------
    Plan
    """
    calibration = calibration.for_type(scenario.applicant.type)
    if parameters is None:
        parameters = calibration.central if facts is None else facts.parameters
    applied = applications(scenario)
    live = np.array([k for k, a in enumerate(applied) if a.is_live], dtype=np.int64)
    chosen = [applied[k] for k in live]
    programs = [a.program for a in chosen]
    features = design(scenario.applicant, programs, calibration, emailed(applied))
    reports = [report_of(p) for p in programs]
    kind = np.array([KINDS[p.status] for p in programs], dtype=np.int8)
    sponsor = np.array([a.sponsoring for a in chosen])
    groups = _groups(scenario, applied, facts)
    clock = timing(scenario.as_of, scenario.season)
    plan = Plan(
        applied=applied,
        live=live,
        group=np.array([groups.index(p.specialty) for p in programs], dtype=np.int64),
        groups=groups,
        kind=kind,
        invite_shift=parameters.invite @ features.T,
        rank_shift=parameters.rank @ features.T + _reported_shift(reports, parameters),
        reported=np.array([r is not None for r in reports], dtype=bool),
        invite_sponsor=np.ones(kind.size),
        rank_sponsor=sponsor,
        listed=np.array([a.position >= 0 for a in chosen], dtype=bool),
        position=np.array([a.position for a in chosen], dtype=np.int64),
        track=np.array([TRACKS[p.track] for p in programs], dtype=np.int8),
        supplemental=_supplemental(scenario, programs),
        room=_room(scenario.applicant.max_interviews, applied, kind),
        pools=_pools(programs, calibration, facts),
        skill=_skill(scenario, parameters) if facts is None else facts.skill,
        parameters=parameters,
        evidence=gather(scenario, applied, groups, calibration, parameters) if facts is None else facts.evidence,
        timing=clock,
        late_rate=constant("invite", "late_place_rate"),
        stated_skill=scenario.applicant.interview_skill,
        is_dated=scenario.as_of is not None,
    )
    if facts is None:
        return plan
    return skill_moved(plan, facts)._replace(before=before_edits(plan, facts))


def _supplemental(scenario: Scenario, programs: list[Program]) -> NDArray[np.bool_]:
    named = frozenset(scenario.supplemental_rank_order_list)
    return np.array([p.name in named and p.track == "preliminary" for p in programs], dtype=bool)


def _groups(scenario: Scenario, applied: list[Application], facts: Plan | None) -> tuple[str, ...]:
    """Specialties applied to: those of the facts, those listed, then those known only by a number of applications."""
    first = facts.groups if facts is not None else ()
    sent = (scenario.applicant.applications_sent or {}) if scenario.as_of is not None else {}
    return tuple(dict.fromkeys([*first, *(a.program.specialty for a in applied), *sent]))


def _pools(programs: list[Program], calibration: Calibration, facts: Plan | None) -> list[Pool]:
    """Pools, computed once for a specialty and a setting; they differ in size only."""
    known: dict[object, Pool] = {}
    if facts is not None:
        pairs = zip(facts.live, facts.pools, strict=True)
        known = {_pool_key(facts.applied[k].program): found for k, found in pairs}
    for p in programs:
        if _pool_key(p) not in known:
            known[_pool_key(p)] = pool(p, calibration)
    return [known[_pool_key(p)]._replace(size=pool_size(p)) for p in programs]


def _pool_key(p: Program) -> tuple[object, ...]:
    return (p.specialty, p.setting)


def _reported_shift(reports: list[str | float | None], parameters: Parameters) -> NDArray[np.float64]:
    in_sd = np.array([0.0 if r is None else behaviour.in_sd(r) for r in reports])
    return np.asarray(behaviour.performance_sd(parameters)[:, None] * in_sd[None, :])


def _skill(scenario: Scenario, parameters: Parameters) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    prior = behaviour.skill_prior(scenario.applicant.interview_skill, parameters)
    return behaviour.skill_given_reports(prior, reports_of(scenario), parameters)


def reports_of(scenario: Scenario) -> NDArray[np.float64]:
    """Reported performances of single interviews that have been held, in SD."""
    reports = (report_of(p) for p in scenario.programs)
    return np.array([behaviour.in_sd(r) for r in reports if r is not None])


def report_of(program: Program) -> str | float | None:
    """How an interview is said to have gone; None before it has been held."""
    return program.performance if program.status == "interviewed" else None


def _room(limit: int | None, applied: list[Application], kind: NDArray[np.int8]) -> int:
    """Interviews still to be accepted, or -1 where the limit cannot bind."""
    if limit is None:
        return -1
    held = sum(a.program.status == "interviewed" for a in applied)
    room = max(0, limit - held)
    return -1 if room >= int((kind != INTERVIEWED).sum()) else room
