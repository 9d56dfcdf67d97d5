"""The matching algorithm on published examples, and against closed forms of random markets."""

import numpy as np
import pytest

from simulator.market import blocking, market, match
from simulator.market.replicates import replicate
from tests.markets import draw_lists
from tests.reference.market_plain import stable_matchings

MERCY, CITY, GENERAL, STATE = range(4)
ANDERSON, BROWN, CHEN, DAVIS, EASTMAN, FORD, GARCIA, HASSAN = range(8)


def textbook():
    """The NRMP's own example, "How the Matching Algorithm Works": two places at each of four programs."""
    applicants = [
        [CITY],
        [CITY, MERCY],
        [CITY, MERCY],
        [MERCY, CITY, GENERAL, STATE],
        [CITY, MERCY, STATE, GENERAL],
        [CITY, GENERAL, MERCY, STATE],
        [CITY, MERCY, STATE, GENERAL],
        [STATE, CITY, MERCY, GENERAL],
    ]
    programs = [
        [CHEN, GARCIA],
        [GARCIA, HASSAN, EASTMAN, ANDERSON, BROWN, CHEN, DAVIS, FORD],
        [BROWN, EASTMAN, HASSAN, ANDERSON, CHEN, DAVIS, GARCIA],
        [BROWN, EASTMAN, ANDERSON, CHEN, HASSAN, FORD, DAVIS, GARCIA],
    ]
    return market(applicants, programs, [2, 2, 2, 2])


def test_the_example_of_the_nrmp():
    found = match(textbook())
    assert found.program_of.tolist() == [-1, -1, MERCY, GENERAL, CITY, STATE, CITY, STATE]
    assert found.is_stable
    assert found.blocking == ()


def test_the_smallest_market_with_a_couple_and_no_stable_matching():
    # h1: c1 > s; h2: s > c2; one place each; s: h1 > h2; the couple wants (h1, h2) only.
    m = market([[], [], [0, 1]], [[0, 2], [2, 1]], [1, 1], couples=[(0, 1, [(0, 1)])])
    assert list(stable_matchings(m)) == []
    found = match(m)
    assert found.is_stable is False
    assert found.blocking


def test_existence_depends_on_the_definition():
    """One place, b > s > a, the couple (a, b) wants (P, no match) and then (no match, P).

    With programs answering while everybody stays, b at P is the one stable matching; if
    the couple first gives its place back, a could have P, and none is.
    """
    m = market([[], [], [0]], [[1, 2, 0]], [1], couples=[(0, 1, [(0, -1), (-1, 0)])])
    assert list(stable_matchings(m)) == [(-1, 0, -1)]
    assert list(stable_matchings(m, definition="withdraw")) == []
    found = match(m)
    assert found.program_of.tolist() == [-1, 0, -1]
    assert found.is_stable
    (only,) = blocking(m, found.program_of, definition="withdraw")
    assert (only.kind, only.applicants, only.programs) == ("couple_one_program", (0, 1), (0, -1))


@pytest.mark.parametrize(
    ("ranks", "own", "common"),
    [(1, 0.6321, 0.6321), (3, 0.8406, 0.8230), (5, 0.9084, 0.8830), (10, 0.9657, 0.9366)],
)
def test_match_rates_of_large_random_markets(ranks: int, own: float, common: float):
    """One applicant and one place a program: with g(x) = 1 - exp(-x), the rate g solves 1 - (1 - g/x)**l = g.

    The second column is for programs that all rank alike. Ten markets of 2,000: the standard
    error of a rate is below 0.002.
    """
    rng, n = np.random.default_rng(ranks), 2000
    start = np.arange(n + 1) * ranks
    rates = {"own": [], "common": []}
    for k in range(10):
        lists = draw_lists(rng, n, n, ranks).ravel()
        merit = np.repeat(rng.normal(size=n), ranks)
        one = replicate(start, lists, np.zeros(n * ranks), np.ones(n), seed=k, replicates=1)
        all_alike = replicate(start, lists, merit, np.ones(n), noise_sd=0, replicates=1)
        rates["own"].append(one.matched[0] / n)
        rates["common"].append(all_alike.matched[0] / n)
    assert np.mean(rates["own"]) == pytest.approx(own, abs=0.01)
    assert np.mean(rates["common"]) == pytest.approx(common, abs=0.01)


def both_ends(n: int, ranks: int, seed: int):
    rng = np.random.default_rng(seed)
    lists = draw_lists(rng, n, n, ranks)
    order = np.lexsort((rng.random(lists.size), lists.ravel()))
    programs = np.split(order // ranks, np.cumsum(np.bincount(lists.ravel(), minlength=n))[:-1])
    m = market(lists, programs, [1] * n)
    return match(m).program_of, match(m, proposing="programs").program_of


@pytest.mark.parametrize(
    ("n", "markets", "expected", "tolerance"),
    [(50, 60, 0.071, 0.04), (100, 40, 0.030, 0.02), (1000, 4, 0.0019, 0.003)],
)
def test_the_core_is_small(n: int, markets: int, expected: float, tolerance: float):
    """Share of applicants with another program at the other end of the lattice, lists of 10 (Roth & Peranson 1999)."""
    differ = [np.mean(np.not_equal(*both_ends(n, 10, seed))) for seed in range(markets)]
    assert np.mean(differ) == pytest.approx(expected, abs=tolerance)


@pytest.mark.parametrize(("n", "applicants", "programs"), [(499, 5.8, 84.8), (501, 79.1, 6.4)])
def test_one_applicant_too_many_changes_everything(n: int, applicants: float, programs: float):
    """Ashlagi, Kanoria & Leshno (2017, Journal of Political Economy 125, 69-98): 500 programs, full lists."""
    ours, theirs = [], []
    for seed in range(2):
        rng = np.random.default_rng(seed)
        lists = np.argsort(rng.random((n, 500)), axis=1)
        ranked = np.argsort(rng.random((500, n)), axis=1)
        got = match(market(lists, ranked, [1] * 500), verify=False).program_of
        who = np.flatnonzero(got >= 0)
        ours.append(np.argsort(lists, axis=1)[who, got[who]].mean() + 1)
        theirs.append(np.argsort(ranked, axis=1)[got[who], who].mean() + 1)
    assert np.mean(ours) == pytest.approx(applicants, rel=0.2)
    assert np.mean(theirs) == pytest.approx(programs, rel=0.2)
