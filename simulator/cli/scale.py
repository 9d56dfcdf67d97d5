"""Options of commands that run a market many times: on what, and where results are kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.numbers import number, whole
from simulator.cli.options import from_option
from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    from simulator.market.scale import Runs
    from simulator.outcomes.store import Folder

Processes = Annotated[
    int | None,
    typer.Option(
        "--processes",
        parser=whole("--processes", 1, 1024),
        metavar="N",
        help="Worker processes instead of threads: threads share one Python, so beyond a few cores processes are "
        "faster; each takes a few seconds to start and its own memory. Never changes results.",
    ),
]
ClusterAt = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS|local",
        help="Run on a Dask cluster: the scheduler's HOST:PORT, or local for one of this machine's own "
        "(--workers says how many). Never changes results.",
    ),
]
ClusterTimeout = Annotated[
    float,
    typer.Option(
        "--cluster-timeout",
        parser=number("--cluster-timeout", "seconds, 0.1 to 3600"),
        metavar="SECONDS",
        help="How long to wait for the cluster to answer, and for a first worker.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Keep every replicate here as soon as it is done, as Parquet; the same command goes on from there.",
    ),
]
Anew = Annotated[bool, typer.Option("--anew", help="Throw away what an earlier run left in --out, and start anew.")]
TIMEOUT_S = 5.0
OPTIONS = {"cluster": "--cluster", "processes": "--processes", "out": "--out"}
LONGEST_S = 3600.0


def check_scale(
    workers: int | None, processes: int | None, cluster: str | None, timeout_s: float, out: Path | None, anew: bool
) -> None:
    """Refuse options that contradict each other, before anything is loaded."""
    faults = []
    if processes is not None and workers is not None:
        faults.append(Fault("are threads, and --processes was given too", field="--workers", allowed="one of the two"))
    if processes is not None and cluster not in (None, "local"):
        allowed = "--workers N for at most N replicates on the cluster at a time"
        faults.append(Fault("are of this machine, and --cluster was given too", field="--processes", allowed=allowed))
    if not 0.1 <= timeout_s <= LONGEST_S:
        faults.append(
            Fault("is out of range", field="--cluster-timeout", got=timeout_s, allowed="seconds, 0.1 to 3600")
        )
    if out is not None and str(out) in ("", "-", "."):
        faults.append(Fault("is no folder of its own", field="--out", got=str(out), allowed="a new or earlier folder"))
    if anew and out is None:
        faults.append(Fault("needs --out", field="--anew"))
    if faults:
        raise InputError(faults)


@contextmanager
def running(
    workers: int | None,
    processes: int | None,
    cluster: str | None,
    timeout_s: float,
    out: Path | None,
    anew: bool,
    quiet: bool,
) -> Iterator[Runs]:
    """Give what `each_replicate` and its callers take as `runs`; say what is kept if it is stopped on the way.

    Parameters
    ----------
    workers, processes, cluster, timeout_s, out, anew
        As typed.
    quiet : bool
        Whether to say nothing of what was found.

    Raises
    ------
    InputError
        Options that contradict each other; whatever goes wrong meanwhile, by the options' names.
    """
    check_scale(workers, processes, cluster, timeout_s, out, anew)
    with from_option(lambda name: OPTIONS.get(name, name)):
        folder = _folder(out, anew)
        notice = None if quiet else lambda said: typer.echo(said, err=True)
        runs = replace(_runs(workers, processes, cluster, timeout_s, folder), notice=notice)
        try:
            yield runs
        except KeyboardInterrupt:
            if folder is None or not folder.n_done:
                raise
            from simulator.outcomes.store import replicates_are

            kept = replicates_are(folder.n_done)
            typer.echo(f"stopped; {kept} kept in {out}, and the same command goes on from there", err=True)
            raise typer.Exit(130) from None
    if folder is not None and folder.n_found and not quiet:
        from simulator.outcomes.store import replicates_are

        typer.echo(f"note: {replicates_are(folder.n_found, 'were')} in {out} already", err=True)


def _folder(out: Path | None, anew: bool) -> Folder | None:
    if out is None:
        return None
    from simulator.outcomes.store import Folder

    return Folder(out, is_anew=anew)


def _runs(
    workers: int | None, processes: int | None, cluster: str | None, timeout_s: float, folder: Folder | None
) -> Runs:
    from simulator.engine import pools
    from simulator.market.scale import Runs, as_faults

    if cluster is not None:
        from simulator.engine.cluster import Cluster

        with as_faults():
            return Runs(Cluster(cluster, workers or processes, timeout_s), folder)
    return Runs(None if processes is None else pools.Processes(processes), folder)
