"""The report as PDF: two pages, text that can be selected, the numbers of the JSON, and markup that stays text."""

import dataclasses
import io
import json
from datetime import date
from typing import Any

import pytest

from simulator.advice.frequency import count_words
from simulator.advice.report import html, pdf
from simulator.advice.report import paper as module
from simulator.advice.report.room import named
from simulator.errors import InputError
from simulator.outcomes.result import RunResult
from tests.reports import ARABIC, DAY, HOSTILE, Reader, couple, empty_season, pages_of, season
from tests.unit.advice.couple_edges import couple_case
from tests.unit.advice.edges import case

pytest.importorskip("typst", reason="the extra report is not installed")
pypdf = pytest.importorskip("pypdf", reason="reads PDFs back in tests")

HARD = {
    "two people": lambda: couple_case("long names"),
    "odd names of two": lambda: couple_case("odd names"),
    "strategies": lambda: case("thirty strategies"),
    "cautions": lambda: case("strategies with cautions"),
    "odd names": lambda: case("odd names"),
    "thousands": lambda: case("five thousand"),
    "none": lambda: case("zero programs"),
    "filtered": lambda: case("all filtered"),
}


@pytest.mark.parametrize("name", list(HARD))
def test_every_edge_fits_two_pages(name: str):
    assert len(pages_of(pdf(HARD[name](), made_on=DAY))) == 2


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_real_seasons_fit_two_pages_of_either_paper(paper: str):
    for result, scenario in (season(), couple(), empty_season()):
        made = pdf(result, scenario, made_on=DAY, paper=paper)
        box = pypdf.PdfReader(io.BytesIO(made)).pages[0].mediabox
        assert (round(box.width), round(box.height)) == {"a4": (595, 842), "letter": (612, 792)}[paper]
        assert len(pages_of(made)) == 2


def _worst() -> RunResult:
    """More of everything than two pages hold, in words without a blank."""
    result = case("thirty strategies")
    words = tuple(f"{k} {'wordwithoutblanks' * 30}" for k in range(60))
    return dataclasses.replace(result, warnings=words, notes=words, grave_warnings=30, zone="red", zones=("red",))


def test_what_does_not_fit_is_shortened_and_counted():
    pages = pages_of(pdf(_worst(), made_on=DAY))
    assert len(pages) == 2
    assert "more in the JSON" in " ".join(pages)


def test_it_says_what_the_html_says_and_the_json():
    result, scenario = season()
    text = " ".join(pages_of(pdf(result, scenario, made_on=DAY)))
    told = json.loads(result.to_json())
    interval = told["match"]["credible_interval"]
    low, middle, high = (count_words(p) for p in (interval["low"], told["match"]["exact"], interval["high"]))
    assert f"about {middle} of 100" in text
    assert f"plausibly {low} to {high}" in text
    said = Reader(html(result, scenario, made_on=DAY)).text
    for sentence in ("Look at the range before the middle", "Letters and kind words", f"plausibly {low} to {high}"):
        assert sentence in text
        assert sentence in said
    for strategy in told["strategies"]:
        assert f"${strategy['cost_usd']['added']:,.0f} more in fees" in text


def test_hostile_names_stay_letters_and_signs():
    result, scenario = season()
    text = "".join("".join(pages_of(pdf(result, scenario, made_on=DAY, names=True))).split())
    for name in ("Ana <b>Petrova</b>", *HOSTILE[:-1]):
        assert "".join(name.split()) in text, name
    assert named(HOSTILE[-1][:180]) in text


def test_a_name_without_a_blank_can_be_copied_and_found_as_it_is():
    name = "Krankenhaus" * 6
    result = dataclasses.replace(case("usual"), scenario_name=name, notes=("Wort" * 90,))
    made = pdf(result, names=True, made_on=DAY)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert all(sign.isprintable() or sign.isspace() for sign in "".join(pages))
    text = "".join("".join(pages).split())
    assert named(name) in text
    assert "Wort" * 90 in text


def test_what_no_font_can_draw_is_named_and_said():
    text = " ".join(pages_of(pdf(*season(), made_on=DAY)))
    assert "[Egyptian]" in text
    assert "No font here can draw Egyptian" in text
    assert ARABIC.split()[0] in text or ARABIC.split()[0][::-1] in text
    assert "No font here" not in " ".join(pages_of(pdf(*empty_season(), made_on=DAY)))


def test_it_is_tagged_and_has_title_language_and_embedded_fonts():
    found = pypdf.PdfReader(io.BytesIO(pdf(*couple(), made_on=DAY)))
    root: Any = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("en")
    assert found.metadata is not None
    assert found.metadata.title == "How likely is a match? Season 2027"
    assert found.metadata.creation_date is not None
    assert found.metadata.creation_date.date() == DAY
    assert "Petrova" not in str(found.metadata)
    fonts = [font.get_object() for page in found.pages for font in page["/Resources"]["/Font"].values()]
    below = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert fonts
    assert all("/FontFile2" in one or "/FontFile3" in one for one in below)


def test_it_is_the_same_to_the_byte_on_the_same_day_only():
    result, scenario = empty_season()
    first = pdf(result, scenario, made_on=DAY)
    assert first == pdf(result, scenario, made_on=DAY)
    assert first != pdf(result, scenario, made_on=date(2026, 11, 17))


def test_without_typst_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"typst, which is not installed. .*\[report\]") as caught:
        pdf(*empty_season(), made_on=DAY)
    assert "\n" not in str(caught.value)


def test_an_unknown_paper_is_refused():
    with pytest.raises(InputError, match=r"unknown size of paper \(got 'a5'\)"):
        pdf(*empty_season(), made_on=DAY, paper="a5")


def test_pictures_in_a_name_are_told_as_what_they_are():
    result = dataclasses.replace(case("usual"), scenario_name="\U0001f3e5 Hospital")
    text = " ".join(pages_of(pdf(result, names=True, made_on=DAY)))
    assert "[Symbol] Hospital" in text or "\U0001f3e5 Hospital" in text
    assert "[Hospital]" not in text
