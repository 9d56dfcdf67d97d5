"""Options that several commands share."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from simulator.cli.numbers import whole
from simulator.errors import InputError

ScenarioFile = Annotated[Path, typer.Argument(metavar="FILE", help="Scenario file (YAML).", show_default=False)]
Json = Annotated[
    str | None,
    typer.Option("--json", metavar="FILE|-", help="Write the answer as JSON to a file, or to standard output with -."),
]
Charts = Annotated[
    Path | None, typer.Option("--charts", metavar="DIR", help="Draw the charts into this folder, as PNG and SVG.")
]
Report = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE.html|FILE.pdf",
        help="Write two pages to hand over; a PDF needs the extra 'report'. Names of people are left out.",
    ),
]
Names = Annotated[
    bool,
    typer.Option("--names", help="Put the scenario's own name and its file's name, which may be a person's, into it."),
]
Paper = Annotated[str, typer.Option("--paper", metavar="a4|letter", help="Size of a PDF report's pages.")]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed", parser=whole("--seed", 0, 2**63 - 1), metavar="N", help="Seed; the same seed repeats the run exactly."
    ),
]
Replicates = Annotated[
    int | None,
    typer.Option(
        "--replicates",
        parser=whole("--replicates", 1, 10**9),
        metavar="N",
        help="Simulated seasons; more means less noise.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        parser=whole("--workers", 1, 1024),
        metavar="N",
        help="Threads (default: all cores). Never changes results.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No text and no progress bar, only the files asked for.")]
CalibrationName = Annotated[
    str | None,
    typer.Option("--calibration", metavar="NAME", help="Calibration by name or path (default: the product's)."),
]


@contextmanager
def from_option(option_of: Callable[[str], str]) -> Iterator[None]:
    """Name the option that a fault comes from, not the field that it became."""
    try:
        yield
    except InputError as error:
        faults = [dataclasses.replace(fault, field=option_of(fault.field)) for fault in error.faults]
        raise InputError(faults) from None
