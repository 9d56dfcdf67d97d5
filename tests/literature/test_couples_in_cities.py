"""What a couple gives up by staying in one city, for chances that are all alike and independent."""

from __future__ import annotations

import pytest

from simulator.season.couple_walk import city_complete

CHANCE, INTERVIEWS = 0.122, 10


def test_one_alone() -> None:
    assert pytest.approx(0.73, abs=0.005) == 1 - (1 - CHANCE) ** INTERVIEWS


@pytest.mark.parametrize(("n_cities", "both"), [(1, 0.53), (2, 0.405), (5, 0.236), (10, 0.139)])
def test_ten_interviews_each_over_some_cities(n_cities: int, both: float) -> None:
    each = [CHANCE] * (INTERVIEWS // n_cities)
    assert city_complete([(each, each)] * n_cities) == pytest.approx(both, abs=0.0005)
