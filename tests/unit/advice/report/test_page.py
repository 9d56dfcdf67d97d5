"""The report as HTML: stands by itself, runs nothing, escapes everything, and can be read aloud."""

import base64
import hashlib
import re

import pytest

from simulator.advice.report import html
from simulator.advice.report.page import template_text
from simulator.outcomes.result import RunResult
from tests.reports import ARABIC, DAY, HOSTILE, UNDRAWN, Reader, couple, empty_season, season

OURS = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "footer", "section", "h1", "h2", "p", "time",
    "ul", "li", "b", "br", "dl", "div", "dt", "dd", "figure", "figcaption", "span", "svg", "path", "rect", "small",
    "table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "bdi",
}  # fmt: skip
SEASONS = {"one": season, "couple": couple, "empty": empty_season}


@pytest.fixture(params=list(SEASONS))
def page(request: pytest.FixtureRequest) -> Reader:
    result, scenario = SEASONS[request.param]()
    return Reader(html(result, scenario, made_on=DAY, names=True))


def test_it_holds_no_tag_and_no_attribute_but_ours(page: Reader):
    assert {tag for tag, _ in page.tags} <= OURS
    names = {name for _, attributes in page.tags for name in attributes}
    assert not {name for name in names if name.startswith("on")}
    assert not names & {"href", "src", "srcset", "style", "action", "data"}


def test_hostile_names_are_shown_as_they_are():
    result, scenario = season()
    reader = Reader(html(result, scenario, made_on=DAY, names=True))
    for name in (*HOSTILE[:-1], ARABIC, UNDRAWN, "Ana <b>Petrova</b>"):
        assert " ".join(name.split()) in reader.text, name


def test_the_policy_allows_our_style_alone():
    text = html(*season(), made_on=DAY)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    digest = base64.b64encode(hashlib.sha256(template_text("report.css").encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert f"<style>{template_text('report.css')}</style>" in text
    assert not re.findall(r"(?:href=|src=|url\(|@import|https?://(?!www\.w3\.org/2000/svg))", text)


def test_it_has_a_language_one_title_headings_in_order_and_named_tables_and_pictures(page: Reader):
    assert dict(page.tags)["html"] == {"lang": "en"}
    assert next(tag for tag, _ in page.tags if re.fullmatch(r"h\d", tag)) == "h1"
    assert sum(tag == "h1" for tag, _ in page.tags) == 1
    assert sum(tag == "title" for tag, _ in page.tags) == 1
    for tag, attributes in page.tags:
        if tag == "th":
            assert attributes.get("scope") in ("col", "row")
        if attributes.get("role") == "img":
            assert "Of 100 figures" in str(attributes["aria-label"])
        if tag == "svg":
            assert attributes["aria-hidden"] == "true"
    assert sum(tag == "table" for tag, _ in page.tags) == sum(tag == "caption" for tag, _ in page.tags)
    assert len({a["id"] for _, a in page.tags if "id" in a}) == sum("id" in a for _, a in page.tags)


def test_on_a_phone_each_cell_of_the_wide_table_says_what_it_is():
    page = html(*season(), made_on=DAY)
    titles = [attributes["data-title"] for tag, attributes in Reader(page).tags if tag == "td"]
    assert titles.count("Difference") == titles.count("Of 100, match") == 1 + len(season()[1].strategies)
    roles = {attributes.get("role") for tag, attributes in Reader(page).tags if tag in ("table", "tr", "th", "td")}
    assert roles == {"table", "row", "columnheader", "rowheader", "cell"}  # kept where the style stacks them
    assert "content: attr(data-title)" in template_text("report.css")


def test_every_edge_has_a_page(result: RunResult):
    reader = Reader(html(result, made_on=DAY))
    assert {tag for tag, _ in reader.tags} <= OURS
    assert reader.text.startswith("How likely is a match? Season 2027")


def test_it_is_the_same_to_the_byte_on_the_same_day():
    result, scenario = season()
    assert html(result, scenario, made_on=DAY) == html(result, scenario, made_on=DAY)


def test_its_own_name_is_left_out():
    assert "Petrova" not in html(*season(), made_on=DAY, file="petrova.yaml")
    assert "petrova.yaml" in html(*season(), made_on=DAY, file="petrova.yaml", names=True)


def _luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_has_contrast():
    """4.5 to 1 against white: WCAG 2.2, success criterion 1.4.3."""
    colours = re.findall(r"[^-]color: (#[0-9a-f]{6})", template_text("report.css"))
    assert colours
    assert all(1.05 / (_luminance(colour) + 0.05) >= 4.5 for colour in colours)


def test_it_is_made_for_paper():
    style = template_text("report.css")
    assert "@media print" in style
    assert "@page" in style
    assert "size:" not in re.findall(r"@page \{[^}]*\}", style)[0]  # A4 and Letter alike
