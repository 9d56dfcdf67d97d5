"""A scenario that comes from elsewhere as text or data: read like a file, but it may name no other file.

What is uploaded to a page is somebody's text. It is refused where it names a file of this machine: a programs_file, a
joint list in a file, a calibration that is not one of those named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from simulator.errors import Fault, InputError
from simulator.scenario.files import MAX_YAML_BYTES, decoded
from simulator.scenario.loader import scenario_of
from simulator.scenario.nodes import Node, Path, find, plain, spelled
from simulator.scenario.reader import read_yaml
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import tree_of

NAME = "the file"
FILES: tuple[Path, ...] = (
    ("programs_file",),
    ("couple", "partner", "programs_file"),
    ("couple", "joint_rank_order_list_file"),
)
BEGINNINGS = {
    "PNG": "a picture (PNG)",
    "%PDF": "a PDF",
    "PK\x03\x04": "a ZIP archive, as .xlsx and .docx are",
    "GIF8": "a picture (GIF)",
    "JFIF": "a picture (JPEG)",
}
_FIRST = 12  #: characters in which a kind of file shows itself


class Uploaded(NamedTuple):
    """A scenario and the plain data that it was read from.

    Attributes
    ----------
    scenario : Scenario
    data : dict
        Keys and values as in a scenario file, as JSON can hold them.
    """

    scenario: Scenario
    data: dict[str, Any]


def uploaded_text(text: str, calibrations: Collection[str], name: str = NAME) -> Uploaded:
    """Read a scenario from text.

    Parameters
    ----------
    text : str
        YAML.
    calibrations : collection of str
        The only ones that it may name.
    name : str
        What to call it in messages.

    Returns
    -------
    Uploaded

    Raises
    ------
    InputError
        As `load_scenario`, and where it names another file.
    """
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > MAX_YAML_BYTES:
        raise InputError(Fault("is too large", name, got=len(data), allowed=f"at most {MAX_YAML_BYTES:,} bytes"))
    for sign, kind in BEGINNINGS.items():
        if sign in text[:_FIRST]:
            raise InputError(Fault(f"is {kind}, not a scenario", name, hint="A scenario is a text file (YAML)."))
    root, faults = read_yaml(decoded(data, name), name)
    return _uploaded(root, faults, calibrations)


def uploaded_data(data: Mapping[str, object], calibrations: Collection[str], name: str = NAME) -> Uploaded:
    """Make a scenario from plain data; parameters and errors as `uploaded_text`."""
    root, faults = tree_of(data, name)
    return _uploaded(root, faults, calibrations)


def _uploaded(root: Node, faults: list[Fault], calibrations: Collection[str]) -> Uploaded:
    foreign = list(_foreign(root, calibrations))
    if foreign:
        raise InputError([*faults, *foreign])
    scenario = scenario_of(root, faults)
    found = _listed(plain(root))
    assert isinstance(found, dict)  # noqa: S101 - what is no mapping has been refused
    return Uploaded(scenario, found)


def data_of(scenario: Scenario) -> dict[str, Any]:
    """Return the plain data of a scenario that was loaded from a file, with what other files held put into it.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    dict
        It names no other file, but for a calibration that is given by its path.
    """
    found = _listed(plain(scenario.places.root))
    assert isinstance(found, dict)  # noqa: S101 - a scenario comes from a mapping
    for path in FILES:
        part = found
        for step in path[:-1]:
            part = part.get(step) or {}
        part.pop(path[-1], None)
    return found


def _foreign(root: Node, calibrations: Collection[str]) -> Iterator[Fault]:
    """Name what points outside the text."""
    for path in FILES:
        named = find(root, path)
        if named is not None and named.value is not None:
            hint = "Put what is in that file into this one, or run the command with both files."
            what = "names another file, which cannot be read from here"
            yield Fault(what, *named.place, field=spelled(path), got=named.value, hint=hint)
    named = find(root, ("calibration",))
    if named is not None and isinstance(named.value, str) and named.value not in calibrations:
        allowed = ", ".join(calibrations)
        yield Fault("unknown calibration", *named.place, field="calibration", got=named.value, allowed=allowed)


def _listed(value: object) -> object:
    """Return plain data with lists in place of tuples, as JSON has it."""
    if isinstance(value, Mapping):
        return {key: _listed(inner) for key, inner in value.items()}
    return [_listed(inner) for inner in value] if isinstance(value, list | tuple) else value
