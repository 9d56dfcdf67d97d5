"""`matchsim validate`: the model against a published table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulator.cli.options import CalibrationName, Charts, Json, Quiet
from simulator.cli.output import check_outputs, draw, in_colour, patiently, say, write_text

Against = Annotated[
    Path,
    typer.Option("--against", metavar="FILE.csv", help="Table of published figures (CSV).", show_default=False),
]


def validate(
    against: Against,
    calibration: CalibrationName = None,
    json: Json = None,
    charts: Charts = None,
    quiet: Quiet = False,
) -> None:
    """Score the model on a table of published figures that it may never have seen.

    Two formats, told apart by their columns. People by number of ranks: specialty, applicant_group, contiguous_ranks
    (1, 2, ... or 16+), matched, not_matched. Or moments by outcome: specialty, matched, not_matched, and
    contiguous_ranks_matched_n, _mean, _sd, _q1, _median, _q3, the same for not_matched, and for step2ck. An optional
    column year; other columns are ignored.
    """
    check_outputs(json, charts, against)
    from simulator.scenario.published import read_table

    table = read_table(against)
    with patiently("comparing the model with the table", quiet):
        from simulator.calibration.validation import validate as compare

        found = compare(table, calibration)
    if json is not None:
        write_text(found.to_json(), json)
    is_silent = quiet or json == "-"
    if not is_silent:
        from simulator.advice.validation_words import validation_summary

        say(validation_summary(found, in_colour()))
    from simulator.advice.charts.validation import validation

    draw(lambda: [("validation", validation(found))], charts, is_silent)
