"""Run the sampler over all replicates: which twin, which blocks, how many workers.

Small jobs run the readable form, because compiling takes longer than they do; both twins
give the same counts, so the choice never shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.engine.blocks import default_workers, reduce_blocks
from simulator.engine.kernel import is_compiled
from simulator.season import sampler
from simulator.season.tally import add

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.season.setup import Setup
    from simulator.season.tally import Tally

# Replicates times programs; the compiled form saves about 0.1 s of processor time a million.
WORTH_COMPILING, WORTH_LOADING = 40_000_000, 8_000_000  # it takes 2.5 s to compile, 0.5 s to load
LONG_JOB = 10_000_000  # about a second
READABLE_BLOCK, COMPILED_BLOCK = 16_384, 32_768


def simulate(
    setup: Setup,
    replicates: int,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
    block: int | None = None,
) -> Tally:
    """Draw all replicates of a season and count.

    Parameters
    ----------
    setup : Setup
    replicates : int
        At least 1.
    workers : int, optional
        Threads; all cores if left out. The result does not depend on it.
    progress : callable of int, optional
        Told how many replicates have just been finished.
    block : int, optional
        Replicates per block. The result does not depend on it.

    Returns
    -------
    Tally
    """
    job = replicates * max(1, setup.plan.n_programs)
    compiled = job > (WORTH_LOADING if is_compiled("kernels.") else WORTH_COMPILING)
    size = block or (COMPILED_BLOCK if compiled else READABLE_BLOCK)
    return reduce_blocks(_sampler(setup, compiled), add, replicates, size, workers or default_workers(), progress)


def _sampler(setup: Setup, compiled: bool) -> Callable[[int, int], Tally]:
    if not compiled:
        return sampler.block_sampler(setup)
    from simulator.season import compiled as twin

    return twin.block_sampler(setup)
