"""`matchsim sensitivity`: what moves the answer, and what would have to be true."""

from __future__ import annotations

from simulator.cli.options import Charts, Json, Quiet, ScenarioFile
from simulator.cli.output import check_outputs, draw, in_colour, patiently, say, write_text


def sensitivity(file: ScenarioFile, json: Json = None, charts: Charts = None, quiet: Quiet = False) -> None:
    """Say what moves the likelihood most, and how many interviews would make it 80 or 90 of 100."""
    from simulator.pipeline.what_moves import sensitivity as find
    from simulator.scenario import load_scenario

    check_outputs(json, charts, file)
    with patiently("moving one thing at a time", quiet):
        found = find(load_scenario(file))
    if json is not None:
        write_text(found.to_json(), json)
    is_silent = quiet or json == "-"
    if not is_silent:
        from simulator.advice.sensitivity_words import sensitivity_summary

        say(sensitivity_summary(found, colour=in_colour()))
    from simulator.advice.charts.tornado import tornado

    draw(lambda: [("sensitivity", tornado(found))], charts, is_silent)
