"""`matchsim calibrate` without its extra: one line, exit 2, nothing written."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulator.cli.app import app
from simulator.cli.calibrate import _needs_extra
from simulator.errors import InputError


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"residency-match-simulator\[calibration\]"):
        _needs_extra()


def test_help_says_how_long_it_takes() -> None:
    found = CliRunner().invoke(app, ["calibrate", "--help"])
    assert found.exit_code == 0
    assert "minutes" in found.output


def test_too_few_draws_are_refused_before_anything_is_made(tmp_path: Path) -> None:
    found = CliRunner().invoke(app, ["calibrate", "--out", str(tmp_path / "new"), "--draws", "3"])
    assert isinstance(found.exception, InputError)
    assert "--draws: is out of range (got 3). Allowed: a whole number from 50 to 5,000" in str(found.exception)
    assert not (tmp_path / "new").exists()
