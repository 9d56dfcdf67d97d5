"""`--report`: check what is asked for before anything is computed, and hand two pages over at the end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from simulator.cli.options import from_option
from simulator.cli.output import check_outputs, patiently, say
from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    from simulator.outcomes.result import RunResult
    from simulator.scenario import Scenario


PAPER = "a4"  #: of a PDF, where none is asked for


class Wanted(NamedTuple):
    """The report that was asked for.

    Attributes
    ----------
    path : Path or None
        Where it goes; None for no report.
    names : whether to tell the scenario's own name and that of its file
    paper : "a4" or "letter", for a PDF
    file : the scenario file
    json : where the JSON goes, if anywhere
    """

    path: Path | None
    names: bool
    paper: str
    file: Path
    json: str | None


def check_wanted(wanted: Wanted) -> None:
    """Refuse what cannot be written, before anything is computed.

    Parameters
    ----------
    wanted : Wanted

    Raises
    ------
    InputError
        An unknown ending or paper, a PDF without typst, a place that cannot be written to, one that holds the
        scenario or the JSON, or ``--names`` or ``--paper`` without a report.
    """
    if wanted.path is None:
        idle = "--names" if wanted.names else "--paper" if wanted.paper != PAPER else ""
        if idle:
            raise InputError(Fault("says nothing without a report", field=idle, allowed="with --report FILE"))
        return
    from simulator.advice.report.files import check_report, is_pdf
    from simulator.advice.report.paper import check_paper
    from simulator.advice.report.provenance import day_of_making

    with from_option(lambda field: field if field.isupper() else f"--{field}"):
        check_report(wanted.path)
        check_paper(wanted.paper)
        day_of_making(None)
    if wanted.paper != PAPER and not is_pdf(wanted.path):
        what = "says nothing of a page of HTML, which takes the paper of the printer"
        raise InputError(Fault(what, field="--paper", got=wanted.paper, allowed="with a report as .pdf"))
    check_outputs(str(wanted.path), None, wanted.file, option="--report")
    if wanted.json not in (None, "-") and Path(str(wanted.json)).resolve() == wanted.path.resolve():
        raise InputError(Fault("is the same file as --json", field="--report", got=str(wanted.path)))


def hand_over(result: RunResult, scenario: Scenario, wanted: Wanted, *, is_silent: bool) -> None:
    """Write the report, if one was asked for, and say where it is.

    Parameters
    ----------
    result : RunResult
    scenario : Scenario
    wanted : Wanted
    is_silent : bool
        Whether to leave out that line.
    """
    if wanted.path is None:
        return
    from simulator.advice.report.files import write_report

    source = wanted.file.read_bytes() if wanted.file.is_file() else None
    names, paper, file = wanted.names, wanted.paper, wanted.file.name
    with patiently("setting the report", is_silent):
        write_report(result, wanted.path, scenario, names=names, source=source, file=file, paper=paper)
    if not is_silent:
        left_out = "" if wanted.names else "; the scenario's own name is left out, --names puts it in"
        say(f"\nReport in {wanted.path}{left_out}")
