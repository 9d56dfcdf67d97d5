"""Twelve interviews, a million seasons with full rank outcomes: how long that takes, by form."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import plain_numpy, plain_python, situations
from benchmarks.measure import peak_memory, save, take_turns
from benchmarks.statistics import disagreements, from_tally
from simulator.engine.blocks import reduce_blocks
from simulator.engine.streams import Stage, tables
from simulator.season import compiled, sampler
from simulator.season.kernels import fill_normals, fill_words
from simulator.season.simulate import COMPILED_BLOCK, READABLE_BLOCK
from simulator.season.tally import add

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.measure import Timing
    from simulator.season.setup import Setup
    from simulator.season.tally import Tally

QUESTION = "Twelve interviews, full rank outcomes: seconds for a million seasons"
REPLICATES, LOOPED, READABLE = 1_000_000, 20_000, 250_000
ONE, TWO = "compiled sampler, one worker", "compiled sampler, two workers"
BLOCKS = "plain NumPy, in blocks of 20,000, quantiles not combined"
PLAIN, NUMPY = "plain NumPy, float64", "readable NumPy sampler, one worker"
LOOP, NUMBERS = "plain Python loop", "drawing the random numbers alone"


def draw_numbers(setup: Setup, replicates: int, block: int = COMPILED_BLOCK) -> None:
    """Draw what the compiled sampler draws: words and normals of four latents and 2P scores, and a SOAP word.

    Parameters
    ----------
    setup : Setup
    replicates : int
    block : int
    """
    normals = 4 + 2 * setup.plan.n_programs
    word, normal, table = np.empty(block, np.uint32), np.empty(block), tables().normal
    seed, stage = np.uint64(setup.seed), np.uint64(Stage.SCORE << 16)
    for first in range(0, replicates, block):
        size = min(block, replicates - first)
        for who in range(normals + 1):
            fill_words(seed, stage, np.uint64(who), np.uint64(first), word[:size])
            if who < normals:
                fill_normals(word[:size], table, normal[:size])


def compiled_run(setup: Setup, replicates: int, workers: int) -> Tally:
    """Run the compiled sampler."""
    return reduce_blocks(compiled.block_sampler(setup), add, replicates, COMPILED_BLOCK, workers)


def readable_run(setup: Setup, replicates: int) -> Tally:
    """Run the readable sampler on one worker."""
    return reduce_blocks(sampler.block_sampler(setup), add, replicates, READABLE_BLOCK, 1)


def compare(setup: Setup, replicates: int, plain: int, looped: int, repeats: int) -> tuple[list[dict[str, Any]], str]:
    """Time all forms in turn, and see whether they do the same job.

    Parameters
    ----------
    setup : Setup
    replicates, plain, looped : int
        Seasons for the compiled sampler, for plain NumPy and for the Python loop.
    repeats : int

    Returns
    -------
    (rows, agreement)
        Times scaled to `replicates`; which statistics differ by more than chance.
    """
    part = functools.partial
    readable = min(replicates, READABLE)
    jobs: dict[str, tuple[int, Callable[[], object]]] = {
        ONE: (replicates, part(compiled_run, setup, replicates, 1)),
        TWO: (replicates, part(compiled_run, setup, replicates, 2)),
        NUMPY: (readable, part(readable_run, setup, readable)),
        PLAIN: (plain, part(plain_numpy.simulate, setup, plain, situations.SEED)),
        BLOCKS: (plain, part(plain_numpy.simulate_in_blocks, setup, plain, situations.SEED)),
        LOOP: (looped, part(plain_python.simulate, setup, looped, situations.SEED)),
    }
    if (setup.plan.kind != 0).all():
        jobs[NUMBERS] = (replicates, part(draw_numbers, setup, replicates))
    timings = take_turns({name: job for name, (_, job) in jobs.items()}, repeats)
    rows = [_row(name, jobs[name][0], timing, replicates) for name, timing in timings.items()]
    return rows, _agreement(setup, replicates, plain, looped)


def _row(name: str, done: int, timing: Timing, replicates: int) -> dict[str, Any]:
    scale = replicates / done
    return {
        "form": name,
        "seasons timed": done,
        "wall, s": round(timing.wall_s * scale, 4),
        "processor, s": round(timing.cpu_s * scale, 4),
        "least processor, s": round(timing.least_cpu_s * scale, 4),
        "seasons per second": round(done / timing.wall_s),
        "repeats": timing.repeats,
    }


def _agreement(setup: Setup, replicates: int, plain: int, looped: int) -> str:
    tally = compiled_run(setup, replicates, 2)
    assert all(map(np.array_equal, readable_run(setup, 50_000), compiled_run(setup, 50_000, 1)))
    ours = from_tally(tally, replicates)
    numpy_differs = disagreements(tally, ours, plain_numpy.simulate(setup, plain, situations.SEED))
    python_differs = disagreements(tally, ours, plain_python.simulate(setup, looped, situations.SEED))
    if numpy_differs or python_differs:
        raise AssertionError(f"not the same job: plain NumPy {numpy_differs}, plain Python {python_differs}")
    return "all statistics agree within 5 standard errors; the two samplers to the last digit"


def main(repeats: int = 5) -> None:
    """Measure and save.

    Parameters
    ----------
    repeats : int
    """
    setup = situations.setup_of(situations.twelve_interviews())
    rows, agreement = compare(setup, REPLICATES, REPLICATES, LOOPED, repeats)
    cpu = {row["form"]: row["processor, s"] for row in rows}
    findings = {
        "plain NumPy over compiled, processor time": round(cpu[PLAIN] / cpu[ONE], 1),
        "plain NumPy in blocks over compiled, processor time": round(cpu[BLOCKS] / cpu[ONE], 1),
        "compiled over drawing its numbers, processor time": round(cpu[ONE] / cpu[NUMBERS], 2),
        "Python loop over compiled, processor time": round(cpu[LOOP] / cpu[ONE]),
        "peak memory of the sampler, MB": peak_memory("sample", 12, REPLICATES, 2)["peak_mb"],
        "peak memory of plain NumPy, MB": peak_memory("plain_numpy", 12, REPLICATES, 1)["peak_mb"],
        "same job": agreement,
    }
    save("twelve_interviews", QUESTION, rows, findings)
