"""Scores against independent computations, and coverage of predictions that are right."""

import numpy as np
import pytest
from scipy import optimize, stats

from simulator.calibration import scores
from simulator.calibration.references import reference_for, references
from simulator.calibration.scores_logistic import calibration_line, logistic_line
from simulator.model.evidence import evidence
from tests.chance import Proportion, assert_proportions, smallest_visible_proportion_difference

RNG = np.random.Generator(np.random.Philox(11))
N = np.array([1, 3, 12, 40, 250, 2700])
P = RNG.uniform(0.02, 0.98, size=(30, N.size))
X = np.array([0, 3, 5, 22, 249, 1300])


def frozen_cdf(x: np.ndarray) -> np.ndarray:
    return np.array([np.mean(stats.binom.cdf(k, n, P[:, c])) for c, (k, n) in enumerate(zip(x, N, strict=True))])


@pytest.mark.parametrize("x", [X, X - 1, np.zeros_like(X), N, np.full_like(N, -1)])
def test_mixture_cdf_is_that_of_scipy(x: np.ndarray):
    np.testing.assert_allclose(scores.mixture_cdf(x, N, P), frozen_cdf(x), rtol=1e-9, atol=1e-13)


def test_mixture_cdf_where_a_chance_is_0_or_1():
    sure = np.array([[0.0, 1.0], [0.0, 1.0]])
    np.testing.assert_array_equal(scores.mixture_cdf(np.array([0, 4]), np.array([5, 5]), sure), [1.0, 0.0])


@pytest.mark.parametrize("level", [0.5, 0.9])
def test_predictive_interval_is_the_least_counts_that_reach_the_tails(level: float):
    low, high = scores.predictive_interval(N, P, level)
    for end, q in ((low, (1 - level) / 2), (high, (1 + level) / 2)):
        assert (frozen_cdf(end) >= q).all()
        assert (frozen_cdf(end - 1) < q).all()


def test_randomised_pit_lies_between_its_ends_and_repeats():
    pit = scores.randomised_pit(X, N, P)
    assert ((pit >= frozen_cdf(X - 1)) & (pit <= frozen_cdf(X))).all()
    np.testing.assert_array_equal(pit, scores.randomised_pit(X, N, P))
    assert (pit != scores.randomised_pit(X, N, P, seed=1)).any()


def known_truth(cells: int, spread: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Counts whose chance is one of the prediction's own draws; small cells and chances near 1 among them."""
    rng = np.random.Generator(np.random.Philox(23))
    n = rng.integers(1, 60, cells)
    p = stats.norm.cdf(rng.normal(1.0, 1.0, cells) + spread * rng.standard_normal((80, cells)))
    x = rng.binomial(n, p[rng.integers(0, 80, cells), np.arange(cells)])
    return x, n, p


def test_coverage_is_the_level_where_the_prediction_is_right():
    x, n, p = known_truth(4000, 0.4)
    pit = scores.randomised_pit(x, n, p)
    claims = [
        Proportion(f"PIT within {level}", int(scores.within(pit, level).sum()), pit.size, level) for level in (0.5, 0.9)
    ]
    claims += [Proportion(f"PIT below {q}", int((pit < q).sum()), pit.size, q) for q in (0.05, 0.25, 0.5, 0.75, 0.95)]
    assert_proportions(claims)
    assert smallest_visible_proportion_difference(0.9, 4000, n_claims=7) < 0.04


def test_coverage_falls_where_the_prediction_is_too_sure():
    x, n, p = known_truth(4000, 1.0)
    sure = np.tile(p.mean(axis=0), (2, 1))
    assert scores.within(scores.randomised_pit(x, n, sure), 0.9).mean() < 0.75


def test_intervals_of_counts_cover_at_least_their_level():
    x, n, p = known_truth(4000, 0.4)
    low, high = scores.predictive_interval(n, p, 0.9)
    assert np.mean((low <= x) & (x <= high)) > 0.9


def test_log_score_and_brier_are_means_over_people():
    p = P.mean(axis=0)
    outcome = np.concatenate([[1] * x + [0] * (n - x) for x, n in zip(X, N, strict=True)])
    predicted = np.repeat(p, N)
    log = np.mean(np.log(np.where(outcome == 1, predicted, 1 - predicted)))
    assert scores.log_score(X, N, p) == pytest.approx(log, rel=1e-12)
    assert scores.brier(X, N, p) == pytest.approx(np.mean((outcome - predicted) ** 2), rel=1e-12)


def test_log_score_of_a_false_certainty_is_finite():
    assert np.isfinite(scores.log_score(np.array([1]), np.array([2]), np.array([1.0])))


def test_clustered_mean_of_equal_clusters_is_the_standard_error_of_their_means():
    total, n = np.array([1.0, 3.0, 2.0, 6.0]), np.array([2, 2, 2, 2])
    mean, error = scores.clustered_mean(total, n, ["a", "a", "b", "b"])
    of_clusters = np.array([1.0, 2.0])
    assert mean == pytest.approx(1.5)
    assert error == pytest.approx(of_clusters.std(ddof=1) / np.sqrt(2))


def test_one_cluster_has_no_error_and_no_interval():
    assert scores.clustered_mean(np.ones(3), np.ones(3, dtype=int), ["a"] * 3)[1] is None
    assert scores.bootstrap_interval(np.ones(3, dtype=bool), ["a"] * 3) is None


def test_bootstrap_interval_is_about_that_of_a_mean_of_clusters():
    rng = np.random.Generator(np.random.Philox(3))
    covered = rng.random((40, 25)) < 0.9
    low, high = scores.bootstrap_interval(covered.ravel(), [str(g) for g in range(40) for _ in range(25)])
    error = covered.mean(axis=1).std(ddof=1) / np.sqrt(40)
    assert (high - low) / 2 == pytest.approx(1.645 * error, rel=0.15)
    assert low < covered.mean() < high


def test_logistic_line_maximises_the_likelihood():
    rng = np.random.Generator(np.random.Philox(7))
    z, n = rng.normal(size=50), rng.integers(1, 40, 50)
    x = rng.binomial(n, 1 / (1 + np.exp(-(0.3 + 0.8 * z))))

    def loss(beta: np.ndarray) -> float:
        return -float(stats.binom.logpmf(x, n, 1 / (1 + np.exp(-(beta[0] + beta[1] * z)))).sum())

    best = optimize.minimize(loss, [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12}).x
    line = logistic_line(z, x, n)
    assert (line.intercept, line.slope) == pytest.approx(tuple(best), abs=1e-5)


def test_the_slope_error_covers():
    hits, rounds = 0, 300
    rng = np.random.Generator(np.random.Philox(9))
    clusters = [str(g) for g in range(30) for _ in range(6)]
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-rng.normal(0.0, 1.0, 180)))
        n = np.full(180, 20)
        x = rng.binomial(n, p)
        line = calibration_line(p, x, n, clusters)
        hits += abs(line.slope - 1) < stats.t.ppf(0.95, 29) * line.slope_se
    assert_proportions([Proportion("slope of 1 covered", hits, rounds, 0.9)], tolerance=0.03)


@pytest.mark.parametrize(
    ("z", "x"),
    [([1.0, 1.0], [1, 2]), ([0.0, 1.0], [0, 0]), ([0.0, 1.0], [3, 3]), ([0.0, 1.0], [0, 3])],
    ids=["no spread", "nobody", "everybody", "separated"],
)
def test_where_no_line_is_determined_there_is_none(z: list[float], x: list[int]):
    assert logistic_line(np.array(z), np.array(x), np.array([3, 3])) is None


def test_overconfident_predictions_have_a_slope_below_one():
    rng = np.random.Generator(np.random.Philox(2))
    true = rng.normal(size=400)
    n = np.full(400, 50)
    x = rng.binomial(n, 1 / (1 + np.exp(-true)))
    line = calibration_line(1 / (1 + np.exp(-2 * true)), x, n, [])
    assert line.slope == pytest.approx(0.5, abs=0.05)
    assert line.slope_se is None


def test_references_are_those_of_the_2007_table():
    fitted = references()
    table = evidence("match_by_ranks_2007").groupby("applicant_group")[["matched", "not_matched"]].sum()
    for group, reference in fitted.items():
        told = table.loc[group]
        assert reference.constant == pytest.approx(told["matched"] / told.sum())
        assert reference.line.slope > 0
        assert reference.logistic(np.array([16.0])) == reference.logistic(np.array([40.0]))


def test_groups_without_figures_of_2007_take_their_likes():
    fitted = references()
    assert reference_for(fitted, "us_md") is fitted["us_senior"]
    for group in ("us_do", "us_img", "non_us_img"):
        assert reference_for(fitted, group) is fitted["independent_applicant"]


def test_a_specialty_can_be_left_out_of_the_references():
    assert references(["family_medicine"]) != references()
