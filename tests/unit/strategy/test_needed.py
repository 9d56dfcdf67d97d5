"""The fewest interviews needed, over draws: "none reaches it" is no number to average with."""

import numpy as np

from simulator.strategy.needed import _ends


def test_ends_are_numbers_that_some_draw_gives():
    fewest, weight = np.array([37.0, 41.0, 3.0, 37.0, 36.0]), np.full(5, 0.2)
    assert _ends(fewest, weight, 0.9) == (3, 41)
    assert _ends(fewest, weight, 0.5) == (36, 37)
