"""`matchsim market run`, as a user calls it."""

import json
from pathlib import Path

import pandas as pd
import pytest

from simulator.cli.app import main

FILE = """\
name: Quick
question: What does a cap do?
market: {specialties: [otolaryngology], scale: 0.3}
arms:
  - name: more
    shares: [0, 1]
    levers: [more_applications: {percent: 50}]
  - name: cap
    levers: [cap_applications: {total: 20}]
simulation: {replicates: 2, seed: 3}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "quick.yaml"
    path.write_text(FILE, "utf-8")
    return path


def called(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        main([str(x) for x in arguments])
    out, err = capsys.readouterr()
    return int(stopped.value.code or 0), out, err


def test_it_prints_individual_and_collective_effect_with_intervals(file: Path, capsys: pytest.CaptureFixture[str]):
    code, out, _ = called(capsys, "market", "run", file)
    assert code == 0
    assert "One applicant alone, everybody else as now:" in out
    assert "All of them together:" in out
    assert "90% interval" in out


def test_json_is_the_same_for_any_number_of_workers_and_alone_on_standard_output(
    file: Path, capsys: pytest.CaptureFixture[str]
):
    answers = [called(capsys, "market", "run", file, "--workers", n, "--json", "-") for n in (1, 2)]
    assert answers[0] == answers[1]
    told = json.loads(answers[0][1])
    individual = next(
        row for row in told["crowds"][0]["individual"] if (row["measure"], row["group"]) == ("matched", "all")
    )
    assert individual["interval"]["low"] <= individual["difference"] <= individual["interval"]["high"]


def test_json_charts_and_quiet(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    asked = [
        "--json",
        tmp_path / "new" / "x.json",
        "--charts",
        tmp_path / "charts",
        "--quiet",
        "--replicates",
        3,
        "--seed",
        9,
    ]
    assert called(capsys, "market", "run", file, *asked) == (0, "", "")
    told = json.loads((tmp_path / "new" / "x.json").read_text("utf-8"))
    assert (told["replicates"], told["seed"]) == (3, 9)
    assert sorted(p.name for p in (tmp_path / "charts").iterdir()) == [
        *("arms_race.png", "arms_race.svg", "who_gains.png", "who_gains.svg")
    ]


def test_a_folder_keeps_what_is_done_and_a_restart_goes_on(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    pytest.importorskip("pyarrow")
    out = tmp_path / "kept"
    asked = ("market", "run", file, "--json", "-", "--out", out)
    assert called(capsys, *asked, "--replicates", 2)[0] == 0
    code, again, err = called(capsys, *asked, "--replicates", 3)
    assert (code, "note: 2 replicates were in" in err) == (0, True)
    assert again == called(capsys, "market", "run", file, "--json", "-", "--replicates", 3)[1]
    kept = pd.read_parquet(out / "results.parquet")
    of_all = kept[(kept["quantity"] == "tally.persons") & (kept["axis_1"] == "base") & (kept["axis_2"] == "all")]
    assert of_all["value"].tolist() == [json.loads(again)["market"]["applicants"]] * 3
    names = {path.name for path in out.iterdir()}
    assert {f"{name}.parquet" for name in ("results", "differences", "changes", "crowd")} <= names
    file.write_text(FILE.replace("total: 20", "total: 21"), "utf-8")
    code, _, err = called(capsys, *asked)
    assert (code, len(err.strip().splitlines())) == (2, 1)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "cap_applications",
            "cap_aplications",
            "quick.yaml:9:14: arms[1].levers[0].cap_aplications: unknown key. Did you",
        ),
        ("total: 20", "total: 0", "is out of range (got 0). Allowed: a whole number from 1 to 5000."),
        (
            "shares: [0, 1]",
            "shares: [0, 1.2]",
            "arms[0].shares[1]: is out of range (got 1.2). Allowed: a number from 0 to 1.",
        ),
        ("name: cap", "name: more", "arms[1].name: two arms have one name (got 'more')."),
        ("scale: 0.3", "scale: 0.004", "is so small that otolaryngology has no program (got 0.004)."),
    ],
)
def test_what_is_wrong_with_a_file_is_one_line_with_its_place(
    file: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
):
    file.write_text(FILE.replace(old, new), "utf-8")
    code, out, err = called(capsys, "market", "run", file)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_a_file_that_is_not_there_and_an_output_over_the_input(file: Path, capsys: pytest.CaptureFixture[str]):
    assert "no such file" in called(capsys, "market", "run", file.with_name("quik.yaml"))[2]
    code, _, err = called(capsys, "market", "run", file, "--json", file)
    assert (code, "would overwrite the input" in err) == (2, True)
    assert called(capsys, "market", "run", file, "--replicates", "1")[2].startswith("--replicates: too few")


def test_the_schema_of_experiments(capsys: pytest.CaptureFixture[str]):
    code, out, _ = called(capsys, "schema", "--market")
    assert code == 0
    assert set(json.loads(out)["properties"]) == {"name", "question", "market", "base", "arms", "simulation"}
    assert "season" in json.loads(called(capsys, "schema")[1])["properties"]


def test_a_scenario_is_refused_as_an_experiment(capsys: pytest.CaptureFixture[str]):
    scenario = Path(__file__).resolve().parents[2] / "scenarios" / "november_four_interviews.yaml"
    code, _, err = called(capsys, "market", "run", scenario)
    assert code == 2
    assert "question: is missing" in err
