"""What a report says: limits first, the numbers of the JSON, nobody's name, and less of it where room is short."""

import dataclasses
import json
import re
from datetime import date
from itertools import pairwise

import pytest

from simulator.advice.frequency import count_words, range_words
from simulator.advice.report import content
from simulator.advice.report.parts import Bullets, Cell, Facts, Picture, Report, Section, Table, Text
from simulator.advice.report.pictures import FULL, HALF, filled, people, strip
from simulator.advice.report.provenance import scenario_hash
from simulator.advice.report.room import LEVELS, some
from simulator.errors import InputError
from simulator.outcomes.result import RunResult
from simulator.scenario import scenario_from_dict
from tests.reports import DAY, PERSON, couple, empty_season, season
from tests.unit.advice.couple_edges import COUPLES, couple_case
from tests.unit.advice.edges import case

ZERO_OR_ALL = re.compile(r"\b(0|100) of 100\b|: 0\b")


def sections(report: Report) -> dict[str, Section]:
    return {one.key: one for one in (*report.first, *report.second)}


def texts(section: Section) -> list[str]:
    found: list[str] = []
    for block in section.blocks:
        match block:
            case Text():
                found.append(block.text)
            case Bullets():
                found += [f"{one.lead} {one.text}".strip() for one in block.entries]
            case Table():
                found += [text for row in block.rows for cell in row for text in (cell.text, *cell.small)]
            case Picture():
                found += [f"{panel.title} {panel.text}" for panel in block.panels] + [key.text for key in block.keys]
            case Facts():
                found += [f"{name}: {text}" for name, text in block.rows]
    return found


def test_the_parts_of_one_applicant_stand_in_the_order_of_reading():
    found = content(*season(), made_on=DAY)
    assert [one.key for one in found.first] == ["limits", "answer", "where", "rests"]
    assert [one.key for one in found.second] == ["strategies", "plan", "provenance"]
    kinds = {key: [type(block).__name__ for block in one.blocks] for key, one in sections(found).items()}
    assert kinds["limits"][0] == "Bullets"
    assert kinds["answer"][:2] == ["Text", "Picture"]
    assert kinds["where"][0] == kinds["strategies"][0] == "Table"
    assert kinds["provenance"] == ["Facts"]


def test_the_parts_of_a_couple_stand_in_the_order_of_reading():
    found = content(*couple(), made_on=DAY)
    assert [one.key for one in found.first] == ["limits", "answer", "together", "where", "rests"]
    assert {"strategies", "plan", "provenance"} <= {one.key for one in found.second}


def test_a_season_that_cannot_end_in_a_match_gets_steps_and_support():
    found = sections(content(*empty_season(), made_on=DAY))
    assert list(found)[-5:] == ["steps", "support", "plan", "strategies", "provenance"]
    assert "adviser" in " ".join(texts(found["support"]))
    assert "fewer than 1 of 100" in texts(found["answer"])[0]


def test_support_stands_by_where_the_range_only_touches_the_red_zone():
    touched = case("usual")
    found = sections(content(_with_zones(touched, ("red", "yellow")), made_on=DAY))
    assert "support" in found
    assert "steps" not in found
    assert "support" not in sections(content(_with_zones(touched, ("yellow",)), made_on=DAY))


def _with_zones(result: RunResult, zones: tuple[str, ...]) -> RunResult:
    return dataclasses.replace(result, zone="yellow", zones=zones)


def test_numbers_are_those_of_the_json_of_the_same_run():
    result, scenario = season()
    told, found = json.loads(result.to_json()), sections(content(result, scenario, made_on=DAY))
    match, interval = told["match"], told["match"]["credible_interval"]
    ends = [count_words(interval[end]) for end in ("low", "high")]
    opening, *panels = texts(found["answer"])[:4]
    assert f"{count_words(match['exact'])} of 100" in opening
    assert panels == [
        f"{name} {words} of 100"
        for name, words in zip(
            ("pessimistic", "central", "optimistic"), (ends[0], count_words(match["exact"]), ends[1]), strict=True
        )
    ]
    table = next(block for block in found["where"].blocks if isinstance(block, Table))
    rows = {row[0].text: row[1].text for row in table.rows}
    for place in told["by_position"][:3]:
        shown = next(words for name, words in rows.items() if name.startswith(f"{place['position']}. "))
        assert shown == count_words(place["exact"])
    assert rows["no match"] == count_words(1 - match["exact"])
    listed = next(block for block in found["strategies"].blocks if isinstance(block, Table)).rows[1:]
    for row, strategy in zip(listed, told["strategies"], strict=True):
        inside = strategy["match"]["credible_interval"]
        spread = range_words(inside["low"], inside["high"])
        assert row[1].text == f"{count_words(strategy['match']['exact'])} ({spread})"
        assert f"${strategy['cost_usd']['added']:,.0f}" in row[4].text


def test_numbers_of_a_couple_are_those_of_the_json():
    result, scenario = couple()
    told = json.loads(result.to_json())["couple"]
    said = texts(sections(content(result, scenario, made_on=DAY))["answer"])
    for name, what in {"both": "both match", "neither": "neither"}.items():
        found = told["uncertainty"][name]
        spread = range_words(found["credible_interval"]["low"], found["credible_interval"]["high"])
        (text,) = (text for text in said if text.startswith(f"{what}: "))
        count = text.split(": ")[1].split(" (")[0]
        assert count.isdigit() == (0.01 <= found["refined"] <= 0.99)
        assert abs(int(count) - 100 * found["refined"]) < 1 if count.isdigit() else count.startswith("fewer")
        assert f"(plausibly {spread})" in text or not set(spread.split()) & {"to", "or"}


def test_every_edge_has_a_report_that_never_says_none_or_all(result: RunResult):
    found = sections(content(result, made_on=DAY))
    for key in ("answer", "where", "strategies"):
        for text in texts(found[key]):
            assert not ZERO_OR_ALL.search(text), text
            assert text == " ".join(text.split()), text
            assert text.isprintable(), text


@pytest.mark.parametrize("name", list(COUPLES))
def test_every_edge_of_a_couple_has_a_report(name: str):
    found = sections(content(couple_case(name), made_on=DAY))
    for key in ("answer", "where", "together"):
        assert not [text for text in texts(found[key]) if ZERO_OR_ALL.search(text)]


def test_names_of_people_are_left_out_unless_asked_for():
    result, scenario = season()
    without = str(content(result, scenario, made_on=DAY, file="ana.yaml"))
    assert "Petrova" not in without
    assert "ana.yaml" not in without
    told = content(result, scenario, made_on=DAY, file="ana.yaml", names=True)
    assert told.about.startswith(PERSON)
    assert "ana.yaml" in str(told)


def test_provenance_says_how_to_make_the_same_numbers_again():
    result, scenario = season()
    said = " ".join(texts(sections(content(result, scenario, made_on=DAY, source=b"abc"))["provenance"]))
    assert "matchsim run FILE --seed 7 --replicates 300" in said
    assert scenario_hash(scenario)[:16] in said
    assert "ba7816bf8f01cfea" in said  # SHA-256 of abc, FIPS 180-4
    assert "rules-of-thumb" in said
    assert str(DAY) in said


def test_the_hash_of_a_scenario_moves_with_its_content_only():
    first, again = season()[1], scenario_from_dict({"name": "x", "season": 2027, "applicant": {"type": "us_md"}})
    same = scenario_from_dict({"applicant": {"type": "us_md"}, "season": 2027, "name": "x"})
    assert scenario_hash(again) == scenario_hash(same) != scenario_hash(first)
    other = scenario_from_dict({"name": "x", "season": 2027, "applicant": {"type": "us_do"}})
    assert scenario_hash(other) != scenario_hash(again)
    pair = couple()[1]
    assert scenario_hash(pair) == scenario_hash(pair)


def test_the_day_is_as_given_then_as_the_environment_says(monkeypatch: pytest.MonkeyPatch):
    result, scenario = season()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert content(result, scenario).made_on == "1970-01-02"
    assert content(result, scenario, made_on=date(2027, 1, 1)).made_on == "2027-01-01"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(InputError, match="SOURCE_DATE_EPOCH: is not a time"):
        content(result, scenario)


def test_this_month_begins_on_the_day_of_the_scenario():
    result, scenario = season()
    plan = sections(content(result, scenario, made_on=DAY))["plan"]
    assert plan.title == "What to do or begin this month, 2026-11-15 to 2026-12-15"
    assert "some go on after this month" in texts(plan)[0]
    starts = re.findall(r"From (\d{4}-\d\d-\d\d)", " ".join(texts(plan)))
    assert all(day <= "2026-12-15" for day in starts)
    assert "without the scenario" in " ".join(texts(sections(content(result, made_on=DAY))["plan"]))


def test_a_couple_is_named_by_what_both_apply_to():
    about = content(*couple(), made_on=DAY).about
    assert about == "Couple: non-US IMG (internal medicine) and US MD (internal medicine); season as of 2026-11-15"
    assert content(couple()[0], made_on=DAY).about == "Couple: non-US IMG (internal medicine) and US MD"


def test_a_couple_is_told_who_can_do_what():
    plan = " ".join(texts(sections(content(*couple(), made_on=DAY))["plan"]))
    assert "Both of you, until" in plan
    assert "Pass Step 3" not in plan  # the first partner needs a J-1, the second no visa


def test_each_level_shows_no_more_than_the_one_before():
    assert all(b <= a for wide, tight in pairwise(LEVELS) for a, b in zip(wide, tight, strict=True))
    assert min(level.warnings for level in LEVELS) > 0


def test_what_is_left_out_is_counted():
    room = LEVELS[0]
    assert some("abc", 2, room) == ("a", "b", "c")  # never "and 1 more"
    assert some(map(str, range(40)), 3, room)[-1] == "and 37 more in the JSON"
    long = some(["word " * 400], 3, room)[0]
    assert long.endswith("word ... (whole in the JSON)")
    said = texts(sections(content(case("thirty strategies"), made_on=DAY, level=5))["strategies"])
    assert "... and 27 more in the JSON." in said


def test_pictures_show_the_count_and_hold_no_text():
    assert sum(filled(0.6)) == 60
    assert filled(0.0)[0] == HALF
    assert filled(1.0)[-1] == HALF
    assert people([FULL] * 3).count("a1.7,1.7") == 6
    for svg in (people(filled(0.6)), strip(0.2, 0.5, 0.3), strip(1.0, 1.0)):
        assert "<text" not in svg
        assert "style=" not in svg


def test_a_cell_is_what_it_says():
    assert Cell("a") == Cell("a", (), "")
