"""Charts of studies and of the market say what was found, and draw every case."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from simulator.advice.charts.files import image_bytes
from simulator.advice.charts.market_rates import market_rates
from simulator.advice.charts.study_caps import caps_study
from simulator.advice.charts.study_signals import signals_study
from simulator.outcomes.market_report import Figure as Published
from simulator.outcomes.market_report import MarketReport
from simulator.pipeline import studies


def texts(figure: Figure) -> str:
    return " ".join(" ".join(text.get_text().split()) for text in figure.findobj(lambda a: hasattr(a, "get_text")))


@pytest.fixture(scope="module")
def signals() -> Figure:
    rules = studies.beyond_signalling()["all three"]
    study = studies.signalling((5, 25), replicates=4)
    return signals_study(study, studies.signalling((5, 25), replicates=4, rules=rules))


def test_signals_have_three_panels_and_three_looks(signals: Figure):
    assert len(signals.axes) == 3
    for word in ("of 10 published figures", "with what it leaves out", "github.com/aymannnn", "not advice"):
        assert word in texts(signals)


def test_caps_have_a_line_for_each_cap():
    both = [
        studies.interview_caps(form=form, replicates=2, caps=(None, 12, 8)) for form in ("lottery", "match_and_offers")
    ]
    figure = caps_study(both)
    assert [len(axes.get_lines()) for axes in figure.axes] == [3, 3]
    for word in ("With a cap of 8", "Mitton, Elder & Hunter 2023", "no cap"):
        assert word in texts(figure)
    assert image_bytes(figure, "png").startswith(b"\x89PNG")


def report(inside: bool) -> MarketReport:
    rows = [
        Published("match rate", 2024, group, 0.5, 0.52, 0.45, 0.6, inside or group == "us_md", True)
        for group in ("us_md", "non_us_img", "all")
    ]
    other = Published("mean ranks", 2026, "us_md/x", 3.0, 5.0, 4.0, 6.0, False, False)
    far = Published("filled", 2026, "x", 9.0, 5.0, 4.0, 6.0, False, False)
    return MarketReport(1, 3, 0.9, 1000, 50, 800, (*rows, other, far), ())


@pytest.mark.parametrize(("inside", "words"), [(True, "3 of 3"), (False, "1 of 3")])
def test_rates_of_the_market_say_how_many_are_inside(inside: bool, words: str):
    figure = market_rates(report(inside))
    assert f"{words} published match rates" in texts(figure)
    assert ("published, outside" in texts(figure)) is not inside


def test_the_furthest_figures_come_first():
    assert report(True).furthest()["name"].tolist() == ["filled", "mean ranks"]
    assert report(True).furthest(1)["away"].tolist() == [1.5]
