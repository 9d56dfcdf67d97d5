"""The charts of the calibration: ranges and no middle where nothing is known, and titles that say what was found."""

import copy
from typing import Any

import pytest
from matplotlib.figure import Figure

from simulator.advice import theme
from simulator.advice.charts.files import image_bytes
from simulator.advice.charts.reconstructions import reconstructions
from simulator.advice.charts.selection import selection
from simulator.calibration.described import Told

ROWS = [
    {
        "assumption": name, "observed_at_3": [0.43, 0.46], "observed_at_8": [0.8, 0.83],
        "same_person_at_3": [0.43, 0.46], "same_person_at_8": [low, high],
        "gain_of_the_same_person": [low - 0.44, high - 0.44], "difference_between_people": [0.35, 0.39],
    }
    for name, low, high in (("interviews_decide", 0.74, 0.79), ("people_differ", 0.58, 0.63), ("all", 0.58, 0.79))
]  # fmt: skip
REBUILT: dict[str, Any] = {
    "group": "non_us_img/internal_medicine 2026", "counts": [1, 2, 3], "model": [0.15, 0.45, 0.6],
    "low": [0.12, 0.4, 0.5], "high": [0.2, 0.5, 0.7],
    "families": {"one": [0.1, 0.3, 0.5], "other": [0.2, 0.4, 0.6]},
}  # fmt: skip


def texts(figure: Figure) -> str:
    return " ".join(" ".join(text.get_text().split()) for text in figure.findobj(lambda a: hasattr(a, "get_text")))


def bars(figure: Figure, colour: str) -> list[tuple[float, float]]:
    drawn = [line for line in figure.axes[0].lines if line.get_linewidth() == 6 and line.get_color() == colour]
    return [(round(float(line.get_xdata()[0]), 2), round(float(line.get_xdata()[1]), 2)) for line in drawn]


def test_the_title_gives_both_ranges_and_no_single_gain():
    said = texts(selection(Told("nrmp-2026", {"selection": ROWS})))
    assert "35 to 39 more match than with 3" in said
    assert "gains 14 to 35" in said


def test_every_assumption_has_two_pairs_of_ranges():
    figure = selection(Told("nrmp-2026", {"selection": ROWS}))
    assert bars(figure, theme.INK) == [(0.43, 0.46), (0.8, 0.83)] * 3
    assert bars(figure, theme.MATCH)[1::2] == [(0.74, 0.79), (0.58, 0.63), (0.58, 0.79)]
    assert "all together" in texts(figure)


def test_a_range_of_one_number_is_seen_and_said():
    rows = copy.deepcopy(ROWS)
    rows[0]["same_person_at_8"] = [0.7, 0.7]
    figure = selection(Told("nrmp-2026", {"selection": rows}))
    thin = [line for line in figure.axes[0].lines if line.get_linewidth() == 6]
    assert min(line.get_xdata()[1] - line.get_xdata()[0] for line in thin) > 0
    assert " 70 " in texts(figure)


@pytest.mark.parametrize(("model", "said"), [([0.15, 0.45, 0.6], "At 2 of 3"), ([0.1, 0.35, 0.55], "At all of 3")])
def test_the_title_counts_where_the_model_lies_among_the_rebuilt_curves(model: list[float], said: str):
    assert said in texts(reconstructions(Told("nrmp-2026", {"reconstructions": REBUILT | {"model": model}})))


def test_every_family_has_a_line_of_its_own_look_and_the_model_a_band():
    figure = reconstructions(Told("nrmp-2026", {"reconstructions": REBUILT}))
    lines = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 3]
    assert len({(line.get_color(), line.get_linestyle()) for line in lines}) == 3
    assert len(figure.axes[0].collections) == 1
    assert {"one", "other"} <= {text.get_text() for text in figure.legends[0].get_texts()}


@pytest.mark.parametrize(
    "figure",
    [
        selection(Told("nrmp-2026", {"selection": ROWS})),
        reconstructions(Told("nrmp-2026", {"reconstructions": REBUILT})),
    ],
)
def test_captions_say_whose_figures_and_that_it_is_no_advice(figure: Figure):
    said = texts(figure)
    for words in ("Settings nrmp-2026", "non-US IMGs", "not advice"):
        assert words in said
    assert image_bytes(figure, "png").startswith(b"\x89PNG")
