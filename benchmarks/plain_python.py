"""The season as a loop over replicates, with nothing but the standard library inside."""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.statistics import Statistics
from simulator.outcomes.tables import LEVELS
from simulator.season.plan import OPEN

if TYPE_CHECKING:
    from simulator.season.setup import Setup


class Program(NamedTuple):
    """One program, in plain numbers."""

    is_open: bool
    invite_shift: float
    sponsor: float
    rank_shift: float
    listed: bool
    size: int
    mean: float
    sd: float


class Season:
    """Plays one replicate after another and keeps count.

    Parameters
    ----------
    setup : Setup
        One specialty, no evidence, no reported interviews, no limit on interviews.
    seed : int
    """

    def __init__(self, setup: Setup, seed: int) -> None:
        plan, p = setup.plan, setup.plan.parameters
        assert plan.room < 0
        assert setup.posterior is None
        assert not plan.reported.any()
        self.random, self.setup, self.plan = random.Random(seed), setup, plan  # noqa: S311 - a simulation
        names = ("strength", "season_type", "season_specialty", "strength_at_rank")
        self.sd = [float(p.sd(name)[0]) for name in names]
        self.skill = float(plan.skill[0][0]), float(plan.skill[1][0])
        self.soap_chances, self.waves = setup.soap.tolist(), setup.months[:, :-1].tolist()
        self.programs = [_program(setup, k) for k in range(plan.n_programs)]
        rows = ("invited", "ranked", "unranked", "matched")
        self.counts = {row: [0] * plan.n_programs for row in rows}
        self.interviews, self.months, self.soap = [0] * (plan.n_programs + 1), [0] * setup.months.shape[1], 0
        self.positions: list[list[int]] = [[] for _ in self.programs]
        self.depths: list[list[int]] = [[] for _ in self.programs]

    def play(self) -> None:
        """Play one replicate."""
        gauss, (sd_u, sd_type, sd_own, carry) = self.random.gauss, self.sd
        u, w, v = gauss(0, sd_u), gauss(0, sd_type) + gauss(0, sd_own), gauss(*self.skill)
        attended, is_free = 0, True
        for p, program in enumerate(self.programs):
            if program.is_open and not self._is_invited(program, u + w):
                continue
            self.counts["invited"][p] += 1
            attended += 1
            if self._is_ranked(p, program, carry * u + v, w) and is_free and program.listed:
                self.counts["matched"][p] += 1
                is_free = False
        self.interviews[attended] += 1
        if is_free and bisect_right(self.soap_chances, self.random.random()) < len(self.soap_chances):
            self.soap += 1

    def _is_invited(self, program: Program, paper: float) -> bool:
        timing = self.plan.timing
        chance = program.sponsor * _cdf(program.invite_shift + paper)
        late = self.plan.late_rate * chance * (1 - chance)
        first, still_late = chance * (1 - timing.released), late * (1 - timing.late_released)
        coin = self.random.random() * (first + still_late + (1 - chance - late) * (1 - timing.rejected))
        if coin < first + still_late:
            self.months[bisect_right(self.waves[coin >= first], self.random.random())] += 1
        return coin < first + still_late

    def _is_ranked(self, p: int, program: Program, person: float, w: float) -> bool:
        score = program.rank_shift + person + self.random.gauss(0, self.setup.noise_sd)
        cutoff = self.random.gauss(0, self.setup.cutoff_sd) - w
        above = _cdf((program.mean - score) / program.sd)
        position = min(int(program.size * above) + 1, program.size)
        depth = min(max(int(program.size * _cdf((program.mean - cutoff) / program.sd) + 0.5), 1), program.size)
        if score >= cutoff:
            position = min(position, depth)
            self.counts["ranked"][p] += 1
        else:
            depth = min(depth, program.size - 1)
            position = max(position, depth + 1)
            self.counts["unranked"][p] += above > 1 - self.setup.unranked_share
        self.positions[p].append(position)
        self.depths[p].append(depth)
        return score >= cutoff


def _program(setup: Setup, p: int) -> Program:
    plan, pool = setup.plan, setup.plan.pools[p]
    assert plan.rank_sponsor[p] == 1
    shifts = float(plan.invite_shift[0, p]), float(plan.invite_sponsor[p]), float(plan.rank_shift[0, p])
    return Program(bool(plan.kind[p] == OPEN), *shifts, bool(plan.listed[p]), pool.size, pool.mean, pool.sd)


def _cdf(z: float) -> float:
    return 0.5 * math.erfc(-z * math.sqrt(0.5))


def simulate(setup: Setup, replicates: int, seed: int) -> Statistics:
    """Simulate seasons one by one.

    Parameters
    ----------
    setup : Setup
        As for `Season`.
    replicates : int
    seed : int

    Returns
    -------
    Statistics
    """
    season = Season(setup, seed)
    for _ in range(replicates):
        season.play()
    shares = {name: np.array(row) / replicates for name, row in season.counts.items()}
    return Statistics(
        replicates,
        shares["invited"],
        shares["invited"],
        shares["ranked"],
        shares["unranked"],
        shares["matched"],
        np.array(season.interviews) / replicates,
        np.array(season.months) / replicates,
        season.soap / replicates,
        np.array([_quantiles(row) for row in season.positions]),
        np.array([_quantiles(row) for row in season.depths]),
    )


def _quantiles(places: list[int]) -> list[float]:
    ordered = sorted(places)
    return [float(ordered[math.ceil(q * len(ordered)) - 1]) if ordered else math.nan for q in LEVELS]
