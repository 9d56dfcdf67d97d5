"""The likelihood of the fit against an independent computation, figure by figure; needs JAX and NumPyro."""

import numpy as np
import pytest
from scipy import stats

from simulator.calibration.joint.backend import jax_backend, numpy_backend
from simulator.calibration.joint.figures import Figures, figures
from simulator.calibration.joint.levels import as_arrays, traits
from simulator.calibration.joint.people import by_ranks, nodes, totals
from simulator.calibration.synthetic_figures import drawn_as_fitted, expected
from simulator.calibration.synthetic_people import simulate_figures
from simulator.model.tables import table

pytest.importorskip("jax")
numpyro = pytest.importorskip("numpyro")

KEPT = ("family_medicine", "neurology")
DRAWS = 20


@pytest.fixture(scope="module")
def real() -> Figures:
    return figures([s for s in figures().specialties if s not in KEPT])


@pytest.fixture(scope="module")
def parameters(real: Figures) -> dict[str, np.ndarray]:
    """Parameters in the middle of their prior: the mean of some draws."""
    import jax

    from simulator.calibration.joint import priors

    jax.config.update("jax_enable_x64", val=True)
    draws = [
        numpyro.handlers.seed(priors.parameters, jax.random.PRNGKey(k))(real, priors.belief("both"))
        for k in range(DRAWS)
    ]
    return {k: np.mean([np.asarray(draw[k]) for draw in draws], axis=0) for k in draws[0]}


@pytest.fixture(scope="module")
def made(real: Figures, parameters: dict[str, np.ndarray]) -> Figures:
    return drawn_as_fitted(parameters, real, np.random.Generator(np.random.Philox(3)))


def terms_of(parameters: dict[str, np.ndarray], of: Figures, keep: np.ndarray) -> dict[str, float]:
    from simulator.calibration.joint.likelihood import terms

    return {k: float(v) for k, v in terms(parameters, of, keep).items()}


def test_numpy_and_jax_agree(real: Figures, parameters: dict[str, np.ndarray]):
    kinds = as_arrays(real.kinds, real.specialties)
    both = []
    for b in (numpy_backend(), jax_backend()):
        t = traits(parameters, kinds, b)
        at = nodes(t, b)
        both.append([*t, *at, *totals(t, at, b), *by_ranks(t, at, 20, b)])
    for by_numpy, by_jax in zip(*both, strict=True):
        np.testing.assert_allclose(np.asarray(by_jax), by_numpy, rtol=1e-9, atol=1e-13)


def given(name: str) -> float:
    return float(table("nrmp_2026")["given"]["tolerance"][name])


def test_classes_are_dirichlet_multinomial_and_outcomes_binomial(made: Figures, parameters: dict[str, np.ndarray]):
    found, e = terms_of(parameters, made, np.ones(2)), expected(parameters, made)
    concentration = table("nrmp_2026")["given"]["rank_classes"]["concentration"]
    for name, seen, shares in (
        ("us_2007", made.us_by_ranks, e.us), ("independents_2007", made.mixed_by_ranks, e.mixed),
    ):  # fmt: skip
        n, chance = seen.sum(axis=2), shares[..., 0] / shares.sum(axis=2)
        outcome = stats.binom.logpmf(seen[..., 0], n, chance).sum() - log_ways(seen)
        assert found[f"{name}_outcome"] == pytest.approx(outcome, rel=1e-8)
        a = concentration * shares.sum(axis=2)
        classes = sum(
            stats.dirichlet_multinomial.logpmf(x.astype(int), row, int(x.sum())) - log_orders(x)
            for x, row in zip(n, a, strict=True)
        )
        assert found[f"{name}_ranks"] == pytest.approx(classes, rel=1e-8)


def log_ways(seen: np.ndarray) -> float:
    """The binomial coefficients, which no parameter moves and the fit leaves out."""
    from scipy.special import gammaln

    return float((gammaln(seen.sum(axis=-1) + 1) - gammaln(seen + 1).sum(axis=-1)).sum())


def log_orders(n: np.ndarray) -> float:
    from scipy.special import gammaln

    return float(gammaln(n.sum() + 1) - gammaln(n + 1).sum())


def test_outcomes_by_score_band_are_binomial(made: Figures, parameters: dict[str, np.ndarray]):
    e = expected(parameters, made)
    chance = e.bands[..., 0] / e.bands.sum(axis=2)
    by_hand = stats.binom.logpmf(made.scored[..., 0], made.scored.sum(axis=2), chance).sum() - log_ways(made.scored)
    assert terms_of(parameters, made, np.ones(2))["scores_2007"] == pytest.approx(by_hand, rel=1e-7)


def test_rates_and_moments_of_today_are_binomial_and_normal(made: Figures, parameters: dict[str, np.ndarray]):
    found, e = terms_of(parameters, made, np.ones(2)), expected(parameters, made)
    rates = stats.binom.logpmf(made.outcome[:, 0], made.outcome.sum(axis=1), e.rate).sum() - log_ways(made.outcome)
    assert found["rates_2026"] == pytest.approx(rates, rel=1e-9)
    n = made.ranks[..., 0]
    mean_sd = np.sqrt(
        e.rank_sd**2 / n + given("rank_rounding") ** 2 + (given("rank_mean_share") * e.rank_mean) ** 2
    )  # fmt: skip
    assert found["rank_means_2026"] == pytest.approx(log_normal(made.ranks[..., 1], e.rank_mean, mean_sd), rel=1e-8)
    sd_sd = np.sqrt(
        e.rank_sd**2 * given("rank_kurtosis_less_one") / (4 * n)
        + given("rank_rounding") ** 2 + (given("rank_sd_share") * e.rank_sd) ** 2
    )  # fmt: skip
    assert found["rank_sds_2026"] == pytest.approx(log_normal(made.ranks[..., 2], e.rank_sd, sd_sd), rel=1e-8)


def test_score_moments_of_today_are_normal(made: Figures, parameters: dict[str, np.ndarray]):
    found, e = terms_of(parameters, made, np.ones(2)), expected(parameters, made)
    n = made.scores[..., 0]
    mean_sd = np.sqrt(e.score_sd**2 / n + given("score_mean") ** 2)
    sd_sd = np.sqrt(e.score_sd**2 / (2 * n) + given("score_sd") ** 2)
    for k, outcome in enumerate(("matched", "unmatched")):
        means = log_normal(made.scores[:, k, 1], e.score_mean[:, k], mean_sd[:, k])
        sds = log_normal(made.scores[:, k, 2], e.score_sd[:, k], sd_sd[:, k])
        assert found[f"score_means_{outcome}_2026"] == pytest.approx(means, rel=1e-7)
        assert found[f"score_sds_{outcome}_2026"] == pytest.approx(sds, rel=1e-7)


def test_odds_by_type_are_normal_around_the_models(made: Figures, parameters: dict[str, np.ndarray]):
    found, e = terms_of(parameters, made, np.ones(2)), expected(parameters, made)
    n, x = made.types[..., 0], made.types[..., 1]
    sd = np.sqrt(1 / (x + 0.5) + 1 / (n - x + 0.5) + given("type_logit") ** 2)
    assert found["types_2025"] == pytest.approx(
        log_normal(np.log((x + 0.5) / (n - x + 0.5)), e.type_logit, sd), rel=1e-8
    )
    told = table("nrmp_2026")["given"]["us_match_rate"]
    rates = log_normal(np.array([told["us_md"], told["us_do"]]), e.us_rate, np.full(2, told["sd"]))
    assert found["us_rates"] == pytest.approx(rates, rel=1e-8)


def log_normal(seen: np.ndarray, mean: np.ndarray, sd: np.ndarray) -> float:
    """Normal log density without its constant, where something was seen."""
    return float(np.nansum(stats.norm.logpdf(seen, mean, sd) + 0.5 * np.log(2 * np.pi)))


def test_a_quartile_counts_by_the_chance_of_its_place(real: Figures, parameters: dict[str, np.ndarray]):
    """One published median, by hand: half the log chance that the middle of a sample falls at its value."""
    t = traits(parameters, as_arrays(real.kinds, real.specialties), numpy_backend())
    at, of = nodes(t, numpy_backend()), real.today_of[0]
    won = by_ranks(t, at, 16, numpy_backend())[0][of]
    won[0] = 0.0
    below = np.cumsum(won) / totals(t, at, numpy_backend()).matched[of]
    median = int(np.searchsorted(below, 0.5))
    assert 2 < median < 16
    ranks = np.full_like(real.ranks, np.nan)
    ranks[..., 0], ranks[0, 0, :2], ranks[0, 0, 4] = 0.0, (100.0, 5.0), median
    one = real._replace(ranks=ranks)
    sd = np.sqrt(0.25 / 100 + given("quartile_share") ** 2)
    chance = stats.norm.cdf((below[median] - 0.5) / sd) - stats.norm.cdf((below[median - 1] - 0.5) / sd)
    by_hand = given("quartile_weight") * np.log(chance)
    assert terms_of(parameters, one, np.ones(2))["rank_quartiles_2026"] == pytest.approx(by_hand, rel=1e-6)


def test_what_is_left_out_says_nothing(made: Figures, parameters: dict[str, np.ndarray]):
    """With a specialty not kept, its figures may be anything; the other's still count."""
    left = made.specialties.index("neurology")
    keep = np.array([float(k != left) for k in range(2)])
    is_left = [k.specialty == "neurology" for k in made.kinds]
    changed = made._replace(
        us_by_ranks=_without(made.us_by_ranks, made.us_of, is_left),
        mixed_by_ranks=_without(made.mixed_by_ranks, made.mixed_of[:, 0], is_left),
        scored=_without(made.scored, made.scored_of[:, 0], is_left),
    )
    assert not np.array_equal(changed.us_by_ranks, made.us_by_ranks)
    assert terms_of(parameters, changed, keep) == terms_of(parameters, made, keep)
    assert terms_of(parameters, changed, np.ones(2)) != terms_of(parameters, made, np.ones(2))
    other = terms_of(parameters, made, 1 - keep)
    whole, part = (sum(terms_of(parameters, made, x).values()) for x in (np.ones(2), keep))
    same = ("us_rates", "types_2025")  # weighted over specialties together
    assert sum(v for k, v in other.items() if k not in same) == pytest.approx(
        whole
        - part
        - sum(terms_of(parameters, made, np.ones(2))[k] - terms_of(parameters, made, keep)[k] for k in same)
    )


def _without(people: np.ndarray, of: np.ndarray, is_left: list[bool]) -> np.ndarray:
    return np.where(np.array(is_left)[of][:, None, None], people[::-1, :, ::-1] + 7, people)


def test_synthetic_figures_look_like_the_published(real: Figures, parameters: dict[str, np.ndarray]):
    drawn = simulate_figures(parameters, real, np.random.Generator(np.random.Philox(8)))
    for name in ("us_by_ranks", "mixed_by_ranks", "scored"):
        new, old = getattr(drawn, name), getattr(real, name)
        assert new.shape == old.shape
        np.testing.assert_array_equal(new.sum(axis=(1, 2)), old.sum(axis=(1, 2)))
    np.testing.assert_array_equal(drawn.outcome.sum(axis=1), real.outcome.sum(axis=1))
    np.testing.assert_array_equal(drawn.types[..., 0], real.types[..., 0])
    moments = drawn.ranks[..., 1:3]
    np.testing.assert_allclose(10 * moments, np.rint(10 * moments), atol=1e-9)
    np.testing.assert_array_equal(2 * drawn.ranks[..., 3:], np.rint(2 * drawn.ranks[..., 3:]))
    np.testing.assert_array_equal(drawn.scores[..., 1:3], np.rint(drawn.scores[..., 1:3]))
    assert np.isfinite(list(terms_of(parameters, drawn, np.ones(2)).values())).all()


def test_simulated_people_have_the_moments_that_the_model_expects(real: Figures, parameters: dict[str, np.ndarray]):
    """A hundred times as many people as were described: their moments are the model's."""
    many = real._replace(outcome=100 * real.outcome, ranks=_times(real.ranks, 100), scores=_times(real.scores, 100))
    drawn, e = simulate_figures(parameters, many, np.random.Generator(np.random.Philox(9))), expected(parameters, many)
    n = drawn.ranks[..., 0]
    assert (np.abs(drawn.ranks[..., 1] - e.rank_mean) < 4.5 * e.rank_sd / np.sqrt(n) + 0.06).all()
    assert (np.abs(drawn.scores[..., 1] - e.score_mean) < 4.5 * e.score_sd / np.sqrt(n) + 0.6).all()
    people = drawn.outcome.sum(axis=1)
    assert (np.abs(drawn.outcome[:, 0] / people - e.rate) < 4.5 * np.sqrt(e.rate * (1 - e.rate) / people)).all()


def _times(moments: np.ndarray, factor: int) -> np.ndarray:
    return np.concatenate([factor * moments[..., :1], moments[..., 1:]], axis=-1)


def test_a_curve_outside_all_reconstructions_is_an_error_by_how_far_outside(
    real: Figures, parameters: dict[str, np.ndarray]
):
    """An envelope is put around, below and above the model's own curve, in log odds."""
    kind = real.today_of[0]
    whole = as_arrays(real.kinds, real.specialties)
    t = traits(parameters, whole, numpy_backend())
    won, lost = (x[kind, 1:16] for x in by_ranks(t, nodes(t, numpy_backend()), 16, numpy_backend()))
    odds = np.log(won / lost)
    told = table("nrmp_2026")["given"]["rebuilt"]
    sd, n = told["sd"], len(told["counts"])
    for low, high, expected_value in (
        (-0.1, 0.1, 0.0), (0.05, 0.2, -0.5 * n * (0.05 / sd) ** 2), (-0.3, -0.1, -0.5 * n * (0.1 / sd) ** 2)
    ):  # fmt: skip
        envelope = 1 / (1 + np.exp(-(odds + np.array([[low], [high]]))))
        of = real._replace(rebuilt_of=np.array([kind]), rebuilt=envelope[None])
        assert terms_of(parameters, of, np.ones(2))["rebuilt_2026"] == pytest.approx(expected_value, abs=1e-6, rel=1e-6)
    assert terms_of(parameters, real, np.ones(2))["rebuilt_2026"] == 0.0


def test_the_curve_is_rebuilt_where_thousands_are_described():
    found = figures()
    assert [found.kinds[k].specialty for k in found.rebuilt_of] == ["internal_medicine"]
    low, high = found.rebuilt[0]
    assert (low < high).all()
    assert high[7] == pytest.approx(0.842, abs=0.002)
    assert low[7] == pytest.approx(0.809, abs=0.002)
