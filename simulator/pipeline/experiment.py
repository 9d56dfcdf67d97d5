"""An experiment on the market: base and arms, season by season with the same people and the same luck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.engine.blocks import default_workers
from simulator.errors import Fault, InputError
from simulator.market.experiments import ExperimentTask, Run
from simulator.model.tables import table
from simulator.outcomes.experiment import ExperimentResult
from simulator.pipeline.experiment_checks import check_experiment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from simulator.market.scale import Runs
    from simulator.outcomes.experiment import ArmResult, CrowdResult
    from simulator.scenario.experiment import Arm, ExperimentFile
    from simulator.scenario.experiment_file import Experiment


def run_experiment(
    experiment: Experiment,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
    runs: Runs | None = None,
) -> ExperimentResult:
    """Run an experiment on the market.

    Parameters
    ----------
    experiment : Experiment
        From `load_experiment` or `experiment_from_dict`.
    replicates : int, optional
        Seasons, 2 or more; left out, the number of the file, or that of ``market.toml``.
    seed : int, optional
        Left out, that of the file, or that of ``market.toml``.
    workers : int, optional
        Threads; left out, all cores. The answer is the same for any number.
    progress : callable of int, optional
        Told how many seasons have just been run, base and all arms.
    runs : Runs, optional
        Processes or a cluster instead of threads, and a folder that keeps every season as it is done and gets the
        tables ``results``, ``differences``, ``changes`` and ``crowd``.

    Returns
    -------
    ExperimentResult

    Raises
    ------
    InputError
        What `check_experiment` refuses, or fewer than two seasons; workers that cannot be had; a folder that cannot
        be written to or holds other results.
    """
    from simulator.market.seasons import each_replicate
    from simulator.outcomes.experiment_tables import tables_of

    notes, asked = check_experiment(experiment), experiment.asked
    n, chosen = experiment_settings(experiment, replicates, seed)
    arms, level = list(_runs(asked)), float(table("market")["experiments"]["level"])
    crowds = [arm for arm in asked.arms if arm.shares is not None]
    task = _task(asked, chosen, [run for _, _, run in arms], crowds)
    seasons = each_replicate(task, n, workers=workers or default_workers(), progress=progress, runs=runs)
    found = tables_of(seasons, [(name, share) for name, share, _ in arms], [arm.name for arm in crowds], task, level)
    result = ExperimentResult(
        name=asked.name,
        question=asked.question,
        specialties=asked.market.specialties,
        scale=asked.market.scale,
        seed=chosen,
        replicates=n,
        level=level,
        warnings=(*notes, *_short(found.arms, found.crowds), *_unstable(found.stable_seasons, found.arms, n)),
        **found._asdict(),
    )
    if runs is not None and runs.store is not None:
        for name in ("differences", "changes", "crowd"):
            runs.store.save_table(name, getattr(result, name))
    return result


def _task(asked: ExperimentFile, seed: int, runs: Sequence[Run], crowds: Sequence[Arm]) -> ExperimentTask:
    return ExperimentTask(
        specialties=asked.market.specialties,
        scale=asked.market.scale,
        seed=seed,
        base=asked.base,
        runs=tuple(runs),
        crowds=tuple(Run(arm.levers, who=arm.who) for arm in crowds),
        top_share=float(table("market")["experiments"]["top_share"]),
    )


def experiment_settings(experiment: Experiment, replicates: int | None, seed: int | None) -> tuple[int, int]:
    """Return the seasons and the seed of an experiment: as asked for, as in the file, or the usual ones.

    Parameters
    ----------
    experiment : Experiment
    replicates, seed : int or None

    Returns
    -------
    (int, int)

    Raises
    ------
    InputError
        Too few seasons for an interval.
    """
    given, own = table("market")["experiments"], experiment.asked.simulation
    n = next(x for x in (replicates, own.replicates, int(given["replicates"])) if x is not None)
    if n < int(given["few"]):
        message, allowed = "too few to show a spread", f"{given['few']} or more"
        if replicates is None:
            raise InputError(experiment.at.fault(("simulation", "replicates"), message, n, allowed))
        raise InputError(Fault(message, field="--replicates", got=n, allowed=allowed))
    return n, next(x for x in (seed, own.seed, int(given["seed"])) if x is not None)


def n_runs(experiment: Experiment) -> int:
    """How many seasons one replicate runs, the base among them."""
    return 1 + len(list(_runs(experiment.asked)))


def _runs(asked: ExperimentFile) -> Iterator[tuple[str, float | None, Run]]:
    """Arm, share and what is run; at a share of 0 nobody does anything, so that the base stands for it."""
    for arm in asked.arms:
        for share in sorted(arm.shares) if arm.shares is not None else (None,):
            if share != 0:
                yield arm.name, share, Run(arm.levers, 1.0 if share is None else share, arm.who)


def _short(arms: tuple[ArmResult, ...], crowds: tuple[CrowdResult, ...]) -> Iterator[str]:
    """Say of each arm once where clearly fewer applications could be sent than were asked for."""
    least = float(table("market")["experiments"]["least_reached"])
    found = {arm.name: row for arm in arms for row in arm.reached}
    found |= {one.name: row for one in crowds for row in one.reached}
    for name, row in found.items():
        if abs(row.reached) < least * abs(row.asked):
            asked, sent = (f"{x:.2g}" if abs(x) < 1 else f"{x:.0f}" for x in (row.asked, row.reached))
            many = (
                f"{asked} further community programs were asked for, and those who do it apply to {sent} more"
                if row.lever == "community_programs"
                else f"{asked}% more applications were asked for, and those who do it send {sent}% more"
            )
            yield f"{name}: {many}: some of them have run out of programs."


def _unstable(base: int, arms: tuple[ArmResult, ...], n: int) -> Iterator[str]:
    for name, stable in (("the base", base), *((_label(arm), arm.stable_seasons) for arm in arms)):
        if stable < n:
            yield (
                f"In {n - stable} of {n} seasons of {name} no stable matching was found, and the one with the fewest "
                "coalitions that would block it counts; the NRMP's own search might do better or worse."
            )


def _label(arm: ArmResult) -> str:
    return arm.name if arm.share is None else f"{arm.name} (share {arm.share:g})"
