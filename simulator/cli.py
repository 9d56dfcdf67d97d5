"""The command `matchsim`: reads arguments, calls the pipeline, prints and writes.

Exit codes: 0 done, 2 something is wrong with the input, 1 our fault. Human text goes to
the terminal, progress to stderr; with `--json -` standard output holds JSON and nothing else.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator import __version__
from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.outcomes.result import RunResult
    from simulator.scenario import Scenario

DISCLAIMER = "Not affiliated with NRMP, AAMC or ECFMG. Not advice: a model's answer about people like the one described."
app = typer.Typer(
    name="matchsim",
    help=f"How likely is a match into US residency, and what would move it?\n\n{DISCLAIMER}",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

ScenarioFile = Annotated[Path, typer.Argument(metavar="FILE", help="Scenario file (YAML).", show_default=False)]
Json = Annotated[
    str | None,
    typer.Option("--json", metavar="FILE|-", help="Write the answer as JSON to a file, or to standard output with -."),
]
Charts = Annotated[
    Path | None, typer.Option("--charts", metavar="DIR", help="Draw the charts into this folder, as PNG and SVG.")
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", min=0, max=2**63 - 1, metavar="N", help="Seed; the same seed repeats the run exactly."),
]
Replicates = Annotated[
    int | None,
    typer.Option("--replicates", min=1, max=10**9, metavar="N", help="Simulated seasons; more means less noise."),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=1, max=1024, metavar="N", help="Threads (default: all cores); never changes results."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No text and no progress bar, only the files asked for.")]


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
    seed: Seed = None,
    replicates: Replicates = None,
    workers: Workers = None,
    quiet: Quiet = False,
) -> None:
    """Estimate the match likelihood of a scenario, with its range, its charts and its reasons."""
    from simulator.scenario import load_scenario

    _check_outputs(json, charts)
    scenario = load_scenario(file)
    result = _simulate(scenario, replicates, seed, workers, quiet)
    _deliver(result, json, charts, quiet, lambda: _summary(result))


@app.command()
def check(file: ScenarioFile, quiet: Quiet = False) -> None:
    """Read a scenario file and name everything that is wrong with it, a line each."""
    from simulator.model.checks import check as check_scenario
    from simulator.scenario import load_scenario

    scenario = load_scenario(file)
    check_scenario(scenario)
    if quiet:
        return
    ranked = len(scenario.rank_order_list)
    typer.echo(f"{file}: no fault found ({len(scenario.programs)} programs, {ranked} on the rank order list).")
    for warning in scenario.warnings:
        typer.echo(f"  note: {warning}")


@app.command()
def schema(json: Json = "-") -> None:
    """Print the file format as a JSON Schema, for editors that complete and check while you type."""
    import json as codec

    from simulator.scenario import json_schema

    _check_outputs(json, None)
    _write_text(codec.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", json or "-")


Interviews = Annotated[int, typer.Option(min=0, max=500, metavar="N")]


@app.command()
def odds(
    type: Annotated[str, typer.Option("--type", help="us_md, us_do, us_img or non_us_img.", show_default=False)],
    specialty: Annotated[
        str, typer.Option(help="Such as internal_medicine, family_medicine, psychiatry.", show_default=False)
    ],
    community: Annotated[int, typer.Option(min=0, max=500, metavar="N", help="Interviews at community programs.")] = 0,
    university_affiliated: Annotated[
        int, typer.Option(min=0, max=500, metavar="N", help="Interviews at university-affiliated programs.")
    ] = 0,
    university: Annotated[
        int, typer.Option(min=0, max=500, metavar="N", help="Interviews at university programs.")
    ] = 0,
    visa: Annotated[
        str | None, typer.Option(help="none, j1, h1b or j1_or_h1b (default: none for US types, j1 for non_us_img).")
    ] = None,
    sponsoring: Annotated[
        int | None,
        typer.Option(
            min=0, max=1500, metavar="N", help="How many of them sponsor the visa, community first (default: all)."
        ),
    ] = None,
    ck: Annotated[int | None, typer.Option(metavar="SCORE", help="Step 2 CK, 1-300.")] = None,
    years: Annotated[float | None, typer.Option(metavar="YEARS", help="Years since graduation.")] = None,
    experience: Annotated[
        float | None, typer.Option(metavar="MONTHS", help="Months of US clinical experience.")
    ] = None,
    attempts: Annotated[int | None, typer.Option(metavar="N", help="Failed USMLE attempts.")] = None,
    step3: Annotated[bool, typer.Option("--step3", help="Step 3 is passed (H-1B needs it).")] = False,
    skill: Annotated[
        str | None, typer.Option(help="How the person interviews: poor, average, strong, or a number of SD.")
    ] = None,
    season: Annotated[int | None, typer.Option(metavar="YEAR", help="Year of the Match.")] = None,
    calibration: Annotated[str | None, typer.Option(help="Calibration by name or path.")] = None,
    json: Json = None,
    charts: Charts = None,
    seed: Seed = None,
    replicates: Replicates = None,
    workers: Workers = None,
    quiet: Quiet = False,
) -> None:
    """One quick question without a file: so many interviews attended, what are the odds?

    Every interview counts as attended and ranked, community programs first on the list.

    Example: matchsim odds --type non_us_img --specialty internal_medicine --community 5 --university 3 --visa j1
    """
    from simulator.advice.words import one_line
    from simulator.model.tables import constant
    from simulator.scenario.quick import quick_scenario

    _check_outputs(json, charts)
    applicant = {
        "type": type, "visa": visa, "step2_ck": ck, "years_since_graduation": years,
        "us_clinical_experience_months": experience, "failed_attempts": attempts, "interview_skill": _skill(skill),
        "step3": step3 or None,
    }  # fmt: skip
    counts = {"community": community, "university_affiliated": university_affiliated, "university": university}
    season = int(constant("simulation", "season")) if season is None else season
    scenario = quick_scenario(applicant, specialty, counts, season, sponsoring, calibration)
    result = _simulate(scenario, replicates, seed, workers, quiet)
    _deliver(result, json, charts, quiet, lambda: one_line(result))
    for warning in result.warnings:
        if warning.startswith("VISA") and not quiet:
            typer.echo(warning, err=True)


def _skill(word: str | None) -> str | float | None:
    try:
        return word if word is None else float(word)
    except ValueError:
        return word


def _check_outputs(json: str | None, charts: Path | None) -> None:
    """Refuse places that cannot be written to before anything is computed."""
    faults = []
    if json not in (None, "-"):
        path = Path(json)
        if path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
            faults.append(Fault("cannot write here", json, field="--json", allowed="a file in an existing folder, or -"))
    if charts is not None and not _can_make(charts):
        faults.append(Fault("cannot write here", str(charts), field="--charts", allowed="a folder, or a new one"))
    if faults:
        raise InputError(faults)


def _can_make(folder: Path) -> bool:
    """Whether a folder can be written to, or made in the nearest folder that exists."""
    nearest = next((p for p in (folder, *folder.absolute().parents) if p.exists()), None)
    return nearest is not None and nearest.is_dir() and os.access(nearest, os.W_OK)


def _simulate(
    scenario: Scenario, replicates: int | None, seed: int | None, workers: int | None, quiet: bool
) -> RunResult:
    from simulator import pipeline
    from simulator.season.simulate import LONG_JOB

    total, _ = pipeline.simulation_settings(scenario, replicates, seed)

    def go(progress: Callable[[int], None] | None = None) -> RunResult:
        return pipeline.run(scenario, replicates=replicates, seed=seed, workers=workers, progress=progress)

    if quiet or total * max(1, len(scenario.programs)) < LONG_JOB:
        return go()
    return _with_bar(total, go)


def _with_bar(total: int, go: Callable[[Callable[[int], None]], RunResult]) -> RunResult:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("simulating seasons", total=total)
        return go(lambda n: bar.update(task, advance=n))


def _deliver(
    result: RunResult, json: str | None, charts: Path | None, quiet: bool, text: Callable[[], str]
) -> None:
    written: list[Path] = []
    if charts is not None:
        from simulator.advice.charts import save_all

        written = save_all(result, charts)
    if json is not None:
        _write_text(result.to_json(), json)
    if quiet or json == "-":
        return
    _say(text())
    if written:
        _say(f"\n{len(written)} chart files in {charts}: {', '.join(sorted({p.stem for p in written}))}")


def _summary(result: RunResult) -> str:
    from simulator.advice.words import summary

    return summary(result, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ)


def _write_text(text: str, where: str) -> None:
    if where == "-":
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    from simulator.outcomes.result import write_whole

    write_whole(Path(where), text)


def _say(text: str) -> None:
    """Print, whatever characters the terminal can show."""
    encoding = sys.stdout.encoding or "utf-8"
    typer.echo(text.encode(encoding, errors="replace").decode(encoding))


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
        app(arguments, prog_name="matchsim")
    except InputError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # the last line of defence: our fault, in one line
        if os.environ.get("MATCHSIM_DEBUG"):
            raise
        typer.echo(f"matchsim: our fault: {type(error).__name__}: {error}. MATCHSIM_DEBUG=1 shows where.", err=True)
        sys.exit(1)
