"""A national match with couples: how often a stable matching is found, and how long it takes, checked."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from benchmarks.measure import save
from simulator.market import Matching, forms, match
from tests.markets import national

QUESTION = "A national match with couples: stable, and checked, in how many milliseconds"
APPLICANTS, COUPLES, REPLICATES, LIMIT_S = 50_000, (0, 600, 1_200, 1_250), 1_000, 0.2


def _one(seed: int, couples: int) -> tuple[Matching, float]:
    m = national(seed, APPLICANTS, couples=couples)
    start = time.thread_time()
    found = match(m, seed=seed)
    return found, time.thread_time() - start


def _row(couples: int, replicates: int) -> dict[str, Any]:
    every = [_one(seed, couples) for seed in range(replicates)]
    wall = np.array([found.seconds + found.verify_seconds for found, _ in every])
    cpu = np.array([used for _, used in every])
    left = [(seed, found.blocking[0]) for seed, (found, _) in enumerate(every) if not found.is_stable]
    return {
        "couples": couples,
        "markets": replicates,
        "stable": replicates - len(left),
        "solved and checked, wall ms: median, 99%": f"{1e3 * np.median(wall):.0f}, {1e3 * np.quantile(wall, 0.99):.0f}",
        "whole call, processor ms: median, 99%": f"{1e3 * np.median(cpu):.0f}, {1e3 * np.quantile(cpu, 0.99):.0f}",
        "stable within 200 processor ms, %": round(
            100 * float(np.mean(cpu < LIMIT_S)) - 100 * len(left) / replicates, 1
        ),
        "not stable: seed, coalition": "; ".join(f"{s}: {b.kind} {b.applicants} {b.programs}" for s, b in left)
        or "none",
    }


def main(repeats: int = REPLICATES) -> None:
    """Measure and save.

    Parameters
    ----------
    repeats : int
        Random markets with 1,250 couples; a tenth of that with other numbers.
    """
    forms.compiled()
    match(national(0, APPLICANTS, couples=20))
    rows = [_row(couples, repeats if couples == COUPLES[-1] else max(repeats // 10, 1)) for couples in COUPLES]
    save(
        "couples_match",
        QUESTION,
        rows,
        {"1,250 couples: stable, of all": f"{rows[-1]['stable']} of {rows[-1]['markets']}"},
    )
