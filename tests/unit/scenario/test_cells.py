"""Cells that a spreadsheet would run are made inert, and read back as they were."""

from pathlib import Path

import pytest

from simulator.scenario import load_scenario, scenario_from_dict
from simulator.scenario.cells import as_written, inert
from simulator.scenario.couple_file import ListedPair, pairs_csv, read_pairs
from simulator.scenario.writer import programs_csv

FORMULAS = ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\tx", "\rx"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_made_text_and_read_back(text: str):
    cell = inert(text)
    assert isinstance(cell, str)
    assert cell[0] == "'"
    assert as_written(cell) == text


@pytest.mark.parametrize("value", ["plain", "'quoted", "a=b", "", -83.7, 3, None])
def test_anything_else_stays(value: object):
    assert inert(value) is value
    assert not isinstance(value, str) or as_written(value) == value


def test_a_list_of_programs_with_a_formula_reads_back(tmp_path: Path):
    program = {"name": "=cmd", "specialty": "internal_medicine", "setting": "community", "longitude": -83.7}
    made = scenario_from_dict({"name": "a", "season": 2027, "applicant": {"type": "non_us_img"}, "programs": [program]})
    text = programs_csv(made.programs)
    assert "\n'=cmd," in text
    assert ",-83.7" in text
    (tmp_path / "list.csv").write_text(text, "utf-8")
    (tmp_path / "s.yaml").write_text(
        "name: a\nseason: 2027\napplicant: {type: non_us_img}\nprograms_file: list.csv\n", "utf-8"
    )
    assert load_scenario(tmp_path / "s.yaml").programs == made.programs


def test_a_joint_list_with_a_formula_reads_back(tmp_path: Path):
    text = pairs_csv([ListedPair("=a", None, "=why"), ListedPair("b", "@c", "")])
    assert "1,'=a,,'=why" in text
    (tmp_path / "list.csv").write_text(text, "utf-8")
    rows, faults = read_pairs(str(tmp_path / "list.csv"))
    assert not faults
    assert [[cell.value for cell in row.value] for row in rows] == [["=a", None], ["b", "@c"]]
