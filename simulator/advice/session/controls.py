"""The controls of a session as plain data: fields of the guided form, levers, and the words they use."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import Any

from simulator.model.parameters import DEFAULT, SHIPPED
from simulator.model.tables import constant
from simulator.scenario import SPECIALTIES
from simulator.scenario.applicant import Applicant
from simulator.scenario.schema import SEASONS

Control = dict[str, Any]
ABOUT = ("key", "label", "couple_label", "help", "note", "group", "theme", "couple", "kind", "unit", "says", "choices")


@functools.cache
def controls() -> dict[str, Any]:
    """Return the data file of the controls; treat it as read-only."""
    return tomllib.loads(resources.files("simulator.advice.session").joinpath("controls.toml").read_text("utf-8"))


def words(name: str) -> list[Control]:
    """Return the words of one list as choices: value and label.

    Parameters
    ----------
    name : str
        Such as ``settings``.
    """
    return [{"value": key, "label": label} for key, label in controls()["words"][name].items()]


def word_of(name: str, key: str) -> str:
    """Return the words for one value of a list, or the value itself."""
    return str(controls()["words"][name].get(key, key.replace("_", " ")))


def vocabulary() -> dict[str, list[Control]]:
    """Return every list of words that a screen needs, specialties included."""
    lists = ("types", "settings", "visas", "performances", "statuses", "letters", "skills", "together")
    return {**{name: words(name) for name in lists}, "specialties": _specialties()}


def _specialties() -> list[Control]:
    found = [{"value": key, "label": key.replace("_", " ").capitalize()} for key in SPECIALTIES]
    return [{**one, "key": one["value"]} for one in found]


def form(calibration: str = DEFAULT, names: Sequence[str] = tuple(SHIPPED)) -> list[Control]:
    """Return the guided form, section by section.

    Parameters
    ----------
    calibration : str
        Used where a scenario names none.
    names : sequence of str
        Calibrations that may be chosen.

    Returns
    -------
    list of dict
        section, open, layout, help, fields; a field has path, label, help, kind and what goes with the kind.
    """
    return [
        {
            "section": part["section"],
            "open": part.get("open", True),
            "layout": part.get("layout", "list"),
            "help": part.get("help", ""),
            "fields": _fields(part, calibration, names),
        }
        for part in controls()["form"]
    ]


def _fields(part: Mapping[str, Any], calibration: str, names: Sequence[str]) -> list[Control]:
    if "columns" in part:
        return list(_grid(part))
    return [_field(one, calibration, names) for one in part["fields"]]


def _grid(part: Mapping[str, Any]) -> Iterator[Control]:
    for row in words(part["rows"]):
        for column in part["columns"]:
            yield {
                "path": f"counts.{row['value']}.{column['key']}",
                "label": f"{row['label']}, {column['label']}",
                "help": "",
                "kind": "number",
                "min": 0,
                "max": part["most"],
                "step": 1,
                "row": {"key": row["value"], "label": row["label"]},
                "column": dict(column),
            }


def _field(about: Mapping[str, Any], calibration: str, names: Sequence[str]) -> Control:
    kind = about.get("kind", "")
    found = {key: value for key, value in about.items() if key not in ("from", "words")}
    found = {"help": "", "required": False, **found}
    if "from" in about:
        return {**found, **_ranged(about["from"], about.get("words"), about.get("step"))}
    if kind == "specialty":
        return {**found, "kind": "choice", "choices": _specialties()}
    if kind == "season":
        usual = int(constant("simulation", "season"))
        return {**found, "kind": "number", "min": SEASONS[0], "max": SEASONS[1], "step": 1, "default": usual}
    if kind == "calibration":
        return {
            **found,
            "kind": "choice",
            "choices": [{"value": name, "label": _calibration(name)} for name in names],
            "default": calibration,
        }
    return found


def _calibration(name: str) -> str:
    """A calibration in words; one that somebody else made by its own name."""
    return str(controls()["words"]["calibrations"].get(name, name))


@functools.cache
def _properties() -> dict[str, Any]:
    return dict(Applicant.model_json_schema(mode="validation")["properties"])


def _ranged(field: str, named: str | None, step: float | None) -> Control:
    """Kind, range and help of a field of the applicant, from the scenario's own schema."""
    schema = _properties()[field]
    parts = [schema, *schema.get("anyOf", ())]
    if named is not None:
        allowed = next(part["enum"] for part in parts if "enum" in part)
        return {"kind": "choice", "choices": [one for one in words(named) if one["value"] in allowed]}
    found: Control = {"help": " ".join((Applicant.model_fields[field].description or "").split())}
    number = next((part for part in parts if "minimum" in part), None)
    if number is None:
        return {**found, "kind": "switch", "default": False}
    bounds = {"min": number["minimum"], "max": number["maximum"], "step": step or 1}
    return {**found, "kind": "number", **bounds}


def levers() -> list[Control]:
    """Return every lever: what it is called, what kind of control it is, its range and its resting value."""
    return [_lever(about) for about in controls()["lever"]]


def themes() -> list[Control]:
    """Return what levers are gathered under, in order: key, label, and whether it is open at first."""
    return [{"open": False, **theme} for theme in controls()["themes"]]


def _lever(about: Mapping[str, Any]) -> Control:
    found = {key: about[key] for key in ABOUT if key in about}
    if about["kind"] == "slider":
        found |= {"min": about.get("min", 0), "max": about["max"], "step": about.get("step", 1)}
    resting = {"slider": 0, "switch": False}.get(about["kind"])
    return {**found, "default": about.get("default", resting)}
