"""The first minute: how long until the command says something."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measure import HERE, save, time_commands

if TYPE_CHECKING:
    from collections.abc import Callable

QUESTION = "Start-up: seconds from the command to its end"
SCENARIO = "scenarios/six_internal_medicine_interviews.yaml"
RUN = ("run", SCENARIO)
ODDS = ("odds", "--type", "non_us_img", "--specialty", "internal_medicine", "--community", "5", "--visa", "j1")
CHARTS = ("--charts", "charts")
COLD, WARM, BARE = "cold caches", "warm caches", "cold caches and no bytecode"
LIMITS_S = {"--help": 0.3, "run": 3.0}


def _start(folder: Path, arguments: tuple[str, ...], state: str) -> subprocess.Popen[bytes]:
    """Start the command; cold caches are new, empty folders."""
    if state != WARM:
        folder = Path(tempfile.mkdtemp(dir=folder))
    environment = os.environ | {"MATCHSIM_CACHE_DIR": str(folder / "kernels"), "MPLCONFIGDIR": str(folder / "fonts")}
    if state == BARE:
        environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    placed = [str(folder / "charts") if word == CHARTS[1] else word for word in arguments]
    command = [sys.executable, "-m", "simulator", *placed]
    return subprocess.Popen(
        command, cwd=HERE.parent, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def _jobs(folder: Path) -> dict[str, Callable[[], subprocess.Popen[bytes]]]:
    cases = [
        (("--version",), WARM), (("--help",), WARM), (("check", SCENARIO), WARM), (ODDS, WARM), (ODDS, COLD),
        (RUN, WARM), (RUN, COLD), (RUN + CHARTS, WARM), (RUN + CHARTS, COLD), (RUN + CHARTS, BARE),
    ]  # fmt: skip
    return {f"matchsim {' '.join(a)} ({s})": functools.partial(_start, folder, a, s) for a, s in cases}


def main(repeats: int = 5) -> None:
    """Measure and save.

    Parameters
    ----------
    repeats : int
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        jobs = _jobs(folder)
        time_commands({name: job for name, job in jobs.items() if WARM in name}, 1)
        timings = time_commands(jobs, repeats)
    rows: list[dict[str, Any]] = [
        {
            "command": name,
            "wall, s": round(timing.wall_s, 3),
            "processor, s": round(timing.cpu_s, 3),
            "least processor, s": round(timing.least_cpu_s, 3),
            "repeats": timing.repeats,
        }
        for name, timing in timings.items()
    ]
    wall = {row["command"]: row["wall, s"] for row in rows}
    findings = {
        "matchsim --help under 0.3 s": wall[f"matchsim --help ({WARM})"] < LIMITS_S["--help"],
        "matchsim run under 3 s, cold caches": wall[f"matchsim {' '.join(RUN)} ({COLD})"] < LIMITS_S["run"],
        "the same with charts": wall[f"matchsim {' '.join(RUN + CHARTS)} ({COLD})"] < LIMITS_S["run"],
    }
    save("start_up", QUESTION, rows, findings)
