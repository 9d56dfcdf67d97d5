"""Reports on disk: by the ending, whole or not at all."""

import stat
from pathlib import Path

import pytest

from simulator.advice.report import html, write_report
from simulator.errors import InputError
from tests.reports import DAY, empty_season


def test_a_page_is_written_whole_into_a_new_folder(tmp_path: Path):
    result, scenario = empty_season()
    path = write_report(result, tmp_path / "deep" / "er.html", scenario, made_on=DAY)
    assert path.read_text("utf-8") == html(result, scenario, made_on=DAY)
    assert [one.name for one in path.parent.iterdir()] == ["er.html"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_pdf_is_written(tmp_path: Path):
    pytest.importorskip("typst", reason="the extra report is not installed")
    path = write_report(*empty_season()[:1], tmp_path / "R.PDF", made_on=DAY)
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["report", "report.docx", "report.pdf.txt", ""])
def test_another_ending_is_refused_in_one_line(tmp_path: Path, name: str):
    with pytest.raises(InputError, match=r"is not a kind of report .* Allowed: a file ending in .html or .pdf"):
        write_report(empty_season()[0], tmp_path / name, made_on=DAY)
    assert not list(tmp_path.iterdir())


def test_a_file_in_the_place_of_the_folder_is_one_fault(tmp_path: Path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(InputError, match="cannot make this folder"):
        write_report(empty_season()[0], tmp_path / "taken" / "r.html", made_on=DAY)


def test_a_failed_write_leaves_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "r.html"
    path.write_text("old")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InputError, match="No space left on device"):
        write_report(empty_season()[0], path, made_on=DAY)
    assert [one.name for one in tmp_path.iterdir()] == ["r.html"]
    assert path.read_text() == "old"
