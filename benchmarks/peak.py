"""One job in a process of its own, to see how much memory it takes: ``python -m benchmarks.peak JOB N ...``."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import plain_numpy, situations
from simulator import pipeline
from simulator.season.simulate import simulate

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.scenario import Scenario


def _run(programs: int, replicates: int, workers: int) -> None:
    """Everything that `matchsim run` computes."""
    pipeline.run(_scenario(programs), replicates=replicates, workers=workers)


def _sample(programs: int, replicates: int, workers: int) -> None:
    """The sampler alone."""
    simulate(situations.setup_of(_scenario(programs)), replicates, workers)


def _plain_numpy(programs: int, replicates: int, _: int) -> None:
    plain_numpy.simulate(situations.setup_of(_scenario(programs)), replicates, situations.SEED)


def _redrawn(applicants: int, replicates: int, workers: int) -> None:
    """Replicates of a national match."""
    from benchmarks.national_match import redrawn

    redrawn(applicants, replicates, workers)


def _seasons(applicants: int, replicates: int, workers: int) -> None:
    """Seasons of the national market, or of one of another size."""
    from benchmarks.season_for_everyone import seasons

    seasons(applicants, replicates, workers)


JOBS: dict[str, Callable[[int, int, int], None]] = {
    "run": _run,
    "sample": _sample,
    "plain_numpy": _plain_numpy,
    "redrawn": _redrawn,
    "seasons": _seasons,
}


def _scenario(programs: int) -> Scenario:
    status = "interviewed" if programs <= 12 else "applied"
    return situations.situation(f"{programs} programs", programs, status)


def peak_mb() -> float:
    """Most memory this process had; the kernel's own figure, without that of whoever started it.

    Returns
    -------
    float
        In units of 10**6 bytes.
    """
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6


def main() -> None:
    """Run the job that the command line names and print what it took."""
    job, *numbers = sys.argv[1:]
    before, start = peak_mb(), time.perf_counter()
    JOBS[job](*map(int, numbers))
    found = {"peak_mb": round(peak_mb(), 1), "before_mb": round(before, 1), "seconds": time.perf_counter() - start}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
