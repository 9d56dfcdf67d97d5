"""A season for everyone: seasons a minute, what each stage takes, memory, and how both grow with the market."""

from __future__ import annotations

import statistics
import time
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from benchmarks.measure import peak_memory, save
from benchmarks.peak import peak_mb
from simulator.market.cohort import make_cohort
from simulator.market.draws import Address
from simulator.market.moments import moments_of
from simulator.market.seasons import many_seasons
from simulator.market.solve import match
from simulator.market.stability import blocking
from simulator.market.year import TRIES, Year, apply
from simulator.market.year_interviews import interview
from simulator.market.year_lists import make_lists, market_of
from simulator.market.year_soap import run_soap
from simulator.market.year_tables import make_tables, room_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.market.cohort import Cohort
    from simulator.market.matching import Matching
    from simulator.market.problem import Market

QUESTION = "A season for everyone, people redrawn: seconds by stage, seasons a minute, memory, growth"
SIZES = (1_000, 5_000, 10_000, 50_000, 100_000, 500_000)
NATIONAL, ONCE_FROM, SEED = 50_000, 500_000, 1  # ONCE_FROM: a season takes a minute
SEASONS, WORKERS = 4, (1, 2)
LIMIT_S, LIMIT_MB = 3.0, 4000
STAGES = ("people and programs", "applications", "interviews", "rank order lists", "match", "SOAP and counting")


class Season(NamedTuple):
    """One season: processor seconds of each stage and of the whole, and what came of it."""

    stages: tuple[float, ...]
    whole: float
    cohort: Cohort
    problem: Market
    matching: Matching


def scale_of(applicants: int) -> float:
    """Scale of the market at which about so many apply."""
    return applicants / make_cohort(seed=SEED).plans.first.size


def seasons(applicants: int, replicates: int, workers: int) -> None:
    """Seasons of a market of a size, people redrawn."""
    many_seasons(scale=scale_of(applicants), seed=SEED, replicates=replicates, workers=workers)


def one_season(scale: float, replicate: int) -> Season:
    """Run a season as `simulator.market.seasons.one_season` does, stage by stage."""
    marks = [time.process_time()]

    def done(stage: Any) -> Any:
        marks.append(time.process_time())
        return stage

    address = Address(SEED, replicate)
    cohort = done(make_cohort(scale=scale, seed=SEED, replicate=replicate))
    tables = make_tables(cohort, address, None, None, uncertain=False)
    applications = done(apply(cohort, tables, address))
    interviewed = done(interview(applications, tables.interviews, room_of(cohort)))
    lists = make_lists(cohort, applications, interviewed, tables)
    problem = done(market_of(cohort, lists, address))
    matching = done(match(problem, seed=SEED, tries=TRIES, verify=False))
    year = Year(applications, interviewed, lists, problem, matching, tables)
    done(moments_of(cohort, year, run_soap(cohort, year, address)))
    return Season(tuple(np.diff(marks).tolist()), marks[-1] - marks[0], cohort, problem, matching)


def is_stable(season: Season) -> bool:
    """Ask the independent checker, outside the clock."""
    found = season.matching
    return not blocking(season.problem, found.program_of, found.preliminary_of, found.quota, most=1)


def _row(applicants: int, repeats: int) -> tuple[dict[str, Any], float]:
    print(f"  {applicants:,} applicants", flush=True)
    scale = scale_of(applicants)
    every = [one_season(scale, r) for r in range(1 if applicants >= ONCE_FROM else repeats)]
    whole = statistics.median(season.whole for season in every)
    stages = [statistics.median(season.stages[k] / season.whole for season in every) for k in range(len(STAGES))]
    people = every[0].cohort
    row = {
        "applicants": people.plans.first.size,
        "programs": people.programs.positions.size,
        "couples": len(people.people.couple),
        "processor, s": f"{whole:.3g}",
        "least processor, s": f"{min(season.whole for season in every):.3g}",
        **{f"{name}, %": round(100 * share) for name, share in zip(STAGES, stages, strict=True)},
        "stable": f"{sum(map(is_stable, every))} of {len(every)}",
        "peak memory, MB": round(_peak(applicants)),
    }
    return row, whole


def _peak(applicants: int) -> float:
    """Most memory of a season in a process of its own; the largest has run in this one, after all smaller ones."""
    return peak_mb() if applicants >= ONCE_FROM else peak_memory("seasons", applicants, 1, 1)["peak_mb"]


def _timed(job: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    job()
    return time.perf_counter() - wall, time.process_time() - cpu


def _a_minute(repeats: int) -> dict[str, Any]:
    """Seasons a minute on one thread and on two, taking turns."""
    seen: dict[int, list[tuple[float, float]]] = {w: [] for w in WORKERS}
    for _ in range(repeats):
        for w in WORKERS:
            seen[w].append(_timed(partial(seasons, NATIONAL, SEASONS, w)))
    found: dict[str, Any] = {}
    for w, pairs in seen.items():
        wall, cpu = (statistics.median(x) for x in zip(*pairs, strict=True))
        of = f"seasons of {NATIONAL:,}, threads {w}"
        found[f"{of}: a minute by the clock, and a minute of one processor"] = (
            f"{60 * SEASONS / wall:.0f}, {60 * SEASONS / cpu:.0f}"
        )
    return found


def main(repeats: int = 3) -> None:
    """Measure and save.

    Parameters
    ----------
    repeats : int
    """
    one_season(scale_of(SIZES[0]), 0)
    rows, whole = zip(*(_row(n, repeats) for n in SIZES), strict=True)
    people = np.log([row["applicants"] for row in rows])
    steps = np.diff(np.log(whole)) / np.diff(people)
    large = slice(SIZES.index(NATIONAL) - 1, None)
    two = peak_memory("seasons", NATIONAL, SEASONS, 2)["peak_mb"]
    found = {
        f"a season of {NATIONAL:,} within {LIMIT_S:g} s of one processor": whole[SIZES.index(NATIONAL)] < LIMIT_S,
        f"{SEASONS} seasons of {NATIONAL:,} on two threads: peak memory, MB": round(two),
        f"the same within {LIMIT_MB:,} MB": two < LIMIT_MB,
        "time grows with applicants to the power, from size to size": ", ".join(f"{x:.2f}" for x in steps),
        "the same, fitted from 10,000 on": f"{np.polyfit(people[large], np.log(whole[large]), 1)[0]:.2f}",
        **_a_minute(repeats),
    }
    save("season_for_everyone", QUESTION, list(rows), found)
