"""A season with hostile names, its report, and what can be read from one: tags of HTML, text of a PDF."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from html.parser import HTMLParser
from typing import Any

from simulator.outcomes.result import RunResult
from simulator.pipeline import run
from simulator.scenario import Scenario, scenario_from_dict

DAY = date(2026, 11, 16)
HOSTILE = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    '#panic("x")',
    "$x$ *bold* _it_ `raw` @ref <label> // c",
    "{{ 7*7 }}{% raw %}",
    '" onload="alert(1)',
    "= Heading",
    "#import sys: *",
    "&amp;&lt;b&gt; \\u{41} \\",
    "W" * 200,
)
#: A hieroglyph, which none of the fonts that are tried can draw.
UNDRAWN = "\U00013000 Hospital"
ARABIC = "مستشفى الملك"
PERSON = "Ana <b>Petrova</b>"


def _interview(name: str, **more: Any) -> dict[str, Any]:
    usual = {"specialty": "internal_medicine", "setting": "community", "status": "interviewed", "visas": ["j1"]}
    return {"name": name, **usual, **more}


@cache
def season(calibration: str = "rules-of-thumb", person: str = PERSON) -> tuple[RunResult, Scenario]:
    """A run of one applicant whose programs and strategies have hostile names, and its scenario."""
    programs = [_interview(name) for name in (*HOSTILE[:5], ARABIC, UNDRAWN)]
    strategies = [
        {"name": name[:180], "edits": [{"add_programs": _interview(f"More {k}")}]} for k, name in enumerate(HOSTILE[5:])
    ]
    data = {
        "name": person, "season": 2027, "as_of": "2026-11-15", "calibration": calibration,
        "applicant": {"type": "non_us_img", "step2_ck": 238, "visa": "j1"},
        "programs": programs, "strategies": strategies,
    }  # fmt: skip
    scenario = scenario_from_dict(data)
    return run(scenario, replicates=300), scenario


@cache
def empty_season() -> tuple[RunResult, Scenario]:
    """A run of a season that cannot end in a match."""
    applicant = {"type": "non_us_img", "visa": "j1"}
    programs = [_interview("Closed", status="applied", visas=[])]
    data = {"name": "x", "season": 2027, "as_of": "2026-12-01", "calibration": "rules-of-thumb"}
    scenario = scenario_from_dict({**data, "applicant": applicant, "programs": programs})
    return run(scenario, replicates=200), scenario


@cache
def couple() -> tuple[RunResult, Scenario]:
    """A run of a couple with a strategy."""
    people = [[_interview(f"{who} {k}", city="Flint", state="MI") for k in range(2)] for who in (HOSTILE[0], "Second")]
    partner = {"applicant": {"type": "us_md"}, "programs": people[1]}
    data = {
        "name": PERSON, "season": 2027, "as_of": "2026-11-15", "calibration": "rules-of-thumb",
        "applicant": {"type": "non_us_img", "visa": "j1"}, "programs": people[0],
        "couple": {"partner": partner, "build": {"together": "city"}},
        "strategies": [{"name": "alone", "edits": [{"set_couple": {"alone": True}}]}],
    }  # fmt: skip
    scenario = scenario_from_dict(data)
    return run(scenario, replicates=300), scenario


class Reader(HTMLParser):
    """What a browser would see: tags with their attributes, and the text outside of style."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._in_style = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the name is the parser's
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All words with single blanks between them."""
        return " ".join(" ".join(self.words).split())


def pages_of(pdf: bytes) -> list[str]:
    """Text of each page as it can be selected, with single blanks."""
    import pypdf

    found = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return [" ".join(text.split()) for text in found]
