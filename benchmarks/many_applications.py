"""150 applications through all stages, a million seasons: how long, and how much memory."""

from __future__ import annotations

from benchmarks import situations
from benchmarks.measure import peak_memory, save
from benchmarks.twelve_interviews import LOOP, ONE, PLAIN, compare

QUESTION = "150 applications, apply to SOAP: seconds for a million seasons"
PROGRAMS, REPLICATES, WHOLE, LOOPED = 150, 1_000_000, 50_000, 4_000
TARGET_MB = 500


def main(repeats: int = 3) -> None:
    """Measure and save.

    Parameters
    ----------
    repeats : int
    """
    setup = situations.setup_of(situations.many_applications())
    rows, agreement = compare(setup, REPLICATES, WHOLE, LOOPED, repeats)
    cpu = {row["form"]: row["processor, s"] for row in rows}
    run = peak_memory("run", PROGRAMS, REPLICATES, 2)
    findings = {
        "peak memory of matchsim run, MB": run["peak_mb"],
        "of it before anything ran, MB": run["before_mb"],
        "peak memory under 500 MB": run["peak_mb"] < TARGET_MB,
        "seconds for everything that matchsim run computes": round(run["seconds"], 2),
        f"peak memory of plain NumPy with {WHOLE:,} seasons, MB": peak_memory("plain_numpy", PROGRAMS, WHOLE, 1)[
            "peak_mb"
        ],
        "plain NumPy over compiled, processor time": round(cpu[PLAIN] / cpu[ONE], 1),
        "Python loop over compiled, processor time": round(cpu[LOOP] / cpu[ONE]),
        "same job": agreement,
    }
    save("many_applications", QUESTION, rows, findings)
