"""A report as one HTML file: no script, nothing fetched, and everything that came from a user escaped.

The template escapes by itself; only pictures, which this package draws and which hold no text, go in as they are.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from simulator._version import __version__
from simulator.advice.report.assembly import content

if TYPE_CHECKING:
    from datetime import date

    from jinja2 import Template

    from simulator.advice.report.parts import Block
    from simulator.outcomes.result import RunResult
    from simulator.scenario import Scenario

STYLE, PAGE = "report.css", "report.html.jinja"


def html(
    result: RunResult,
    scenario: Scenario | None = None,
    *,
    names: bool = False,
    made_on: date | None = None,
    source: bytes | None = None,
    file: str | None = None,
) -> str:
    """Return a report as HTML that stands by itself.

    Parameters
    ----------
    result : RunResult
        What `run` returned, of one applicant or a couple.
    scenario, names, made_on, source, file
        As in `content`.

    Returns
    -------
    str
        One page; printed, two pages of A4 or Letter for ordinary scenarios.

    Raises
    ------
    InputError
        SOURCE_DATE_EPOCH is no count of seconds.
    """
    from markupsafe import Markup

    found = content(result, scenario, names=names, made_on=made_on, source=source, file=file)
    style = template_text(STYLE)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return _template().render(
        report=found,
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=digest,
        version=__version__,
        kind_of=_kind_of,
        drawn=Markup,  # pictures are our own and hold no text
    )


def _kind_of(block: Block) -> str:
    return type(block).__name__


@cache
def template_text(name: str) -> str:
    """Return one of the package's templates.

    Parameters
    ----------
    name : str
        Its file name.
    """
    return (files("simulator.advice") / "templates" / name).read_text("utf-8")


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
    return made.from_string(template_text(PAGE))
