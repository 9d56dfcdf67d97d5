"""The summary for the terminal: what it says, in which order, and that it holds at every edge."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.advice import possible, words
from simulator.advice.terminal import cells, cut, fold
from simulator.outcomes.result import Estimate, RunResult
from tests.factories import make_programs, make_result
from tests.unit.advice.edges import ODD_NAMES, VISA, case

FORBIDDEN = re.compile(r"\b(0|100) of 100\b|\b[Nn]a[Nn]\b|\bNone\b|\binf\b|%|\d\.\d")


def test_every_edge_reads_well(result: RunResult):
    text = words.summary(result, width=80, encoding="utf-8")
    own = text
    for name in [*result.by_program["program"].head(10), *ODD_NAMES, result.scenario_name]:
        own = own.replace(" ".join(name.split()), "")
    own = re.sub(r"^ +\d+\. .*$", "", own, flags=re.MULTILINE)
    assert not FORBIDDEN.search(own.replace("100% {x} {0} %s", "")), own
    assert "\x1b" not in text
    assert words.DISCLAIMER in text.replace("\n", " ")
    assert "binds both sides" in text.replace("\n", " ")


@pytest.mark.parametrize("width", [24, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(result: RunResult, width: int):
    for line in words.summary(result, width=width, encoding="utf-8").splitlines():
        assert cells(line) <= width, line


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-8", "no-such-codec"])
def test_text_can_be_encoded_by_the_stream(result: RunResult, encoding: str):
    text = words.summary(result, width=80, encoding=encoding)
    text.encode("ascii" if encoding == "no-such-codec" else encoding)


def test_opening_gives_frequency_and_range():
    result = make_result(match=Estimate(0.6, 0.001, 0.6, 0.47, 0.75, 0.9))
    assert words.opening(result) == (
        "In this model about 60 of 100 applicants in this situation match; plausibly 47 to 75."
    )


def test_what_was_not_modelled_follows_the_answer():
    text = words.summary(case("usual"), width=80, encoding="utf-8")
    order = ["In this model", "Zone: yellow", "leaves out", "Where on the list", "SOAP", "Not affiliated"]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)


def test_grave_warnings_come_before_the_answer_and_none_is_lost():
    result = make_result(warnings=tuple(f"warning number {n}" for n in range(7)), grave_warnings=2)
    text = words.summary(result, width=80, encoding="utf-8")
    assert text.index("!! warning number 1") < text.index("In this model")
    assert text.index("warning number 2") > text.index("In this model")
    assert all(f"warning number {n}" in text for n in range(7))


def test_a_low_result_opens_with_what_can_still_be_done():
    text = words.summary(case("low"), width=80, encoding="utf-8").replace("\n", " ")
    assert text.index(possible.OPENING[:40]) < text.index("In this model about 12")
    assert "988" in text
    assert "SOAP" in text[: text.index("In this model about 12")]


def test_a_result_that_is_not_low_does_not_preach():
    assert possible.OPENING[:30] not in words.summary(case("usual"), width=200)


def test_steps_fit_the_programs():
    visa = make_result(0.1, programs=make_programs(["A", "B"], filtered=[VISA, []]))
    assert any(step.startswith("1 program is closed by visa") for step in possible.steps(visa))
    assert possible.EMAILS in possible.steps(visa)
    heard = make_result(0.1, programs=make_programs(["A"], status="interviewed"))
    assert possible.EMAILS not in possible.steps(heard)
    h1b = [["H-1B needs Step 3, which is not passed"]]
    assert possible.STEP3 in possible.steps(make_result(0.1, programs=make_programs(["A"], filtered=h1b)))
    assert possible.COMMUNITY_US in possible.steps(make_result(0.1, applicant_type="us_md"))


def test_there_are_one_hundred_icons(result: RunResult):
    text = words.summary(result, width=80, encoding="utf-8")
    rows = [line for line in text.splitlines() if re.fullmatch("  [\u25cf\u25d0\u25cb]+", line)]
    assert sum(len(line.strip()) for line in rows) == 100
    assert set("".join(rows)) - {" ", "\u25cf"}, "never one hundred of one hundred"
    assert set("".join(rows)) - {" ", "\u25cb"}, "never none of one hundred"


def test_colour_changes_nothing_but_colour(result: RunResult):
    plain = words.summary(result, width=60, encoding="utf-8")
    painted = words.summary(result, width=60, colour=True, encoding="utf-8")
    assert painted != plain
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == plain


def test_filtered_programs_are_named_with_their_reason():
    text = words.summary(case("all filtered"), width=200, encoding="utf-8")
    assert "Lakeside Community IM 1, Lakeside Community IM 2, Riverbend University Hospital: needs J-1" in text
    assert "Step 2 CK 221 against the program's minimum of 230" in text


def test_interviews_are_said_to_be_certain_when_they_are():
    assert "1 interview, certain" in words.summary(case("one sure program"), width=80)
    assert "about 30 of 100 seasons bring at least one" in words.summary(case("hardly an interview"), width=200)


def test_one_line_is_one_line_with_range_and_disclaimer(result: RunResult):
    line = words.one_line(result)
    assert "\n" not in line
    assert not FORBIDDEN.search(line)
    assert "Not affiliated" in line
    assert result.zone in line


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_any_estimate_can_be_worded(p: float, q: float, r: float):
    low, middle, high = sorted((p, q, r))
    result = make_result(middle, ["A", "B"], match=Estimate(middle, 0.0, middle, low, high, 0.9))
    text = words.summary(result, width=80, encoding="utf-8") + words.one_line(result)
    assert not FORBIDDEN.search(re.sub(r"^ +\d+\. ", "", text, flags=re.MULTILINE))


@given(st.text(max_size=80), st.integers(4, 40))
def test_cut_and_folded_text_fits(text: str, width: int):
    assert cells(cut(text, width)) <= width
    assert all(cells(line) <= width for line in fold(text, width))
