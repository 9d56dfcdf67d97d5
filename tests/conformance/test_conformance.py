"""Every file of valid/ loads; every file of invalid/ has one fault, at the place its first line says.

The first line of an invalid file is ``# expect: LINE: fragment`` or, for a fault in another file,
``# expect: FILE:LINE: fragment``; the fragment is a part of the rendered fault.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from simulator.errors import Fault, InputError
from simulator.scenario import json_schema, load_scenario
from simulator.scenario.files import MAX_YAML_BYTES, read_text
from simulator.scenario.nodes import plain
from simulator.scenario.reader import read_yaml

HERE = Path(__file__).parent
VALID = sorted((HERE / "valid").glob("*.yaml"))
INVALID = sorted((HERE / "invalid").glob("*.yaml"))
EXPECTATION = re.compile(rb"# expect: (?:(?P<file>[^:]+):)?(?P<line>\d+): (?P<fragment>.*)")

# What a schema cannot say: comparisons between fields, calendars, and the syntax of YAML itself.
BEYOND_A_SCHEMA = re.compile(
    r"duplicate_(?!key)|list_(names|misspells|repeats)|sent_(twice|fewer)|too_many_programs|two_letters|letter_of_intent"
    r"|(invited|interview)_on_(applied)|interview_before|as_of_no_such_day|csv_(?!name_is)"
    r"|couple_(unknown|without_(list|value)|with_both|with_list|list|file|distance|partner_(duplicate|list))"
    r"|strategy_(adds_(existing|too_many)|removes_by_unknown_name|ranks|two_edits|edit_without)"
    r"|supplemental_(misspells|repeats|names|serves)|one_year_called|strategy_(supplemental|adds_one_year)"
    r"|name_(of_two_lines|with_hidden)|_nan$|season_with_a_point|replicates_scientific"
)


def faults_of(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    return caught.value.faults


def as_json(path: Path) -> object:
    """Return what an editor would hand to a JSON Schema validator."""

    def lists(value: object) -> object:
        if isinstance(value, dict):
            return {key: lists(below) for key, below in value.items()}
        return [lists(item) for item in value] if isinstance(value, tuple) else value

    root, faults = read_yaml(read_text(path, MAX_YAML_BYTES), str(path))
    if faults:
        raise InputError(faults)
    return lists(plain(root))


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema())


def schema_accepts(path: Path) -> bool:
    return bool(validator().is_valid(as_json(path)))


def test_the_collection_is_not_lost() -> None:
    assert len(VALID) >= 15
    assert len(INVALID) >= 180


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_file_loads(path: Path) -> None:
    assert load_scenario(path).name


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_file_satisfies_the_json_schema(path: Path) -> None:
    assert schema_accepts(path)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_file_has_the_one_expected_fault(path: Path) -> None:
    expected = EXPECTATION.match(path.read_bytes().split(b"\n", 1)[0])
    assert expected is not None, "the first line must say what to expect"
    faults = faults_of(path)
    assert len(faults) == 1, [fault.render() for fault in faults]
    named = path.parent / (expected["file"] or path.name.encode()).decode()
    assert Path(faults[0].file) == named
    assert faults[0].line == int(expected["line"])
    assert expected["fragment"].decode() in faults[0].render()


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_fault_is_one_printable_line(path: Path) -> None:
    for fault in faults_of(path):
        assert fault.render().isprintable()


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_json_schema_refuses_what_a_schema_can(path: Path) -> None:
    try:
        is_accepted = schema_accepts(path)
    except InputError:
        pytest.skip("the YAML itself is faulty, so an editor has nothing to validate")
    assert is_accepted == bool(BEYOND_A_SCHEMA.search(path.stem))
