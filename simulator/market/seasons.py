"""Many seasons of one market, each with people drawn anew, and what each comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from simulator.market.cohort import make_cohort
from simulator.market.draws import Address
from simulator.market.moment_axes import moment_axes
from simulator.market.moments import Moments, moments_of
from simulator.market.scale import run_replicates
from simulator.market.year import run_year
from simulator.market.year_soap import run_soap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from simulator.market.scale import Runs

T = TypeVar("T")


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


@dataclass(frozen=True)
class SeasonTask:
    """What is done for one replicate of `many_seasons`; can be sent to another process.

    Attributes
    ----------
    specialties, scale, seed, levels, settings, uncertain
        As in `one_season`.
    """

    specialties: Sequence[str] | None
    scale: float
    seed: int
    levels: Mapping[str, Mapping[str, float]] | None
    settings: Mapping[str, float] | None
    uncertain: bool

    def __call__(self, replicate: int) -> Moments:
        """Run that replicate's season."""
        return one_season(
            self.specialties, self.scale, self.seed, replicate, self.levels, self.settings, uncertain=self.uncertain
        )

    def axes(self) -> Mapping[str, Sequence[Sequence[str]]]:
        """Return what the axes of each count stand for, as labels of a table."""
        return moment_axes(self.specialties)


def each_replicate(
    task: Callable[[int], T],
    replicates: int,
    *,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
    runs: Runs | None = None,
) -> list[T]:
    """Do something for every replicate of the market; the answer is the same wherever it is done.

    Parameters
    ----------
    task : callable of the replicate
        Depends on nothing but itself and the replicate, and can be pickled.
    replicates : int
        At least 1.
    workers : int
        Threads.
    progress : callable of int, optional
        Told how many replicates have just been finished.
    runs : Runs, optional
        Processes or a cluster instead of threads, and where to keep results; see docs/market_scale.md for what a
        task and its results must be then.

    Returns
    -------
    list
        What the task returned, in the order of replicates.

    Raises
    ------
    InputError
        Workers that cannot be had, results of something else in the store, a full disk.
    """
    return run_replicates(task, replicates, workers, progress, runs)


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
    runs: Runs | None = None,
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
    runs : Runs, optional
        As in `each_replicate`.

    Returns
    -------
    list of Moments
        In the order of replicates.
    """
    task = SeasonTask(specialties, scale, seed, levels, settings, uncertain)
    return each_replicate(task, replicates, workers=workers, progress=progress, runs=runs)
