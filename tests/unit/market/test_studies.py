"""Parts of the published set-ups: what is drawn, who picks what, and that threads change nothing."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simulator.market import market, match
from simulator.market.draws import Address
from simulator.market.seasons import each_replicate
from simulator.market.studies.closed_forms import filled, match_rate, side_ranks
from simulator.market.studies.draws import StudyStage, standings, whole_gamma, word_grid
from simulator.market.studies.interview_caps import CapTask, in_turn, offered, taken_in_turn
from simulator.market.studies.quarters import picked, quarter_of, quarter_starts
from simulator.market.studies.random_markets import RandomMarket, mean_ranks, random_lists
from simulator.market.studies.ranked import Pairs, places, ranked_market
from simulator.market.studies.signalling import SignalTask, season_of
from simulator.market.studies.signalling_draws import Rules, draw_luck, draw_sizes

HERE = Address(3, 0)


def test_whole_gamma_is_the_gamma_distribution_cut_down():
    u = (np.arange(4000) + 0.5) / 4000
    assert np.array_equal(whole_gamma(u, 10, 3), np.floor(stats.gamma.ppf(u, 10, scale=3)).astype(int))


def test_standings_fall_and_are_normal_scores():
    found = standings(1000)
    assert (np.diff(found) < 0).all()
    assert abs(found.mean()) < 1e-12
    assert found.std() == pytest.approx(1, abs=0.01)


def test_words_differ_by_stage_and_replicate():
    grids = [word_grid(Address(3, r), s, 5, 7) for r in (0, 1) for s in (StudyStage.TASTE, StudyStage.VIEW)]
    assert len({grid.tobytes() for grid in grids}) == 4


@pytest.mark.parametrize("n", [4, 7, 139, 552])
def test_quarters_are_nearly_equal(n: int):
    assert quarter_starts(n)[[0, -1]].tolist() == [0, n]
    assert max(np.bincount(quarter_of(n)).tolist()) - min(np.bincount(quarter_of(n)).tolist()) <= 1


@pytest.mark.parametrize(
    ("number", "own", "expected"),
    [
        (9, 1, [2, 5, 2, 0]),  # a quarter above, a quarter below, the rest own
        (9, 0, [7, 2, 0, 0]),  # nothing above the best: own
        (8, 3, [0, 0, 2, 6]),
        (3, 2, [0, 0, 3, 0]),  # fewer than four: all own
        (28, 1, [10, 10, 8, 0]),  # seven above and below; of fourteen own ten, then three above and one below
        (100, 2, [10, 10, 10, 10]),
        (0, 2, [0, 0, 0, 0]),
    ],
)
def test_programs_are_picked_from_near_quarters(number: int, own: int, expected: list[int]):
    found = picked(np.array([number]), np.array([own]), np.full((1, 4), 10))
    assert found.tolist() == [expected]


def test_places_count_from_the_best_within_each_owner():
    assert places(np.array([0, 1, 0, 1, 0]), np.array([1.0, 5, 3, 9, 2])).tolist() == [2, 1, 0, 0, 1]


def test_a_market_of_scores_is_the_market_of_its_lists():
    pairs = Pairs(np.array([0, 0, 1, 2]), np.array([0, 1, 0, 1]))
    ours = ranked_market(pairs, np.array([1.0, 2, 0, 0]), np.array([3.0, 1, 4, 2]), 3, np.array([1, 1]))
    theirs = market([[1, 0], [0], [1]], [[1, 0], [2, 0]], [1, 1])
    assert all(np.array_equal(x, y) for x, y in zip(ours, theirs, strict=True))


def test_interviews_and_signals_keep_their_numbers():
    sizes = draw_sizes(HERE)
    for rules in (Rules(), Rules(1.0, 1.0, 1.5)):
        sent, is_met, problem = season_of(sizes, 5, rules, draw_luck(sizes, rules, HERE))
        people, programs = sizes.applications.size, sizes.positions.size
        applied = np.bincount(sent.pairs.who, minlength=people)
        assert np.array_equal(applied, np.minimum(sizes.applications, programs))
        assert np.array_equal(np.bincount(sent.pairs.who[sent.is_signal], minlength=people), np.minimum(5, applied))
        met = np.bincount(sent.pairs.program[is_met], minlength=programs)
        received = np.bincount(sent.pairs.program, minlength=programs)
        assert np.array_equal(met, np.minimum(sizes.interviews, received))
        assert match(problem).is_stable


def test_every_application_is_looked_at_where_a_signal_only_adds():
    (ours,) = SignalTask((10,), 3, Rules(view_sd=1.0, signal_worth=1.0))(0)
    assert ours.reviews == ours.signals + ours.others


def test_replicates_are_the_same_for_any_number_of_threads():
    task = SignalTask((2, 9), 11, Rules(1.0, 0.5, 1.0))
    assert each_replicate(task, 9) == each_replicate(task, 9, workers=2)
    caps = CapTask(10, 40, 1.0, "match_and_offers", 2)
    assert each_replicate(caps, 5) == each_replicate(caps, 5, workers=2)


def test_closed_forms_at_their_ends():
    assert filled(1e-9, 3) == pytest.approx(1e-9)
    assert filled(50.0, 3) == pytest.approx(3)
    assert match_rate(200, 0.5, 2) == pytest.approx(1, abs=1e-9)
    assert match_rate(300, 4.0, 2) == pytest.approx(0.5, abs=1e-3)
    assert match_rate(1, 2.0, 3) == pytest.approx(match_rate(1, 2.0, 3, one_order=True))


@pytest.mark.parametrize(("short", "long"), [(5, 5), (6, 5), (0, 5)])
def test_sides_must_differ(short: int, long: int):
    with pytest.raises(ValueError, match=f"got {short} and {long}"):
        side_ranks(short, long)


def test_random_lists_name_each_program_once_and_all_alike():
    found = random_lists(4000, 9, 4, HERE)
    assert all(len(set(row)) == 4 for row in found.tolist())
    seen = np.bincount(found[:, 0], minlength=9)
    assert stats.chisquare(seen).pvalue > 0.001


@pytest.mark.parametrize("ranks", [0, 10])
def test_a_list_cannot_be_longer_than_the_market(ranks: int):
    with pytest.raises(ValueError, match=f"got {ranks}. Allowed: 1 to 9"):
        random_lists(5, 9, ranks, HERE)


def test_a_random_market_with_complete_lists_ranks_everybody_and_is_stable():
    found = RandomMarket(30, 20, None, 2, seed=1, both_ends=True, verify=True)(0)
    assert found.matched == 1.0
    assert 1 <= found.applicants <= 20
    one = RandomMarket(20, 20, None, one_order=True, seed=1, both_ends=True)(0)
    assert (one.several, one.programs) == (0.0, 10.5)


def test_mean_ranks_by_hand():
    problem = market([[1, 0], [0, 1], [0]], [[2, 0, 1], [1, 0]], [1, 1])
    assert mean_ranks(problem, np.array([-1, 1, 0])) == (1.5, 1.0)


def test_caps_and_numbers_of_interviews_are_kept():
    rng = np.random.default_rng(5)
    view, liking = rng.normal(size=(2, 60, 12))
    for met in (in_turn(view, 20, 3), offered(view, liking, 20, 3)):
        assert met.sum(axis=1).max() <= 3
        assert met.sum(axis=0).max() <= 20
    held = offered(view, liking, 10, 4)
    worst = np.where(held, liking, np.inf).min(axis=1)
    last = np.where(held, view, np.inf).min(axis=0)
    would = (liking > worst[:, None]) | (held.sum(axis=1) < 4)[:, None]
    wants = (view > last[None, :]) | (held.sum(axis=0) < 10)[None, :]
    assert not (would & wants & ~held).any()


def test_programs_in_turn_take_the_best_who_are_free():
    met = np.array([[1, 1], [1, 1], [0, 1]], bool)
    view = np.array([[3.0, 3.0], [1.0, 2.0], [0.0, 1.0]])
    assert taken_in_turn(met, view, np.array([1, 1])).tolist() == [True, True, False]
