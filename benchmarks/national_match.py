"""The country's match without couples: against public Python libraries, how it grows, and replicates a second."""

from __future__ import annotations

import functools
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.measure import peak_memory, save, take_turns
from simulator.market import forms, match
from simulator.market.form import Form, Search
from simulator.market.lists import start_state
from simulator.market.prepare import prepare
from simulator.market.replicates import replicate
from tests.markets import draw_lists, national

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.measure import Timing
    from simulator.market import Market

QUESTION = "A national match without couples: seconds, against public Python libraries in the same run"
SIZES = (1_000, 10_000, 50_000)
LIBRARY_SIZES = {
    "matching": (1_000, 10_000, 50_000),
    "algmatch": (1_000, 10_000, 50_000),
    "matching-algorithms": (1_000,),  # minutes at 10,000
}
REPLICATES, THREADS = 1_000, (1, 2)


def _dictionaries(m: Market) -> tuple[dict[int, list[int]], dict[int, list[int]], dict[int, int]]:
    lists = np.split(m.applicant_list, m.applicant_start[1:-1])
    ranked = np.split(m.program_list, m.program_start[1:-1])
    programs = {p: row.tolist() for p, row in enumerate(ranked) if row.size}
    return {a: row.tolist() for a, row in enumerate(lists)}, programs, {p: int(m.quota[p]) for p in programs}


def matching(m: Market) -> tuple[Callable[[], object], Callable[[object], dict[int, int]]]:
    """Build the library's objects, and a function that solves them; and how to read its answer."""
    from matching.games import HospitalResident

    sys.setrecursionlimit(10**8)  # it copies the market by recursion through all lists
    game = HospitalResident.create_from_dictionaries(*_dictionaries(m))
    return game.solve, lambda found: {r.name: h.name for h, rs in found.items() for r in rs}  # type: ignore[attr-defined]


def algmatch(m: Market) -> tuple[Callable[[], object], Callable[[object], dict[int, int]]]:
    """As `matching`; the library's solving includes its own check of stability."""
    from algmatch import HospitalResidentsProblem

    residents, hospitals, quota = _dictionaries(m)
    given = {
        "residents": residents,
        "hospitals": {p: {"capacity": quota[p], "preferences": row} for p, row in hospitals.items()},
    }
    problem = HospitalResidentsProblem(dictionary=given)

    def read(found: Any) -> dict[int, int]:
        return {int(r[1:]): int(h[1:]) for r, h in found["resident_sided"].items() if h}

    return problem.get_stable_matching, read


def matching_algorithms(m: Market) -> tuple[Callable[[], object], Callable[[object], dict[int, int]]]:
    """As `matching`; it has no objects to build."""
    from matching_algorithms import school_choice_da

    residents, hospitals, quota = _dictionaries(m)
    schools = {p: {"capacity": quota[p], "priorities": row} for p, row in hospitals.items()}

    def read(found: Any) -> dict[int, int]:
        return {a: int(p) for p, rows in found.items() for a in rows}

    return lambda: school_choice_da(residents, schools), read


LIBRARIES = {"matching": matching, "algmatch": algmatch, "matching-algorithms": matching_algorithms}


def _library_row(name: str, n: int, m: Market, ours: dict[int, int]) -> dict[str, Any]:
    start = time.process_time()
    try:
        solve, read = LIBRARIES[name](m)
    except ImportError:
        return _row(name, n, None, None, "not installed")
    built = time.process_time()
    found = solve()
    solved = time.process_time()
    return _row(name, n, built - start, solved - built, "same" if read(found) == ours else "differs")


def _row(who: str, n: int, build: float | None, solve: float | None, says: str) -> dict[str, Any]:
    return {
        "who": who,
        "applicants": n,
        "building, processor s": "-" if build is None else round(build, 6),
        "solving, processor s": "-" if solve is None else round(solve, 6),
        "matching": says,
    }


def _ours(m: Market, repeats: int) -> tuple[dict[str, Timing], dict[int, int]]:
    """Preparing the lists, and one replicate with ranks prepared."""
    found = match(m)
    lists, _ = prepare(m)

    def once() -> None:
        Form(m, lists, start_state(lists, m.quota)).first(Search(0, 1, "applicants"), 0)

    timings = take_turns({"prepare": lambda: prepare(m), "solve": once}, repeats)
    return timings, {a: int(p) for a, p in enumerate(found.program_of) if p >= 0}


def redrawn(n: int, replicates: int, workers: int) -> None:
    """Match a national market again and again, scores redrawn."""
    rng = np.random.default_rng(0)
    n_programs, ranks = round(n / 7.576), 12
    lists = draw_lists(rng, n, n_programs, ranks).ravel()
    score = np.repeat(rng.normal(size=n), ranks)
    quota = np.maximum(1, rng.multinomial(round(0.9 * n), np.full(n_programs, 1 / n_programs)))
    replicate(np.arange(n + 1) * ranks, lists, score, quota, replicates=replicates, workers=workers)


def _rows(repeats: int) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    found: dict[str, Any] = {}
    for n in SIZES:
        m = national(0, n)
        timings, ours = _ours(m, repeats)
        solve = timings["solve"]
        rows.append(_row("this simulator", n, timings["prepare"].cpu_s, solve.cpu_s, "same"))
        found[f"{n:,} applicants, ranks prepared: processor ms, median and least"] = (
            f"{1e3 * solve.cpu_s:.2f}, {1e3 * solve.least_cpu_s:.2f}"
        )
        theirs = [_library_row(name, n, m, ours) for name, sizes in LIBRARY_SIZES.items() if n in sizes]
        rows += theirs
        found |= _ratios(n, solve.cpu_s, theirs)
    return rows, found


def _ratios(n: int, ours: float, theirs: list[dict[str, Any]]) -> dict[str, Any]:
    done = [row for row in theirs if row["matching"] != "not installed"]
    if not done:
        return {}
    best = min(row["solving, processor s"] for row in done)
    whole = min(row["solving, processor s"] + row["building, processor s"] for row in done)
    return {
        f"{n:,} applicants: times faster than the fastest library's solving": round(best / ours),
        f"{n:,} applicants: times faster than the fastest library with building": round(whole / ours),
    }


def main(repeats: int = 15) -> None:
    """Measure and save.

    Parameters
    ----------
    repeats : int
    """
    forms.compiled()
    rows, found = _rows(repeats)
    jobs = {str(w): functools.partial(redrawn, 50_000, REPLICATES, w) for w in THREADS}
    redrawn(50_000, 4, 1)
    for w, job in jobs.items():
        wall, cpu = time.perf_counter(), time.process_time()
        job()
        found[f"1,000 national replicates, scores redrawn, threads {w}: wall s, processor ms a replicate"] = (
            f"{time.perf_counter() - wall:.1f}, {time.process_time() - cpu:.1f}"
        )
    found["peak memory of 1,000 national replicates, MB"] = peak_memory("redrawn", 50_000, REPLICATES, 2)["peak_mb"]
    save("national_match", QUESTION, rows, found)
