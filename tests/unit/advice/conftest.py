"""One fixture: every edge in turn."""

import pytest

from simulator.outcomes.result import RunResult
from tests.unit.advice.edges import CASES, case


@pytest.fixture(params=list(CASES))
def result(request: pytest.FixtureRequest) -> RunResult:
    return case(request.param)
