"""What strategies cost against what they bring: bars that never meet, ends of equal weight, a title that is true."""

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.advice import theme
from simulator.advice.charts import cost_against_gain
from simulator.advice.charts.cost import APART, apart
from simulator.outcomes.result import RunResult
from tests.factories import make_result, make_strategies

FEES = st.lists(st.sampled_from([11.0, 210.0, 220.0, 221.0, 2100.0]) | st.floats(1, 30_000), min_size=1, max_size=20)


@given(FEES)
def test_bars_never_meet_keep_their_order_and_stay_in_the_field(wanted: list[float]):
    low, high = 0.0, 1.12 * max(wanted)
    places = apart(wanted, low, high)
    gap = min(APART * high, high / len(wanted))
    sorted_places = sorted(places)
    assert all(b - a > 0.999 * gap for a, b in pairwise(sorted_places))
    assert low - 1e-6 <= sorted_places[0]
    assert sorted_places[-1] <= high + 1e-6
    order = np.argsort(wanted, kind="stable")
    assert all(places[a] < places[b] for a, b in pairwise(order))


def test_bars_that_have_room_stand_where_they_belong():
    assert apart([100.0, 1000.0, 500.0], 0.0, 1120.0) == pytest.approx([100.0, 1000.0, 500.0])


def costing(*fees: float) -> RunResult:
    compared = make_strategies([f"s{n}" for n in range(len(fees))])
    return make_result(
        0.5, compared=tuple(replace(one, added_usd=usd) for one, usd in zip(compared, fees, strict=True))
    )


def title(result: RunResult) -> str:
    texts = {text.get_gid(): " ".join(text.get_text().split()) for text in cost_against_gain(result).texts}
    return texts["title"]


@settings(max_examples=15, deadline=None)
@given(FEES)
def test_any_fees_can_be_drawn(fees: list[float]):
    assert cost_against_gain(costing(*fees)).get_axes()


def test_the_title_speaks_of_fees_only_where_there_are_some():
    assert title(costing(210.0, 220.0)) == "What added fees buy, and how sure that is"
    assert title(costing(0.0, 0.0)) == "What helps without added fees: 1 of 2; nothing here adds fees"
    assert "whatever it costs" not in title(make_result(0.5, compared=make_strategies(["a", "b"])[1:]))


def test_no_mark_makes_one_end_of_a_range_look_likelier():
    result = replace(costing(210.0, 220.0), priors=("one", "other"))
    axes = next(one for one in cost_against_gain(result).get_axes() if one.get_ylabel())
    assert not axes.collections


def test_the_numbers_of_many_bars_stand_apart():
    """Bars of nearly the same cost and height are told apart by their numbers, so none may touch another."""
    figure = cost_against_gain(costing(*(30.0 + 0.5 * n for n in range(20))))
    with theme.style():
        figure.draw_without_rendering()
    numbers = [text for axes in figure.axes[:1] for text in axes.texts]
    assert sorted(int(text.get_text()) for text in numbers) == list(range(1, 21))
    boxes = [text.get_window_extent() for text in numbers]
    assert not [1 for a, b in combinations(boxes, 2) if a.overlaps(b)]
    assert all(box.y1 <= figure.bbox.height for box in boxes)
