"""Run with a progress bar, and put the answer where it was asked for."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from simulator.outcomes.result import RunResult
    from simulator.scenario import Scenario

PATIENCE_SECONDS = 2.0


def check_outputs(json: str | None, charts: Path | None, *inputs: Path, option: str = "--json") -> None:
    """Refuse places that cannot be written to, or that hold an input, before anything is computed."""
    faults = []
    if json is not None and json != "-":
        allowed = "a file in a folder that you may write to" + (", or -" if option in ("--json", "--out") else "")
        if not json.strip() or not _can_write(Path(json)):
            faults.append(Fault("cannot write here", json or "an empty name", field=option, allowed=allowed))
        elif any(Path(json).exists() and path.exists() and path.samefile(json) for path in inputs):
            faults.append(Fault("would overwrite the input", field=option, got=json, allowed="another file, or -"))
    if charts is not None and not _can_make(charts):
        faults.append(Fault("cannot write here", str(charts), field="--charts", allowed="a folder, or a new one"))
    if faults:
        raise InputError(faults)


def _can_write(path: Path) -> bool:
    """Whether a file can be put there, its folder made if need be, or a device or pipe be written to."""
    if path.exists() and not path.is_file():
        return not path.is_dir() and os.access(path, os.W_OK)
    return _can_make(path.parent)


def _can_make(folder: Path) -> bool:
    """Whether a folder can be written to, or made in the nearest folder that exists."""
    nearest = next((p for p in (folder, *folder.absolute().parents) if p.exists()), None)
    return nearest is not None and nearest.is_dir() and os.access(nearest, os.W_OK)


def simulate(
    scenario: Scenario, replicates: int | None, seed: int | None, workers: int | None, quiet: bool
) -> RunResult:
    """Run a scenario; anything over two seconds shows a progress bar on stderr."""
    from simulator import pipeline
    from simulator.season.simulate import LONG_JOB

    total, _ = pipeline.simulation_settings(scenario, replicates, seed)

    def go(progress: Callable[[int], None] | None = None) -> RunResult:
        return pipeline.run(scenario, replicates=replicates, seed=seed, workers=workers, progress=progress)

    is_long = total * max(1, len(scenario.programs)) >= LONG_JOB
    if quiet or not (is_long or scenario.strategies or scenario.couple):
        return go()
    return _with_bar(scenario, total, go, 0.0 if is_long else PATIENCE_SECONDS)


def _with_bar(
    scenario: Scenario, total: int, go: Callable[[Callable[[int], None]], RunResult], patience: float
) -> RunResult:
    """One bar for the season and for its strategies, which are compared twice: over the draws, and in pairs.

    A couple's season is counted for both, then for the first partner alone.
    """
    doing = "simulating seasons, comparing strategies" if scenario.strategies else "simulating seasons"
    times = 1 + (scenario.couple is not None) + 2 * bool(scenario.strategies)
    with counting(doing, times * total, patience) as advance:
        return go(advance)


@contextmanager
def counting(doing: str, total: float, patience: float = 0.0) -> Iterator[Callable[[float], None]]:
    """Show a progress bar on stderr, at once or after so many seconds; what comes back is told what has been done."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    share = TextColumn("{task.percentage:>3.0f}%")
    columns = (TextColumn("{task.description}"), BarColumn(), share, TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(doing, total=total)
    timer = threading.Timer(patience, bar.start)
    timer.daemon = True
    timer.start() if patience else bar.start()
    try:
        yield lambda n: bar.update(task, advance=n)
    finally:
        timer.cancel()
        if timer.is_alive():
            timer.join()
        if bar.live.is_started:
            bar.stop()


def deliver(
    result: RunResult,
    json: str | None,
    charts: Path | None,
    quiet: bool,
    text: Callable[[], str],
    report: Callable[[], None] | None = None,
) -> None:
    """Write the JSON asked for and say the answer unless told to be quiet; then the report, and charts last."""
    if json is not None:
        write_text(result.to_json(), json)
    is_silent = quiet or json == "-"
    if not is_silent:
        say(text())
    if report is not None:
        report()
    if charts is not None:
        from simulator.advice.charts import save_all

        _say_drawn(save_all(result, charts), charts, is_silent)


def draw(figures: Callable[[], Iterable[tuple[str, Figure]]], charts: Path | None, is_silent: bool) -> None:
    """Draw charts into a folder, after words and JSON: a fault in a picture must not swallow the answer.

    Parameters
    ----------
    figures : callable
        Gives the charts by name; called only if a folder is given.
    charts : Path or None
        The folder.
    is_silent : bool
        Whether to leave out the line that says what was drawn.
    """
    if charts is None:
        return
    from simulator.advice.charts.files import save_figures

    _say_drawn(save_figures(figures(), charts), charts, is_silent)


def _say_drawn(written: list[Path], charts: Path, is_silent: bool) -> None:
    from simulator.advice.fonts import undrawn

    scripts = undrawn()
    if scripts and not is_silent:
        marks = ", ".join(scripts)
        typer.echo(f"note: no font here can draw {marks}; in the charts the name of the script stands for it", err=True)
    if written and not is_silent:
        say(f"\n{len(written)} chart files in {charts}: {', '.join(sorted({p.stem for p in written}))}")


def in_words(result: RunResult) -> str:
    """Put a result in words for the terminal, in colour where it shows colour."""
    from simulator.advice.words import summary

    return summary(result, colour=in_colour())


def in_colour() -> bool:
    """Whether standard output shows colour."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


@contextmanager
def patiently(doing: str, quiet: bool) -> Iterator[None]:
    """Say on stderr what takes so long, once it has taken two seconds."""
    timer = threading.Timer(PATIENCE_SECONDS, typer.echo, (f"{doing} ...",), {"err": True})
    timer.daemon = True
    if not quiet:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def counting_patiently(doing: str, quiet: bool) -> Iterator[Callable[[float], None]]:
    """Show a progress bar on stderr once it has taken two seconds; what comes back is told shares of the work."""
    started, done = time.monotonic(), 0.0
    with ExitStack() as stack:
        bar: list[Callable[[float], None]] = []

        def advance(share: float) -> None:
            nonlocal done
            done += share
            if bar:
                bar[0](share)
            elif not quiet and time.monotonic() - started > PATIENCE_SECONDS:
                bar.append(stack.enter_context(counting(doing, 1.0)))
                bar[0](done)

        yield advance


def write_text(text: str, where: str) -> None:
    """Write to a file whole, its folder made if need be, or to standard output for -."""
    if where == "-":
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    from simulator.outcomes.saving import write_whole

    Path(where).parent.mkdir(parents=True, exist_ok=True)
    write_whole(Path(where), text)


def say(text: str) -> None:
    """Print, whatever characters the terminal can show."""
    encoding = sys.stdout.encoding or "utf-8"
    typer.echo(text.encode(encoding, errors="replace").decode(encoding))
