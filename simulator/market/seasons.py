"""Many seasons of one market, each with people drawn anew, and what each comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.engine.blocks import reduce_blocks
from simulator.market.cohort import make_cohort
from simulator.market.draws import Address
from simulator.market.moments import Moments, moments_of
from simulator.market.year import run_year
from simulator.market.year_soap import run_soap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

BLOCK = 4


def one_season(
    specialties: Sequence[str] | None,
    scale: float,
    seed: int,
    replicate: int,
    levels: Mapping[str, Mapping[str, float]] | None = None,
    settings: Mapping[str, float] | None = None,
    *,
    uncertain: bool = False,
) -> Moments:
    """Make a cohort, run its season and SOAP, and count.

    Parameters
    ----------
    specialties, scale, seed, replicate
        As in `make_cohort`.
    levels, settings, uncertain : optional
        As in `make_tables`.

    Returns
    -------
    Moments
    """
    cohort = make_cohort(specialties, scale=scale, seed=seed, replicate=replicate)
    year = run_year(cohort, seed=seed, replicate=replicate, levels=levels, settings=settings, uncertain=uncertain)
    return moments_of(cohort, year, run_soap(cohort, year, Address(seed, replicate)))


def many_seasons(
    specialties: Sequence[str] | None = None,
    *,
    scale: float = 1.0,
    seed: int = 0,
    replicates: int = 20,
    workers: int = 1,
    levels: Mapping[str, Mapping[str, float]] | None = None,
    settings: Mapping[str, float] | None = None,
    uncertain: bool = False,
    progress: Callable[[int], None] | None = None,
) -> list[Moments]:
    """Run many seasons; the answer is the same for any number of workers.

    Parameters
    ----------
    specialties, scale, seed
        As in `make_cohort`.
    replicates : int
        At least 1.
    workers : int
        Threads.
    levels, settings, uncertain : optional
        As in `make_tables`.
    progress : callable of int, optional
        Told how many seasons have just been finished.

    Returns
    -------
    list of Moments
        In the order of replicates.
    """
    from simulator.market import forms

    forms.compiled()  # once, not in every thread at the same time

    def sample(first: int, n: int) -> list[tuple[int, Moments]]:
        wanted = range(first, first + n)
        return [(r, one_season(specialties, scale, seed, r, levels, settings, uncertain=uncertain)) for r in wanted]

    found = reduce_blocks(sample, lambda x, y: x + y, replicates, BLOCK, workers, progress)
    return [moments for _, moments in sorted(found, key=lambda pair: pair[0])]
