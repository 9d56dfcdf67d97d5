"""The table of moves between two calibrations."""

import shutil
from pathlib import Path

import pytest

from benchmarks.moves import SCENARIOS, rows
from tests.factories import make_calibration


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(SCENARIOS / "six_internal_medicine_interviews.yaml", tmp_path)
    return tmp_path


def test_the_same_calibration_moves_nothing(folder: Path):
    ((name, before, after, move),) = rows("rules-of-thumb", "rules-of-thumb", folder)
    assert name == "six_internal_medicine_interviews"
    assert before == after
    assert move == "+0"


def test_the_move_is_the_difference_of_what_is_shown(folder: Path):
    ((_, before, after, move),) = rows("rules-of-thumb", make_calibration(), folder)
    first, second = (int(told.partition(" (")[0]) for told in (before, after))
    assert int(move) == second - first != 0
