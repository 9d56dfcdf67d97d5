"""The exact couple against plain NumPy with random numbers of its own: what is shared is shared in both."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.model.parameters import load_calibration
from simulator.scenario.couple_people import each_alone
from simulator.season.couple import make_couple
from simulator.season.couple_exact import FINE, solve_couple
from tests.chance import Proportion, assert_proportions
from tests.couples import couple_scenario, diagonal, programs
from tests.reference.couple_plain import sample_couple

N = 400_000
SURGERY = {"specialty": "general_surgery"}


@pytest.mark.parametrize(
    ("types", "second", "correlation"),
    [
        (("non_us_img", "non_us_img"), programs("B", 3), 0.3),
        (("non_us_img", "us_md"), programs("A", 3), 0.9),
        (("us_img", "us_img"), [*programs("A", 1), programs("A", 2, **SURGERY)[1]], -0.6),
    ],
)
def test_pairs(types: tuple[str, str], second: list[dict[str, Any]], correlation: float) -> None:
    calibration = load_calibration("rules-of-thumb")
    first = programs("A", 3)
    pairs = [*((a, b) for a, b in diagonal(first, second)[:5]), ("A 2", None), (None, second[0]["name"])]
    scenario = couple_scenario(first, second, [list(pair) for pair in pairs], types, calibration=calibration.name)
    people = each_alone(scenario)
    exact = solve_couple(make_couple(people, pairs, calibration, 7, correlation), FINE)
    counts = sample_couple(people, pairs, calibration, (correlation, correlation), N, 11)
    rows = enumerate(zip(counts, exact, strict=True))
    assert_proportions([Proportion(f"pair {k}", hits, N, float(p)) for k, (hits, p) in rows], tolerance=2e-5)
