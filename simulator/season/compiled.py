"""The compiled twin of `sampler`: hands a setup to the kernels as plain arrays.

Both forms give the same counts to the last digit, so which of them ran never shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.engine.streams import identity, tables
from simulator.season.kernels import fill_normals, fill_words, season_block, work_space
from simulator.season.latents import Source, draw
from simulator.season.plan import APPLICANT
from simulator.season.tally import bin_width, empty_tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulator.season.sampler import Setup
    from simulator.season.tally import Tally


class Arrays(NamedTuple):
    """A setup as plain arrays and numbers; P programs.

    `flags` holds kind, group, reported, listed, pool size and bin width by program;
    `reals` holds invitation shift, rank shift, chances to sponsor at the invitation and
    at the rank list, mean and 1/sd of the pool. `scalars` holds released, late released
    and rejected shares, rate of late places, both standard deviations, unranked share.
    """

    seed: Any
    applicant: Any
    keys: NDArray[np.uint64]
    flags: NDArray[np.int64]
    reals: NDArray[np.float64]
    scalars: NDArray[np.float64]
    months: NDArray[np.float64]
    soap: NDArray[np.float64]
    room: int
    normal: NDArray[np.float64]
    tail: NDArray[np.float64]


def _words(seed: int, stage: int, who: int, first: int, n: int) -> NDArray[np.uint32]:
    out = np.empty(n, dtype=np.uint32)
    fill_words(np.uint64(seed), np.uint64(stage), np.uint64(who), np.uint64(first), out)
    return out


def _normals(word: NDArray[np.uint32]) -> NDArray[np.float64]:
    out = np.empty(word.size)
    fill_normals(word, tables().normal, out)
    return out


def as_arrays(setup: Setup) -> Arrays:
    """Flatten a setup into what the kernels take."""
    plan = setup.plan
    sizes = [pool.size for pool in plan.pools]
    flags = [plan.kind, plan.group, plan.reported, plan.listed, sizes, [bin_width(s) for s in sizes]]
    means, inverse = [pool.mean for pool in plan.pools], [1.0 / pool.sd for pool in plan.pools]
    reals = [plan.invite_shift[0], plan.rank_shift[0], plan.invite_sponsor, plan.rank_sponsor, means, inverse]
    scalars = [*plan.timing, plan.late_rate, setup.noise_sd, setup.cutoff_sd, setup.unranked_share]
    look_up = tables()
    return Arrays(
        seed=np.uint64(setup.seed),
        applicant=np.uint64(identity(APPLICANT)),
        keys=np.array(setup.keys, dtype=np.uint64).reshape(-1, 2),
        flags=np.array(flags, dtype=np.int64).T.copy(),
        reals=np.array(reals, dtype=np.float64).T.copy(),
        scalars=np.array(scalars, dtype=np.float64),
        months=setup.months,
        soap=setup.soap,
        room=plan.room,
        normal=look_up.normal,
        tail=look_up.tail,
    )


def block_sampler(setup: Setup) -> Callable[[int, int], Tally]:
    """Return a function that draws replicates and counts; as `sampler.block_sampler`.

    Parameters
    ----------
    setup : Setup

    Returns
    -------
    callable of (first, n) to Tally
    """
    arrays = as_arrays(setup)

    def sample(first: int, n: int) -> Tally:
        return _sample_block(setup, arrays, first, n)

    return sample


def _sample_block(setup: Setup, arrays: Arrays, first: int, n: int) -> Tally:
    tally = empty_tally(setup.plan)
    latents = draw(setup.plan, setup.posterior, setup.seed, first, -(-n // 4) * 4, Source(_words, _normals))
    parts = (latents.paper[:, :n], latents.carried[:n], latents.season[:, :n], latents.skill[:n])
    season_block(arrays, parts, np.uint64(first), work_space(), tally)
    return tally
