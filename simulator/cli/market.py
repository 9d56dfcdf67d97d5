"""`matchsim market`: a season for everyone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.numbers import whole
from simulator.cli.options import Charts, Json, Quiet, Replicates, Seed, Workers
from simulator.cli.output import check_outputs, counting_patiently, draw, say, write_text
from simulator.cli.scale import TIMEOUT_S, Anew, ClusterAt, ClusterTimeout, Out, Processes, running
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

    from simulator.market.scale import Runs
    from simulator.outcomes.experiment import ExperimentResult
    from simulator.outcomes.market_reliability import MarketReliability
    from simulator.outcomes.market_report import MarketReport
    from simulator.scenario.experiment_file import Experiment

ExperimentFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="File of the experiment (YAML).", show_default=False)
]
People = Annotated[
    int | None,
    typer.Option(
        "--people",
        parser=whole("--people", 1, 100_000),
        metavar="N",
        help="Members of each applicant type asked about in each season, at most.",
    ),
]
Specialties = Annotated[
    list[str] | None,
    typer.Option("--specialty", metavar="KEY", help="First specialty of those asked about; may be given repeatedly."),
]

market = typer.Typer(
    name="market",
    help="A made-up national market, calibrated to published figures: a season for everyone.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@market.command()
def report(
    json: Json = None,
    seed: Seed = None,
    replicates: Replicates = None,
    workers: Workers = None,
    processes: Processes = None,
    cluster: ClusterAt = None,
    cluster_timeout: ClusterTimeout = TIMEOUT_S,
    out: Out = None,
    anew: Anew = False,
    quiet: Quiet = False,
) -> None:
    """Print the simulated market beside published figures, figure by figure."""
    check_outputs(json, None)
    with running(workers, processes, cluster, cluster_timeout, out, anew, quiet) as runs:
        found = _reported(seed, replicates, workers, runs, quiet)
    if json is not None:
        write_text(found.to_json(), json)
    if quiet or json == "-":
        return
    from simulator.advice.market_words import market_summary

    say(market_summary(found))


def _reported(seed: int | None, replicates: int | None, workers: int | None, runs: Runs, quiet: bool) -> MarketReport:
    from simulator.pipeline.market import market_report

    total = replicates or int(table("market")["report"]["replicates"])
    with counting_patiently("seasons of the market", quiet) as advance:
        return market_report(
            replicates=replicates, seed=seed, workers=workers, runs=runs, progress=lambda n: advance(n / total)
        )


@market.command()
def run(
    file: ExperimentFile,
    json: Json = None,
    charts: Charts = None,
    seed: Seed = None,
    replicates: Replicates = None,
    workers: Workers = None,
    processes: Processes = None,
    cluster: ClusterAt = None,
    cluster_timeout: ClusterTimeout = TIMEOUT_S,
    out: Out = None,
    anew: Anew = False,
    quiet: Quiet = False,
) -> None:
    """Run an experiment on the market: what caps, signals, couples or more applications do to everybody."""
    from simulator.scenario.experiment_file import load_experiment

    check_outputs(json, charts, file)
    experiment = load_experiment(file)
    with running(workers, processes, cluster, cluster_timeout, out, anew, quiet) as runs:
        found = _tried(experiment, seed, replicates, workers, runs, quiet)
    if json is not None:
        write_text(found.to_json(), json)
    is_silent = quiet or json == "-"
    if not is_silent:
        from simulator.advice.experiment_words import experiment_summary

        say(experiment_summary(found))
    draw(lambda: _drawn(found), charts, is_silent)


def _tried(
    experiment: Experiment, seed: int | None, replicates: int | None, workers: int | None, runs: Runs, quiet: bool
) -> ExperimentResult:
    from simulator.pipeline.experiment import experiment_settings, run_experiment

    total, _ = experiment_settings(experiment, replicates, seed)
    with counting_patiently("seasons of the market", quiet) as advance:
        return run_experiment(
            experiment,
            replicates=replicates,
            seed=seed,
            workers=workers,
            progress=lambda n: advance(n / total),
            runs=runs,
        )


def _drawn(found: ExperimentResult) -> Iterator[tuple[str, Figure]]:
    from simulator.advice.charts.experiment import experiment_charts

    yield from experiment_charts(found)


@market.command()
def reliability(
    specialty: Specialties = None,
    people: People = None,
    json: Json = None,
    charts: Charts = None,
    seed: Seed = None,
    replicates: Replicates = None,
    workers: Workers = None,
    processes: Processes = None,
    cluster: ClusterAt = None,
    cluster_timeout: ClusterTimeout = TIMEOUT_S,
    out: Out = None,
    anew: Anew = False,
    quiet: Quiet = False,
) -> None:
    """Compare what `run` foretells to members of the market after the interviews with what becomes of them."""
    check_outputs(json, charts)
    with running(workers, processes, cluster, cluster_timeout, out, anew, quiet) as runs:
        found = _checked(specialty or [], people, seed, replicates, workers, runs, quiet)
    if json is not None:
        write_text(found.to_json(), json)
    is_silent = quiet or json == "-"
    if not is_silent:
        from simulator.advice.market_reliability_words import reliability_summary

        say(reliability_summary(found))
    from simulator.advice.charts.market_reliability import market_reliability

    draw(lambda: [("market_reliability", market_reliability(found))], charts, is_silent)


def _checked(
    specialty: list[str],
    people: int | None,
    seed: int | None,
    replicates: int | None,
    workers: int | None,
    runs: Runs,
    quiet: bool,
) -> MarketReliability:
    from simulator.pipeline.market import market_reliability

    total = replicates or int(table("market")["reliability"]["replicates"])
    with counting_patiently("seasons of the market", quiet) as advance:
        return market_reliability(
            replicates=replicates,
            seed=seed,
            people=people,
            specialties=specialty,
            workers=workers,
            progress=lambda n: advance(n / total),
            runs=runs,
        )
