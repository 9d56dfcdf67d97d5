"""The season as one would first write it with NumPy: float64, whole arrays, one stage after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr

from benchmarks.statistics import Statistics
from simulator.outcomes.tables import LEVELS
from simulator.season.plan import OPEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.season.setup import Setup

    Array = NDArray[np.float64]


class People(NamedTuple):
    """Shared latents of n replicates: u + w, lambda u, w and v."""

    paper: Array
    carried: Array
    season: Array
    skill: Array


def simulate(setup: Setup, replicates: int, seed: int) -> Statistics:
    """Simulate seasons of one specialty, without evidence and without a limit on interviews.

    Parameters
    ----------
    setup : Setup
        The same parameters as our own samplers get.
    replicates : int
    seed : int

    Returns
    -------
    Statistics
    """
    plan = setup.plan
    assert plan.room < 0
    assert len(plan.groups) == 1
    assert setup.posterior is None
    rng = np.random.default_rng(seed)
    people = _people(setup, rng, replicates)
    invited, months = _invite(setup, rng, people)
    score, cutoff = _scores(setup, rng, people)
    is_above = score >= cutoff
    position, depth, above = _places(setup, score, cutoff, is_above)
    can_rank = rng.random(score.shape) < plan.rank_sponsor[:, None] if (plan.rank_sponsor < 1).any() else True
    ranked = invited & is_above & can_rank
    left_off = invited & ~ranked & ((above > 1 - setup.unranked_share) | np.logical_not(can_rank))
    could_match = ranked & plan.listed[:, None]
    where, matched = could_match.argmax(axis=0), could_match.any(axis=0)
    soap = np.searchsorted(setup.soap, rng.random(replicates)[~matched], side="right") < setup.soap.size
    return Statistics(
        replicates,
        invited.mean(axis=1),
        invited.mean(axis=1),
        ranked.mean(axis=1),
        left_off.mean(axis=1),
        np.bincount(where[matched], minlength=plan.n_programs) / replicates,
        np.bincount(invited.sum(axis=0), minlength=plan.n_programs + 1) / replicates,
        months / replicates,
        float(soap.sum()) / replicates,
        _quantiles(position, invited),
        _quantiles(depth, invited),
    )


def simulate_in_blocks(setup: Setup, replicates: int, seed: int, block: int = 20_000) -> list[Statistics]:
    """Do the same a block at a time, as one might after seeing how much memory whole arrays take.

    Parameters
    ----------
    setup, replicates, seed
        As for `simulate`.
    block : int

    Returns
    -------
    list of Statistics
        One a block: easier than the whole job, because nobody has put the quantiles together yet.
    """
    return [simulate(setup, min(block, replicates - k), seed + k) for k in range(0, replicates, block)]


def _people(setup: Setup, rng: np.random.Generator, n: int) -> People:
    p, (mean, sd) = setup.plan.parameters, setup.plan.skill
    strength = p.sd("strength")[0] * rng.standard_normal(n)
    season = p.sd("season_type")[0] * rng.standard_normal(n) + p.sd("season_specialty")[0] * rng.standard_normal(n)
    skill = mean[0] + sd[0] * rng.standard_normal(n)
    return People(strength + season, p.sd("strength_at_rank")[0] * strength, season, skill)


def _invite(setup: Setup, rng: np.random.Generator, people: People) -> tuple[NDArray[np.bool_], Array]:
    plan, shape = setup.plan, (setup.plan.n_programs, people.paper.size)
    if (plan.kind != OPEN).all():
        return np.ones(shape, dtype=bool), np.zeros(setup.months.shape[1])
    chance = plan.invite_sponsor[:, None] * ndtr(plan.invite_shift[0][:, None] + people.paper)
    late = plan.late_rate * chance * (1 - chance)
    first = chance * (1 - plan.timing.released)
    late_now = late * (1 - plan.timing.late_released)
    silent = first + late_now + (1 - chance - late) * (1 - plan.timing.rejected)
    is_open = (plan.kind == OPEN)[:, None]
    coin = rng.random(shape) * silent
    invited = (coin < first + late_now) | ~is_open
    months = np.zeros(setup.months.shape[1])
    for wave, mask in enumerate(((coin < first) & is_open, (coin >= first) & (coin < first + late_now) & is_open)):
        month = np.searchsorted(setup.months[wave, :-1], rng.random(int(mask.sum())), side="right")
        months += np.bincount(month, minlength=months.size)
    return invited, months


def _scores(setup: Setup, rng: np.random.Generator, people: People) -> tuple[Array, Array]:
    plan, shape = setup.plan, (setup.plan.n_programs, people.skill.size)
    skill = np.where(plan.reported[:, None], 0.0, people.skill) if plan.reported.any() else people.skill
    score = plan.rank_shift[0][:, None] + people.carried + skill + setup.noise_sd * rng.standard_normal(shape)
    return score, setup.cutoff_sd * rng.standard_normal(shape) - people.season


def _places(
    setup: Setup, score: Array, cutoff: Array, is_above: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64], Array]:
    pools = setup.plan.pools
    size = np.array([pool.size for pool in pools])[:, None]
    mean, sd = np.array([pool.mean for pool in pools])[:, None], np.array([pool.sd for pool in pools])[:, None]
    above = ndtr((mean - score) / sd)
    filled = ndtr((mean - cutoff) / sd)
    position = np.minimum((size * above).astype(np.int64) + 1, size)
    depth = np.clip((size * filled + 0.5).astype(np.int64), 1, size)
    depth = np.where(is_above, depth, np.minimum(depth, size - 1))
    return np.where(is_above, np.minimum(position, depth), np.maximum(position, depth + 1)), depth, above


def _quantiles(places: NDArray[np.int64], attended: NDArray[np.bool_]) -> Array:
    """Places at the three levels, by program, where an interview took place."""
    if attended.all():
        return np.quantile(places, LEVELS, axis=1, method="inverted_cdf").T.astype(np.float64)
    empty = np.full(len(LEVELS), np.nan)
    rows = [
        np.quantile(row[mask], LEVELS, method="inverted_cdf") if mask.any() else empty
        for row, mask in zip(places, attended, strict=True)
    ]
    return np.array(rows, dtype=np.float64)
