"""The page of current numbers is that of the files, and the standing checks of the market say what they must."""

from pathlib import Path

import pytest

from simulator.calibration.how_good import page
from simulator.calibration.market_check import stored
from simulator.outcomes.market_report import Figure

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_is_that_of_the_files():
    assert (ROOT / "docs" / "how_good.md").read_text("utf-8") == page(), (
        "run: python -m simulator.calibration.how_good > docs/how_good.md"
    )


def test_figures_are_kept_whole_and_inside_means_inside():
    figures = [Figure(**row) for row in stored()["figures"]]
    assert len(figures) >= 30
    assert all(f.inside == (f.low <= f.published <= f.high) for f in figures)


def test_match_rates_are_near_the_published_ones():
    rates = [f for f in stored()["figures"] if f["name"] == "match rate"]
    assert len(rates) == 5
    assert sum(f["inside"] for f in rates) >= 4
    assert all(abs(f["model"] - f["published"]) < 0.025 for f in rates)


@pytest.mark.parametrize("group", ["non_us_img/internal_medicine", "us_img/internal_medicine"])
def test_the_season_of_one_is_calibrated_in_internal_medicine(group: str):
    (row,) = [row for row in stored()["reliability"] if row["group"] == group]
    assert row["people"] > 1_000
    assert 0.9 < row["slope"][0] < 1.1
