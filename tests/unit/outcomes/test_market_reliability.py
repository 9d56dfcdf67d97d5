"""The comparison of the season of one with the market, on made-up predictions.

Predictions are right by construction; seeds are fixed, and bounds are four standard errors (false alarm below 1e-4).
"""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from simulator.market.reliability import Checked
from simulator.outcomes.market_reliability import market_reliability

NAMES = ("internal_medicine", "psychiatry")
DOCS = Path(__file__).resolve().parents[3] / "docs" / "market.md"


def seasons(n: int = 6, people: int = 900, distort: float = 1.0) -> list[Checked]:
    found = []
    for r in range(n):
        rng = np.random.default_rng(r)
        odds = rng.normal(0.5, 1.3, people)
        group = rng.integers(1, 4, people).astype(np.int8)
        found.append(
            Checked(
                group=group,
                specialty=rng.integers(0, 2, people).astype(np.int16),
                ranks=np.ones(people, np.int32),
                predicted=1 / (1 + np.exp(-odds / distort)),
                matched=(rng.random(people) < 1 / (1 + np.exp(-odds))) | (group == 1),
                weight=np.ones(people),
            )
        )
    return found


def test_right_predictions_have_a_slope_of_one():
    found = market_reliability(seasons(), NAMES, 1, "made-up")
    row = found.of("non_us_img/internal_medicine")
    assert row.slope is not None
    assert row.slope.low < 1 < row.slope.high
    assert row.slope.value == pytest.approx(1.0, abs=0.4)
    assert row.score.miscalibration < 0.02


def test_predictions_too_far_from_the_middle_have_a_slope_below_one():
    slope = market_reliability(seasons(distort=0.5), NAMES, 1, "made-up").of("us_img").slope
    assert slope is not None
    assert slope.high < 0.75


def test_right_predictions_have_the_right_level_and_wrong_ones_not():
    """A range of 90% at a fixed seed: false alarm one in ten, were the seed not fixed."""
    row = market_reliability(seasons(), NAMES, 1, "made-up").of("us_img")
    assert row.excess.low < 0 < row.excess.high
    assert row.excess.value == pytest.approx(row.matched - row.predicted)
    lower = [one._replace(predicted=0.9 * one.predicted) for one in seasons()]
    assert market_reliability(lower, NAMES, 1, "made-up").of("us_img").excess.low > 0.02


def test_the_range_of_a_level_is_students_of_the_seasons_where_they_are_of_one_size():
    whole = [one._replace(group=np.full_like(one.group, 2)) for one in seasons(5, 300)]
    found = market_reliability(whole, NAMES, 1, "made-up").of("us_img").excess
    apart = np.array([np.mean(one.matched - one.predicted) for one in whole])
    half = 2.131847 * apart.std(ddof=1) / np.sqrt(5)
    assert found == pytest.approx((apart.mean(), apart.mean() - half, apart.mean() + half))


def test_people_in_one_season_only_have_no_range():
    some = [one._replace(group=np.full_like(one.group, 3 if r else 2)) for r, one in enumerate(seasons(4))]
    assert market_reliability(some, NAMES, 1, "made-up").of("us_img").excess[1:] == (-1.0, 1.0)


def test_where_everybody_matched_there_is_no_slope():
    row = market_reliability(seasons(), NAMES, 1, "made-up").of("us_do")
    assert row.slope is None
    assert row.matched == 1


def test_groups_of_few_people_are_left_out():
    found = market_reliability(seasons(), NAMES, 1, "made-up")
    with pytest.raises(KeyError):
        found.of("us_md")
    small = market_reliability(seasons(people=60), NAMES, 1, "made-up")
    assert {row.group for row in small.groups} == {"all", *NAMES}


def test_two_seasons_are_too_few():
    with pytest.raises(ValueError, match=r"too few for an interval \(got 2\)"):
        market_reliability(seasons(2), NAMES, 1, "made-up")


def test_the_docs_describe_every_field_and_no_other():
    text = DOCS.read_text("utf-8").partition("| field of `market reliability` |")[2].partition("\n\n")[0]
    spans = re.findall(r"`([^`]+)`", "".join(text.splitlines()[2:]))
    told = {span.removesuffix("[]") for span in spans} - {"all"}
    written = set()
    stack = [json.loads(market_reliability(seasons(), NAMES, 1, "made-up", NAMES).to_json())]
    while stack:
        for key, value in stack.pop().items():
            written.add(key)
            rows = value if isinstance(value, list) else [value]
            stack += [row for row in rows if isinstance(row, dict)]
    assert told == written
