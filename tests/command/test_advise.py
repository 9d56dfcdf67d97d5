"""`advise`, `reapply` and `offer` from outside: what they print and write, and how they end."""

import json
import re
from pathlib import Path

import pytest

from simulator.advice.charts.fan import season_fan
from simulator.cli import main
from simulator.pipeline import run
from simulator.scenario import load_scenario
from simulator.strategy.season_clock import season_clock

GOOD = """\
name: Early December
season: 2027
as_of: 2026-12-02
applicant: {type: non_us_img, step2_ck: 238, years_since_graduation: 4, visa: j1}
programs:
  - {name: Heard, specialty: internal_medicine, setting: community, status: interviewed, visas: [j1]}
  - {name: Known, specialty: internal_medicine, setting: community, visas: [j1], connection: rotation}
  - {name: Waiting, count: 12, specialty: internal_medicine, setting: community, visas: [j1]}
"""
STRATEGIES = """\
strategies:
  - name: more programs
    edits: [add_programs: {name: Further, count: 5, specialty: internal_medicine, setting: community, visas: [j1]}]
"""


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def called(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def test_advise_says_the_four_parts_and_that_the_match_binds(good: Path, capsys: pytest.CaptureFixture[str]):
    code, out, _ = called(capsys, "advise", good, "--letters")
    assert code == 0
    for heading in (
        "Where the season stands on 2026-12-02",
        "What falls short",
        "What can still be done",
        "Who to write to",
    ):
        assert heading in out
    assert "The Match result binds" in " ".join(out.split())
    assert "--- rotation, for instance to Known ---" in out


def test_advise_writes_json_charts_and_strategies_that_run(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    block = tmp_path / "block.yaml"
    code, out, _ = called(capsys, "advise", good, "--json", "-", "--charts", tmp_path / "c", "--strategies", block)
    assert code == 0
    answer = json.loads(out)
    assert {"clock", "self_check", "calendar", "communication", "schema_version"} <= set(answer)
    assert sum(answer["clock"]["interviews"]) == pytest.approx(1, abs=1e-6)
    assert sorted(p.name for p in (tmp_path / "c").iterdir()) == ["season_clock.png", "season_clock.svg"]
    good.write_text(GOOD + block.read_text("utf-8"), encoding="utf-8")
    scenario = load_scenario(good)
    assert len(scenario.strategies) == sum(item["verb"] == "run" for item in answer["calendar"])
    assert len(run(scenario, replicates=200).compared) == len(scenario.strategies)


def test_a_letter_of_intent_must_be_affirmed(good: Path, capsys: pytest.CaptureFixture[str]):
    code, out, err = called(capsys, "advise", good, "--first-choice", "Heard")
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert "not affirmed as true" in err


def test_reapply_compares_with_a_changed_file(good: Path, capsys: pytest.CaptureFixture[str]):
    code, out, _ = called(capsys, "reapply", good, "--seasons", 2, "--set", "letters=strong", "--set", "step3=true")
    assert code == 0
    assert "With the changed file from the second season on" in out
    assert "2028: of those who come to it" in " ".join(out.split())


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("--set", "letters"), "FIELD=VALUE"),
        (("--set", "step2_ck=999"), "step2_ck"),
        (("--set", "step3=true", "--set", "step3=false"), "set twice"),
        (("--strategy", "no such"), "no strategy has this name"),
        (("--strategy", "more progams"), "Did you mean 'more programs'"),
        (("--strategy", "more programs", "--strategy", "more programs"), "--strategy: is given more than once"),
        (("--seasons", "4"), "seasons"),
    ],
)
def test_reapply_refuses_in_one_line(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], what: str
):
    good.write_text(GOOD + STRATEGIES, encoding="utf-8")
    places = ("--json", tmp_path / "out.json", "--charts", tmp_path / "c")
    code, out, err = called(capsys, "reapply", good, *arguments, *places)
    assert (code, out) == (2, "")
    assert what in err
    assert [p.name for p in tmp_path.iterdir()] == ["good.yaml"], "nothing half-written"


def test_reapply_applies_a_strategy_and_draws_two_charts(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    good.write_text(GOOD + STRATEGIES, encoding="utf-8")
    code, out, _ = called(
        capsys, "reapply", good, "--strategy", "more programs", "--charts", tmp_path / "c", "--json", "-"
    )
    assert code == 0
    found = json.loads(out)["reapply"]
    assert [s["applied"] for s in found["changed"]["seasons"]] == [14, 19, 19]
    assert [s["applied"] for s in found["unchanged"]["seasons"]] == [14, 14, 14]
    assert sorted(p.name for p in (tmp_path / "c").iterdir()) == [
        "seasons_ahead.png",
        "seasons_ahead.svg",
        "what_a_season_teaches.png",
        "what_a_season_teaches.svg",
    ]


def test_reapply_says_no_middle_of_a_change_where_none_is_known(good: Path, capsys: pytest.CaptureFixture[str]):
    _, out, _ = called(capsys, "reapply", good, "--set", "letters=strong")
    words = " ".join(out.split())
    assert "The change: plausibly" in words
    assert "If the season 2027 ends without a match" in words
    good.write_text(GOOD + "calibration: rules-of-thumb\n", encoding="utf-8")
    _, out, _ = called(capsys, "reapply", good, "--set", "letters=strong")
    assert re.search(r"The change: \d+ more of 100 in all \(plausibly", " ".join(out.split()))


def test_an_offer_is_answered_only_where_both_are_stated(good: Path, capsys: pytest.CaptureFixture[str]):
    code, out, err = called(capsys, "offer", good, "--outside-nrmp")
    assert (code, out) == (2, "")
    assert "--outside-all-in: is not stated" in err
    code, out, _ = called(capsys, "offer", good, "--outside-nrmp", "--outside-all-in", "--json", "-")
    assert code == 0
    assert json.loads(out)["offer"]["accepted"] == 0
    code, out, _ = called(capsys, "offer", good, "--outside-nrmp", "--outside-all-in")
    assert "A signed contract binds" in " ".join(out.split())


def test_the_fan_says_so_where_nothing_more_can_come(good: Path):
    figure = season_fan(season_clock(load_scenario(good)))
    assert any("invitation" in text.get_text() for text in figure.texts)
    good.write_text(GOOD.partition("  - {name: Known")[0], encoding="utf-8")
    figure = season_fan(season_clock(load_scenario(good)))
    assert any("Nothing more" in text.get_text() for text in figure.texts)
