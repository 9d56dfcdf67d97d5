"""Recalibration, Brier score and reliability curve against what is known of them.

The random checks have fixed seeds; their bounds are five standard errors, a chance of false alarm below 1e-6 each.
"""

import numpy as np
import pytest

from simulator.outcomes.calibrated import consistency_band, curve, jackknife, recalibrate, relabelled, score


def _foretold(n: int, slope: float, intercept: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    odds = rng.normal(0.0, 1.5, n)
    chance = 1 / (1 + np.exp(-(intercept + slope * odds)))
    return 1 / (1 + np.exp(-odds)), rng.random(n) < chance


@pytest.mark.parametrize(("intercept", "slope"), [(0.0, 1.0), (0.5, 0.7), (-1.0, 1.4)])
def test_recalibration_finds_what_was_put_in(intercept: float, slope: float):
    p, happened = _foretold(40_000, slope, intercept, 3)
    found = recalibrate(p, happened, np.ones(p.size))
    assert found == pytest.approx((intercept, slope), abs=0.1)


def test_a_weight_of_two_is_the_same_as_saying_it_twice():
    p, happened = _foretold(300, 0.8, 0.2, 5)
    twice = np.concatenate([p, p[:100]]), np.concatenate([happened, happened[:100]])
    weight = np.where(np.arange(300) < 100, 2.0, 1.0)
    assert recalibrate(p, happened, weight) == pytest.approx(recalibrate(*twice, np.ones(400)), abs=1e-7)
    assert score(p, happened, weight) == pytest.approx(score(*twice, np.ones(400)), abs=1e-12)


def test_predictions_of_0_and_1_do_not_break_it():
    p, happened = np.array([0.0, 1.0, 0.3, 0.6, 0.5]), np.array([False, True, True, False, True])
    assert np.isfinite(recalibrate(p, happened, np.ones(5))).all()


def test_the_jackknife_of_a_mean_is_its_standard_error():
    x = np.random.default_rng(1).normal(size=12)
    left_out = np.array([[np.delete(x, k).mean()] for k in range(12)])
    low, high = jackknife(left_out, np.array([x.mean()]), 0.9)
    assert (high - low)[0] / 2 == pytest.approx(1.7958848 * x.std(ddof=1) / np.sqrt(12), rel=1e-6)


def test_the_parts_make_up_the_score_and_are_not_negative():
    p, happened = _foretold(500, 0.6, 0.4, 9)
    found = score(p, happened, np.ones(500))
    assert found.brier == pytest.approx(found.miscalibration - found.discrimination + found.uncertainty, abs=1e-12)
    assert found.miscalibration > 0 < found.discrimination
    assert found.brier == pytest.approx(np.mean((p - happened) ** 2), abs=1e-12)


def test_relabelling_pools_what_falls_and_what_is_equal():
    p = np.array([0.1, 0.1, 0.4, 0.6, 0.8])
    happened = np.array([False, True, True, False, True])
    assert relabelled(p, happened, np.ones(5)) == pytest.approx([0.5, 0.5, 0.5, 0.5, 1.0])


def test_the_curve_says_nothing_beyond_the_predictions():
    p, happened = np.array([0.2, 0.4, 0.6]), np.array([False, False, True])
    found = curve(p, happened, np.ones(3), np.array([0.1, 0.2, 0.5, 0.7]))
    assert np.isnan(found[[0, 3]]).all()
    assert found[1:3] == pytest.approx([0.0, 0.5])


def test_the_band_holds_the_diagonal_and_shrinks_with_people():
    at, widths = np.array([0.3, 0.5, 0.7]), []
    for n in (200, 5_000):
        rng = np.random.default_rng(n)
        p = rng.random(n)
        low, high = consistency_band(p, np.ones(n), at, 0.9, rng.random((60, n)))
        assert (low < at).all()
        assert (high > at).all()
        widths.append(float((high - low).mean()))
    assert widths[1] < 0.6 * widths[0]
