"""The command from outside: what it prints and writes, and how it ends."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.output import counting
from simulator.model.parameters import load_calibration

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "scenarios").glob("*.yaml"))
GOOD = """\
name: Four interviews in mid-November
season: 2027
as_of: 2026-11-15
applicant: {type: non_us_img, step2_ck: 241, years_since_graduation: 3, visa: j1}
programs:
  - {name: Lakeside, count: 3, specialty: internal_medicine, setting: community, status: interviewed, visas: [j1]}
  - {name: Riverbend, specialty: internal_medicine, setting: university, status: invited}
  - {name: Northern, count: 40, specialty: internal_medicine, setting: community, status: applied, visas: [j1]}
  - {name: Closed, specialty: internal_medicine, setting: community, status: applied, visas: []}
  - {name: Later, specialty: family_medicine, setting: community, status: considering}
"""
PROGRAM = "{name: A, specialty: internal_medicine, setting: community, status: interviewed}"
PEOPLE = "name: x\nseason: 2027\napplicant: {type: us_md}\n"


def matchsim(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "COLUMNS": "100"}
    command = [sys.executable, "-m", "simulator", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, timeout=120, check=False)


def called(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Run in this process, which saves starting Python: exit code, stdout, stderr."""
    from simulator.cli import main

    with pytest.raises(SystemExit) as ended:
        main(arguments)
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


PROBABILITY = (float, lambda x: 0 <= x <= 1)


def has(found: dict[str, Any], **kinds: Any) -> None:
    """Assert that every key is there, of the type and kind given."""
    for key, kind in kinds.items():
        assert key in found, key
        wanted, holds = kind if isinstance(kind, tuple) else (kind, lambda _: True)
        value = float(found[key]) if wanted is float and not isinstance(found[key], bool) else found[key]
        assert isinstance(value, wanted), (key, found[key])
        assert holds(value), (key, value)


def keeps_the_contract(found: dict[str, Any]) -> None:
    has(
        found,
        schema_version=int,
        scenario=str,
        season=int,
        calibration=str,
        seed=int,
        replicates=int,
        match=dict,
        zone=(str, {"red", "yellow", "green"}.__contains__),
        zones=list,
        interviews=dict,
        by_position=list,
        by_program=list,
        soap=dict,
        cost_usd=dict,
        warnings=list,
    )
    assert found["schema_version"] == 1
    has(found["match"], probability=PROBABILITY, mc_standard_error=float, exact=PROBABILITY, credible_interval=dict)
    interval = found["match"]["credible_interval"]
    has(interval, level=PROBABILITY, low=PROBABILITY, high=PROBABILITY)
    assert interval["low"] <= interval["high"]
    assert found["match"]["mc_standard_error"] >= 0
    has(found["interviews"], expected=float, quantiles=dict)
    assert list(found["interviews"]["quantiles"]) == ["0.05", "0.5", "0.95"]
    for row in found["by_position"]:
        has(row, position=int, program=str, probability=PROBABILITY)
    for row in found["by_program"]:
        has(row, program=str, filtered=list, invite_probability=PROBABILITY, ranked_to_match_probability=PROBABILITY)
        for name in ("rank_position", "fill_depth"):
            if name in row:
                assert list(row[name]) == ["0.1", "0.5", "0.9"]
                places = list(row[name].values())
                assert all(isinstance(place, int) and place >= 1 for place in places)
                assert places == sorted(places)
    has(found["soap"], probability=PROBABILITY, matched_or_soap=PROBABILITY)
    total = found["match"]["probability"] + found["soap"]["probability"]
    assert found["soap"]["matched_or_soap"] == pytest.approx(total, abs=1e-9)
    has(found["cost_usd"], total=float)
    positions = sum(row["probability"] for row in found["by_position"])
    assert positions == pytest.approx(found["match"]["probability"], abs=1e-9)
    assert "null" not in json.dumps(found)


def test_json_to_stdout_is_the_contract_and_nothing_else(good: Path):
    ended = matchsim("run", good, "--seed", 7, "--json", "-")
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    keeps_the_contract(found)
    assert found["seed"] == 7
    assert found["scenario"] == "Four interviews in mid-November"
    assert found["calibration"] == load_calibration().name
    assert "Later" not in ended.stdout
    closed = next(row for row in found["by_program"] if row["program"] == "Closed")
    assert closed["filtered"]
    assert closed["invite_probability"] == 0
    for forbidden in (str(good), str(ROOT), "worker", "seconds", "host"):
        assert forbidden not in ended.stdout


def test_bytes_do_not_depend_on_the_number_of_workers(good: Path):
    one, two = (matchsim("run", good, "--seed", 7, "--json", "-", "--workers", n) for n in (1, 2))
    assert one.returncode == two.returncode == 0
    assert one.stdout == two.stdout
    other = matchsim("run", good, "--seed", 8, "--json", "-")
    assert other.stdout != one.stdout


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_every_shipped_scenario_keeps_the_contract(path: Path, capsys: pytest.CaptureFixture[str]):
    code, out, _ = called(["run", str(path), "--json", "-", "--replicates", "2000"], capsys)
    assert code == 0
    keeps_the_contract(json.loads(out))


def test_text_for_people_ends_with_the_disclaimer_and_files_are_written(good: Path, tmp_path: Path):
    ended = matchsim(
        "run", good, "--replicates", 4000, "--json", tmp_path / "a.json", "--charts", tmp_path / "new" / "charts"
    )
    assert ended.returncode == 0, ended.stderr
    assert "of 100" in ended.stdout
    assert "Not affiliated with NRMP, AAMC or ECFMG" in " ".join(ended.stdout.split())
    assert "\x1b[" not in ended.stdout
    keeps_the_contract(json.loads((tmp_path / "a.json").read_text("utf-8")))
    written = {p.suffix for p in (tmp_path / "new" / "charts").iterdir()}
    assert {".png", ".svg"} <= written


def test_quiet_prints_nothing(good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    arguments = ["run", str(good), "--quiet", "--replicates", "1000", "--json", str(tmp_path / "a.json")]
    assert called(arguments, capsys) == (0, "", "")
    assert called(["check", str(good), "--quiet"], capsys) == (0, "", "")
    assert called(["odds", "--type", "us_md", "--specialty", "psychiatry", "--community", "3", "-q"], capsys) == (
        0,
        "",
        "",
    )


def test_check_says_that_nothing_is_wrong(good: Path, capsys: pytest.CaptureFixture[str]):
    code, out, err = called(["check", str(good)], capsys)
    assert (code, err) == (0, "")
    assert "no fault found (46 programs" in out


def test_check_says_what_decides_the_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "late.yaml"
    file.write_text(
        "name: late\nseason: 2027\nas_of: 2027-03-20\napplicant: {type: non_us_img, step2_ck: 24, visa: j1_or_h1b}\n"
        "programs:\n  - {name: A, specialty: neurology, setting: community, status: invited, visas: [h1b]}\n"
    )
    code, out, _ = called(["check", str(file)], capsys)
    assert code == 0
    for said in ("TOO LATE: Match Day", "24 is under the passing score of 218", "an H-1B needs Step 3"):
        assert said in out


# Faults: exit code 2, a line each, no traceback

UNKNOWN = [
    ["frobnicate"],
    ["run", "--frobnicate"],
    ["run"],
    ["--frobnicate"],
    ["run", "a.yaml", "--replicates", "0"],
    ["run", "a.yaml", "--replicates", "many"],
    ["run", "a.yaml", "--workers", "0"],
    ["run", "a.yaml", "--seed", "-1"],
    ["odds"],
    ["odds", "--type", "us_md", "--specialty", "psychiatry", "--community", "-1"],
]


@pytest.mark.parametrize("arguments", UNKNOWN, ids=" ".join)
def test_unknown_verbs_options_and_values_end_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    code, out, err = called(arguments, capsys)
    assert code == 2
    assert "Traceback" not in err
    assert out == "" or "Usage" in out


BAD = {
    "unknown key": (PEOPLE + "frobs: 1\n", "frobs"),
    "misspelt key": (PEOPLE + "program: []\n", "Did you mean 'programs'"),
    "wrong type": ("name: x\nseason: soon\napplicant: {type: us_md}\n", "season"),
    "score of 800": ("name: x\nseason: 2027\napplicant: {type: us_md, step2_ck: 800}\n", "800"),
    "true is not 1": ("name: x\nseason: 2027\napplicant: {type: us_md, failed_attempts: true}\n", "failed_attempts"),
    "negative count": (PEOPLE + f"programs: [{PROGRAM[:-1]}, count: -2}}]\n", "count"),
    "unknown visa": ("name: x\nseason: 2027\napplicant: {type: us_md, visa: o1}\n", "o1"),
    "duplicate program": (PEOPLE + f"programs: [{PROGRAM}, {PROGRAM}]\n", "duplicate"),
    "list names nobody": (PEOPLE + f"programs: [{PROGRAM}]\nrank_order_list: [B]\n", "B"),
    "empty": ("", "empty"),
    "a list": ("- a\n- b\n", "list"),
    "tabs": ("name: x\n\tseason: 2027\n", "tab"),
    "anchors": (
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{y}: &{y} [{', '.join(['*' + x] * 9)}]\n" for x, y in zip("abcdefgh", "bcdefghi", strict=True)),
        "",
    ),
    "too large": ("name: x\n# " + "y" * 10_000_000 + "\n", "too large"),
    "a billion": (PEOPLE + f"programs: [{PROGRAM[:-1]}, count: 1000000000}}]\n", "1000000000"),
    "not a number": (PEOPLE + f"programs: [{PROGRAM[:-1]}, img_share: .nan}}]\n", "img_share"),
    "as_of before the season": ("as_of: 2024-11-01\n" + PEOPLE, "as_of"),
    "too many signals": (PEOPLE + f"programs: [{PROGRAM[:-1]}, count: 9, signal: gold}}]\n", "signal"),
    "unknown calibration": ("calibration: tea-leaves\n" + PEOPLE, "tea-leaves"),
}


@pytest.mark.parametrize("verb", ["run", "check"])
@pytest.mark.parametrize("name", BAD)
def test_bad_files_end_with_2_and_a_line_for_each_fault(
    name: str, verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    text, word = BAD[name]
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    results = tmp_path / "a.json"
    code, out, err = called([verb, str(path), *(["--json", str(results)] if verb == "run" else [])], capsys)
    assert (code, out) == (2, "")
    lines = err.rstrip("\n").split("\n")
    assert len(lines) <= 21
    assert all(str(path) in line or line.startswith("and ") for line in lines), lines
    assert word.lower() in err.lower()
    assert "Traceback" not in err
    assert not results.exists()


def test_other_unreadable_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    latin, folder, missing = tmp_path / "latin.yaml", tmp_path / "folder.yaml", tmp_path / "missing.yaml"
    latin.write_bytes("name: Caf\xe9\n".encode("latin-1"))
    folder.mkdir()
    for path in (latin, folder, missing):
        code, out, err = called(["run", str(path)], capsys)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert path.name in err


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("name,specialty\nA,psychiatry\n", "setting"),
        ("name,specialty,setting,img_share\nA,psychiatry,community,NaN\n", "img_share"),
    ],
)
def test_faults_of_a_csv_are_placed_in_the_csv(
    text: str, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    path = tmp_path / "a.yaml"
    path.write_text(PEOPLE + "programs_file: list.csv\n", encoding="utf-8")
    code, _, err = called(["run", str(path)], capsys)
    assert code == 2
    assert err.count("\n") == 1
    assert "list.csv" in err
    assert word in err


def test_several_faults_are_all_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "bad.yaml"
    path.write_text("name: x\nseason: 1999\napplicant: {type: nurse, step2_ck: 800}\nfrobs: 1\n", encoding="utf-8")
    code, _, err = called(["run", str(path)], capsys)
    assert code == 2
    assert err.count("\n") == 4


# Places that cannot be written to


@pytest.mark.parametrize("option", ["--json", "--charts"])
def test_unwritable_places_are_refused_before_anything_is_done(
    option: str, good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "file"
    file.write_text("kept", encoding="utf-8")
    places = [file / "below"] if option == "--charts" else [tmp_path, file / "a.json", file / "none" / "a.json"]
    if option == "--charts":
        places.append(file)
    before = sorted(tmp_path.rglob("*"))
    for place in places:
        code, out, err = called(["run", str(good), option, str(place)], capsys)
        assert (code, out) == (2, ""), place
        assert err.count("\n") == 1
        assert str(place) in err
    assert sorted(tmp_path.rglob("*")) == before
    assert file.read_text("utf-8") == "kept"


def test_a_pipe_is_written_to_and_not_replaced(good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A stand-in for devices, which are never used here: where a test may replace them, it must not try."""
    pipe, heard = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: heard.append(pipe.read_text("utf-8")), daemon=True)
    reader.start()
    code, _, err = called(["run", str(good), "--replicates", "500", "--quiet", "--json", str(pipe)], capsys)
    assert (code, err) == (0, "")
    assert pipe.is_fifo()
    reader.join(10)
    keeps_the_contract(json.loads(heard[0]))


def test_a_closed_pipe_is_no_fault_of_ours(good: Path):
    command = f'"{sys.executable}" -m simulator run "{good}" --replicates 500 --json - | head -c 5'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=environment, check=False)
    assert ended.stderr == ""


def test_our_own_fault_ends_with_1_in_one_line(
    good: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    from simulator import pipeline

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("made up")

    monkeypatch.setattr(pipeline, "run", fail)
    monkeypatch.delenv("MATCHSIM_DEBUG", raising=False)
    code, out, err = called(["run", str(good)], capsys)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "made up" in err


# odds


def test_odds_answers_in_one_line_and_in_json(capsys: pytest.CaptureFixture[str]):
    arguments = [
        "odds",
        "--type",
        "non_us_img",
        "--specialty",
        "internal_medicine",
        "--community",
        "5",
        "--university",
        "3",
        "--visa",
        "j1",
    ]
    code, out, err = called(arguments, capsys)
    assert (code, err) == (0, "")
    assert out.count("\n") == 1
    assert "100" in out
    code, out, _ = called([*arguments, "--json", "-"], capsys)
    assert code == 0
    found = json.loads(out)
    keeps_the_contract(found)
    assert len(found["by_program"]) == 8
    assert found["interviews"]["expected"] == 8


@pytest.mark.parametrize(
    "extra",
    [
        ["--type", "nurse"],
        ["--specialty", "phrenology"],
        ["--visa", "o1"],
        ["--ck", "800"],
        ["--skill", "nan"],
        ["--skill", "dire"],
        ["--sponsoring", "9"],
        ["--years", "nan"],
        ["--season", "1999"],
        ["--attempts", "-1"],
        ["--calibration", "tea-leaves"],
    ],
    ids=" ".join,
)
def test_odds_refuses_what_a_file_would_be_refused_for(extra: list[str], capsys: pytest.CaptureFixture[str]):
    base = {"--type": "non_us_img", "--specialty": "psychiatry", "--community": "3"} | {extra[0]: extra[1]}
    code, out, err = called(["odds", *(x for pair in base.items() for x in pair)], capsys)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1, err
    assert "Traceback" not in err


def test_odds_without_an_interview_is_never_none_of_100(capsys: pytest.CaptureFixture[str]):
    code, out, _ = called(["odds", "--type", "non_us_img", "--specialty", "psychiatry"], capsys)
    assert code == 0
    assert "fewer than 1" in out.lower()


def test_h1b_without_step_3_is_warned_of_loudly(capsys: pytest.CaptureFixture[str]):
    arguments = ["odds", "--type", "non_us_img", "--specialty", "psychiatry", "--community", "9", "--visa", "h1b"]
    code, out, err = called(arguments, capsys)
    assert code == 0
    assert "fewer than 1" in out.lower()
    assert err.startswith("VISA")
    better = called([*arguments, "--step3"], capsys)
    assert better[2] == ""


def test_odds_help_explains_itself(capsys: pytest.CaptureFixture[str]):
    code, out, _ = called(["odds", "--help"], capsys)
    assert code == 0
    for word in ("--type", "--specialty", "--community", "Example", "non_us_img"):
        assert word in out


# schema


def test_the_schema_takes_every_shipped_scenario_and_not_a_bad_one(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    import jsonschema
    from ruamel.yaml import YAML

    code, out, err = called(["schema"], capsys)
    assert (code, err) == (0, "")
    schema = json.loads(out)
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    check = validator(schema)
    for path in SHIPPED:
        data = json.loads(json.dumps(YAML(typ="safe").load(path.read_text("utf-8")), default=str))
        assert list(check.iter_errors(data)) == [], path.name
    bad = {"name": "x", "season": 2027, "applicant": {"type": "us_md", "step2_ck": 800}}
    assert list(check.iter_errors(bad))
    assert called(["schema", "--json", str(tmp_path / "schema.json")], capsys)[:2] == (0, "")
    assert json.loads((tmp_path / "schema.json").read_text("utf-8")) == schema


def test_a_bar_comes_at_once_or_only_when_patience_ends(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    for patience, work, is_shown in ((0.0, 0.05, True), (30.0, 0.0, False), (0.05, 0.5, True)):
        with counting("comparing", 10, patience) as advance:
            advance(4)
            time.sleep(work)
            advance(6)
        assert ("comparing" in capsys.readouterr().err) == is_shown, patience


# Couples

COUPLE = (
    GOOD
    + """\
couple:
  partner:
    applicant: {type: us_img}
    programs:
      - {name: Hill, count: 4, specialty: psychiatry, setting: community, status: interviewed}
  build: {together: career_first}
"""
)


@pytest.fixture
def couple(tmp_path: Path) -> Path:
    path = tmp_path / "couple.yaml"
    path.write_text(COUPLE, encoding="utf-8")
    return path


def test_a_couple_is_checked_and_run(couple: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    code, out, err = called(["check", str(couple)], capsys)
    assert (code, err) == (0, "")
    assert "no fault found (46 and 4 programs, 229 pairs on the joint list)" in out
    results = [tmp_path / f"{n}.json" for n in (1, 2)]
    for n, path in enumerate(results, start=1):
        arguments = ["run", str(couple), "--replicates", "2000", "--workers", str(n), "--json", str(path)]
        code, out, _ = called(arguments, capsys)
        assert code == 0
        assert "of 100 couples like you" in " ".join(out.split())
    assert results[0].read_bytes() == results[1].read_bytes()
    found = json.loads(results[0].read_text("utf-8"))
    keeps_the_contract(found)
    assert found["couple"]["cost_usd"]["total"] == pytest.approx(
        sum(cost["total"] for cost in found["couple"]["cost_usd"]["partners"])
    )


@pytest.mark.parametrize("verb", ["run", "check"])
def test_what_a_couple_cannot_have_is_refused_in_a_line(verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    strategy = "strategies: [{name: x, edits: [{set_applicant: {step3: true}}]}]\n"
    texts = {
        COUPLE + strategy: "",
        COUPLE + strategy.replace("set_applicant", "partner"): "step3",
        COUPLE.replace("career_first", "city"): "",
        COUPLE.replace("{together: career_first}", "{together: city, include_no_match: false}"): "leaves no pair",
        COUPLE.replace(
            "status: interviewed}\n  build", "status: invited, invited_on: 2027-01-09}\n  build"
        ): "2027-01-09",
    }
    for text, word in texts.items():
        path = tmp_path / "bad.yaml"
        path.write_text(text, encoding="utf-8")
        code, out, err = called([verb, str(path), *(["--replicates", "500"] if verb == "run" else [])], capsys)
        assert code == (2 if word else 0), err
        assert word in err
        if word:
            assert (out, err.count("\n")) == ("", 1)
            assert str(path) in err


@pytest.mark.parametrize("verb", ["advise", "reapply", "optimize"])
def test_other_commands_refuse_a_couple_in_a_line(verb: str, couple: Path, capsys: pytest.CaptureFixture[str]):
    more = ["--budget-usd", "100"] if verb == "optimize" else []
    code, out, err = called([verb, str(couple), *more], capsys)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "not yet supported here" in err
