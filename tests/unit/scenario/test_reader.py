"""YAML 1.2 to values with places."""

from __future__ import annotations

import math

import pytest
from ruamel.yaml import YAML

from simulator.errors import InputError
from simulator.scenario.nodes import MAX_NODES, find, plain
from simulator.scenario.reader import read_yaml
from simulator.scenario.scalars import TooManyDigitsError, plain_scalar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None), ("~", None), ("null", None), ("true", True), ("False", False), ("yes", "yes"), ("NO", "NO"),
        ("0", 0), ("-12", -12), ("+3", 3), ("007", 7), ("0o17", 15), ("0xfF", 255), ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("1.", 1.0), (".5", 0.5), ("-1.5e3", -1500.0), ("1e3", 1000.0), (".", "."), ("-", "-"), ("1.2.3", "1.2.3"),
        ("2026-11-15", "2026-11-15"), ("-.inf", -math.inf), (".INF", math.inf),
        ("inf", "inf"), ("nan", "nan"), ("٣", "٣"),
    ],
)  # fmt: skip
def test_plain_scalars_follow_the_core_schema(text: str, value: object) -> None:
    found = plain_scalar(text)
    assert found == value
    assert type(found) is type(value)


def test_not_a_number_is_read_as_such() -> None:
    found = plain_scalar(".nan")
    assert isinstance(found, float)
    assert math.isnan(found)


def test_endless_digits_are_not_converted() -> None:
    with pytest.raises(TooManyDigitsError):
        plain_scalar("9" * 5000)


def test_values_agree_with_the_library_s_own_loader() -> None:
    text = "a: [1, 2.5, true, null, \"3\", 'x']\nb:\n  - c: |\n      two\n      lines\n    d: {e: >-\n      f}\n"
    root, faults = read_yaml(text.replace("{e: >-\n      f}", "{e: f}"), "f")
    theirs = YAML(typ="safe", pure=True).load(text.replace("{e: >-\n      f}", "{e: f}"))
    assert not faults
    assert plain(root) == {"a": tuple(theirs["a"]), "b": (theirs["b"][0],)}


def test_every_value_has_its_line_and_column() -> None:
    root, _ = read_yaml("a: 1\nb:\n  - c: [x, yy]\n    d:\n", "f.yaml")
    places = {path: find(root, path) for path in [("a",), ("b", 0, "c", 1), ("b", 0, "d")]}
    found = {path: node.place[1:] for path, node in places.items() if node is not None}
    assert found == {("a",): (1, 4), ("b", 0, "c", 1): (3, 12), ("b", 0, "d"): (4, 5)}


def test_an_alias_counts_as_what_it_stands_for() -> None:
    root, _ = read_yaml("a: &x [1, 2, 3]\nb: [*x, *x]\n", "f")
    assert root.size == 1 + 4 + 1 + 2 * 4


def test_values_are_counted_against_a_limit() -> None:
    lists = "[" + "1," * 999 + "1]"
    text = f"a: &a {lists}\nb: [" + "*a," * (MAX_NODES // 1001) + "]\n"
    with pytest.raises(InputError, match="too many values"):
        read_yaml(text, "f")


def test_faults_of_reading_are_collected() -> None:
    root, faults = read_yaml("a: 1\na: 2\n3: x\nb: !t y\nc: {d: 1, d: 2}\n", "f")
    assert [(fault.line, fault.message) for fault in faults] == [
        (2, "duplicate key"), (3, "a key must be text"), (4, "a tag (!t) is not allowed"), (5, "duplicate key"),
    ]  # fmt: skip
    node = find(root, ("a",))
    assert node is not None
    assert node.value == 1


def test_what_the_parser_itself_trips_over_is_placed_too() -> None:
    with pytest.raises(InputError) as caught:
        read_yaml('a: 1\nb: "\\U0011FFFF"\n', "f.yaml")
    (fault,) = caught.value.faults
    assert (fault.message, fault.line) == ("is not valid YAML", 2)
