"""Words and charts of a couple: what is said, that it adds up, and that it holds at every edge."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from simulator.advice import charts, couple_words, theme, words
from simulator.advice.charts.couple_pairs import MOST, NO_MATCH, pair_map
from simulator.advice.terminal import cells
from tests.unit.advice.couple_edges import COUPLES, couple_case, make_couple_result
from tests.unit.advice.edges import ODD_NAMES
from tests.unit.advice.test_charts import ALLOWED, CHANCE_OF_NONE_OR_ALL, colours_of, texts
from tests.unit.advice.test_words import FORBIDDEN

FIGURES: dict[tuple[str, str], Figure] = {}
every_edge = pytest.mark.parametrize("edge", list(COUPLES))
every_chart = pytest.mark.parametrize("chart", list(charts.CHARTS_OF_COUPLES))


def drawn(chart: str, edge: str) -> Figure:
    if (chart, edge) not in FIGURES:
        couple = couple_case(edge).couple
        assert couple is not None
        figure = charts.CHARTS_OF_COUPLES[chart](couple)
        with theme.style():
            figure.draw_without_rendering()
        FIGURES[chart, edge] = figure
    return FIGURES[chart, edge]


def said(edge: str, width: int = 84) -> str:
    return words.summary(couple_case(edge), width=width, encoding="utf-8")


@every_edge
@pytest.mark.parametrize("width", [24, 40, 84, 200])
def test_no_line_is_wider_than_the_terminal(edge: str, width: int) -> None:
    assert all(cells(line) <= width for line in said(edge, width).splitlines())


@every_edge
def test_every_edge_reads_well(edge: str) -> None:
    text = said(edge, 400)
    for name in ODD_NAMES:
        text = text.replace(" ".join(name.split()), "")
    own = re.sub(r"^ +\d+\. .*$", "", text, flags=re.MULTILINE)
    assert not FORBIDDEN.search(own), own
    assert words.DISCLAIMER in own
    assert "binds both sides" in own
    assert "\x1b" not in text


def test_the_couple_comes_first() -> None:
    text = " ".join(said("usual").split())
    order = [
        "of 100 couples like you both match in 55 (plausibly 45 to 60), only one of you in 25",
        "Of those 25, it is the first for 15 and the second for 10.",
        "What staying together costs each",
        "First partner (non-US IMG): alone 78",
        "Zone of the first partner",
        "Where you would be",
        "Which pairs carry the chance",
        "What this number leaves out",
        "Second partner: Hill Psychiatry: needs J-1",
        "together $240",
    ]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)


@every_edge
def test_counts_add_up_to_100(edge: str) -> None:
    couple = couple_case(edge).couple
    assert couple is not None
    assert sum(couple_words.counts(couple)) == 100
    rows = re.findall("^  ([\u25cf\u25d0\u25cb]+)$", said(edge), flags=re.MULTILINE)
    assert sum(map(len, rows)) == 100


def test_what_pairing_costs_agrees_with_what_is_shown() -> None:
    found = re.search(r"alone (\d+) .*?joint list (\d+).*?costs about (\d+)", " ".join(said("usual").split()))
    assert found is not None
    alone, paired, cost = map(int, found.groups())
    assert alone - paired == cost
    assert "Pairing costs next to nothing" in said("certain", 200)
    assert "and yours does as well" in said("certain", 200)
    assert "Pairing brings about 5 more" in said("pairing helps", 200)


def test_one_line_says_whose_zone_it_is() -> None:
    line = words.one_line(couple_case("usual"))
    assert "100 couples like you" in line
    assert "first partner: yellow zone" in line or "first partner: green zone" in line
    assert "\n" not in line


@every_edge
@every_chart
def test_text_stays_on_the_paper_and_off_other_text(chart: str, edge: str) -> None:
    figure = drawn(chart, edge)
    boxes = list(texts(figure))
    outside = [
        text.get_text()
        for text, box in boxes
        if box.x0 < 0 or box.y0 < 0 or box.x1 > figure.bbox.width or box.y1 > figure.bbox.height
    ]
    assert not outside
    covered = [
        (one.get_text(), other.get_text())
        for (one, a), (other, b) in combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2.5
    ]
    assert not covered


@every_edge
@every_chart
def test_every_chart_has_its_finding_its_limits_and_readable_sizes(chart: str, edge: str) -> None:
    figure = drawn(chart, edge)
    found = {text.get_gid(): " ".join(text.get_text().split()) for text in figure.texts}
    assert len(found["title"]) > 10
    assert "In this model" in found["caption"]
    assert "Not affiliated with NRMP, AAMC or ECFMG" in found["caption"]
    assert min(text.get_fontsize() for text, _ in texts(figure)) >= 9
    assert figure.get_figwidth() == theme.WIDTH
    for text, _ in texts(figure):
        assert not CHANCE_OF_NONE_OR_ALL.search(" ".join(text.get_text().split()))
        assert "nan" not in text.get_text().lower().split()


@every_chart
@pytest.mark.parametrize("edge", ["usual", "thirty by thirty"])
def test_colours_come_from_the_family(chart: str, edge: str) -> None:
    assert colours_of(drawn(chart, edge)) <= ALLOWED


@pytest.mark.parametrize("edge", [edge for edge in COUPLES if edge != "nothing possible"])
def test_the_map_holds_every_pair_and_stays_readable(edge: str) -> None:
    by_pair = COUPLES[edge]().by_pair
    found = pair_map(by_pair)
    assert found.chance.sum() == pytest.approx(by_pair["refined"].sum())
    assert max(len(found.rows), len(found.columns)) <= MOST + 1
    assert found.rows[-1] == found.columns[-1] == NO_MATCH
    assert not found.listed[-1, -1]
    assert (found.chance[~found.listed] == 0).all()


def test_a_long_list_is_gathered_by_city_in_one_order() -> None:
    found = pair_map(COUPLES["thirty by thirty"]().by_pair)
    assert found.by_city
    assert len(found.rows) == 6
    assert found.rows == found.columns
    assert not pair_map(make_couple_result().by_pair).by_city


def test_numbers_carry_the_meaning_without_shade() -> None:
    couple = make_couple_result()
    shown = {text.get_text() for text, _ in texts(drawn("couple_pairs", "usual"))}
    counts = {f"{np.floor(100 * p + 0.5):.0f}" if p >= 0.01 else "<1" for p in couple.by_pair["refined"]}
    assert counts <= shown


def test_of_a_couple_its_own_charts_are_written(tmp_path: Path) -> None:
    paths = charts.save_all(couple_case("usual"), tmp_path)
    assert [path.name for path in paths] == [f"{c}.{kind}" for c in charts.CHARTS_OF_COUPLES for kind in ("png", "svg")]
    assert "<title>Both of you match: about 55 of 100" in (tmp_path / "couple_outcomes.svg").read_text("utf-8")
