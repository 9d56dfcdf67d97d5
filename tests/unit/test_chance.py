"""The statistical assertions keep the promises that they make about themselves."""

import numpy as np
import pytest
from scipy import stats

from tests.chance import (
    Mean,
    Proportion,
    assert_means,
    assert_proportions,
    binomial_p_value,
    samples_needed_for_mean,
    samples_needed_for_proportion,
    smallest_visible_mean_difference,
    smallest_visible_proportion_difference,
)


@pytest.mark.parametrize(("hits", "n", "expected"), [(7, 20, 0.5), (0, 30, 0.1), (30, 30, 0.9), (500, 1000, 0.48)])
def test_p_value_is_twice_the_smaller_exact_tail(hits: int, n: int, expected: float) -> None:
    tails = stats.binom.cdf(hits, n, expected), stats.binom.sf(hits - 1, n, expected)
    assert binomial_p_value(Proportion("x", hits, n, expected)) == pytest.approx(min(1, 2 * min(tails)), rel=1e-9)


def test_impossible_events_are_caught_and_certain_ones_pass() -> None:
    assert_proportions([Proportion("never", 0, 1000, 0.0), Proportion("always", 1000, 1000, 1.0)])
    with pytest.raises(AssertionError, match=r"never: 0.001000 \(1 of 1000\)"):
        assert_proportions([Proportion("never", 1, 1000, 0.0)])


def test_tolerance_forgives_the_expectation_only_so_far() -> None:
    claim = Proportion("close", 500_000, 1_000_000, 0.51)
    assert binomial_p_value(claim) < 1e-10
    assert binomial_p_value(claim, tolerance=0.01) > 0.9
    assert binomial_p_value(claim, tolerance=0.005) < 1e-10


def test_false_alarms_in_a_family_stay_under_the_stated_rate() -> None:
    rng = np.random.default_rng(1)
    rate, n_families, n_claims = 0.05, 2000, 10
    p_of = np.linspace(0.02, 0.9, n_claims)
    alarms = 0
    for _ in range(n_families):
        hits = rng.binomial(400, p_of)
        claims = [Proportion(str(i), int(h), 400, float(p)) for i, (h, p) in enumerate(zip(hits, p_of, strict=True))]
        alarms += _fails(claims, rate)
    assert alarms / n_families < rate * 1.2  # its standard error is 0.005; discreteness makes it lower
    assert alarms > 0


def test_the_smallest_visible_difference_is_seen_as_often_as_promised() -> None:
    rng = np.random.default_rng(2)
    n, expected = 5000, 0.3
    difference = smallest_visible_proportion_difference(expected, n, n_claims=5, power=0.9)
    seen = sum(
        binomial_p_value(Proportion("", int(h), n, expected)) <= 0.001 / 5
        for h in rng.binomial(n, expected + difference, size=2000)
    )
    assert 0.87 < seen / 2000 < 0.97


def test_samples_needed_and_smallest_difference_agree() -> None:
    n = samples_needed_for_proportion(0.4, 0.01, n_claims=20)
    assert smallest_visible_proportion_difference(0.4, n, n_claims=20) <= 0.01
    assert smallest_visible_proportion_difference(0.4, n // 2, n_claims=20) > 0.01
    m = samples_needed_for_mean(2.0, 0.05)
    assert smallest_visible_mean_difference(2.0, m) <= 0.05 < smallest_visible_mean_difference(2.0, m - 1)


def test_means_are_asserted() -> None:
    assert_means([Mean("fair", 0.01, 1.0, 1000, 0.0), Mean("constant", 3.0, 0.0, 10, 3.0)])
    with pytest.raises(AssertionError, match="biased"):
        assert_means([Mean("biased", 0.2, 1.0, 1000, 0.0)])
    with pytest.raises(AssertionError, match="constant"):
        assert_means([Mean("constant", 3.0, 0.0, 10, 3.1)])


def test_an_empty_family_is_no_assertion() -> None:
    with pytest.raises(AssertionError, match="asserts nothing"):
        assert_proportions([])


def _fails(claims: list[Proportion], rate: float) -> bool:
    try:
        assert_proportions(claims, false_alarm_rate=rate)
    except AssertionError:
        return True
    return False
