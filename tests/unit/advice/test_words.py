"""The summary for the terminal: what it says, in which order, and that it holds at every edge."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.advice import possible, reasons, words
from simulator.advice.places import Place, leaves_out_unlisted, run_label
from simulator.advice.terminal import cells, cut, fold
from simulator.outcomes.result import Estimate, RunResult
from simulator.pipeline import run
from simulator.scenario import scenario_from_dict
from tests.factories import make_programs, make_result
from tests.unit.advice.edges import LIMIT, ODD_NAMES, REFUSED, SCORE, UNLISTED, VISA, case

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


def test_grave_warnings_come_before_what_can_still_be_done():
    text = words.summary(make_result(0.1, warnings=("decides it", "mere detail"), grave_warnings=1), width=80)
    assert text.index("!! decides it") < text.index(possible.OPENING[:30]) < text.index("mere detail")


def test_closed_and_unanswered_places_say_so():
    text = words.summary(case("look-alikes"), width=84, encoding="utf-8")
    assert "not answered yet, places 6 to 85" in text
    assert "4. Visa FM: closed (visa)" in text
    assert "5. Old Graduates FM: closed (years)" in text
    assert "FM that said no (12 programs): the program has turned the application down" in text
    assert "7 closed" not in text
    assert "3 closed (visa)" in words.summary(case("all filtered"), width=84)


def test_a_run_of_places_with_closed_ones_between():
    def place(position: int, waiting: bool) -> Place:
        return Place(position, "A", 0.1, "", waiting)

    assert run_label([place(4, False), place(6, True)]) == "2 of places 4 to 6"
    assert run_label([place(4, True), place(6, True)]) == "not answered yet, 2 of places 4 to 6"
    assert run_label([place(4, False)]) == "place 4"
    assert run_label([place(4, True), place(5, True)], compact=True) == "not answered yet, 4 to 5"


def test_unlisted_applications_make_no_number_certain():
    sure = make_result(interviews=[0.0, 0.0, 1.0], warnings=(UNLISTED,))
    assert "2 interviews, not counting programs that are not listed." in words.summary(sure, width=200)
    assert "not counting programs" in words.summary(case("look-alikes"), width=200)


def test_fees_say_for_how_many_programs():
    assert "Application fees for the 6 programs applied to: $1,490" in words.summary(case("usual"), width=200)


SEASON = {
    "name": "Every reason once",
    "season": 2027,
    "as_of": "2026-12-01",
    "applicant": {"type": "non_us_img", "step2_ck": 220, "years_since_graduation": 9, "visa": "j1",
                  "us_clinical_experience_months": 0, "applications_sent": {"internal_medicine": 50}},
    "programs": [
        {"name": name, "specialty": "internal_medicine", "setting": "community", "status": "applied", **fields}
        for name, fields in {
            "visa": {"visas": []},
            "score": {"min_step2_ck": 230},
            "years": {"max_years_since_graduation": 5},
            "experience": {"min_us_clinical_experience_months": 3},
            "turned down": {"status": "rejected"},
            "kept": {"status": "invited", "interview_on": "2026-12-09"},
            "same day": {"status": "invited", "interview_on": "2026-12-09"},
        }.items()
    ],
}  # fmt: skip


def test_short_words_and_warnings_are_those_of_the_season():
    """The words lean on how sentences of the season begin; this holds the two together."""
    result = run(scenario_from_dict(SEASON), replicates=500)
    found = dict(zip(result.by_program["program"], result.by_program["filtered"], strict=True))
    assert {name: reasons.words(why) for name, why in found.items() if why} == {
        name: [name] for name in ("visa", "score", "years", "experience", "turned down", "same day")
    }
    assert leaves_out_unlisted(result)


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
    limits = make_result(0.1, programs=make_programs(["A", "B", "C"], filtered=[SCORE, LIMIT, REFUSED]))
    said = " ".join(possible.steps(limits))
    assert "2 programs are closed by a stated limit on score or years since graduation" in said
    assert possible.EMAILS not in said
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
    assert "Lakeside Community IM (2 programs), Riverbend University Hospital: needs J-1" in text
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
