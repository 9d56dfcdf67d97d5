"""Files of experiments: valid ones load and can be run, invalid ones have one fault where their first line says.

As for scenarios: the first line of an invalid file is ``# expect: LINE: fragment``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from simulator.errors import InputError
from simulator.pipeline.experiment import experiment_settings
from simulator.pipeline.experiment_checks import check_experiment
from simulator.scenario import experiment_schema, load_experiment
from tests.conformance.test_conformance import as_json

HERE = Path(__file__).parent
VALID = sorted((HERE / "market" / "valid").glob("*.yaml"))
INVALID = sorted((HERE / "market" / "invalid").glob("*.yaml"))
SHIPPED = sorted((HERE.parents[1] / "scenarios" / "market").glob("*.yaml"))
EXPECTATION = re.compile(r"# expect: (?P<line>\d+): (?P<fragment>.*)")
BEYOND_A_SCHEMA = re.compile(
    r"arms_of_one_name|same_lever_twice|of_a_rule|outside_the_market|who_nobody|market_(too_small|without_figures|unknown_specialty)"
    r"|two_levers|lever_without|couples_both|signals_(both|of_nothing|too_many_by)|cap_of_no|couples_times|one_replicate|percent_nan"
)


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(experiment_schema())


def checked(path: Path) -> None:
    experiment = load_experiment(path)
    experiment_settings(experiment, None, None)
    check_experiment(experiment)


def test_the_collection_is_not_lost() -> None:
    assert len(VALID) >= 3
    assert len(INVALID) >= 45
    assert len(SHIPPED) >= 7


@pytest.mark.parametrize("path", [*VALID, *SHIPPED], ids=lambda path: path.stem)
def test_valid_file_loads_and_satisfies_the_json_schema(path: Path) -> None:
    checked(path)
    assert validator().is_valid(as_json(path))


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_file_has_the_one_expected_fault(path: Path) -> None:
    expected = EXPECTATION.match(path.read_text("utf-8"))
    assert expected is not None, "the first line must say what to expect"
    with pytest.raises(InputError) as caught:
        checked(path)
    faults = caught.value.faults
    assert len(faults) == 1, [fault.render() for fault in faults]
    assert faults[0].line == int(expected["line"])
    assert expected["fragment"] in faults[0].render()
    assert faults[0].render().isprintable()


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_json_schema_refuses_what_a_schema_can(path: Path) -> None:
    try:
        given = as_json(path)
    except InputError:
        pytest.skip("the YAML itself is faulty, so an editor has nothing to validate")
    assert validator().is_valid(given) == bool(BEYOND_A_SCHEMA.search(path.stem))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_file_begins_with_its_question_and_what_to_look_at(path: Path) -> None:
    comment = path.read_text("utf-8").partition("\nname:")[0].splitlines()
    assert comment[0].startswith("# Question: ")
    assert "# What to look at in the answer:" in comment
    assert all(line.startswith("#") for line in comment)
