"""The chart of money against chance: whole, in the family's look, and true to the answer."""

import dataclasses
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from matplotlib.figure import Figure

from simulator.advice import theme
from simulator.advice.charts.files import image_bytes
from simulator.advice.charts.portfolio import money_and_chance
from simulator.pipeline import optimize
from simulator.scenario import scenario_from_dict
from simulator.strategy.result import Portfolio
from tests.unit.advice.test_charts import ALLOWED, colours_of, texts

PERSON = {"type": "non_us_img", "step2_ck": 240, "years_since_graduation": 3, "visa": "j1"}
IM = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}


@cache
def found(name: str) -> Portfolio:
    sent = [IM | {"name": "Sent", "count": 26}] if name == "tiers" else []
    rows = [IM | {"name": f"C{k}", "status": "considering", "img_share": 0.1 + 0.03 * k} for k in range(25)]
    person = PERSON | ({"max_interviews": 2} if name == "limit" else {})
    about = {"name": "x", "season": 2026, "applicant": person, "programs": [*sent, *rows]}
    return optimize(scenario_from_dict(about), budget_usd=5.0 if name == "nothing" else 200.0)


CASES = ("plain", "tiers", "limit", "nothing")
every_case = pytest.mark.parametrize("case", CASES)


@cache
def drawn(case: str) -> Figure:
    figure = money_and_chance(found(case))
    with theme.style():
        figure.draw_without_rendering()
    return figure


@every_case
def test_it_is_whole_and_readable(case: str):
    figure = drawn(case)
    boxes = list(texts(figure))
    for text, box in boxes:
        assert min(box.x0, box.y0) >= 0, text
        assert box.x1 <= figure.bbox.width, text
        assert text.get_fontsize() >= 9
    assert not [
        (one.get_text(), other.get_text())
        for (one, a), (other, b) in combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2.5
    ]
    said = {text.get_gid(): " ".join(text.get_text().split()) for text in figure.texts}
    assert len(said["title"]) > 10
    assert "In this model" in said["caption"]
    assert colours_of(figure) <= ALLOWED
    assert image_bytes(figure, "png").startswith(b"\x89PNG")


@pytest.mark.parametrize("case", ["plain", "tiers", "limit"])
def test_the_line_ends_at_the_value_and_rises_below_the_bound(case: str):
    one = found(case)
    match = one.path["match"].to_numpy(dtype=float)
    assert match[-1] == pytest.approx(one.value, abs=1e-4)
    assert (np.diff(match) > -1e-9).all()
    assert match.max() <= one.bound + 1e-4
    assert (one.path["low"] <= one.path["high"]).all()
    assert one.path["usd"].iloc[-1] == one.added_usd
    assert one.chosen["adds"].sum() == pytest.approx(match[-1] - match[0], abs=0.02)


def test_the_fee_tier_is_marked_where_it_changes():
    labels = drawn("tiers").legends[0].get_texts()
    assert "fee changes" in {text.get_text() for text in labels}
    fee = found("tiers").chosen["cost_usd"].tolist()
    assert fee[:4] == [11.0] * 4
    assert set(fee[4:]) == {30.0}


def test_the_limit_lowers_the_line_and_is_stated_beside():
    limited, free = found("limit"), found("plain")
    assert free.value_unlimited is None
    assert limited.value_unlimited == pytest.approx(free.value, abs=1e-3)
    assert limited.value < limited.value_unlimited
    assert not limited.is_proved


def test_the_money_that_buys_little_is_the_last_that_bought_a_point():
    one = dataclasses.replace(found("tiers"))
    rate = one.path["match"].diff().iloc[1:].to_numpy() / one.chosen["cost_usd"].to_numpy() * 100
    if one.worth_until_usd is not None:
        assert (rate[one.path["usd"].iloc[1:].to_numpy() > one.worth_until_usd] < 0.01).all()
