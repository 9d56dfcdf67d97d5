"""What can be taken home from a session: the scenario, the answer as data and as a table, the charts, the report."""

from __future__ import annotations

import io
import tempfile
import threading
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from simulator.advice.report import check_report, write_report
from simulator.advice.session.answer_table import answer_csv
from simulator.advice.session.session import Session
from simulator.outcomes.result import RunResult
from simulator.pipeline import run
from simulator.scenario import Scenario
from simulator.scenario.writer import data_text

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the time on files in an archive, so that the same answer is the same bytes
_drawing = threading.Lock()  # Matplotlib's settings are the whole process's


class Attachment(NamedTuple):
    """A file to hand over: its name, its media type, its bytes."""

    name: str
    kind: str
    content: bytes


Options = Mapping[str, Any]
Progress = Callable[[int], None]


class Asked(NamedTuple):
    """What a file is about: a scenario in which what is set is one more strategy, its file, and it run in full."""

    scenario: Scenario
    source: bytes
    result: RunResult


def download(
    session: Session,
    kind: str,
    data: Mapping[str, Any],
    levers: Mapping[str, Any],
    options: Options,
    progress: Progress | None = None,
) -> Attachment:
    """Make one file of a session.

    Parameters
    ----------
    session : Session
    kind : str
        One of `KINDS`.
    data, levers : mapping
        As in `Session.answer`. What the levers do becomes one more strategy of the scenario.
    options : mapping
        names: whether a report names the scenario, which is often a person's name. Programs are named in any case.
    progress : callable of int, optional
        Told how many replicates have just been finished.

    Returns
    -------
    Attachment

    Raises
    ------
    InputError
        With every fault of the scenario, or for a PDF where the extra that writes it is not installed.
    """
    whole = session.whole_scenario(data, levers)
    scenario = session.read_data(whole).scenario
    session.calibration_of(scenario)
    source = data_text(whole).encode()
    if kind == "scenario.yaml":
        return Attachment(kind, KINDS[kind], source)
    if kind.startswith("report."):
        check_report(kind)
    result = run(scenario, workers=1, progress=progress)
    return Attachment(kind, KINDS[kind], _MAKERS[kind](Asked(scenario, source, result), options))


KINDS = {
    "scenario.yaml": "application/yaml",
    "report.html": "text/html; charset=utf-8",
    "report.pdf": "application/pdf",
    "charts.zip": "application/zip",
    "answer.csv": "text/csv; charset=utf-8",
    "answer.json": "application/json",
}


def _json(asked: Asked, options: Options) -> bytes:
    del options
    return asked.result.to_json().encode()


def _charts(asked: Asked, options: Options) -> bytes:
    from simulator.advice.charts import save_all

    del options
    with tempfile.TemporaryDirectory() as folder, _drawing:
        files = sorted(save_all(asked.result, folder))
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                archive.writestr(zipfile.ZipInfo(file.name, EARLIEST), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _report(suffix: str) -> Callable[[Asked, Options], bytes]:
    def made(asked: Asked, options: Options) -> bytes:
        with tempfile.TemporaryDirectory() as folder, _drawing:
            path = Path(folder) / f"report.{suffix}"
            write_report(
                asked.result, path, asked.scenario, names=bool(options.get("names", False)), source=asked.source
            )
            return path.read_bytes()

    return made


def _csv(asked: Asked, options: Options) -> bytes:
    del options
    return answer_csv(asked.result).encode()


_MAKERS: dict[str, Callable[[Asked, Options], bytes]] = {
    "report.html": _report("html"),
    "report.pdf": _report("pdf"),
    "charts.zip": _charts,
    "answer.csv": _csv,
    "answer.json": _json,
}
