"""`matchsim model`: what the model believes, how surely, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from simulator.cli.options import CalibrationName, Json, Quiet
from simulator.cli.output import check_outputs, in_colour, say, write_text

Effect = Annotated[
    str | None,
    typer.Option("--effect", metavar="PATTERN", help="Only parameters whose name has this in it; * and ? stand open."),
]


def model(calibration: CalibrationName = None, effect: Effect = None, json: Json = None, quiet: Quiet = False) -> None:
    """Show the parameters behind the answers: value, 90% interval, data or judgement, source.

    Example: matchsim model --effect visa
    """
    check_outputs(json, None)
    from simulator.calibration.described import describe

    described = describe(calibration, effect)
    if json is not None:
        import json as codec

        write_text(codec.dumps(described.to_dict(), indent=1, ensure_ascii=False, allow_nan=False) + "\n", json)
    if quiet or json == "-":
        return
    from simulator.advice.model_words import model_summary

    say(model_summary(described, in_colour(), is_filtered=effect is not None))
