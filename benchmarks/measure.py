"""Time, memory and the machine they were measured on."""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE = Path(__file__).parent
RESULTS = HERE / "results"
LIBRARIES = ("numpy", "scipy", "numba", "pandas", "matplotlib")


class Timing(NamedTuple):
    """Medians over repeats, in seconds.

    Attributes
    ----------
    wall_s : by the clock
    cpu_s : processor time of all threads
    least_cpu_s : the least processor time of any repeat
    repeats : how many
    """

    wall_s: float
    cpu_s: float
    least_cpu_s: float
    repeats: int


def take_turns(jobs: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, Timing]:
    """Time several jobs, one after the other, over and over, so that a busy spell hits all alike.

    Parameters
    ----------
    jobs : mapping of name to callable
        Each is called once before it is timed.
    repeats : int

    Returns
    -------
    dict of name to Timing
    """
    for job in jobs.values():
        job()
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in jobs}
    for _ in range(repeats):
        for name, job in jobs.items():
            wall, cpu = time.perf_counter(), time.process_time()
            job()
            seen[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    return {name: _medians(pairs) for name, pairs in seen.items()}


def _medians(pairs: list[tuple[float, float]]) -> Timing:
    wall, cpu = zip(*pairs, strict=True)
    return Timing(statistics.median(wall), statistics.median(cpu), min(cpu), len(pairs))


def time_commands(commands: Mapping[str, Callable[[], subprocess.Popen[bytes]]], repeats: int) -> dict[str, Timing]:
    """Time processes, taking turns; each call starts one.

    Parameters
    ----------
    commands : mapping of name to callable
    repeats : int

    Returns
    -------
    dict of name to Timing

    Raises
    ------
    RuntimeError
        A process failed.
    """
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(repeats):
        for name, start in commands.items():
            before, wall = _children_cpu_s(), time.perf_counter()
            process = start()
            _, err = process.communicate()
            seen[name].append((time.perf_counter() - wall, _children_cpu_s() - before))
            if process.returncode:
                raise RuntimeError(f"{name} ended with {process.returncode}: {err[-400:]!r}")
    return {name: _medians(pairs) for name, pairs in seen.items()}


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_memory(job: str, *numbers: int) -> dict[str, float]:
    """Run a job of `benchmarks.peak` in a process of its own.

    Parameters
    ----------
    job : str
    *numbers : int

    Returns
    -------
    dict
        peak_mb (most resident memory, 1 MB = 10**6 bytes), before_mb (with everything
        imported, before the job) and seconds.
    """
    command = [sys.executable, "-m", "benchmarks.peak", job, *map(str, numbers)]
    done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def save(situation: str, question: str, rows: list[dict[str, Any]], findings: Mapping[str, Any]) -> None:
    """Write the results of one situation.

    Parameters
    ----------
    situation : str
        Name of the file, and of the subcommand.
    question : str
        What the numbers answer.
    rows : list of dict
        The table.
    findings : mapping
        Numbers that the targets speak of.
    """
    RESULTS.mkdir(exist_ok=True)
    found = {
        "situation": situation,
        "question": question,
        "command": f"python -m benchmarks --only {situation}",
        "machine": machine(),
        "versions": {"python": platform.python_version(), "simulator": __version__}
        | {name: version(name) for name in LIBRARIES},
        "findings": dict(findings),
        "rows": rows,
    }
    text = json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False)
    (RESULTS / f"{situation}.json").write_text(text + "\n", encoding="utf-8")


def machine() -> dict[str, Any]:
    """Model and number of cores of the processor, system, memory, and how busy it is."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "cpu": _cpu_model(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory_gb, 1),
        "system": platform.system(),
        "load_after": round(os.getloadavg()[0], 2),
    }


def _cpu_model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
