"""A scenario back to a file: the fields that were given, one program a line; a programs_file becomes part of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import BaseModel

from simulator.scenario.program import Program
from simulator.scenario.scenario import Scenario

PLAIN = re.compile(r"[a-z][a-z0-9_]*")
NOT_TEXT = {"true", "false", "null"}


def scenario_text(scenario: Scenario, comment: str = "") -> str:
    """Write a scenario of one applicant as YAML.

    Parameters
    ----------
    scenario : Scenario
        Without a couple.
    comment : str
        Put before it, a line each.

    Returns
    -------
    str
        Loading it gives the scenario again (its places and warnings aside).
    """
    return "".join(f"{line}\n" for line in [*(f"# {text}" for text in comment.splitlines()), *_lines(scenario)])


def programs_csv(programs: tuple[Program, ...]) -> str:
    """Write programs as a CSV that can be used as a programs_file or a catalogue.

    Parameters
    ----------
    programs : tuple of Program

    Returns
    -------
    str
        With the columns that any of them fills.
    """
    import csv
    import io

    filled = [name for name in Program.model_fields if any(name in p.model_fields_set for p in programs)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(filled or ["name", "specialty", "setting"])
    writer.writerows(
        [_cell(getattr(p, name), is_given=name in p.model_fields_set) for name in filled] for p in programs
    )
    return out.getvalue()


def _cell(value: object, *, is_given: bool) -> object:
    if not is_given or value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(value) or "none"
    return value


def _lines(scenario: Scenario) -> Iterator[str]:
    first = {"name": scenario.name, "season": scenario.season, "as_of": scenario.as_of}
    for key, value in {**first, "calibration": scenario.calibration}.items():
        if value is not None:
            yield f"{key}: {_flow(value)}"
    yield "applicant:"
    yield from (f"  {key}: {_flow(value)}" for key, value in _given(scenario.applicant).items())
    yield "programs:" if scenario.programs else "programs: []"
    yield from (f"  - {_flow(_given(program))}" for program in scenario.programs)
    if scenario.rank_order_list_given:
        yield f"rank_order_list: {_flow(scenario.rank_order_list)}"
    if scenario.supplemental_given is not None:
        yield f"supplemental_rank_order_list: {_flow(scenario.supplemental_given)}"
    if scenario.strategies:
        yield "strategies:"
    for strategy in scenario.strategies:
        yield f"  - name: {_flow(strategy.name)}"
        yield "    edits:"
        yield from (f"      - {_flow(edit)}" for edit in strategy.edits)
    if simulation := _given(scenario.simulation):
        yield f"simulation: {_flow(simulation)}"


def _given(part: BaseModel) -> dict[str, object]:
    """Fields that were given, in the order of the schema."""
    return {key: getattr(part, key) for key in type(part).model_fields if key in part.model_fields_set}


def _flow(value: object) -> str:
    """Write a value in YAML's flow style."""
    if isinstance(value, BaseModel):
        return _flow(_given(value))
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and PLAIN.fullmatch(value) and value not in NOT_TEXT:
        return value
    return json.dumps(value, ensure_ascii=False)
