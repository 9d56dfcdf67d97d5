"""Paths and bytes: what is no scenario file must be refused before it can do harm."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.errors import InputError
from simulator.scenario import load_scenario

SMALLEST = "name: x\nseason: 2027\napplicant: {type: us_md}\n"


def refused(path: str | Path) -> str:
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    assert len(caught.value.faults) == 1
    return str(caught.value)


def test_a_missing_file_is_named_with_its_nearest_neighbour(tmp_path: Path) -> None:
    (tmp_path / "november.yaml").write_text(SMALLEST)
    said = refused(tmp_path / "novembre.yaml")
    assert "novembre.yaml: no such file" in said
    assert "Did you mean 'november.yaml'?" in said


@pytest.mark.parametrize("path", ["", "a\0b", "x" * 5000, "nowhere/at/all.yaml", "\ud800.yaml"])
def test_a_path_that_cannot_be_is_refused(path: str) -> None:
    assert refused(path).isprintable()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path)


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "not a regular file" in refused(tmp_path / "pipe")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret.yaml"
    file.write_text(SMALLEST)
    file.chmod(0)
    assert "permission denied" in refused(file)


def test_permission_is_reported_for_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret.yaml"
    file.write_text(SMALLEST)

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    assert "may not be read (permission denied)" in refused(file)


def test_a_large_file_is_refused_by_its_size_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "large.yaml"
    with file.open("wb") as out:
        out.truncate(10_000_000_000)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("the file was opened"))
    assert "is too large (got 10000000000)" in refused(file)


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    file = tmp_path / "full.yaml"
    file.write_text(SMALLEST + "#" * (1_048_576 - len(SMALLEST)))
    assert load_scenario(file).name == "x"


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [(b"\xff\xfen\0a\0", 1, 1), (b"name: x\nb: \xe9\n", 2, 4), (b"a: 1\n\n\n\x80", 4, 1), (b"a\xed\xa0\x80", 1, 2)],
)
def test_the_first_byte_that_is_not_utf_8_is_placed(tmp_path: Path, data: bytes, line: int, column: int) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(data)
    with pytest.raises(InputError) as caught:
        load_scenario(file)
    (fault,) = caught.value.faults
    assert (fault.line, fault.column) == (line, column)
    assert "not UTF-8" in fault.render()


def test_bytes_and_path_objects_name_files_too(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(SMALLEST)
    assert load_scenario(os.fsencode(file)) == load_scenario(file) == load_scenario(str(file))  # type: ignore[arg-type]
