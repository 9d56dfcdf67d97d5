"""A couple's season in plain NumPy, from the words of the model: for interviews that are held and no evidence."""

from __future__ import annotations

import numpy as np

from simulator.model.parameters import Calibration
from simulator.scenario import Program, Scenario
from tests.reference.people import predictor, spreads

Array = np.ndarray


def sample_couple(
    people: tuple[Scenario, Scenario],
    pairs: list[tuple[str | None, str | None]],
    calibration: Calibration,
    correlations: tuple[float, float],
    n: int,
    seed: int,
) -> list[int]:
    """Count the replicates that end with each pair, with NumPy's own random numbers."""
    rng = np.random.Generator(np.random.Philox(seed))
    sd = spreads(calibration)
    strength, skill = (_two(rng, r, n) for r in correlations)
    types = [person.applicant.type for person in people]
    by_type = {kind: rng.standard_normal(n) for kind in types}
    specialties = {p.specialty for person in people for p in person.programs}
    by_specialty = {name: rng.standard_normal(n) for name in sorted(specialties)}
    cutoffs = {_key(p): rng.standard_normal(n) for person in people for p in person.programs}
    offered = []
    for side, person in enumerate(people):
        offers = {}
        for p in person.programs:
            w = sd["season_type"] * by_type[types[side]] + sd["season_specialty"] * by_specialty[p.specialty]
            about = sd["strength_at_rank"] * sd["strength"] * strength[side] + sd["skill"] * skill[side]
            own = sd["performance"] * rng.standard_normal(n) + rng.standard_normal(n)
            score = predictor(person, p, "rank", calibration) + about + own
            offers[p.name] = score >= sd["cutoff"] * cutoffs[_key(p)] - w
        offered.append(offers)
    return _first_pair(pairs, offered, n)


def _key(program: Program) -> tuple[str, str, str]:
    return program.name, program.track, program.specialty


def _two(rng: np.random.Generator, correlation: float, n: int) -> Array:
    return rng.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]], n).T


def _first_pair(pairs: list[tuple[str | None, str | None]], offered: list[dict[str, Array]], n: int) -> list[int]:
    open_yet, counts = np.ones(n, dtype=bool), []
    for pair in pairs:
        here = open_yet.copy()
        for name, offers in zip(pair, offered, strict=True):
            here &= True if name is None else offers[name]
        counts.append(int(here.sum()))
        open_yet &= ~here
    return counts
