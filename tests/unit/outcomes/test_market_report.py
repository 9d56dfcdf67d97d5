import json

import pytest

from simulator.advice.market_words import market_summary
from simulator.market.cohort_counts import specialties_of
from simulator.market.seasons import many_seasons
from simulator.outcomes.market_figures import published_figures
from simulator.outcomes.market_report import MarketReport, market_report

KEYS = {"name", "year", "group", "published", "model", "low", "high", "inside"}


@pytest.fixture(scope="module")
def report():
    seasons = many_seasons(scale=0.05, seed=2, replicates=3, uncertain=True)
    return market_report(seasons, specialties_of(None), 2)


def test_each_figure_has_what_the_contract_asks_for(report: MarketReport):
    told = json.loads(report.to_json())
    assert len(told["figures"]) >= 30
    assert all(set(figure) >= KEYS for figure in told["figures"])
    assert all(f["inside"] == (f["low"] <= f["published"] <= f["high"]) for f in told["figures"])
    assert all(f["low"] <= f["model"] <= f["high"] for f in told["figures"])
    assert told["figures_inside"] == sum(f["inside"] for f in told["figures"]) / len(told["figures"])


def test_no_figure_is_there_twice():
    names = [(f.name, f.year, f.group) for f in published_figures(specialties_of(None))]
    assert len(set(names)) == len(names)


def test_shares_are_shares():
    shares = ("match rate", "positions filled", "matched in", "couples", "SOAP", "IMGs")
    assert all(0 <= f.published <= 1 for f in published_figures(specialties_of(None)) if f.name.startswith(shares))


def test_figures_that_the_fit_used_say_so(report: MarketReport):
    fitted = {f.name for f in report.figures if f.fitted}
    assert "positions filled" in fitted
    assert "match rate" not in fitted


def test_the_words_hold_every_figure(report: MarketReport):
    text = market_summary(report)
    assert text.count("outside") >= len(report.figures) - report.n_inside
    assert f"{report.n_inside} of {len(report.figures)} figures" in text


def test_the_table_has_a_row_for_each_figure(report: MarketReport):
    assert len(report.table()) == len(report.figures)


def test_one_season_shows_no_spread():
    with pytest.raises(ValueError, match="2 or more"):
        market_report(many_seasons(scale=0.02, replicates=1), specialties_of(None), 0)
