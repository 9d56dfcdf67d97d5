"""`matchsim validate` and `matchsim model` from outside; the prediction is a stand-in with a known answer."""

import json
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from simulator.cli import main, output
from simulator.model.parameters import load_calibration
from tests.factories import write_calibration
from tests.populations import predict

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = ROOT / "simulator" / "model" / "data" / "evidence"
RANKS, CHARTING = EVIDENCE / "match_by_ranks_2007.csv", EVIDENCE / "charting_non_us_img_2026.csv"
MALFORMED = ROOT / "tests" / "conformance" / "tables" / "invalid"


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "simulator.calibration.predict", SimpleNamespace(population=predict))


def called(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


@pytest.mark.parametrize("table", [RANKS, CHARTING], ids=["ranks", "charting"])
def test_json_goes_to_stdout_alone(table: Path, capsys: pytest.CaptureFixture[str]):
    code, out, err = called(capsys, "validate", "--against", table, "--json", "-", "--quiet")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["cells"] == len(found["pit"])
    assert ("figures" in found) == (table is CHARTING)
    assert str(ROOT) not in out


def test_the_text_says_what_was_expected_and_found(capsys: pytest.CaptureFixture[str]):
    code, out, _ = called(capsys, "validate", "--against", CHARTING)
    assert code == 0
    for words in (
        "90% expected",
        "log score per person",
        "a line in the logarithm",
        "calibration slope",
        "outside:",
        "skipped",
    ):
        assert words in out


def test_files_and_charts_are_written_and_nothing_is_said_when_quiet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    charts, file = tmp_path / "charts", tmp_path / "found.json"
    said = called(capsys, "validate", "--against", CHARTING, "--charts", charts, "--json", file, "--quiet")
    assert said == (0, "", "")
    assert sorted(path.name for path in charts.iterdir()) == ["validation.png", "validation.svg"]
    assert json.loads(file.read_text("utf-8"))["kind"] == "charting"


def test_a_malformed_table_is_one_line_and_exit_2(capsys: pytest.CaptureFixture[str]):
    for name in ("negative.csv", "missing_matched.csv", "charting_over_total.csv", "latin_1.csv"):
        code, out, err = called(capsys, "validate", "--against", MALFORMED / name, "--json", "-")
        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1
        assert err.startswith(str(MALFORMED / name) + ":")


def test_a_missing_file_or_option_is_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert called(capsys, "validate", "--against", tmp_path / "none.csv")[0] == 2
    code, _, err = called(capsys, "validate")
    assert code == 2
    assert "--against" in err
    assert called(capsys, "validate", "--against", RANKS, "--calibration", "nobody's")[0] == 2


def test_the_table_itself_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    table = tmp_path / "t.csv"
    table.write_bytes(RANKS.read_bytes())
    code, _, err = called(capsys, "validate", "--against", table, "--json", table)
    assert code == 2
    assert "overwrite" in err
    assert table.read_bytes() == RANKS.read_bytes()


def test_what_takes_long_is_said_on_stderr(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(output, "PATIENCE_SECONDS", 0.01)
    for quiet in (False, True):
        with output.patiently("comparing", quiet):
            threading.Event().wait(0.5)
        out, err = capsys.readouterr()
        assert out == ""
        assert ("comparing" in err) is not quiet


def test_the_model_is_shown_with_values_intervals_kinds_and_sources(capsys: pytest.CaptureFixture[str]):
    code, out, _ = called(capsys, "model", "--calibration", "rules-of-thumb")
    assert code == 0
    for words in (
        "Settings rules-of-thumb",
        "90% interval",
        "visa_none",
        "judgement",
        "Sources",
        "Program Director Survey",
    ):
        assert words in out


def test_the_json_of_the_model_has_every_parameter(capsys: pytest.CaptureFixture[str]):
    code, out, err = called(capsys, "model", "--calibration", "rules-of-thumb", "--json", "-")
    assert (code, err) == (0, "")
    found = json.loads(out)
    made = load_calibration("rules-of-thumb")
    names = {row["name"] for row in found["parameters"]}
    assert names >= {"strength", "strength_at_rank", *made.effects}
    for row in found["parameters"]:
        assert row["low"] <= row["high"]
        assert all(row[key] for key in ("stage", "unit", "kind", "source", "meaning")), row
    intercept = next(row for row in found["parameters"] if (row["name"], row["stage"]) == ("intercept", "rank"))
    assert intercept["value"] == pytest.approx(made.central.rank[0, made.effects.index("intercept")], abs=1e-6)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [("visa", {"visa_h1b", "visa_flexible", "visa_none", "email_visa"}), ("VISA_?1b", {"visa_h1b"})],
)
def test_parameters_are_found_by_name(pattern: str, names: set[str], capsys: pytest.CaptureFixture[str]):
    _, out, _ = called(capsys, "model", "--calibration", "rules-of-thumb", "--effect", pattern, "--json", "-")
    assert {row["name"] for row in json.loads(out)["parameters"]} == names


def test_a_name_that_no_parameter_has_is_exit_2(capsys: pytest.CaptureFixture[str]):
    code, out, err = called(capsys, "model", "--effect", "visa_nine")
    assert (code, out) == (2, "")
    assert "Did you mean 'visa_none'?" in err


def test_a_calibration_of_cells_shows_priors_data_scopes_and_its_own_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    selection = {"at 3 ranks": {"share": 0.44, "interval": [0.41, 0.47]}, "steps": [{"prior": "mild", "to": 0.7}]}
    path = write_calibration(tmp_path, selection=selection)
    code, out, _ = called(capsys, "model", "--calibration", path)
    assert code == 0
    for words in (
        "assumptions",
        "have published figures",
        "strength@us",
        "volume@img",
        "Selection",
        "at 3 ranks",
        "0.44",
    ):
        assert words in out
    _, out, _ = called(capsys, "model", "--calibration", path, "--json", "-")
    found = json.loads(out)
    assert found["selection"] == selection
    assert found["diagnostics"] == {"free": "form"}
    assert any("@" in row["name"] and row["stage"] == "invite" for row in found["parameters"])
    assert found["priors"]
