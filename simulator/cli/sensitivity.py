"""`matchsim sensitivity`: what moves the answer, and what would have to be true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.cli.options import Charts, Json, Quiet, ScenarioFile
from simulator.cli.output import check_outputs, counting_patiently, draw, in_colour, say, write_text

if TYPE_CHECKING:
    from simulator.strategy.couple_sensitivity import CoupleSensitivity
    from simulator.strategy.sensitivity_result import Sensitivity


def sensitivity(file: ScenarioFile, json: Json = None, charts: Charts = None, quiet: Quiet = False) -> None:
    """Say what moves the likelihood most, and how many interviews would make it 80 or 90 of 100.

    Of a couple, what moves the likelihood that both match; `matchsim couple --needed` tells the interviews.
    """
    from simulator.pipeline.what_moves import sensitivity as find
    from simulator.scenario import load_scenario

    check_outputs(json, charts, file)
    with counting_patiently("moving one thing at a time", quiet) as progress:
        found = find(load_scenario(file), progress)
    if json is not None:
        write_text(found.to_json(), json)
    is_silent = quiet or json == "-"
    if not is_silent:
        say(_in_words(found))
    from simulator.advice.charts.tornado import tornado

    draw(lambda: [("sensitivity", tornado(found))], charts, is_silent)


def _in_words(found: Sensitivity | CoupleSensitivity) -> str:
    from simulator.advice.sensitivity_words import couple_sensitivity_summary, sensitivity_summary
    from simulator.strategy.couple_sensitivity import CoupleSensitivity

    if isinstance(found, CoupleSensitivity):
        return couple_sensitivity_summary(found, colour=in_colour())
    return sensitivity_summary(found, colour=in_colour())
