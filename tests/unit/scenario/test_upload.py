"""A scenario that comes as text or data: read like a file, and it names no file of this machine."""

from pathlib import Path

import pytest

from simulator.errors import InputError
from simulator.scenario import load_scenario
from simulator.scenario.upload import data_of, uploaded_data, uploaded_text
from simulator.scenario.writer import data_text

ROOT = Path(__file__).resolve().parents[3]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
NAMES = ("nrmp-2026", "rules-of-thumb")
SMALL = "name: a\nseason: 2027\napplicant: {type: non_us_img}\n"


def said(text: str) -> str:
    with pytest.raises(InputError) as problem:
        uploaded_text(text, NAMES)
    return str(problem.value)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_text_data_and_file_are_the_same_scenario(path: Path):
    text = path.read_text("utf-8")
    if "_file:" in text:
        pytest.skip("names another file")
    found = uploaded_text(text, NAMES)
    assert found.scenario == load_scenario(path)
    assert uploaded_data(found.data, NAMES).scenario == found.scenario
    again = uploaded_text(data_text(found.data), NAMES)
    assert again.data == found.data
    assert again.scenario == found.scenario


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("programs_file: list.csv", "programs_file"),
        ("programs_file: /etc/passwd", "programs_file"),
        (
            "couple: {partner: {applicant: {type: us_md}, programs_file: x.csv}, build: {together: any}}",
            "programs_file",
        ),
        ("couple: {partner: {applicant: {type: us_md}}, joint_rank_order_list_file: x.csv}", "joint_rank_order_list"),
        ("calibration: ../secret.json", "calibration"),
    ],
)
def test_another_file_is_not_read(line: str, field: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("simulator.scenario.loader.read_programs", lambda *_: pytest.fail("a file was read"))
    assert field in said(SMALL + line + "\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\ufffdPNG\r\n\x1a\n", "a picture (PNG)"),
        ("%PDF-1.7", "a PDF"),
        ("PK\x03\x04abc", "a ZIP archive"),
        ("name: a\x00b", "control character"),
        ("name: \ud800", "UTF-8"),
        ("x" * 1_048_577, "too large"),
        ("", "is empty"),
        ("name: [", "not valid YAML"),
    ],
)
def test_what_is_no_scenario_is_said_in_one_line(text: str, words: str):
    found = said(text)
    assert words in found
    assert "\n" not in found


def test_files_beside_a_scenario_of_the_user_become_part_of_its_data(tmp_path: Path):
    (tmp_path / "list.csv").write_text("name,specialty,setting\nA,internal_medicine,community\n", "utf-8")
    (tmp_path / "s.yaml").write_text(SMALL + "programs_file: list.csv\n", "utf-8")
    scenario = load_scenario(tmp_path / "s.yaml")
    found = uploaded_data(data_of(scenario), NAMES)
    assert found.scenario.programs == scenario.programs
    assert "programs_file" not in found.data
