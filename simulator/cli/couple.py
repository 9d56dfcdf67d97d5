"""`matchsim couple`: the joint list of a couple, what would improve it, and how many interviews it takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.options import Charts, Json, Quiet, ScenarioFile, Seed
from simulator.cli.output import check_outputs, counting_patiently, draw, in_colour, say, write_text
from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    from simulator.strategy.couple_advice import CoupleAdvice

Out = Annotated[
    str | None,
    typer.Option(
        "--out",
        metavar="FILE|-",
        help="Write the joint list: .csv to edit and read back as joint_rank_order_list_file, .yaml to paste.",
    ),
]
Needed = Annotated[
    bool, typer.Option("--needed", help="Say too how many interviews each it takes for both to match, near and far.")
]
ENDINGS = (".csv", ".yaml", ".yml")


def couple(
    file: ScenarioFile,
    out: Out = None,
    needed: Needed = False,
    json: Json = None,
    charts: Charts = None,
    seed: Seed = None,
    quiet: Quiet = False,
) -> None:
    """Build a couple's joint list, or read the given one, and say what would help both of you to match.

    Says what staying together costs, and which further pairs, wider wishes or further interviews would raise the
    chance that both match most. `matchsim run` gives the chances themselves and compares strategies.
    """
    from simulator import pipeline
    from simulator.scenario import load_scenario

    _check_outputs(file, out, json, charts)
    scenario = load_scenario(file)
    with counting_patiently("looking for what would help", quiet) as progress:
        found = pipeline.couple_advice(scenario, needed=needed, seed=seed, progress=progress)
    _write(found, out, json)
    is_silent = quiet or "-" in (out, json)
    if not is_silent:
        from simulator.advice.couple_advice_words import couple_advice_summary

        say(couple_advice_summary(found, colour=in_colour()))
    from simulator.advice.charts.couple_gains import couple_gains

    draw(lambda: [("couple_gains", couple_gains(found))], charts, is_silent)


def _check_outputs(file: Path, out: str | None, json: str | None, charts: Path | None) -> None:
    check_outputs(json, charts, file)
    check_outputs(out, None, file, option="--out")
    if out is not None and out != "-" and not out.endswith(ENDINGS):
        raise InputError(Fault("needs a known ending", field="--out", got=out, allowed=", ".join(ENDINGS)))
    if out is not None and out == json:
        raise InputError(Fault("two outputs go to one place", field="--json, --out", got=out))


def _write(found: CoupleAdvice, out: str | None, json: str | None) -> None:
    from simulator.scenario.couple_file import pairs_csv, pairs_yaml

    if out is not None:
        write_text((pairs_yaml if out.endswith(ENDINGS[1:]) else pairs_csv)(found.joint_list), out)
    if json is not None:
        write_text(found.to_json(), json)
