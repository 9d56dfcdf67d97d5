"""Whatever a couple's file says, a run ends with a result that hangs together, in words and JSON."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from simulator.advice import words
from simulator.pipeline import run
from simulator.scenario import Scenario
from tests.command.test_run import keeps_the_contract
from tests.couples import couple_scenario, example, programs, with_limit
from tests.properties.test_every_scenario_runs import numbers

HERE = {"city": "Flint", "state": "MI"}


def checked(scenario: Scenario) -> None:
    result = run(scenario, replicates=400, seed=1, workers=1)
    found = json.loads(result.to_json())
    keeps_the_contract(found)
    assert all(math.isfinite(x) for x in numbers(found))
    assert not any(x == 0 and math.copysign(1, x) < 0 for x in numbers(found))
    part = found["couple"]
    outcomes = [part[name] for name in ("both", "first_only", "second_only", "neither")]
    assert sum(outcomes) == pytest.approx(1)
    assert all(0 <= x <= 1 for x in outcomes)
    assert sum(pair["probability"] for pair in part["by_pair"]) == pytest.approx(1 - part["neither"])
    assert found["match"]["probability"] == pytest.approx(part["both"] + part["first_only"])
    assert found["match"]["exact"] == pytest.approx(
        sum(part["uncertainty"][name]["refined"] for name in ("both", "first_only"))
    )
    text = words.summary(result, width=80, encoding="utf-8")
    assert "of 100 couples like you" in text


@pytest.mark.parametrize("seed", range(10))
def test_every_couple_runs(seed: int) -> None:
    checked(example(np.random.default_rng(seed)))


def test_a_limit_on_interviews() -> None:
    first = programs("A", 3, status="applied")
    checked(with_limit(couple_scenario(first, programs("B", 4, status="invited")), 2))


def test_a_partner_without_programs() -> None:
    checked(couple_scenario(programs("A", 2), [], [["A 0", None], ["A 1", None]]))
    checked(couple_scenario([], programs("B", 2), [[None, "B 1"]]))


def test_only_pairs_of_one_alone() -> None:
    checked(couple_scenario(programs("A", 1), programs("B", 1), [["A 0", None], [None, "B 0"]]))


def test_nothing_can_come_of_it() -> None:
    closed = programs("A", 1, visas=[])
    result = run(couple_scenario(closed, programs("B", 1)), replicates=400)
    assert result.couple is not None
    assert result.couple.both.refined == 0
    assert result.grave_warnings >= 2
    checked(couple_scenario(closed, programs("B", 1)))


def test_one_program_for_both() -> None:
    same = programs("A", 2, **HERE)
    checked(couple_scenario(same, same, [["A 0", "A 0"], ["A 1", "A 0"], ["A 1", None]]))
