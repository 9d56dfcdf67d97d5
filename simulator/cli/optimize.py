"""`matchsim optimize` and `matchsim catalogue`: what to apply to, and made-up programs to start from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.numbers import number, whole
from simulator.cli.options import Charts, Json, Quiet, ScenarioFile
from simulator.cli.output import check_outputs, draw, in_colour, patiently, say, write_text
from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    from simulator.scenario import Scenario
    from simulator.strategy.result import Portfolio

DOLLARS = "a number of dollars above 0, such as 150"
BudgetUsd = Annotated[
    float | None,
    typer.Option(
        "--budget-usd",
        parser=number("--budget-usd", DOLLARS),
        metavar="USD",
        help="Most dollars for new application fees.",
    ),
]
MaxPrograms = Annotated[
    int | None,
    typer.Option("--max-programs", parser=whole("--max-programs", 1), metavar="N", help="Most new applications."),
]
Catalogue = Annotated[
    Path | None,
    typer.Option("--catalogue", metavar="FILE", help="CSV of programs to choose from; columns as in a programs_file."),
]
CsvFile = Annotated[str | None, typer.Option("--csv", metavar="FILE|-", help="Write the chosen programs as CSV.")]
Out = Annotated[str | None, typer.Option("--out", metavar="FILE|-", help="Write a new scenario file with the choice.")]
CatalogueOut = Annotated[
    str | None, typer.Option("--out", metavar="FILE|-", help="Where to write the made-up programs, as CSV.")
]
Specialties = Annotated[
    list[str] | None, typer.Option("--specialty", metavar="NAME", help="Specialty of made-up programs; repeatable.")
]
CatalogueSeed = Annotated[
    int,
    typer.Option(
        "--seed", parser=whole("--seed", 0, 2**63 - 1), metavar="N", help="Another seed makes up other programs."
    ),
]
SYNTHETIC = (
    "THE PROGRAMS ARE MADE UP: no catalogue was given, so the choice is among synthetic programs whose sizes, "
    "settings, visas and IMG shares are like published ones. It shows how many and of which kind, never which. "
    "Give a list of real programs with --catalogue."
)
COMMENT = "Written by matchsim optimize: {} of {} candidates, {:,.0f} dollars more in application fees."


def optimize(
    file: ScenarioFile,
    budget_usd: BudgetUsd = None,
    max_programs: MaxPrograms = None,
    catalogue: Catalogue = None,
    specialty: Specialties = None,
    csv: CsvFile = None,
    out: Out = None,
    json: Json = None,
    charts: Charts = None,
    quiet: Quiet = False,
) -> None:
    """Choose what to apply to within a budget, with a bound on what any other choice could reach.

    Candidates are the programs of status considering and those of --catalogue; without either, made-up ones.
    """
    from simulator import pipeline
    from simulator.pipeline.portfolio import budget_faults
    from simulator.scenario import load_scenario

    inputs = (file,) if catalogue is None else (file, catalogue)
    _check_outputs({"--json": json, "--csv": csv, "--out": out}, *inputs)
    check_outputs(None, charts)
    if faults := budget_faults(budget_usd, max_programs):
        raise InputError(faults)
    scenario, said = _with_candidates(load_scenario(file), catalogue, specialty)
    with patiently("choosing", quiet):
        found = pipeline.optimize(scenario, budget_usd=budget_usd, max_programs=max_programs, warnings=said)
    _write(found, json, csv, out)
    is_silent = quiet or "-" in (json, csv, out)
    if not is_silent:
        from simulator.advice.portfolio_words import portfolio_summary

        say(portfolio_summary(found, colour=in_colour()))
    from simulator.advice.charts.portfolio import money_and_chance

    draw(lambda: [("money_and_chance", money_and_chance(found))], charts, is_silent)


def catalogue(
    specialty: Specialties = None, out: CatalogueOut = "-", seed: CatalogueSeed = 0, quiet: Quiet = False
) -> None:
    """Make up a catalogue of programs, like published ones in size, setting, visas and IMG share: never real ones."""
    from simulator.scenario.writer import programs_csv
    from simulator.strategy.catalogue import synthetic_programs

    check_outputs(out, None, option="--out")
    programs = synthetic_programs(_keys(specialty or ["internal_medicine"]), seed)
    write_text(programs_csv(programs), out or "-")
    if not quiet:
        typer.echo(f"{len(programs)} synthetic programs: none of them is real.", err=True)


def _check_outputs(places: dict[str, str | None], *inputs: Path) -> None:
    for option, place in places.items():
        check_outputs(place, None, *inputs, option=option)
    taken = [Path(place).absolute() if place != "-" else place for place in places.values() if place is not None]
    if len(set(taken)) < len(taken):
        raise InputError(Fault("two outputs go to one place", field=", ".join(k for k, v in places.items() if v)))


def _with_candidates(
    scenario: Scenario, path: Path | None, specialties: list[str] | None
) -> tuple[Scenario, tuple[str, ...]]:
    """Scenario with its candidates, and what has to be said of them first."""
    from simulator.strategy.candidates import considered

    if path is not None:
        from simulator.scenario.catalogue import with_catalogue

        return with_catalogue(scenario, path), ()
    if considered(scenario) and not specialties:
        return scenario, ()
    from simulator.strategy.catalogue import with_synthetic

    named = _keys(specialties) if specialties else tuple(dict.fromkeys(p.specialty for p in scenario.programs))
    if not named:
        allowed = "--catalogue FILE, or --specialty NAME for made-up programs"
        raise InputError(Fault("no programs to choose from, and no specialty to make some up in", allowed=allowed))
    return with_synthetic(scenario, named), (SYNTHETIC,)


def _keys(spellings: list[str]) -> tuple[str, ...]:
    from simulator.scenario import SPECIALTIES, specialty_key
    from simulator.scenario.suggest import did_you_mean

    keys = {spelling: specialty_key(spelling) for spelling in spellings}
    faults = [
        Fault("unknown specialty", field="--specialty", got=name, hint=did_you_mean(name, SPECIALTIES))
        for name, key in keys.items()
        if key is None
    ]
    if faults:
        raise InputError(faults)
    return tuple(dict.fromkeys(key for key in keys.values() if key is not None))


def _write(found: Portfolio, json: str | None, csv: str | None, out: str | None) -> None:
    from simulator.scenario.writer import programs_csv, scenario_text

    if out is not None:
        comment = COMMENT.format(len(found.chosen), found.n_candidates, found.added_usd)
        write_text(scenario_text(found.scenario, "\n".join([comment, *found.warnings])), out)
    if csv is not None:
        write_text(programs_csv(found.programs), csv)
    if json is not None:
        write_text(found.to_json(), json)
