"""Couples made up from US seniors: they are those of the published table, and the page is that of its file."""

from pathlib import Path

import numpy as np
import pytest

from simulator.advice.charts.couples_ridge import couples_ridge
from simulator.calibration import couples_ridge as ridge
from simulator.calibration.couples import Partners, elsewhere, partners, published_seniors, published_splits
from simulator.calibration.couples_page import page
from simulator.pipeline.couple_population import assumed, splits, thinned

ROOT = Path(__file__).resolve().parents[3]
FEW = assumed()._replace(couples=256, draws_apart=100, replicates=8)


@pytest.fixture(scope="module")
def people():
    return partners(thinned(100), 0.5, 4096, 40, 3)


def test_specialties_and_list_lengths_are_the_published_ones(people: Partners):
    counts = published_seniors()
    size = np.array([one.sum() for one in counts.values()])
    shares = np.bincount(people.specialty.ravel(), minlength=len(size)) / people.specialty.size
    np.testing.assert_allclose(shares, size / size.sum(), atol=0.01)
    lengths = np.minimum(people.ranks.ravel(), 16)
    wanted = sum(one.sum(axis=1) for one in counts.values())
    found = np.bincount(lengths, minlength=17)[1:] / lengths.size
    np.testing.assert_allclose(found, wanted / wanted.sum(), atol=0.01)


def test_singles_match_as_often_as_published_at_every_length(people: Partners):
    whole = sum(published_seniors().values())
    match = (1 - (1 - people.chance) ** people.ranks[..., None]).mean(axis=2).ravel()
    lengths = np.minimum(people.ranks.ravel(), 16)
    for k, (won, lost) in enumerate(whole, start=1):
        assert match[lengths == k].mean() == pytest.approx(won / (won + lost), abs=0.06), k
    assert match.mean() == pytest.approx(whole[:, 0].sum() / whole.sum(), abs=0.008)


def test_correlated_partners_have_lists_of_like_length():
    few, many = (partners(thinned(200), r, 1024, 40, 3) for r in (0.0, 0.95))
    length = [np.corrcoef(one.ranks.T)[0, 1] for one in (few, many)]
    chance = [np.corrcoef(one.chance.mean(axis=2).T)[0, 1] for one in (few, many)]
    assert abs(length[0]) < 0.08 < length[1]
    assert abs(chance[0]) < 0.08 < chance[1]


def test_where_all_pairs_are_kept_the_builder_and_the_walk_give_the_closed_form():
    """Both match if each has any offer; one, if pairs of one alone stand at the bottom, if exactly one has."""
    found = splits(0.5, FEW._replace(replicates=32, couples=512, longest=16)).mean(axis=1)
    one = partners(thinned(FEW.draws_apart), 0.5, 512, 16, 1)
    none = (1 - one.chance) ** one.ranks[..., None] * (1 - elsewhere())
    both, neither = ((1 - none).prod(axis=1).mean(), none.prod(axis=1).mean())
    np.testing.assert_allclose(found[1], [both, 1 - both - neither, neither], atol=0.006)
    np.testing.assert_allclose(found[0], [both, 0, 1 - both], atol=0.006)


def test_the_file_is_that_of_the_code():
    told = ridge.found()
    assert told["elsewhere"] == pytest.approx(elsewhere(), abs=1e-4)
    for name in ("0.5", "0.95"):
        again = splits(float(name), FEW).mean(axis=1)
        np.testing.assert_allclose(again, ridge.mean_of(told["grid"][name]), atol=0.02)


def test_the_page_is_that_of_the_file():
    assert (ROOT / "docs" / "calibration_couples.md").read_text("utf-8") == page(), (
        "run: python -m simulator.calibration.couples_page > docs/calibration_couples.md"
    )


def test_the_splits_are_within_the_published_range_for_every_correlation_and_outside_at_the_extremes():
    told = ridge.found()
    for row in told["grid"].values():
        ends = ridge.mean_of(row)
        span = ridge.shares_inside(ends)
        assert span is not None
        assert ridge.is_inside(ridge.mixed(ends, sum(span) / 2))
        assert not ridge.is_inside(ends[0])
        assert not ridge.is_inside(ends[1])


def test_the_share_that_divides_as_published_does():
    ends = ridge.at(ridge.found(), 0.4)
    share = ridge.divided_as(ends, 36, 32)
    found = ridge.mixed(ends, share)
    assert found[1] / found[2] == pytest.approx(36 / 32, rel=1e-3)


def test_a_split_out_of_reach_fits_nowhere():
    assert ridge.shares_inside(np.array([[0.5, 0.0, 0.5], [0.5, 0.4, 0.1]])) is None


def test_published_splits_sum_to_one():
    np.testing.assert_allclose(published_splits().sum(axis=1), 1)


def test_the_chart_says_whether_anything_fits():
    told = ridge.found()
    spoiled = {"none": {"mean": [0.5, 0.0, 0.5]}, "all": {"mean": [0.5, 0.4, 0.1]}}
    drawn = [couples_ridge(told), couples_ridge({**told, "grid": dict.fromkeys(told["grid"], spoiled)})]
    titles = [next(t.get_text() for t in figure.texts if t.get_gid() == "title").split() for figure in drawn]
    assert titles[0][:2] == ["Every", "correlation"]
    assert titles[1][:2] == ["No", "correlation"]
