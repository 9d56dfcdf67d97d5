"""The command `matchsim`: reads arguments, calls the pipeline, prints and writes.

Exit codes: 0 done, 2 something is wrong with the input, 1 our fault. Human text goes to
the terminal, progress to stderr; with `--json -` standard output holds JSON and nothing else.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator._version import __version__
from simulator.cli.advise import advise, offer, reapply
from simulator.cli.calibrate import calibrate
from simulator.cli.couple import couple
from simulator.cli.market import market as market_commands
from simulator.cli.match import match
from simulator.cli.model import model
from simulator.cli.odds import odds
from simulator.cli.optimize import catalogue, optimize
from simulator.cli.options import (
    Charts,
    Json,
    Names,
    Paper,
    Quiet,
    Replicates,
    Report,
    ScenarioFile,
    Seed,
    Workers,
)
from simulator.cli.output import check_outputs, deliver, in_words, simulate, write_text
from simulator.cli.page import app as page
from simulator.cli.report import Wanted, check_wanted, hand_over
from simulator.cli.sensitivity import sensitivity
from simulator.cli.validate import validate
from simulator.errors import InputError

if TYPE_CHECKING:
    from simulator.scenario import Scenario

DISCLAIMER = (
    "Not affiliated with NRMP, AAMC or ECFMG. Not advice: a model's answer about people like the one described."
)
app = typer.Typer(
    name="matchsim",
    help=f"How likely is a match into US residency, and what would move it?\n\n{DISCLAIMER}",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"matchsim {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    del version


@app.command()
def run(
    file: ScenarioFile,
    json: Json = None,
    charts: Charts = None,
    report: Report = None,
    names: Names = False,
    paper: Paper = "a4",
    seed: Seed = None,
    replicates: Replicates = None,
    workers: Workers = None,
    quiet: Quiet = False,
) -> None:
    """Estimate the match likelihood of a scenario, with its range, its charts and its reasons."""
    from simulator.scenario import load_scenario

    check_outputs(json, charts, file)
    wanted = Wanted(report, names, paper.lower(), file, json)
    check_wanted(wanted)
    scenario = load_scenario(file)
    result = simulate(scenario, replicates, seed, workers, quiet)
    report_too = partial(hand_over, result, scenario, wanted, is_silent=quiet or json == "-")
    deliver(result, json, charts, quiet, lambda: in_words(result), report_too)


@app.command()
def check(file: ScenarioFile, quiet: Quiet = False) -> None:
    """Read a scenario file and name everything that is wrong with it, a line each."""
    from simulator.scenario import load_scenario
    from simulator.season.apply import applications
    from simulator.season.caveats import grave

    scenario = load_scenario(file)
    found = _checked(scenario)
    if quiet:
        return
    typer.echo(f"{file}: no fault found ({found}).")
    for warning in dict.fromkeys((*grave(scenario, applications(scenario)), *scenario.warnings)):
        typer.echo(f"  note: {warning}")


def _checked(scenario: Scenario) -> str:
    """Refuse what the model cannot take; say how much there is of a scenario."""
    if scenario.couple is not None:
        from simulator.pipeline import check_couple

        people, _, listed = check_couple(scenario)
        first, second = (len(person.programs) for person in people)
        return f"{first} and {second} programs, {len(listed.pairs)} pairs on the joint list"
    from simulator.model.checks import check as check_scenario

    check_scenario(scenario)
    return f"{len(scenario.programs)} programs, {len(scenario.rank_order_list)} on the rank order list"


@app.command()
def schema(
    json: Json = "-",
    market: Annotated[bool, typer.Option("--market", help="The format of experiments on the market.")] = False,
) -> None:
    """Print the file format as a JSON Schema, for editors that complete and check while you type."""
    import json as codec

    from simulator.scenario import experiment_schema, json_schema

    check_outputs(json, None)
    found = experiment_schema() if market else json_schema()
    write_text(codec.dumps(found, indent=2, ensure_ascii=False) + "\n", json or "-")


app.command()(odds)
app.command()(advise)
app.command()(reapply)
app.command()(offer)
app.command()(couple)
app.command()(optimize)
app.command()(catalogue)
app.command()(sensitivity)
app.command("app")(page)
app.command()(match)
app.add_typer(market_commands)
app.command()(validate)
app.command()(model)
app.command()(calibrate)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command.

    Parameters
    ----------
    arguments : list of str, optional
        Left out, those of the process.

    Raises
    ------
    SystemExit
        Always, with the exit code.
    """
    try:
        done = app(arguments, prog_name="matchsim", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(done if isinstance(done, int) else 0)
    except Exception as error:  # noqa: BLE001  the last line of defence: every fault becomes one line
        sys.exit(_explain(error))
    except KeyboardInterrupt:
        typer.echo("stopped; nothing was written", err=True)
        sys.exit(130)


def _explain(error: Exception) -> int:
    """Say in one line what went wrong, and return the exit code."""
    if isinstance(error, InputError):
        typer.echo(str(error), err=True)
        return 2
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if isinstance(error, OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        typer.echo(f"matchsim: cannot write: {error.strerror or error}", err=True)
        return 2
    if isinstance(error, typer.Abort):
        typer.echo("stopped; nothing was written", err=True)
        return 130
    if hasattr(error, "format_message"):
        return _usage(error)
    if os.environ.get("MATCHSIM_DEBUG"):
        raise error
    typer.echo(f"matchsim: our fault: {type(error).__name__}: {error}. MATCHSIM_DEBUG=1 shows where.", err=True)
    return 1


def _usage(error: Any) -> int:
    """Say what is wrong with the command line, in one line."""
    said = " ".join(error.format_message().split())
    path = getattr(getattr(error, "ctx", None), "command_path", "matchsim")
    typer.echo(f"{path}: {said}" if "Usage:" not in said else error.format_message(), err=True)
    if "Usage:" not in said:
        typer.echo(f"Try: {path} --help", err=True)
    return int(getattr(error, "exit_code", 2))
