"""From the guided form to a scenario: its values to the plain data of a file, and faults back to its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from simulator.advice.session.controls import controls, form, word_of
from simulator.errors import Fault, InputError
from simulator.scenario.suggest import did_you_mean

NAME = "Guided form"
STATUS = {"to_come": "invited", "silent": "applied", "rejected": "rejected"}
SAID = {"to_come": "interview to come", "silent": "no answer yet", "rejected": "turned down"}
PERFORMANCES = ("strong", "average", "poor")
SPONSORED = {"j1": ["j1"], "h1b": ["h1b"], "j1_or_h1b": ["j1", "h1b"]}


class Cell(NamedTuple):
    """One cell of the tables of counts: the kind of program, what came of it, and the field that it is."""

    setting: str
    column: str
    path: str


def scenario_data(values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the values of the guided form into the data of a scenario file.

    Parameters
    ----------
    values : mapping of path to value
        Fields that are empty are left out.

    Returns
    -------
    dict

    Raises
    ------
    InputError
        An unknown field, one that is missing, or a count that is none; each with the path of its field.
    """
    given = {path: value for path, value in values.items() if value not in (None, "")}
    fields = {field["path"]: field for part in form() for field in part["fields"]}
    faults = [_unknown(path, fields) for path in given if path not in fields]
    faults += [
        Fault("is missing", field=path, hint=f"Choose: {field['label']}.")
        for path, field in fields.items()
        if field.get("required") and path not in given
    ]
    faults += [fault for cell in cells(given) for fault in _count_faults(cell, given[cell.path], fields)]
    if faults:
        raise InputError(faults)
    usual = {path: field["default"] for path, field in fields.items() if "default" in field}
    return _data({**usual, **given}, given)


def _unknown(path: str, fields: Mapping[str, Any]) -> Fault:
    return Fault("is no field of the form", field=str(path), hint=did_you_mean(path, fields))


def cells(values: Mapping[str, Any]) -> list[Cell]:
    """Return the cells of the tables of counts that are filled, in the order of the form."""
    found = []
    for part in controls()["form"]:
        for setting in controls()["words"][part["rows"]] if "columns" in part else ():
            for column in part["columns"]:
                path = f"counts.{setting}.{column['key']}"
                if values.get(path):
                    found.append(Cell(setting, column["key"], path))
    return found


def _count_faults(cell: Cell, value: object, fields: Mapping[str, Any]) -> list[Fault]:
    most = fields[cell.path]["max"]
    if type(value) is int and 0 <= value <= most:
        return []
    return [Fault("must be a count", field=cell.path, got=value, allowed=f"a whole number from 0 to {most}")]


def _data(values: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    person = {path.removeprefix("applicant."): x for path, x in given.items() if path.startswith("applicant.")}
    data: dict[str, Any] = {"name": NAME, "season": values["season"]}
    data |= {key: given[key] for key in ("as_of", "calibration") if key in given}
    return {**data, "applicant": person, "programs": [_programs(cell, values) for cell in cells(given)]}


def _programs(cell: Cell, values: Mapping[str, Any]) -> dict[str, Any]:
    setting, column = cell.setting, cell.column
    said = SAID.get(column) or f"interview {word_of('performances', column) if column in PERFORMANCES else 'held'}"
    entry: dict[str, Any] = {
        "name": f"{word_of('settings', setting).capitalize()} program, {said}",
        "count": values[cell.path],
        "specialty": values["specialty"],
        "setting": setting,
        "status": STATUS.get(column, "interviewed"),
    }
    if column in PERFORMANCES:
        entry["performance"] = column
    visa = values.get("applicant.visa", "j1" if values["applicant.type"] == "non_us_img" else "none")
    if values["sponsor"] == "yes" and visa in SPONSORED:
        entry["visas"] = SPONSORED[visa]
    return entry


def at_fields(error: InputError, values: Mapping[str, Any]) -> InputError:
    """Name the field of the form that each fault comes from.

    Parameters
    ----------
    error : InputError
        Of the scenario that `scenario_data` made of the same values.
    values : mapping

    Returns
    -------
    InputError
    """
    filled = cells(values)
    return InputError([replace(fault, file="", field=_path(fault.field, filled)) for fault in error.faults])


def _path(field: str, filled: list[Cell]) -> str:
    head, _, rest = field.partition("[")
    index, _, key = rest.partition("]")
    if head != "programs" or not index.isdigit() or int(index) >= len(filled):
        return field
    return "specialty" if key == ".specialty" else filled[int(index)].path
