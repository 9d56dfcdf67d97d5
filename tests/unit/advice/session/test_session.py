"""The view of a session: the engine's own numbers, words that are never more precise, and nothing that runs."""

import csv
import io
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from simulator.advice.session import later
from simulator.advice.session.downloads import KINDS, answer_csv, download
from simulator.advice.session.session import Session
from simulator.advice.session.start import OTHERS, example_text, examples, start
from simulator.errors import InputError
from simulator.pipeline import run
from simulator.pipeline.costs import cost_of
from simulator.scenario import load_scenario
from simulator.scenario.couple_people import each_alone

ROOT = Path(__file__).resolve().parents[4]
MIDDLELESS = {"of_100": ("central",), "count_words": ("central",)}
EVIL = "<script>alert(1)</script>"


@cache
def session() -> Session:
    return Session()


@cache
def text_of(name: str) -> str:
    return (ROOT / "scenarios" / f"{name}.yaml").read_text("utf-8")


def data_of(name: str) -> dict[str, Any]:
    return session().read_text(text_of(name)).data


def answer(name: str, **levers: object) -> dict[str, Any]:
    return session().answer(data_of(name), levers)


@pytest.fixture(scope="module")
def mock() -> dict[str, Any]:
    return answer("mock_interviews")


def test_the_view_has_the_numbers_of_the_command(mock: dict[str, Any]):
    known = run(load_scenario(ROOT / "scenarios" / "mock_interviews.yaml"), replicates=100, workers=1)
    assert mock["probability"] == pytest.approx(known.match.exact, abs=1e-9)
    assert (mock["low"], mock["high"]) == pytest.approx((known.match.low, known.match.high), abs=0.03)
    assert mock["zone"] == known.zone
    assert [row["program"] for row in mock["by_position"]] == known.by_position["program"].tolist()
    for row, one in zip(mock["strategies"][1:], known.compared, strict=True):
        assert row["name"] == one.name
        assert row["difference_low"] == pytest.approx(100 * one.difference.low, abs=2)
        assert row["cost_usd_added"] == one.added_usd
    assert mock["strategies"][0]["base"] is True
    assert len(mock["interviews"]["distribution"]) == len(mock["interviews"]["distribution"])
    assert json.loads(json.dumps(mock, allow_nan=False)) == mock


def test_counts_add_up_to_what_is_said(mock: dict[str, Any]):
    of = mock["of_100"]
    assert of["low"] <= of["central"] <= of["high"]
    assert mock["headline"].count(f"about {mock['count_words']['central']} of 100") == 1
    assert sum(row["probability"] for row in mock["by_position"]) == pytest.approx(mock["probability"], abs=1e-5)
    assert mock["no_match"]["probability"] == pytest.approx(1 - mock["probability"], abs=1e-9)
    assert all(mock["text"][part] for part in ("picture", "curve", "by_position", "strategies"))


def test_with_a_lever_set_no_middle_stands_alone():
    before, found = answer("mock_interviews"), answer("mock_interviews", community_interviews=2)
    assert found["probability"] > before["probability"]
    for part, missing in MIDDLELESS.items():
        assert not set(missing) & set(found[part])
    assert "plausibly" in found["headline"]
    assert "about" not in found["headline"]
    assert found["as_it_stands"]["probability"] == before["probability"]
    yours = found["strategies"][1]
    assert yours["yours"] is True
    assert "of_100" not in yours
    assert found["levers"] == {"community_interviews": 2}
    assert not any("probability" in row for row in found["curve"])


def test_a_calibration_of_one_assumption_keeps_its_middle():
    data = {**data_of("mock_interviews"), "calibration": "rules-of-thumb"}
    found = session().answer(data, {"community_interviews": 2})
    assert "central" in found["of_100"]
    assert "about" in found["headline"]


def test_a_what_if_is_called_one():
    found = answer("mock_interviews", visa_instead="none")
    assert found["strategies"][1]["what_if"] is True
    assert "not counted as help" in found["strategies"][1]["words"] or found["strategies"][1]["difference_high"] <= 0


def test_levers_at_rest_change_nothing(mock: dict[str, Any]):
    resting = {"community_interviews": 0, "signals": "none", "intent_letter": False}
    assert session().answer(data_of("mock_interviews"), resting) == mock


def test_fewer_draws_are_said_and_refining_uses_all():
    quick = answer("mock_interviews")
    assert quick["draws"]["used"] < quick["draws"]["of"]
    assert any("parameter sets" in text for text in quick["limits"])
    whole = session().refine(data_of("mock_interviews"), {}, 2_000)
    assert whole["draws"]["used"] == whole["draws"]["of"]
    assert not any("For speed" in text for text in whole["limits"])
    assert whole["sampled"]["replicates"] == 2_000
    known = run(load_scenario(ROOT / "scenarios" / "mock_interviews.yaml"), replicates=2_000, workers=1)
    assert whole["low"] == pytest.approx(known.match.low, abs=1e-9)
    assert whole["sampled"]["probability"] == pytest.approx(known.match.probability, abs=1e-9)


def test_a_low_outlook_comes_with_what_can_be_done():
    found = answer("november_zero_interviews")
    assert found["zone"] == "red"
    assert not re.search(r"\b(0|100) (match|at)", found["text"]["picture"])
    assert "a reason to act" in found["support"][0]


def test_what_takes_longer_comes_by_itself_and_then_with_the_answer():
    data, asking = data_of("mock_interviews"), Session()
    assert "fan" not in asking.answer(data)
    season, moves = asking.season(data), asking.moves(data)
    assert len(season["fan"]["dates"]) == len(season["fan"]["quantiles"]["0.5"])
    assert season["plan"]
    assert {"when", "what", "why"} == set(season["plan"][0])
    sizes = [max(abs(row["low"]), abs(row["high"])) for row in moves["moves"]]
    assert sizes
    assert not any("of_100_change" in row for row in moves["moves"])
    both = asking.answer(data)
    assert both["fan"] == season["fan"]
    assert both["moves"] == moves["moves"]
    assert set(both["text"]) >= {"fan", "moves", "picture"}


def test_a_couple_has_its_four_outcomes_and_a_lever_moves_both():
    name = "couple_two_imgs_ten_each"
    found = answer(name)
    parts = [found["couple"][key]["probability"] for key in ("both", "first_only", "second_only", "neither")]
    assert sum(parts) == pytest.approx(1, abs=0.01)
    assert found["pending"] == ["strategies"]
    known = run(load_scenario(ROOT / "scenarios" / f"{name}.yaml"), replicates=1_000, workers=1).couple
    assert known is not None
    assert found["couple"]["both"]["probability"] == pytest.approx(known.both.refined, abs=0.02)
    assert [one["name"] for one in found["couple"]["alone"]] == ["First partner", "Second partner"]
    more = answer(name, shared_interviews=2)
    assert more["couple"]["both"]["low"] > found["couple"]["both"]["low"]
    assert "both match for plausibly" in more["headline"]
    assert more["strategies"][1]["cost_usd_added"] > 0


def test_what_is_one_partners_own_says_whose_it_is():
    found = answer("couple_img_and_us_graduate")
    assert [text.split(":")[0] for text in found["facts"][:4]] == ["First partner", "Second partner"] * 2
    first, second = found["interviews"], found["second_partner"]["interviews"]
    couple = load_scenario(ROOT / "scenarios" / "couple_img_and_us_graduate.yaml")
    for person, part in zip(each_alone(couple), (first, second), strict=True):
        assert part["expected"] == pytest.approx(run(person, replicates=50, workers=1).interviews.expected, abs=0.2)
    assert found["facts"][-1].count("$") == 3
    assert found["cost"]["total_usd"] == sum(cost_of(person).total_usd for person in each_alone(couple))
    unmatched = found["couple"]["first_only"]["probability"] + found["couple"]["neither"]["probability"]
    assert 0 < found["second_partner"]["soap"]["probability"] < unmatched + 0.01
    assert found["text"]["couple"] != found["headline"]


def test_the_season_ahead_of_a_couple_is_that_of_both():
    asking, data = session(), data_of("couple_two_imgs_ten_each")
    found = asking.season(data)
    assert {"fan", "second_fan", "plan", "text"} == set(found)
    assert found["text"]["second_fan"].startswith("Second partner: ")
    assert {step["who"] for step in found["plan"]} <= {"both of you", "first partner", "second partner"}
    assert len({(step["what"], step["who"]) for step in found["plan"]}) == len(found["plan"])


def test_what_both_can_do_is_said_once():
    step = {"when": "until 1 March", "what": "Rank all", "why": ""}
    own = {**step, "what": "Write"}
    found = later.of_couple(
        {"plan": [own, step], "text": {"fan": "a"}}, {"plan": [step, {**own, "what": "Call"}], "text": {"fan": "b"}}
    )
    assert [(one["what"], one["who"]) for one in found["plan"]] == [
        ("Write", "first partner"), ("Rank all", "both of you"), ("Call", "second partner")
    ]  # fmt: skip


def test_a_poor_outlook_of_either_partner_comes_with_steps_that_say_whose_they_are():
    data = data_of("couple_two_imgs_ten_each")
    poor = {**data["couple"]["partner"], "programs": data["couple"]["partner"]["programs"][:1], "rank_order_list": []}
    poor["programs"] = [{**poor["programs"][0], "count": 1}]
    del poor["rank_order_list"]
    couple = {key: value for key, value in data["couple"].items() if key != "joint_rank_order_list"}
    changed = {**data, "couple": {**couple, "partner": poor}}
    changed.pop("strategies", None)
    found = session().answer(changed)
    assert found["support"][0].startswith("A low number is a reason to act")
    assert any(text.startswith("Second partner: ") for text in found["support"])
    assert sum("988" in text for text in found["support"]) == 1


def test_names_of_users_are_text_and_no_more():
    data = data_of("mock_interviews")
    data = {**data, "name": EVIL, "programs": [{**one, "name": f"=cmd {k}"} for k, one in enumerate(data["programs"])]}
    del data["strategies"]
    found = session().answer(data)
    assert found["name"] == EVIL  # the page puts it in as text
    scenario = session().read_data(data).scenario
    table = answer_csv(run(scenario, replicates=50, workers=1))
    assert "\nplace,1. =cmd" in table  # begins with the place
    assert ",'=cmd" in table
    assert ",=cmd" not in table


def test_an_answer_that_is_kept_is_not_changed_by_who_gets_it():
    first = answer("mock_interviews")
    first["headline"] = "changed"
    first["text"]["picture"] = "changed"
    assert answer("mock_interviews")["headline"] != "changed"
    assert answer("mock_interviews")["text"]["picture"] != "changed"


def test_faults_are_all_told():
    with pytest.raises(InputError) as problem:
        session().answer({"name": "a", "applicant": {"type": "martian"}})
    assert len(problem.value.faults) == 2
    with pytest.raises(InputError, match="no lever"):
        session().answer(data_of("mock_interviews"), {"nope": 1})


def test_start_describes_everything_and_examples_can_be_opened():
    found = start(session())
    assert json.loads(json.dumps(found)) == json.loads(json.dumps(found))
    assert {"version", "form", "levers", "examples", "vocabulary", "limits", "calibrations"} <= set(found)
    assert all(one["name"] and one["question"] for one in examples())
    text = example_text("mock_interviews.yaml")
    assert text is not None
    assert session().checked(session().read_text(text))["levers_available"]
    assert example_text("../pyproject.toml") is None


def test_examples_are_gathered_by_question_and_name_no_file():
    shipped = {path.name for path in (ROOT / "scenarios").glob("*.yaml")}
    assert {one["file"] for one in examples()} == shipped
    assert OTHERS not in {one["group"] for one in examples()}
    groups = [one["group"] for one in examples()]
    assert sorted(groups, key=groups.index) == groups  # each group in one piece
    for one in examples():
        assert ".yaml" not in one["question"]
        assert one["question"][0].isupper()
        assert one["question"].rstrip()[-1] in "?."


def test_the_curve_comes_only_where_it_is_wanted():
    data = data_of("mock_interviews")
    whole, without = answer("mock_interviews", practice=0.5), session().answer(data, {"practice": 0.5}, has_curve=False)
    assert "curve" not in without
    assert "curve" not in without["text"]
    assert whole["curve"]
    del whole["curve"], whole["text"]["curve"]
    assert whole == without


def _rows(name: str) -> list[dict[str, str]]:
    result = run(load_scenario(ROOT / "scenarios" / f"{name}.yaml"), replicates=200, workers=1)
    return list(csv.DictReader(io.StringIO(answer_csv(result))))


def test_the_table_holds_back_what_the_page_holds_back():
    rows = [row for row in _rows("mock_interviews") if row["part"] == "strategy"]
    assert rows
    for row in rows:
        assert row["probability"] == row["difference"] == ""
        assert float(row["difference_low"]) <= float(row["difference_high"])
        assert row["note"]
    letters = _rows("letters_after_the_interview")
    assert any("not established" in row["note"] for row in letters if row["part"] == "strategy")
    assert all(row["probability"] for row in letters if row["part"] != "strategy")


def test_the_table_of_a_couple_says_whose_number_it_is():
    rows = _rows("couple_two_imgs_ten_each")
    parts = [row["part"] for row in rows]
    assert parts[:4] == ["couple"] * 4
    assert "match" not in parts
    assert parts.count("match, second partner") == 2
    assert parts.count("pair") > 10
    assert sum(float(row["probability"]) for row in rows[:4]) == pytest.approx(1)


@pytest.mark.parametrize("kind", ["scenario.yaml", "answer.json", "answer.csv"])
def test_what_is_set_goes_into_the_files_as_one_more_strategy(kind: str):
    data = {**data_of("mock_interviews"), "simulation": {"replicates": 200, "seed": 1}}
    made = download(session(), kind, data, {"practice": 0.5}, {})
    text = made.content.decode()
    assert made.kind == KINDS[kind]
    assert "What is set here" in text
    if kind == "scenario.yaml":
        assert session().read_text(text).scenario.strategies[-1].name == "What is set here"
    if kind == "answer.json":
        assert json.loads(text)["strategies"][-1]["name"] == "What is set here"
