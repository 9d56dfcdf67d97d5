"""`matchsim market`: a season for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from simulator.cli.options import Json, Quiet, Replicates, Seed, Workers
from simulator.cli.output import check_outputs, counting_patiently, say, write_text
from simulator.cli.scale import TIMEOUT_S, Anew, ClusterAt, ClusterTimeout, Out, Processes, running
from simulator.model.tables import table

if TYPE_CHECKING:
    from simulator.market.scale import Runs
    from simulator.outcomes.market_report import MarketReport

market = typer.Typer(
    name="market",
    help="A made-up national market, calibrated to published figures: a season for everyone.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@market.callback()
def _market() -> None:
    """Keep `report` a command of its own while it is the only one."""


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
