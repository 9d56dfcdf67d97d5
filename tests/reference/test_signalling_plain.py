"""The arrays of the signalling study come to the same whole numbers as plain loops."""

import pytest

from simulator.market.draws import Address
from simulator.market.studies.signalling import SignalTask
from simulator.market.studies.signalling_draws import Rules, draw_luck, draw_sizes
from tests.reference.signalling_plain import run


@pytest.mark.parametrize(("signals", "replicate"), [(0, 0), (1, 1), (5, 2), (13, 3), (30, 4), (90, 5)])
def test_arrays_and_loops_agree(signals: int, replicate: int):
    address = Address(7, replicate)
    sizes = draw_sizes(address)
    plain = run(sizes, draw_luck(sizes, Rules(), address).turn.tolist(), signals)
    (ours,) = SignalTask((signals,), 7, Rules())(replicate)
    assert {name: getattr(ours, name) for name in plain} == plain
