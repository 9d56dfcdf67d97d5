"""The exact answer by enumeration: every combination of outcomes at every node of a dense grid.

No products over programs, no dynamic program, no collapsed dimensions, no normal-normal updating: a grid over
u, v, the type's year and each specialty's own year; at each node all 3^P ways in which P programs can not invite,
invite and not rank, or invite and rank; for each the season is played from the top of the list.
"""

from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import nbinom

from simulator.model.behaviour import Timing
from simulator.model.filters import sponsoring_probability
from simulator.model.parameters import Calibration
from simulator.model.seasonclock import timing
from simulator.model.tables import constant
from simulator.scenario import Program, Scenario
from tests.reference.people import FACTS, alive, in_season, is_closed, predictor, spreads

Array = NDArray[np.float64]
MIX = (("community", 2 / 3), ("university_affiliated", 1 / 3))
WORDS = {"poor": -1.0, "average": 0.0, "strong": 1.0}


class Answer(NamedTuple):
    """Probabilities by name of program, and of a match at all."""

    match: float
    matched: dict[str, float]
    invited: dict[str, float]
    interviewed: dict[str, float]
    ranked: dict[str, float]
    path: dict[str, float]


class Nodes(NamedTuple):
    """A dense grid: u, v, w by specialty, and the weight of each node."""

    u: Array
    v: Array
    w: dict[str, Array]
    weight: Array


def enumerate_season(scenario: Scenario, calibration: Calibration, points: int = 15) -> Answer:
    """Answer by brute force; for at most four programs and two specialties.

    Parameters
    ----------
    scenario : Scenario
    calibration : Calibration
    points : int
        Gauss-Hermite nodes per dimension.
    """
    nodes = _nodes(scenario, calibration, points)
    weight = nodes.weight * _heard(scenario, calibration, nodes) * _reported(scenario, calibration, nodes)
    weight = weight / weight.sum()
    programs = alive(scenario)
    chances = [_three_ways(scenario, p, calibration, nodes) for p in programs]
    sums = {kind: {p.name: 0.0 for p in programs} for kind in ("matched", "invited", "interviewed", "ranked")}
    sums["path"] = dict.fromkeys(("categorical", "advanced and a year", "advanced", "preliminary"), 0.0)
    for ways in product(range(3), repeat=len(programs)):
        here = weight.copy()
        for chance, way in zip(chances, ways, strict=True):
            here = here * chance[way]
        total = float(here.sum())
        for kind, names in play(scenario, programs, ways).items():
            for name in names:
                sums[kind][name] += total
    return Answer(sum(sums["matched"].values()), **sums)


def play(scenario: Scenario, programs: list[Program], ways: tuple[int, ...]) -> dict[str, list[str]]:
    """Play one season, outcomes being 0 no invitation, 1 invited and would not rank, 2 would rank."""
    limit = scenario.applicant.max_interviews
    held = sum(p.status == "interviewed" for p in in_season(scenario))
    room = 10**9 if limit is None else max(0, limit - held)
    found: dict[str, list[str]] = {"matched": [], "invited": [], "interviewed": [], "ranked": []}
    for program, way in zip(programs, ways, strict=True):
        if way == 0:
            continue
        found["invited"].append(program.name)
        if program.status != "interviewed":
            if room == 0:
                continue
            room -= 1
        found["interviewed"].append(program.name)
        if way == 2:
            found["ranked"].append(program.name)
            if not found["matched"] and program.name in scenario.rank_order_list:
                found["matched"].append(program.name)
    track = {p.name: p.track for p in programs}
    found["path"] = [track[name] for name in found["matched"]]
    if found["path"] == ["advanced"] and any(
        name in scenario.supplemental_rank_order_list and track[name] == "preliminary" for name in found["ranked"]
    ):
        found["path"] = ["advanced and a year"]
    return found


def _nodes(scenario: Scenario, calibration: Calibration, points: int) -> Nodes:
    sd = spreads(calibration)
    fields = list(dict.fromkeys(p.specialty for p in in_season(scenario)))
    z, weight = np.polynomial.hermite_e.hermegauss(points)
    weight = weight / weight.sum()
    mesh = np.meshgrid(*[z] * (3 + len(fields)), indexing="ij")
    weights = np.meshgrid(*[weight] * (3 + len(fields)), indexing="ij")
    u, v, year, *own = (m.reshape(-1) for m in mesh)
    skill = scenario.applicant.interview_skill
    mean = 0.0 if skill is None else (WORDS[skill] if isinstance(skill, str) else skill) * sd["skill"]
    spread = sd["skill"] * (1.0 if skill is None else constant("interview", "skill_spread_ratio"))
    years = {f: sd["season_type"] * year + sd["season_specialty"] * o for f, o in zip(fields, own, strict=True)}
    return Nodes(sd["strength"] * u, mean + spread * v, years, np.prod(weights, axis=0).reshape(-1))


def _performance(program: Program, calibration: Calibration) -> float | None:
    if program.performance is None or program.status != "interviewed":
        return None
    sd = spreads(calibration)
    word = program.performance
    return float((WORDS[word] if isinstance(word, str) else word) * np.hypot(sd["skill"], sd["performance"]))


def _reported(scenario: Scenario, calibration: Calibration, nodes: Nodes) -> Array:
    """Likelihood of how interviews are said to have gone."""
    tau = spreads(calibration)["performance"]
    seen = [_performance(p, calibration) for p in scenario.programs]
    logs = [-0.5 * ((x - nodes.v) / tau) ** 2 for x in seen if x is not None]
    return np.exp(sum(logs, np.zeros_like(nodes.v)))


def _answers(i: Array, when: Timing) -> tuple[Array, Array, Array]:
    """Chances of an invitation at all, of silence so far, and of an invitation after silence."""
    late = constant("invite", "late_place_rate") * i * (1 - i)
    coming = i * (1 - when.released) + late * (1 - when.late_released)
    return i + late, coming + (1 - i - late) * (1 - when.rejected), coming


def _heard(scenario: Scenario, calibration: Calibration, nodes: Nodes) -> Array:
    """Likelihood of invitations, silences and rejections so far."""
    when = timing(scenario.as_of, scenario.season)
    total = np.ones_like(nodes.u)
    for field in nodes.w:
        listed = [p for p in in_season(scenario) if p.specialty == field]
        unlisted = (scenario.applicant.applications_sent or {}).get(field, len(listed)) - len(listed)
        is_counted = field in (scenario.applicant.applications_sent or {})
        yes = sum(p.status in FACTS for p in listed)
        no_or_silent = sum(p.status not in FACTS and not is_closed(scenario, p) for p in listed)
        is_silence_known = is_counted or no_or_silent >= max(10, 2 * yes)
        if scenario.as_of is None or not is_silence_known:
            total = total * _how_many(scenario, field, calibration, nodes)
            continue
        for program in listed:
            if program.status in ("invited", "interviewed") or not is_closed(scenario, program):
                total = total * _likelihood(scenario, program, calibration, nodes)
        for setting, share in MIX:
            stand_in = Program(name="?", specialty=field, setting=setting, status="applied")
            i = ndtr(predictor(scenario, stand_in, "invite", calibration) + nodes.u + nodes.w[field])
            total = total * _answers(i, when)[1] ** (share * unlisted)
    return total


def _how_many(scenario: Scenario, field: str, calibration: Calibration, nodes: Nodes) -> Array:
    """Chance of the number of invitations itself, a gamma mixture of Poisson numbers, where the calibration has one."""
    usual = calibration.applications.get(scenario.applicant.type)
    volume = float(calibration.central.volume[0, calibration.volume_column(field)])
    here = [p for p in in_season(scenario) if p.specialty == field and p.status in FACTS]
    k = sum(sponsoring_probability(scenario.applicant, p) > 0 for p in here)
    out = 1.0 if scenario.as_of is None else timing(scenario.as_of, scenario.season).released
    if usual is None or not volume > 0 or k == 0 or out == 0:
        return np.ones_like(nodes.u)
    mean = np.zeros_like(nodes.u)
    for setting, share in MIX:
        stand_in = Program(name="?", specialty=field, setting=setting, status="applied")
        shift = predictor(scenario, stand_in, "invite", calibration)
        mean = mean + usual * share * ndtr(shift + nodes.u + nodes.w[field])
    mean = out / (1 / mean + 1 / float(calibration.central.attended[0]))
    shape = volume**-2
    return np.asarray(nbinom.pmf(k, shape, shape / (shape + mean)))


def _likelihood(scenario: Scenario, program: Program, calibration: Calibration, nodes: Nodes) -> Array:
    is_yes = program.status in ("invited", "interviewed")
    i = ndtr(predictor(scenario, program, "invite", calibration) + nodes.u + nodes.w[program.specialty])
    yes, silent, _ = _answers(i, timing(scenario.as_of, scenario.season))
    return yes if is_yes else 1 - yes if program.status == "rejected" else silent


def _three_ways(scenario: Scenario, program: Program, calibration: Calibration, nodes: Nodes) -> tuple[Array, ...]:
    """Chances at every node of no invitation, invited and not ranked, invited and ranked."""
    sd, w = spreads(calibration), nodes.w[program.specialty]
    sponsor = sponsoring_probability(scenario.applicant, program)
    invited, ranked = np.ones_like(nodes.u), np.full_like(nodes.u, sponsor)
    if program.status == "applied":
        i = ndtr(predictor(scenario, program, "invite", calibration) + nodes.u + w)
        _, silent, coming = _answers(i, timing(scenario.as_of, scenario.season))
        invited = coming / silent
    seen = _performance(program, calibration)
    skill = nodes.v if seen is None else seen
    score = predictor(scenario, program, "rank", calibration) + sd["strength_at_rank"] * nodes.u + skill
    ranked = ranked * ndtr((score + w) / np.sqrt(1 + sd["performance"] ** 2 + sd["cutoff"] ** 2))
    return 1 - invited, invited * (1 - ranked), invited * ranked
