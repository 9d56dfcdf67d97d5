"""The PDF of a scenario that ships says the numbers of the JSON of the same run, in words for people, on two pages."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from simulator.advice.frequency import count_words, range_words
from simulator.advice.report import pdf
from simulator.outcomes.result import RunResult
from simulator.pipeline import run
from simulator.scenario import Scenario, load_scenario
from tests.reports import DAY, pages_of

pytest.importorskip("typst", reason="the extra report is not installed")
pytest.importorskip("pypdf", reason="reads PDFs back in tests")

SCENARIOS = Path(__file__).parents[4] / "scenarios"
PEOPLE = (
    *("november_zero_interviews", "step3_for_h1b", "letters_after_the_interview", "where_to_send_signals"),
    *("older_graduate", "backup_specialty"),
)
COUPLES = ("couple_img_and_us_graduate",)
#: Keys of the file, that nobody who reads a report has seen.
KEY = re.compile(r"\b[a-z]+[0-9]?(?:_[a-z0-9]+)+\b|\bas_of\b")


@cache
def made(name: str) -> tuple[RunResult, Scenario]:
    scenario = load_scenario(SCENARIOS / f"{name}.yaml")
    return run(scenario, replicates=300), scenario


@cache
def read(name: str) -> tuple[dict[str, Any], list[str]]:
    """The JSON of a run, and the pages of its report."""
    result, scenario = made(name)
    return json.loads(result.to_json()), pages_of(pdf(result, scenario, made_on=DAY))


def spread(found: dict[str, Any]) -> str:
    return range_words(found["credible_interval"]["low"], found["credible_interval"]["high"])


def counted(p: float, within: str) -> str:
    return count_words(p) if count_words(p) == within else f"{count_words(p)} ({within})"


@pytest.mark.parametrize("name", PEOPLE)
def test_the_answer_its_range_and_where_it_falls_are_those_of_the_json(name: str):
    told, pages = read(name)
    first, text = pages[0], " ".join(pages)
    match = told["match"]
    low, high = (count_words(match["credible_interval"][end]) for end in ("low", "high"))
    answer = f"{count_words(match['exact'])} of 100 applicants in this situation match"
    assert answer in first
    assert f"{answer}; plausibly {spread(match)}." in first or spread(match) == count_words(match["exact"])
    for label, words in (("pessimistic", low), ("central", count_words(match["exact"])), ("optimistic", high)):
        assert f"{label} {words} of 100" in first
    assert f"no match {count_words(1 - match['exact'])}" in first
    for place in told["by_position"][:3]:
        if (row := f"{place['position']}. {place['program']} ") in first:
            assert f"{row}{count_words(place['exact'])} " in first
    assert f"${told['cost_usd']['total']:,.0f} (ERAS" in text
    if told["soap"]["probability"] > 0:
        assert f"SOAP adds a position for {_about(told['soap']['probability'])}" in text


def _about(p: float) -> str:
    words = count_words(p)
    return f"about {words} of 100" if words.isdigit() else f"{words} of 100"


@pytest.mark.parametrize("name", COUPLES)
def test_a_couple_is_told_what_the_json_says_of_both_and_of_each(name: str):
    told, pages = read(name)
    first, text = pages[0], " ".join(pages)
    couple = told["couple"]
    for outcome, words in (("both", "both match"), ("neither", "neither")):
        found = couple["uncertainty"][outcome]
        ends = count_words(found["credible_interval"]["low"]), count_words(found["credible_interval"]["high"])
        beside = rf" \(plausibly {spread(found)}\)" if ends[0] != ends[1] else ""
        assert re.search(rf"{words}: [a-z ]*\d+{beside} ", first)
    for who, partner in zip(("First", "Second"), couple["partners"], strict=True):
        alone, paired = partner["alone"], partner["in_couple"]
        said = f"alone {count_words(alone['exact'])} (plausibly {spread(alone)}) match, by the joint list "
        said += f"{count_words(paired['exact'])} (plausibly {spread(paired)})"
        assert re.search(rf"{who} partner \([A-Za-z -]+\): {re.escape(said)}", first)
    fees = [f"${one['total']:,.0f}" for one in couple["cost_usd"]["partners"]]
    assert f"{fees[0]} and {fees[1]}, together ${couple['cost_usd']['total']:,.0f}" in text


@pytest.mark.parametrize("name", [*PEOPLE, *COUPLES])
def test_strategies_are_those_of_the_json(name: str):
    told, (_, second) = read(name)
    for one in told.get("strategies", []):
        match = one["match"] if "couple" not in one else one["couple"]["both"]["match"]
        assert counted(match["exact"], spread(match)) in second or spread(match) in second, one["name"]
        if one["cost_usd"]["added"] > 0:
            assert f"${one['cost_usd']['added']:,.0f} more in fees" in second


@pytest.mark.parametrize("name", [*PEOPLE, *COUPLES])
def test_nothing_is_none_or_all_and_no_key_of_the_file_is_named(name: str):
    text = " ".join(read(name)[1])
    assert not re.search(r"\b(0|100) of 100\b", text)
    assert not KEY.findall(text)
    assert "\u200b" not in text
