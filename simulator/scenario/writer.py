"""A scenario back to a file: the fields that were given, one program a line; a programs_file becomes part of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pydantic import BaseModel

from simulator.scenario.cells import inert
from simulator.scenario.edits import Strategy
from simulator.scenario.program import Program
from simulator.scenario.scenario import Scenario
from simulator.scenario.schema import ScenarioFile

PLAIN = re.compile(r"[a-z][a-z0-9_]*")
NOT_TEXT = {"true", "false", "null"}
FLAT = {"simulation", "build", "applications_sent"}  #: mappings written on one line
WIDE = 100  #: characters of a line from which on a list is written an item a line


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


def data_text(data: Mapping[str, object]) -> str:
    """Write the plain data of a scenario, couples included, as YAML.

    Parameters
    ----------
    data : mapping
        Keys and values as in a scenario file, checked.

    Returns
    -------
    str
        Reading it gives the same data again. Keys come in the order of the schema, a program a line.
    """
    known = {key: data[key] for key in ScenarioFile.model_fields if key in data}
    return "".join(f"{line}\n" for line in _plain_block(known, ""))


def _plain_block(data: Mapping[str, object], indent: str) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, Mapping) and value and key not in FLAT:
            yield f"{indent}{_flow(key)}:"
            yield from _plain_block(value, f"{indent}  ")
        elif isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
            yield f"{indent}{_flow(key)}:"
            yield from (line for one in value for line in _plain_item(one, f"{indent}  "))
        else:
            yield f"{indent}{_flow(key)}: {_flow(value)}"


def _plain_item(value: object, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping) and "edits" in value:
        first, *more = _plain_block(value, f"{indent}  ")
        yield from (f"{indent}- {first.lstrip()}", *more)
    else:
        yield f"{indent}- {_flow(value)}"


def strategies_text(strategies: Iterable[Strategy]) -> str:
    """Write strategies as the block of a scenario file, a field a line.

    Parameters
    ----------
    strategies : iterable of Strategy

    Returns
    -------
    str
        YAML, to be put into a file that has no strategies yet.
    """
    return "".join(f"{line}\n" for line in _strategies(strategies))


def _strategies(strategies: Iterable[Strategy]) -> Iterator[str]:
    lines = [line for strategy in strategies for line in _strategy(strategy)]
    yield from ["strategies:", *lines] if lines else ["strategies: []"]


def _strategy(strategy: Strategy) -> Iterator[str]:
    yield f"  - name: {_flow(strategy.name)}"
    yield "    edits:"
    for edit in strategy.edits:
        first, *more = _block(_given(edit), 8)
        yield from (f"      - {first.lstrip()}", *more)


def _block(fields: Mapping[str, object], indent: int) -> Iterator[str]:
    """Write fields in YAML's block style, a line each; short lists in flow style."""
    for key, value in fields.items():
        inner = _given(value) if isinstance(value, BaseModel) else value
        line = f"{' ' * indent}{_flow(key)}: {_flow(inner)}"
        if isinstance(inner, Mapping) and inner:
            yield from (f"{' ' * indent}{_flow(key)}:", *_block(inner, indent + 2))
        elif isinstance(inner, list | tuple) and (len(line) > WIDE or any(isinstance(x, BaseModel) for x in inner)):
            yield f"{' ' * indent}{_flow(key)}:"
            yield from (line for one in inner for line in _item(one, indent + 2))
        else:
            yield line


def _item(value: object, indent: int) -> Iterator[str]:
    if not isinstance(value, BaseModel):
        yield f"{' ' * indent}- {_flow(value)}"
        return
    first, *more = _block(_given(value), indent + 2)
    yield from (f"{' ' * indent}- {first.lstrip()}", *more)


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
    return inert(value)


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
        yield from _strategies(scenario.strategies)
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
