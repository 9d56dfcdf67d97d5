"""The national market on threads, on processes and on Dask: replicates a minute, and what starting costs."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from benchmarks.measure import save
from simulator.engine.blocks import default_workers
from simulator.engine.cluster import Cluster
from simulator.engine.pools import Processes, Threads
from simulator.market.scale import Runs
from simulator.market.seasons import SeasonTask, each_replicate
from simulator.outcomes.store import Folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.engine.pools import Pool

QUESTION = "The national market on a cluster: replicates a minute, Dask against in-process, processes against threads"
SEASONS = 8
NOTHING = 64


def nothing(replicate: int) -> int:
    """Return what it was given: all that is measured is the way there and back."""
    return replicate


def _timed(job: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds of a job, its workers included."""
    before, start = _used(), time.perf_counter()
    job()
    return time.perf_counter() - start, _used() - before


def _used() -> float:
    times = psutil.Process().cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


def _row(name: str, pool: Pool | None, workers: int, repeats: int) -> dict[str, Any]:
    task = SeasonTask(None, 1.0, 1, None, None, uncertain=True)
    seasons = [_timed(lambda: each_replicate(task, SEASONS, workers=workers, runs=Runs(pool))) for _ in range(repeats)]
    empty = [_timed(lambda: each_replicate(nothing, NOTHING, workers=workers, runs=Runs(pool))) for _ in range(repeats)]
    wall, cpu = (statistics.median(x) for x in zip(*seasons, strict=True))
    start_wall, start_cpu = (statistics.median(x) for x in zip(*empty, strict=True))
    return {
        "where": name,
        "seasons a minute, wall": round(60 * SEASONS / wall, 1),
        "seasons a minute of processor": round(60 * SEASONS / cpu, 1),
        "wall, s": round(wall, 2),
        "processor, s": round(cpu, 2),
        "start and 64 empty replicates: wall, s": round(start_wall, 2),
        "the same, processor, s": round(start_cpu, 2),
    }


def _kept(repeats: int) -> float:
    """Milliseconds of processor time that keeping one season takes."""
    task = SeasonTask(None, 0.02, 1, None, None, uncertain=True)
    extra = []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            kept = _timed(lambda at=folder: each_replicate(task, 50, runs=Runs(None, Folder(Path(at)))))[1]
        extra.append(kept - _timed(lambda: each_replicate(task, 50))[1])
    return 1e3 * statistics.median(extra) / 50


def main(repeats: int = 3) -> None:
    """Measure and save.

    Parameters
    ----------
    repeats : int
    """
    n = default_workers()
    each_replicate(SeasonTask(None, 1.0, 1, None, None, uncertain=True), 1)
    rows = [
        _row("in-process, one thread", None, 1, repeats),
        _row(f"{n} threads", Threads(n), n, repeats),
        _row(f"{n} processes", Processes(n), n, repeats),
        _row(f"Dask, local, {n} workers", Cluster("local", n), n, repeats),
    ]
    cpu = [row["processor, s"] - row["the same, processor, s"] for row in rows]
    found = {
        "seasons in each run": SEASONS,
        "Dask's processor time over one thread's, start left out": f"{cpu[3] / cpu[0]:.2f}",
        "processes' processor time over one thread's, start left out": f"{cpu[2] / cpu[0]:.2f}",
        "threads' processor time over one thread's": f"{cpu[1] / cpu[0]:.2f}",
        "wall, processes over threads": f"{rows[2]['wall, s'] / rows[1]['wall, s']:.2f}",
        "keeping a season as Parquet, processor ms": f"{_kept(repeats):.1f}",
    }
    save("market_scale", QUESTION, rows, found)
