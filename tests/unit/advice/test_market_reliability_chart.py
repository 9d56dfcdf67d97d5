"""The chart and the words of the season of one against the market, on made-up predictions."""

import pytest

from simulator.advice.charts.market_reliability import market_reliability as draw
from simulator.advice.charts.market_reliability import title
from simulator.advice.market_reliability_words import reliability_summary
from simulator.outcomes.calibrated import Score
from simulator.outcomes.market_reliability import MarketReliability
from simulator.outcomes.reliability_rows import Bin, Point, Range, Reliability


def _row(group: str, slope: float | None, *, drawn: bool = True, apart: float = -0.05) -> Reliability:
    fit = None if slope is None else Range(slope, slope - 0.05, slope + 0.05)
    return Reliability(
        group=group,
        people=400,
        predicted=0.55,
        matched=0.55 + apart,
        excess=Range(apart, apart - 0.02, apart + 0.02),
        intercept=fit,
        slope=fit,
        score=Score(0.17, 0.01, 0.08, 0.24),
        bins=(Bin(200, 0.3, 0.25), Bin(200, 0.8, 0.75)) if drawn else (),
        curve=(Point(0.3, 0.25, 0.2, 0.4), Point(0.8, 0.75, 0.7, 0.9)) if drawn else (),
    )


def _found(*rows: Reliability, first: tuple[str, ...] = ()) -> MarketReliability:
    return MarketReliability(1, 4, 0.9, "nrmp-2026", "2025-02-20", first, rows)


def found_of(*, usual: bool = True) -> MarketReliability:
    """Made-up predictions for the tests of the chart's family: two types, or nobody."""
    return _found(_row("us_img", 0.8), _row("non_us_img", 1.02)) if usual else _found()


def test_there_is_a_panel_for_each_type_and_the_finding_is_said():
    found = _found(_row("all", 1.0), _row("us_md", None), _row("us_img", 0.8), _row("non_us_img", 1.02))
    figure = draw(found)
    assert len(figure.axes) == 3
    assert title(found.groups[1:]).endswith("non-US IMGs")
    assert figure.axes[0].get_title(loc="left") == "US MDs: too few unmatched"


def test_titles_claim_nothing_where_nothing_holds():
    assert "differ for every type" in title([_row("us_img", 0.7)])
    assert "Too few" in title([_row("us_md", None)])


def test_without_any_type_a_sheet_says_so():
    assert len(draw(_found(_row("psychiatry", 1.0, drawn=False))).texts) > 0


@pytest.mark.parametrize(("slope", "said"), [(0.95, "0.95 (0.90 to 1.00)"), (None, " - ")])
def test_the_words_name_group_and_slope(slope: float | None, said: str):
    text = reliability_summary(_found(_row("non_us_img/internal_medicine", slope)))
    assert "non-US IMGs, internal medicine" in text
    assert said in text


def test_with_one_first_specialty_no_row_is_said_twice():
    rows = [_row(g, 1.0) for g in ("all", "us_img", "internal_medicine", "us_img/internal_medicine")]
    text = reliability_summary(_found(*rows, first=("internal_medicine",)))
    assert "market whose first specialty is internal medicine, 4 seasons" in text
    assert len([line for line in text.splitlines() if "1.00 (" in line]) == 2
    both = reliability_summary(_found(*rows, first=("internal_medicine", "psychiatry")))
    assert len([line for line in both.splitlines() if "1.00 (" in line]) == 4


def test_a_level_is_said_with_its_range_and_called_wrong_only_beyond_luck():
    text = reliability_summary(
        _found(_row("us_img", 1.0), _row("us_do", 1.0, apart=0.03), _row("us_md", 1.0, apart=0.01))
    )
    assert "\N{MINUS SIGN}5.0 (\N{MINUS SIGN}7.0 to \N{MINUS SIGN}3.0)" in text
    assert "Of 100 US IMGs 5 fewer matched than told (3 to 7); of 100 US DOs 3 more matched than told (1 to 5)." in text
    assert "US MDs 1" not in text
    assert "2 more matched than told (less than 1 to 4)" in reliability_summary(_found(_row("us_md", 1.0, apart=0.023)))
    assert "by more than luck (90% ranges)" in reliability_summary(_found(_row("us_md", 1.0, apart=0.01)))


def test_few_people_are_answered_with_what_to_do():
    assert "--people" in reliability_summary(_found())
