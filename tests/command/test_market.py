"""`matchsim market report`, as a user calls it."""

import json
from pathlib import Path

import pandas as pd
import pytest

from simulator.cli.app import main


def _run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(["market", *arguments])
    return int(stopped.value.code or 0)


def test_the_report_as_json_is_the_same_for_any_number_of_workers(capsys: pytest.CaptureFixture[str]):
    answers = []
    for workers in ("1", "2"):
        assert _run("report", "--replicates", "2", "--seed", "5", "--workers", workers, "--json", "-", "--quiet") == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1]
    told = json.loads(answers[0])
    assert told["replicates"] == 2
    assert len(told["figures"]) >= 30


def test_one_replicate_is_refused_in_one_line(capsys: pytest.CaptureFixture[str]):
    assert _run("report", "--replicates", "1") == 2
    assert capsys.readouterr().err.strip() == "--replicates: too few to show a spread (got 1). Allowed: 2 or more."


def test_an_unknown_verb_is_refused(capsys: pytest.CaptureFixture[str]):
    assert _run("rapport") == 2
    assert "rapport" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_computed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "file").touch()
    assert _run("report", "--json", str(tmp_path / "file" / "x.json")) == 2
    assert "cannot write here" in capsys.readouterr().err


def test_reliability_draws_says_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    arguments = ("--specialty", "Internal Medicine", "--people", "60", "--replicates", "3", "--seed", "5")
    assert _run("reliability", *arguments, "--charts", str(tmp_path), "--json", str(tmp_path / "found.json")) == 0
    said = capsys.readouterr().out
    assert len([line for line in said.splitlines() if line.startswith("non-US IMGs")]) == 1
    assert "720 members of a made-up national market whose first specialty is internal medicine, 3 seasons" in said
    told = json.loads((tmp_path / "found.json").read_text("utf-8"))
    assert [row["group"] for row in told["groups"]][:3] == ["all", "us_md", "us_do"]
    assert {row["people"] for row in told["groups"] if row["group"].startswith("us_img")} == {180}
    assert told["specialties"] == ["internal_medicine"]
    assert (tmp_path / "market_reliability.png").stat().st_size > 10_000


def test_reliability_in_processes_into_a_folder_is_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    pytest.importorskip("pyarrow")
    call = ("reliability", "--people", "60", "--replicates", "3", "--seed", "5", "--quiet", "--json", "-")
    answers = []
    for how in ((), ("--processes", "2", "--out", str(tmp_path)), ("--out", str(tmp_path))):
        assert _run(*call, *how) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1] == answers[2]
    people = pd.read_parquet(tmp_path / "people.parquet")
    assert list(people.columns) == ["replicate", "type", "specialty", "ranks", "predicted", "matched", "weight"]
    rows = {row["group"]: row for row in json.loads(answers[0])["groups"]}
    assert len(people) == rows["all"]["people"]
    mine = people[people["type"] == "us_img"]
    assert (mine["matched"] * mine["weight"]).sum() / mine["weight"].sum() == pytest.approx(rows["us_img"]["matched"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--specialty", "cardiology"),
            "--specialty: not in the market (got 'cardiology'). Allowed: internal_medicine",
        ),
        (("--specialty", "internal medicin"), "Did you mean 'internal_medicine'?"),
        (("--replicates", "2"), "--replicates: too few for an interval (got 2). Allowed: 3 or more."),
        (("--people", "0"), "--people"),
    ],
)
def test_reliability_refuses_in_one_line(arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]):
    assert _run("reliability", *arguments) == 2
    err = capsys.readouterr().err.strip()
    assert said in err
    assert "Traceback" not in err
