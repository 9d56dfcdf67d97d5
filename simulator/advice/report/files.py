"""A report on disk: HTML or PDF by the ending of its path, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from simulator.errors import Fault, InputError
from simulator.outcomes.saving import write_whole

if TYPE_CHECKING:
    import os
    from datetime import date

    from simulator.outcomes.result import RunResult
    from simulator.scenario import Scenario

HTML, PDF = (".html", ".htm"), (".pdf",)


def is_pdf(path: str | os.PathLike[str]) -> bool:
    """Return whether a path is one of a PDF, by its ending."""
    return Path(path).suffix.lower() in PDF


def check_report(path: str | os.PathLike[str]) -> None:
    """Refuse what no report can be, before anything is computed: an unknown ending, a PDF without typst.

    Parameters
    ----------
    path : path-like

    Raises
    ------
    InputError
    """
    if is_pdf(path):
        from simulator.advice.report.paper import check_typst

        check_typst()
    elif Path(path).suffix.lower() not in HTML:
        raise InputError(
            Fault("is not a kind of report", field="report", got=str(path), allowed="a file ending in .html or .pdf")
        )


def write_report(
    result: RunResult,
    path: str | os.PathLike[str],
    scenario: Scenario | None = None,
    *,
    names: bool = False,
    made_on: date | None = None,
    source: bytes | None = None,
    file: str | None = None,
    paper: str = "a4",
) -> Path:
    """Write a report as HTML or PDF, through a temporary file beside it.

    Parameters
    ----------
    result : RunResult
        What `run` returned, of one applicant or a couple.
    path : path-like
        Ends in .html or .pdf; its folder is made if need be.
    scenario, names, made_on, source, file
        As in `content`.
    paper : str
        Of a PDF: "a4" or "letter". A page of HTML takes the paper of the printer.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        Another ending, a PDF without the extra ``report``, an unknown paper, or a place that cannot be written to.
    """
    check_report(path)
    where = Path(path)
    if is_pdf(where):
        from simulator.advice.report.paper import pdf

        made: str | bytes = pdf(result, scenario, names=names, made_on=made_on, source=source, file=file, paper=paper)
    else:
        from simulator.advice.report.page import html

        made = html(result, scenario, names=names, made_on=made_on, source=source, file=file)
    _make_folder(where.parent)
    return write_whole(where, made)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        reason = (problem.strerror or type(problem).__name__).lower()
        raise InputError(Fault(f"cannot make this folder: {reason}", file=str(folder))) from problem
