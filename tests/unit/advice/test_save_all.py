"""Charts on disk: all or none, whole or not at all; and nothing heavy on the way to them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulator import advice
from simulator.advice import charts
from simulator.errors import InputError
from tests.unit.advice.edges import case


def test_every_chart_is_written_as_png_and_svg(tmp_path: Path):
    paths = charts.save_all(case("usual"), tmp_path / "deep" / "er")
    assert [path.name for path in paths] == [f"{c}.{kind}" for c in charts.CHARTS for kind in ("png", "svg")]
    assert sorted(path.name for path in (tmp_path / "deep" / "er").iterdir()) == sorted(p.name for p in paths)
    for path in paths:
        assert path.read_bytes().startswith(b"\x89PNG" if path.suffix == ".png" else b"<?xml")


def test_old_charts_are_replaced(tmp_path: Path):
    (tmp_path / "chance_of_100.png").write_text("old")
    charts.save_all(case("low"), str(tmp_path))
    assert (tmp_path / "chance_of_100.png").read_bytes().startswith(b"\x89PNG")


def test_a_file_where_the_folder_should_be_is_one_fault(tmp_path: Path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(InputError) as caught:
        charts.save_all(case("usual"), tmp_path / "taken")
    assert len(caught.value.faults) == 1
    assert "\n" not in str(caught.value)
    assert str(tmp_path / "taken") in str(caught.value)


def test_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write, written = Path.write_bytes, []

    def full_disk(path: Path, content: bytes) -> int:
        written.append(path)
        if len(written) > 3:
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(InputError, match="no space left on device"):
        charts.save_all(case("usual"), tmp_path)
    assert not list(tmp_path.iterdir())


def test_parts_load_on_first_use():
    assert "words" in dir(advice)
    assert advice.words.DISCLAIMER
    with pytest.raises(AttributeError, match="colour"):
        _ = advice.colour


def test_words_need_no_matplotlib_and_charts_no_window():
    code = (
        "import sys, simulator.advice.words, simulator.advice.charts\n"
        "assert 'matplotlib' not in sys.modules\n"
        "from tests.factories import make_result\n"
        "simulator.advice.charts.chance_of_100(make_result())\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
