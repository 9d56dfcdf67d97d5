"""The charts of validation: whole, readable, and saying what was found."""

import dataclasses
import functools
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from simulator.advice import theme
from simulator.advice.charts.files import image_bytes, save_figures
from simulator.advice.charts.validation import MOST_PANELS, validation
from simulator.calibration.validation import Validation, validate
from simulator.scenario.published import read_table
from simulator.scenario.published_tables import RanksRow, RanksTable
from tests.populations import predict

EVIDENCE = Path(__file__).resolve().parents[3] / "simulator" / "model" / "data" / "evidence"


@functools.cache
def on(name: str) -> Validation:
    return validate(read_table(EVIDENCE / f"{name}.csv"), "rules-of-thumb", predict)


def on_rows(*rows: RanksRow) -> Validation:
    return validate(RanksTable("t.csv", rows, 0, ()), "rules-of-thumb", predict)


def a_row(specialty: str = "psychiatry", first: int = 1, last: int | None = 1, matched: int = 3) -> RanksRow:
    return RanksRow(2, specialty, specialty, "us_img", 2022, first, last, matched, 5)


def texts(figure: Figure) -> str:
    return " ".join(" ".join(text.get_text().split()) for text in figure.findobj(lambda a: hasattr(a, "get_text")))


@pytest.fixture(scope="module")
def ranks() -> Figure:
    return validation(on("match_by_ranks_2007"))


@pytest.fixture(scope="module")
def charting() -> Figure:
    return validation(on("charting_non_us_img_2026"))


def test_ranks_have_a_panel_for_each_specialty_and_group_and_two_for_all(ranks: Figure):
    assert len(ranks.axes) == 36 + 2


def test_the_title_is_the_finding(ranks: Figure, charting: Figure):
    found = on("charting_non_us_img_2026")
    inside = sum(figure.inside for figure in found.figures)
    assert f"{inside} of {len(found.figures)} published figures" in texts(charting)
    assert f"{round(100 * on('match_by_ranks_2007').coverage_90)} of 100 published shares" in texts(ranks)


@pytest.mark.parametrize("name", ["ranks", "charting"])
def test_the_caption_says_what_is_drawn_and_that_it_is_no_advice(name: str, request: pytest.FixtureRequest):
    said = texts(request.getfixturevalue(name))
    for words in ("Settings rules-of-thumb", "crosses", "log probability", "not advice"):
        assert words in said


def test_every_figure_is_marked_once(charting: Figure):
    found = on("charting_non_us_img_2026")
    marks = [line for axes in charting.axes for line in axes.lines if line.get_marker() in {"o", "x"}]
    assert len(marks) == len(found.figures)
    assert sum(line.get_marker() == "x" for line in marks) == sum(not figure.inside for figure in found.figures)


def test_marks_inside_and_outside_differ_in_shape_and_colour(ranks: Figure):
    looks = {(line.get_marker(), line.get_color()) for axes in ranks.axes for line in axes.lines}
    assert {("o", theme.INK), ("x", theme.NO_MATCH)} <= looks


@pytest.mark.parametrize("name", ["ranks", "charting"])
def test_texts_stay_on_the_page(name: str, request: pytest.FixtureRequest):
    figure = request.getfixturevalue(name)
    figure.canvas.draw()
    width, height = figure.canvas.get_width_height()
    for axes in figure.axes:
        low, high = axes.get_xlim()
        drawn = [text for text in axes.get_xticklabels() if low <= text.get_position()[0] <= high]
        for text in (axes.title, *axes.texts, *drawn, *axes.get_yticklabels()):
            box = text.get_window_extent()
            assert not text.get_text() or (box.x0 >= -1 and box.x1 <= width + 1 and box.y0 >= 0 and box.y1 <= height)


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(lambda: on_rows(a_row()), id="one cell"),
        pytest.param(lambda: on_rows(a_row("A $x^2$ specialty \u4e2d\u6587 " + "long " * 20)), id="odd name"),
        pytest.param(lambda: on_rows(a_row(first=60, last=None)), id="long lists only"),
        pytest.param(lambda: on_rows(*(a_row(f"specialty {n}") for n in range(60))), id="many panels"),
        pytest.param(lambda: on_rows(a_row()._replace(matched=0, not_matched=0)), id="nothing to compare"),
    ],
)
def test_odd_tables_are_drawn(found: object):
    figure = validation(found())
    assert image_bytes(figure, "png").startswith(b"\x89PNG")
    assert len(figure.axes) <= MOST_PANELS + 2


def test_a_sure_and_wrong_model_is_called_too_sure():
    found = dataclasses.replace(on_rows(a_row()), coverage_90=0.5, coverage_90_interval=(0.4, 0.6))
    assert "too sure" in texts(validation(found))


def test_charts_are_saved_under_their_names(tmp_path: Path):
    files = save_figures([("validation", validation(on_rows(a_row())))], tmp_path / "new")
    assert [file.name for file in files] == ["validation.png", "validation.svg"]
    assert image_bytes(validation(on_rows(a_row())), "png") == files[0].read_bytes()
