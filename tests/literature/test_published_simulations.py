"""Published simulations on their own set-ups, with the matching algorithm of this package."""

import math

import numpy as np
import pytest

from simulator.market.seasons import each_replicate
from simulator.market.studies.closed_forms import match_rate, side_ranks
from simulator.market.studies.interview_caps import CapTask
from simulator.market.studies.random_markets import RandomMarket
from simulator.market.studies.signalling import Outcome, SignalTask
from simulator.market.studies.signalling_draws import Rules
from simulator.model.tables import table
from simulator.outcomes.study_figures import cap_figures, rank_figures, signalling_figures
from tests.chance import Mean, assert_means, smallest_visible_mean_difference

PUBLISHED = table("market_studies")["signalling"]["published"]
SIGNALS, RUNS = (1, 5, 10, 25), 60


@pytest.fixture(scope="module")
def runs() -> list[list[Outcome]]:
    return each_replicate(SignalTask(SIGNALS, 1, Rules()), RUNS)


def claim(name: str, ours: np.ndarray, published: float, sd: float, n: int) -> Mean:
    """Two samples as one claim: our mean with the error of the difference."""
    error = math.hypot(float(ours.std(ddof=1)) / math.sqrt(ours.size), sd / math.sqrt(n))
    return Mean(name, float(ours.mean()), error, 1, published)


def test_the_signalling_study_of_otolaryngology(runs: list[list[Outcome]]):
    """aymannnn, github.com/aymannnn/signaling-website, results/calculated/gamma_30/base.csv: means and SDs of 50 runs.

    Twenty figures, false-alarm rate 0.001 for any of them. What the test can see is asserted: errors of 4 points in the
    chance of an interview with five signals, of 5 positions left open and 7 applications looked at with ten.
    """
    claims = []
    for k, n in enumerate(SIGNALS):
        at = PUBLISHED["signals"].index(n)
        for name, ours in signalling_figures([run[k] for run in runs]).items():
            claims.append(claim(f"{name}, {n}", ours, PUBLISHED[name][at], PUBLISHED[f"{name}_sd"][at], 50))
    assert_means(claims)
    error = {c.name: c.standard_deviation for c in claims}
    for name, seen in (("interview_given_signal, 5", 0.04), ("unfilled, 10", 5.0), ("reviews_per_program, 10", 7.0)):
        assert smallest_visible_mean_difference(error[name], 1, n_claims=len(claims)) < seen, name


def test_nearly_all_applications_are_looked_at_with_one_signal(runs: list[list[Outcome]]):
    """So the figure follows from the set-up alone: applicants times applications over programs, each cut down."""
    reviews = signalling_figures([run[0] for run in runs])["reviews_per_program"]
    assert_means([Mean("reviews", reviews.mean(), reviews.std(ddof=1), RUNS, 551.5 * 29.5 / 138.5)])


@pytest.mark.parametrize(
    ("ranks", "own", "common"),
    [(1, 0.6321, 0.6321), (3, 0.8406, 0.8230), (5, 0.9084, 0.8830), (10, 0.9657, 0.9366)],
)
def test_closed_forms_of_random_markets(ranks: int, own: float, common: float):
    assert match_rate(ranks) == pytest.approx(own, abs=5e-5)
    assert match_rate(ranks, one_order=True) == pytest.approx(common, abs=5e-5)


@pytest.mark.parametrize(("ranks", "per_program", "quota"), [(1, 1.0, 1), (5, 1.0, 1), (4, 3.6, 3), (12, 2.5, 3)])
def test_the_solver_at_size_is_where_the_closed_forms_are(ranks: int, per_program: float, quota: int):
    """Markets of 20,000 programs, of both kinds; finite markets are off by less than 0.002.

    The standard deviation of a match rate here is below 0.003, so two markets miss the bound of 0.006 less often than
    once in a thousand.
    """
    for one_order in (False, True):
        limit = match_rate(ranks, per_program, quota, one_order=one_order)
        task = RandomMarket(int(20_000 * per_program), 20_000, ranks, quota, one_order=one_order, seed=5)
        assert np.mean([task(r).matched for r in range(2)]) == pytest.approx(limit, abs=0.006)


@pytest.mark.parametrize(("n", "applicants", "programs"), [(499, 5.8, 84.8), (501, 79.1, 6.4)])
def test_one_applicant_turns_the_market_round(n: int, applicants: float, programs: float):
    """Ashlagi, Kanoria & Leshno 2017: which side is short decides; few have several stable partners.

    Published is the bound for large markets; the figures in the parameters are another implementation's mean over a few
    markets, whose own error is taken to be as large as ours over twelve. False-alarm rate 0.001.
    """
    runs = each_replicate(RandomMarket(n, 500, seed=3, both_ends=True), 12)
    found = rank_figures(runs)
    claims = [
        claim(name, found[name], told, found[name].std(ddof=1), 12)
        for name, told in (("applicants", applicants), ("programs", programs))
    ]
    assert_means(claims)
    short, long = side_ranks(min(n, 500), max(n, 500))
    ours, theirs = ("applicants", "programs") if n < 500 else ("programs", "applicants")
    assert found[ours].mean() < 1.5 * short
    assert found[theirs].mean() > 0.9 * long
    assert found["several"].mean() < 0.4


def test_a_cap_takes_from_the_top_and_offers_soften_it():
    """Mitton, Elder & Hunter 2023: from no cap to 12, the top hundredth falls and the mean rank of the matched grows.

    Their inputs are partly unpublished, so only directions are asserted of the lottery, with our guesses; then that
    people who may choose among offers lose less, and that nothing stays open. Luck is common to all, and each
    difference must be more than three of its standard errors.
    """
    found = {
        (form, cap): cap_figures(each_replicate(CapTask(cap, 48, 1.0, form, 1), 20))
        for form in ("lottery", "match_and_offers")
        for cap in (None, 12, 8)
    }
    top, rank = ({key: one[name] for key, one in found.items()} for name in ("top_matched", "mean_rank"))
    for more in (
        top["lottery", None] - top["lottery", 12],
        rank["lottery", 12] - rank["lottery", None],
        rank["lottery", 12] - rank["match_and_offers", 12],
        top["match_and_offers", 8] - top["lottery", 8],
    ):
        assert more.mean() > 3 * more.std(ddof=1) / math.sqrt(more.size)
    assert found["match_and_offers", 8]["unfilled"].max() == 0 < found["lottery", 8]["unfilled"].min()
