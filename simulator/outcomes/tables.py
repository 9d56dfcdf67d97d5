"""From counts and exact solutions to the tables of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from simulator.outcomes.result import Interviews
from simulator.season.apply import FACTS
from simulator.season.sampler import sample_outcomes
from simulator.season.tally import bin_width

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.season.apply import Application
    from simulator.season.plan import Plan
    from simulator.season.setup import Setup
    from simulator.season.solution import Solution
    from simulator.season.tally import Tally

LEVELS = (0.1, 0.5, 0.9)
INTERVIEW_LEVELS = (0.05, 0.5, 0.95)
SAMPLED, SHOWN_PROGRAMS, ROWS_EACH = 4096, 40, 200
ROUNDING = 1e-9  # of a probability that is a sum of others


def positions(plan: Plan, tally: Tally | None, solution: Solution, replicates: int) -> pd.DataFrame:
    """Where on the rank order list the match falls, listed programs only.

    Parameters
    ----------
    plan : Plan
    tally : Tally or None
        None where nothing was sampled.
    solution : Solution
    replicates : int

    Returns
    -------
    DataFrame
        position (from 1), program, probability (sampled; exact without a tally), exact.
    """
    live = {int(k): p for p, k in enumerate(plan.live)}
    rows = []
    for k, a in enumerate(plan.applied):
        if a.position >= 0:
            p = live.get(k)
            exact = 0.0 if p is None else float(solution.matched[0, p])
            sampled = exact if p is None or tally is None else int(tally.matched[p]) / replicates
            rows.append((a.position + 1, a.program.name, sampled, exact))
    return pd.DataFrame(rows, columns=["position", "program", "probability", "exact"])


def programs(plan: Plan, tally: Tally | None, solution: Solution, replicates: int) -> pd.DataFrame:
    """One row per program applied to; filtered ones with their reasons and zeros.

    Parameters
    ----------
    plan : Plan
    tally : Tally or None
        None where nothing was sampled: then chances are exact, and what only sampling tells is missing.
    solution : Solution
    replicates : int

    Returns
    -------
    DataFrame
        See `RunResult.by_program`.
    """
    live = {int(k): p for p, k in enumerate(plan.live)}
    rows = [_about(a) | _chances(a, plan, tally, solution, replicates, live.get(k)) for k, a in enumerate(plan.applied)]
    columns = [*_ABOUT, *_CHANCES, *(f"{n}_{int(100 * q)}" for n in ("rank_position", "fill_depth") for q in LEVELS)]
    return pd.DataFrame(rows, columns=columns)


_ABOUT = ("program", "specialty", "setting", "track", "status", "filtered")
_CHANCES = (
    "invite_probability",
    "interview_probability",
    "ranked_to_match_probability",
    "match_probability",
    "not_ranked_probability",
    "ranked_to_match_exact",
    "interviewed_pool",
)


def _about(application: Application) -> dict[str, Any]:
    p = application.program
    return dict(zip(_ABOUT, (p.name, p.specialty, p.setting, p.track, p.status, application.filtered), strict=True))


def _chances(
    application: Application, plan: Plan, tally: Tally | None, solution: Solution, replicates: int, p: int | None
) -> dict[str, Any]:
    if p is None:
        fact = float(application.program.status in FACTS)
        return dict.fromkeys(_CHANCES[:-1], 0.0) | {"invite_probability": fact}
    exact = float(solution.ranked[0, p] / solution.interviewed[0, p]) if solution.interviewed[0, p] > 0 else 0.0
    if tally is None:
        known = (solution.invited[0, p], solution.interviewed[0, p], exact, solution.matched[0, p], np.nan, exact)
        return dict(zip(_CHANCES, [*map(float, known), plan.pools[p].size], strict=True))
    attended = int(tally.interviewed[p])
    given = max(1, attended)
    chances = (
        int(tally.invited[p]) / replicates,
        attended / replicates,
        int(tally.ranked[p]) / given,
        int(tally.matched[p]) / replicates,
        int(tally.unranked[p]) / given,
        exact,
        plan.pools[p].size,
    )
    found: dict[str, Any] = dict(zip(_CHANCES, chances, strict=True))
    for name, counts in (("rank_position", tally.position[p]), ("fill_depth", tally.depth[p])):
        places = quantile_places(counts, bin_width(plan.pools[p].size))
        found |= {f"{name}_{int(100 * q)}": place for q, place in zip(LEVELS, places, strict=True)}
    return found


def quantile_places(counts: NDArray[np.int64], width: int) -> list[float]:
    """Places at the levels 0.1, 0.5 and 0.9 of a histogram of places; NaN if it is empty.

    Parameters
    ----------
    counts : array (bins,)
    width : int
        Places per bin; the last place of the bin is given.

    Returns
    -------
    list of float
    """
    total = int(counts.sum())
    if not total:
        return [float("nan")] * len(LEVELS)
    running = np.cumsum(counts)
    return [float((int(np.searchsorted(running, q * total)) + 1) * width) for q in LEVELS]


def interviews(tally: Tally, replicates: int) -> Interviews:
    """Distribution of the number of interviews attended.

    Parameters
    ----------
    tally : Tally
    replicates : int

    Returns
    -------
    Interviews
    """
    counts = np.trim_zeros(tally.interviews, "b")
    counts = counts if counts.size else np.zeros(1, dtype=np.int64)
    running = np.cumsum(counts)
    quantiles = {f"{q:g}": float(np.searchsorted(running, q * replicates)) for q in INTERVIEW_LEVELS}
    expected = int(np.arange(counts.size) @ counts) / replicates
    return Interviews(expected, quantiles, counts / replicates)


def interviews_of(chances: NDArray[np.float64]) -> Interviews:
    """Number of interviews attended, from exact probabilities.

    Parameters
    ----------
    chances : array
        Probability of 0, 1, 2 ... interviews.

    Returns
    -------
    Interviews
    """
    running = np.cumsum(chances)
    last = chances.size - 1
    quantiles = {f"{q:g}": float(min(int(np.searchsorted(running, q - ROUNDING)), last)) for q in INTERVIEW_LEVELS}
    return Interviews(float(np.arange(chances.size) @ chances), quantiles, chances)


def rank_samples(setup: Setup, solution: Solution) -> pd.DataFrame:
    """Some joint draws of rank position and fill depth, for charts.

    Parameters
    ----------
    setup : Setup
    solution : Solution
        Says which programs are likeliest to be the match.

    Returns
    -------
    DataFrame
        program, rank_position, fill_depth; at most 200 rows for each of the 40 programs likeliest to be the match,
        in the order of the list.
    """
    parts = []
    likeliest = np.argsort(-solution.matched[0], kind="stable")[:SHOWN_PROGRAMS]
    for p, outcome in sample_outcomes(setup, 0, SAMPLED, likeliest.tolist()).items():
        chosen = np.flatnonzero(outcome.placed)[:ROWS_EACH]
        name = setup.plan.applied[setup.plan.live[p]].program.name
        columns = {"rank_position": outcome.position[chosen], "fill_depth": outcome.depth[chosen]}
        parts.append(pd.DataFrame({"program": name, **columns}))
    return pd.concat(parts, ignore_index=True) if parts else no_samples()


def no_samples() -> pd.DataFrame:
    """Return the table of `rank_samples` without a row."""
    return pd.DataFrame({"program": [], "rank_position": [], "fill_depth": []})
