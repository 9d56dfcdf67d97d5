"""Simulation-based calibration: its statistics see what they should, and its density is the fit's."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from simulator.calibration.simulation_report import coverage, holm, p_values, summary

N, Q = 200, 80


@pytest.fixture
def even() -> np.ndarray:
    return np.random.Generator(np.random.Philox(1)).uniform(size=(N, Q))


def test_even_places_pass(even: np.ndarray):
    assert holm(p_values(even)).min() > 0.01


def test_p_values_of_even_places_are_even():
    many = p_values(np.random.Generator(np.random.Philox(2)).uniform(size=(N, 4000)))
    for row in many:
        assert stats.kstest(row, "uniform").pvalue > 1e-4


@pytest.mark.parametrize(
    "spoil",
    [
        lambda u: u**1.6,
        lambda u: stats.norm.cdf(1.5 * stats.norm.ppf(u)),
        lambda u: stats.norm.cdf(0.6 * stats.norm.ppf(u)),
    ],
    ids=["biased", "draws too narrow", "draws too wide"],
)
def test_a_single_wrong_quantity_among_many_is_found(even: np.ndarray, spoil: Callable[[np.ndarray], np.ndarray]):
    even[:, 7] = spoil(even[:, 7])
    rounds = [{"places": {f"q{k}": float(x) for k, x in enumerate(row)}, "divergences": 0} for row in even]
    assert summary(rounds)["failed"] == ["q7"]


def test_intervals_that_are_too_narrow_cover_too_little(even: np.ndarray):
    narrow = stats.norm.cdf(1.5 * stats.norm.ppf(even))
    assert coverage(even, 0.9).mean() == pytest.approx(0.9, abs=0.01)
    assert coverage(narrow, 0.9).mean() < 0.75


def test_holm_is_that_of_the_textbook():
    np.testing.assert_allclose(holm(np.array([0.01, 0.04, 0.03, 0.005])), [0.03, 0.06, 0.06, 0.02])


def test_figures_can_be_changed_without_compiling_anew():
    """The density for other figures, handed over as constants, is the density made for them."""
    pytest.importorskip("jax")
    pytest.importorskip("numpyro")
    from simulator.calibration.joint.figures import figures
    from simulator.calibration.joint.likelihood import terms
    from simulator.calibration.joint.priors import belief
    from simulator.calibration.simulation_check import Changeable, Given, truths
    from simulator.calibration.synthetic_figures import drawn_as_fitted

    found = figures([s for s in figures().specialties if s != "family_medicine"])
    truth = next(truths(found, belief("both"), 1))
    made = drawn_as_fitted(truth, found, np.random.Generator(np.random.Philox(2)))
    one, keep = Changeable(found), np.ones(1)
    x = one.target.start + 0.1
    old, new = (
        float(one.target.potential(x, keep, Given(belief("both"), one.constants(which)))) for which in (found, made)
    )
    p = one.target.parameters(x)
    by_terms = [float(sum(terms(p, which, keep).values())) for which in (found, made)]
    assert old - new == pytest.approx(by_terms[1] - by_terms[0], rel=1e-9)
    assert abs(old - new) > 1
    with pytest.raises(ValueError, match="not of the panels"):
        one.constants(figures([s for s in figures().specialties if s != "pediatrics"]))
