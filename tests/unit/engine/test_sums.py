"""Sums that no cutting up of the work can move."""

from fractions import Fraction

import numpy as np
import pytest

from simulator.engine.sums import BITS, mean_and_error, whole


def test_whole_numbers_of_the_unit_are_exact() -> None:
    values = np.array([[0.1, 1e-12, 0.0], [1.0, -0.3, 123456.789]])
    found = whole(values)
    assert found.shape == values.shape
    for number, value in zip(found.ravel(), values.ravel(), strict=True):
        assert abs(Fraction(number, 2**BITS) - Fraction(value)) < Fraction(1, 2**BITS)


def test_any_order_gives_the_same_sum() -> None:
    rng = np.random.default_rng(1)
    values = rng.normal(size=200) * 10.0 ** rng.integers(-12, 3, 200)
    leaves = [whole(np.array([x])) for x in values]
    forwards, backwards = sum(leaves[1:], leaves[0]), sum(leaves[-2::-1], leaves[-1])
    assert forwards[0] == backwards[0]


def test_mean_and_error_are_those_of_numpy() -> None:
    values = np.random.default_rng(2).normal(0.3, 1e-5, size=(3, 400))
    mean, error = mean_and_error(400, whole(values.sum(axis=1)), whole((values**2).sum(axis=1)))
    assert mean == pytest.approx(values.mean(axis=1), rel=1e-12)
    assert error == pytest.approx(values.std(axis=1, ddof=1) / 20, rel=1e-5)


def test_of_one_value_no_error_is_known() -> None:
    mean, error = mean_and_error(1, whole(np.array([0.25])), whole(np.array([0.0625])))
    assert mean[0] == 0.25
    assert np.isnan(error[0])
