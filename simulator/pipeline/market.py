"""The national market, season after season, beside what was published and beside the season of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.engine.blocks import default_workers
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from simulator.market.scale import Runs
    from simulator.outcomes.market_reliability import MarketReliability
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


def market_reliability(
    *,
    replicates: int | None = None,
    seed: int | None = None,
    people: int | None = None,
    specialties: Sequence[str] = (),
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
    runs: Runs | None = None,
) -> MarketReliability:
    """Ask the season of one about members of the national market, and see what the market does to them.

    Parameters
    ----------
    replicates : int, optional
        Seasons, 3 or more; left out, the number in ``market.toml``.
    seed : int, optional
        As for `market_report`.
    people : int, optional
        Members of each applicant type asked about in each season, at most.
    specialties : sequence of str
        First specialties of those asked about; empty for all.
    workers : int, optional
        Threads. The answer is the same for any number.
    progress : callable of int, optional
        Told how many seasons have just been finished.
    runs : Runs, optional
        As for `market_report`; a folder gets the tables ``results`` and ``people``.

    Returns
    -------
    MarketReliability

    Raises
    ------
    InputError
        Fewer than three replicates, or a specialty that the market does not have; what `market_report` raises.
    """
    from simulator.market.cohort_counts import specialties_of
    from simulator.market.reliability import CheckTask
    from simulator.market.seasons import each_replicate
    from simulator.model.parameters import load_calibration
    from simulator.outcomes.market_people import people_table
    from simulator.outcomes.market_reliability import market_reliability as compare

    given, known = table("market")["reliability"], specialties_of(None)
    n = int(given["replicates"]) if replicates is None else replicates
    asked = _asked(n, specialties, known)
    chosen = int(table("market")["report"]["seed"]) if seed is None else seed
    first = tuple(name for name in known if name in asked)
    task = CheckTask(None, 1.0, chosen, int(given["people"]) if people is None else people, first)
    seasons = each_replicate(task, n, workers=workers or default_workers(), progress=progress, runs=runs)
    if runs is not None and runs.store is not None:
        runs.store.save_table("people", people_table(seasons, known))
    return compare(seasons, known, chosen, load_calibration().name, first)


def _asked(replicates: int, specialties: Sequence[str], known: Sequence[str]) -> set[str]:
    """Keys of the specialties asked for, however they are spelled."""
    from simulator.errors import Fault, InputError
    from simulator.scenario.specialties import specialty_key
    from simulator.scenario.suggest import did_you_mean

    keys = {name: specialty_key(name) for name in specialties}
    faults = [
        Fault("not in the market", field="--specialty", got=x, allowed=", ".join(known), hint=did_you_mean(x, known))
        for x, key in keys.items()
        if key not in known
    ]
    if replicates < 3:
        faults.append(Fault("too few for an interval", field="--replicates", got=replicates, allowed="3 or more"))
    if faults:
        raise InputError(faults)
    return {key for key in keys.values() if key is not None}
