"""The national market, season after season, beside what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.engine.blocks import default_workers
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.market.scale import Runs
    from simulator.outcomes.market_report import MarketReport


def market_report(
    *,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
    runs: Runs | None = None,
) -> MarketReport:
    """Simulate the national market and compare it with published figures.

    Parameters
    ----------
    replicates : int, optional
        Seasons, 2 or more; left out, the number in ``market.toml``.
    seed : int, optional
        Makes the programs and draws the people; the same seed gives the same report.
    workers : int, optional
        Threads; left out, all cores. The report is the same for any number.
    progress : callable of int, optional
        Told how many seasons have just been finished.
    runs : Runs, optional
        Processes or a cluster instead of threads, and a folder that keeps every season as it is done and gets the
        tables ``results`` and ``figures``.

    Returns
    -------
    MarketReport

    Raises
    ------
    InputError
        Fewer than two replicates; workers that cannot be had; a folder that cannot be written to or holds other
        results.
    """
    from simulator.errors import Fault, InputError
    from simulator.market.cohort_counts import specialties_of
    from simulator.market.seasons import many_seasons
    from simulator.outcomes.market_report import market_report as compare
    from simulator.outcomes.market_seasons import season_figures

    given = table("market")["report"]
    n, chosen = (
        int(given["replicates"]) if replicates is None else replicates,
        int(given["seed"]) if seed is None else seed,
    )
    if n < 2:
        raise InputError(Fault("too few to show a spread", field="--replicates", got=n, allowed="2 or more"))
    threads = workers or default_workers()
    seasons = many_seasons(seed=chosen, replicates=n, workers=threads, uncertain=True, progress=progress, runs=runs)
    if runs is not None and runs.store is not None:
        runs.store.save_table("figures", season_figures(seasons, specialties_of(None)))
    return compare(seasons, specialties_of(None), chosen)
