"""More seasons, more programs, more workers: how the time grows."""

from __future__ import annotations

import functools
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from benchmarks import situations
from benchmarks.measure import save, take_turns
from benchmarks.twelve_interviews import draw_numbers
from simulator.season.simulate import simulate

if TYPE_CHECKING:
    from benchmarks.measure import Timing

QUESTION = "Growth with seasons, programs and workers: seconds, as the product chooses its form"
SEASONS = (10_000, 100_000, 1_000_000, 10_000_000)
PROGRAMS = (1, 5, 20, 100, 500)
FIXED_SEASONS, FIXED_PROGRAMS = 200_000, 12
WORKERS = (1, 2)
GAIN_SEASONS = 4_000_000


def _row(programs: int, status: str, seasons: int, workers: int, timing: Timing) -> dict[str, Any]:
    per = 1e9 * timing.cpu_s / (seasons * programs)
    return {
        "programs": f"{programs} {status}",
        "seasons": seasons,
        "workers": workers,
        "wall, s": round(timing.wall_s, 4),
        "processor, s": round(timing.cpu_s, 4),
        "processor, ns per season and program": round(per, 1),
        "repeats": timing.repeats,
    }


def _measure(programs: int, status: str, seasons: int, repeats: int) -> list[dict[str, Any]]:
    setup = situations.setup_of(situations.situation("Growth", programs, status))
    jobs = {str(w): functools.partial(simulate, setup, seasons, w) for w in WORKERS}
    timings = take_turns(jobs, repeats)
    return [_row(programs, status, seasons, w, timings[str(w)]) for w in WORKERS]


def _gains(repeats: int) -> dict[str, float]:
    """What a second worker gains, and a second thread of bare arithmetic in the same minutes: the most possible."""
    setup = situations.setup_of(situations.twelve_interviews())

    def bare(threads: int) -> None:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda _: draw_numbers(setup, GAIN_SEASONS // 8), range(8)))

    jobs = {f"sampler {w}": functools.partial(simulate, setup, GAIN_SEASONS, w) for w in WORKERS}
    jobs |= {f"bare {w}": functools.partial(bare, w) for w in WORKERS}
    wall = {name: timing.wall_s for name, timing in take_turns(jobs, repeats).items()}
    return {
        "two workers over one, by the clock": round(wall["sampler 1"] / wall["sampler 2"], 2),
        "two threads of bare arithmetic over one, in the same minutes": round(wall["bare 1"] / wall["bare 2"], 2),
    }


def main(repeats: int = 3) -> None:
    """Measure and save.

    Parameters
    ----------
    repeats : int
    """
    rows: list[dict[str, Any]] = []
    for seasons in SEASONS:
        rows += _measure(FIXED_PROGRAMS, "interviewed", seasons, repeats)
    for programs in PROGRAMS:
        rows += _measure(programs, "applied", FIXED_SEASONS, repeats)
    save("growth", QUESTION, rows, _gains(3 * repeats))
