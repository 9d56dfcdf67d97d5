"""What was kept comes back to the last bit, with its types, and nothing is imported on a file's say."""

import json
from typing import Any, NamedTuple

import numpy as np
import pytest

from simulator.outcomes.encoded import decode, encode
from simulator.outcomes.parts import DamagedError, part_bytes, read_part
from tests.tasks import leaves, outcome

pytest.importorskip("pyarrow")


def test_results_of_every_kind_come_back():
    answers = {r: outcome(r) for r in (4, 5, 9)}
    data = part_bytes(answers)
    assert data is not None
    found = read_part(data, "tests")
    assert list(found) == [4, 5, 9]
    assert list(leaves(found)) == list(leaves(answers))


def test_results_of_another_form_need_another_file():
    assert part_bytes({0: {"x": 1}, 1: {"y": 1}}) is None
    assert part_bytes({0: {"x": np.zeros(2)}, 1: {"x": np.zeros(3)}}) is not None


def test_a_damaged_file_is_noticed():
    data = part_bytes({0: {"x": np.arange(1000) ** 2}})
    assert data is not None
    for place in (30, len(data) // 2):
        with pytest.raises(DamagedError):
            read_part(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :], "tests")
    with pytest.raises(DamagedError):
        read_part(data[: len(data) // 2], "tests")


def test_a_file_cannot_have_anything_else_imported():
    form = {"is": "named", "type": "antigravity:x", "parts": {}}
    with pytest.raises(ValueError, match="is neither of simulator nor of tests"):
        decode(form, {}, "tests")
    form["type"] = "simulator.cli.app:main"
    with pytest.raises(ValueError, match="is no NamedTuple"):
        decode(form, {}, "simulator")


class Local(NamedTuple):
    thing: Any


@pytest.mark.parametrize("value", [object(), {1: 2}, {"a.b": 1}, Local({1, 2}), np.array(["x"]), 1j])
def test_what_cannot_be_kept_is_refused_with_its_place(value: Any):
    with pytest.raises(TypeError, match=r"cannot be kept \(got"):
        encode(value)


def test_the_form_is_plain():
    form, _ = encode(outcome(1))
    assert json.loads(json.dumps(form)) == form
