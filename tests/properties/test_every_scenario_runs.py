"""Whatever a valid file says, a run ends with a result that hangs together and a JSON without holes."""

import json
import math
from typing import Any

from hypothesis import given, settings

from simulator.pipeline import run
from simulator.scenario import scenario_from_dict
from tests.command.test_run import keeps_the_contract
from tests.strategies import Data, scenarios


def numbers(found: Any) -> list[float]:
    if isinstance(found, dict):
        return [x for value in found.values() for x in numbers(value)]
    if isinstance(found, list):
        return [x for value in found for x in numbers(value)]
    return [found] if isinstance(found, float) else []


@settings(max_examples=30)
@given(scenarios(most=5, specialties=2))
def test_every_scenario_runs(data: Data) -> None:
    scenario = scenario_from_dict(data)
    result = run(scenario, replicates=400, seed=1, workers=1)
    found = json.loads(result.to_json())
    keeps_the_contract(found)
    assert all(math.isfinite(x) for x in numbers(found))
    assert not any(x == 0 and math.copysign(1, x) < 0 for x in numbers(found)), "-0.0 is no number for people"
    assert result.match.low <= result.match.high
    curve = result.curve
    for name in ("probability", "low", "high"):
        assert curve[name].between(-1e-9, 1 + 1e-9).all(), name
        assert curve[name].diff().dropna().ge(-1e-9).all(), name
    assert abs(result.interviews.distribution.sum() - 1) < 1e-12
    assert len(result.by_program) == sum(p.status != "considering" for p in scenario.programs)
    assert list(result.by_position["program"]) == list(scenario.rank_order_list)
    assert len(result.rank_samples.columns) == 3
