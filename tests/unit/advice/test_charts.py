"""Charts as images: everything inside the paper, nothing on top of anything, the family's colours only."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image

from simulator.advice import charts, theme
from simulator.advice.charts.dots import quantile_dots
from simulator.advice.charts.icons import fills
from simulator.advice.charts.shared import step_ticks
from tests.unit.advice.edges import CASES, case

GREYS = {theme.INK, theme.MUTED, theme.LINE, theme.FAINT, theme.PAPER, "#F1F4F7"}
ALLOWED = {colour.lower() for colour in (*theme.PALETTE.values(), *theme.TINTS.values(), *GREYS)}
CHANCE_OF_NONE_OR_ALL = re.compile(r"(?<!\d)(0|100) of 100")
FIGURES: dict[tuple[str, str], Figure] = {}

DRAWN = {**charts.CHARTS, **charts.CHARTS_OF_STRATEGIES}
every_chart = pytest.mark.parametrize("chart", list(DRAWN))
every_edge = pytest.mark.parametrize("edge", list(CASES))


def drawn(chart: str, edge: str) -> Figure:
    """The figure, made once and laid out as for saving."""
    if (chart, edge) not in FIGURES:
        figure = DRAWN[chart](case(edge))
        with theme.style():
            figure.draw_without_rendering()
        FIGURES[chart, edge] = figure
    return FIGURES[chart, edge]


def texts(figure: Figure) -> Iterator[tuple[Text, Bbox]]:
    """Every visible text with its box in pixels; tick labels outside their axis are not drawn."""
    span_of = {id(label): (axes.get_xlim(), 0) for axes in figure.axes for label in axes.get_xticklabels()}
    span_of |= {id(label): (axes.get_ylim(), 1) for axes in figure.axes for label in axes.get_yticklabels()}
    for text in figure.findobj(Text):
        if not text.get_text().strip() or not text.get_visible() or not _shown(figure, text):
            continue
        ends, along = span_of.get(id(text), ((-np.inf, np.inf), 0))
        if min(ends) <= text.get_position()[along] <= max(ends):
            yield text, text.get_window_extent()


def _shown(figure: Figure, text: Text) -> bool:
    hidden = [axes for axes in figure.axes if not axes.axison]
    return not any(text in (*axes.get_xticklabels(), *axes.get_yticklabels()) for axes in hidden)


@every_edge
@every_chart
def test_no_text_leaves_the_paper(chart: str, edge: str):
    figure = drawn(chart, edge)
    outside = [
        text.get_text()
        for text, box in texts(figure)
        if box.x0 < 0 or box.y0 < 0 or box.x1 > figure.bbox.width or box.y1 > figure.bbox.height
    ]
    assert not outside


@every_edge
@every_chart
def test_no_text_covers_another(chart: str, edge: str):
    boxes = list(texts(drawn(chart, edge)))
    covered = [
        (one.get_text(), other.get_text())
        for (one, a), (other, b) in combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2.5
    ]
    assert not covered


@every_edge
@every_chart
def test_every_chart_has_a_finding_its_limits_and_readable_sizes(chart: str, edge: str):
    figure = drawn(chart, edge)
    said = {text.get_gid(): " ".join(text.get_text().split()) for text in figure.texts}
    assert len(said["title"]) > 10
    assert "In this model" in said["caption"]
    assert "Not affiliated with NRMP, AAMC or ECFMG" in said["caption"]
    assert min(text.get_fontsize() for text, _ in texts(figure)) >= 9
    assert figure.get_figwidth() == theme.WIDTH


@every_edge
@every_chart
def test_no_chance_is_said_to_be_0_or_100_or_with_decimals(chart: str, edge: str):
    names = {" ".join(str(name).split()) for name in case(edge).by_program["program"].head(20)}
    for text, _ in texts(drawn(chart, edge)):
        words = " ".join(text.get_text().split())
        assert not CHANCE_OF_NONE_OR_ALL.search(words)
        assert "nan" not in words.lower().split()
        assert words in names or "%" in words or not re.search(r"\d\.\d", words)


def colours_of(figure: Figure) -> set[str]:
    """Every colour that is drawn, as hex without transparency."""
    found: set[str] = set()
    for artist in figure.findobj():
        for name in ("get_facecolor", "get_edgecolor", "get_color"):
            value = getattr(artist, name, lambda: None)()
            if value is None or (isinstance(value, str) and value in ("none", "auto")):
                continue
            rows = np.atleast_2d(mpl.colors.to_rgba_array(value))
            found |= {to_hex(row) for row in rows if row[3] > 0}
    return found


@every_chart
@pytest.mark.parametrize("edge", ["usual", "odd names", "zero programs"])
def test_colours_come_from_the_family(chart: str, edge: str):
    assert colours_of(drawn(chart, edge)) <= ALLOWED


def _pixels(figure: Figure) -> np.ndarray:
    with Image.open(io.BytesIO(charts.image_bytes(figure, "png"))) as image:
        return np.asarray(image.convert("RGB"), dtype=int)


@every_chart
@pytest.mark.parametrize("edge", ["usual", "low"])
def test_the_image_is_neither_blank_nor_cut(chart: str, edge: str):
    pixels = _pixels(drawn(chart, edge))
    ink = (pixels < 250).any(axis=2)
    assert 0.02 < ink.mean() < 0.8
    border = np.concatenate([ink[:4].ravel(), ink[-4:].ravel(), ink[:, :4].ravel(), ink[:, -4:].ravel()])
    assert not border.any()
    assert pixels.shape[1] == round(200 * theme.WIDTH)


@every_chart
def test_a_change_in_the_result_changes_the_picture(chart: str):
    edges = ("strategies", "one strategy") if chart in charts.CHARTS_OF_STRATEGIES else ("usual", "three hundred")
    one, other = (charts.image_bytes(drawn(chart, edge), "svg") for edge in edges)
    assert one != other


@every_chart
def test_same_result_same_bytes_whatever_the_settings_of_the_user(chart: str):
    made = []
    for settings in ({}, {"font.size": 25, "axes.facecolor": "black", "text.parse_math": True, "svg.hashsalt": "x"}):
        with mpl.rc_context(settings):
            figure = DRAWN[chart](case("odd names"))
            made.append([charts.image_bytes(figure, kind) for kind in ("svg", "png")])
    assert made[0] == made[1]
    assert not re.search(rb"\d{4}-\d\d-\d\dT", made[0][0])


@every_chart
def test_matched_and_unmatched_differ_without_colour(chart: str):
    """In greyscale the picture keeps at least three clearly different lightnesses or shapes."""
    with Image.open(io.BytesIO(charts.image_bytes(drawn(chart, "usual"), "png"))) as image:
        grey = np.asarray(image.convert("L"))
    shares = np.histogram(grey, bins=[0, 60, 130, 200, 251, 256])[0] / grey.size
    assert (shares > 0.002).sum() >= 3


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    rgb = np.array(mpl.colors.to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("ground", [theme.PAPER, *theme.TINTS.values()])
def test_text_stands_out_from_every_ground(ground: str):
    light, dark = sorted((luminance(ground), luminance(theme.INK)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) > 7


def test_the_svg_speaks_to_screen_readers():
    svg = charts.image_bytes(drawn("chance_of_100", "usual"), "svg").decode()
    assert "<title>In this model about 60 of 100 applicants" in svg


@pytest.mark.parametrize(("p", "full", "half"), [(0.6, 60, 0), (0.0, 0, 1), (1.0, 99, 1), (0.01, 1, 0)])
def test_icons_stand_in_one_block(p: float, full: int, half: int):
    icons = fills(p)
    assert (np.diff(icons) <= 0).all()
    assert ((icons == 1).sum(), (icons == 0.5).sum()) == (full, half)


def test_twenty_dots_follow_the_distribution():
    spread = np.array([0.1, 0.2, 0.4, 0.3])
    assert np.bincount(quantile_dots(spread)).tolist() == [2, 4, 8, 6]


def test_the_line_of_other_people_is_drawn_only_where_known():
    def labels(edge: str) -> list[str]:
        return [text.get_text() for text in drawn("interviews_curve", edge).legends[0].get_texts()]

    assert "other people, by number of programs ranked" in labels("usual")
    assert "other people, by number of programs ranked" not in labels("zero programs")


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 15), (3, 400), (0, 5000), (7, 7)])
def test_ticks_are_few_and_round(low: int, high: int):
    ticks = step_ticks(low, high)
    assert 1 <= len(ticks) <= 8
    assert ticks == sorted(set(ticks))
    assert low <= ticks[0]
    assert ticks[-1] <= high


@pytest.mark.parametrize("text", ["Lakeside Community IM 1", "AVAWAToTe. fi", "São Paulo Łódź Hôpital", "$x_1^2$"])
@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_measured_width_covers_what_is_drawn(text: str, weight: str):
    with theme.style():
        figure = theme.sheet("A title long enough", 1.0, "In this model.").figure
        drawn_text = figure.text(0, 0, text, fontsize=12, fontweight=weight)
        width = drawn_text.get_window_extent().width / figure.dpi
    measured = theme.text_width(text, 12, bold=weight == "bold")
    assert 0.97 * width <= measured <= 1.12 * width + 0.03
