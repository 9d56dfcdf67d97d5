"""`matchsim app`: what it prints, what it refuses, and that Ctrl-C ends it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("uvicorn", reason="the extra `app` is not installed")

from simulator.cli import main
from simulator.cli import page as command

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "scenarios" / "november_four_interviews.yaml"


def stopped(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(["app", *arguments])
    code = stop.value.code
    assert isinstance(code, int)
    return code


@pytest.fixture
def running() -> Iterator[subprocess.Popen[str]]:
    arguments = [sys.executable, "-m", "simulator", "app", str(FILE), "--port", "0", "--no-browser"]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=settings
    ) as process:
        yield process
        process.kill()


def test_it_serves_until_stopped_and_leaves_nothing_running(running: subprocess.Popen[str]):
    assert running.stdout is not None
    line = running.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
    assert found, line
    with closing(http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=60)) as connection:
        connection.request("GET", "/api/start")
        started = json.loads(connection.getresponse().read())
        assert started["opened"]["name"] == FILE.name
        body = json.dumps({"scenario": started["opened"]["scenario"], "replicates": 300_000})
        connection.request("POST", "/api/refine", body, {"Content-Type": "application/json"})
        assert connection.getresponse().status == 202
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    assert "stopped" in out
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--host", "0.0.0.0"], "--open-to-network"),  # noqa: S104 - refused
        (["--port", "70000"], "--port: is out of range"),
        (["--port", "eighty"], "--port: must be a whole number"),
        (["nothere.yaml"], "no such file"),
        (["--calibration", "nrmp2026"], "--calibration"),
        (["--prot", "1"], "--prot"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]):
    assert stopped("--no-browser", *arguments) == 2
    assert words in capsys.readouterr().err


def test_a_port_that_is_taken_is_said_to_be(capsys: pytest.CaptureFixture[str]):
    from simulator.advice.page.serve import listen

    with listen("127.0.0.1", 0) as found:
        assert stopped("--no-browser", "--port", str(found.getsockname()[1])) == 2
    assert "this port is taken" in capsys.readouterr().err


def test_a_missing_extra_is_named_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(command, "find_spec", lambda name: None if name == "uvicorn" else name)
    assert stopped() == 2
    said = capsys.readouterr().err
    assert "uvicorn" in said
    assert "pip install" in said


def test_it_opens_the_browser_unless_told_not_to(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    opened: list[str] = []
    monkeypatch.setattr(command.webbrowser, "open", lambda url: opened.append(url) or False)
    monkeypatch.setattr("simulator.advice.page.serve.serve", lambda _, found, *__: (time.sleep(0.2), found.close()))
    assert stopped("--port", "0") == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", opened[0])
    assert f"go to {opened[0]}" in capsys.readouterr().err
    assert stopped("--port", "0", "--no-browser") == 0
    assert len(opened) == 1
