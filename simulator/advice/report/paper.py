"""A report as PDF: two tagged pages of A4 or Letter with text that can be selected, set by typst.

What is said goes in as data, never as markup. Each page shows as much of the long lists as fits on it
(`room.LEVELS`), and says what it leaves out. Only fonts that Matplotlib and typst carry are used, and one of
this machine where a name needs it; where none can draw a script, its name stands for it and the report says so.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from simulator.advice import fonts
from simulator.advice.report.assembly import content
from simulator.advice.report.page import template_text
from simulator.advice.report.parts import Block, Report, Section
from simulator.advice.report.provenance import day_of_making
from simulator.advice.report.room import LEVELS
from simulator.advice.report.typefaces import Typefaces, typefaces
from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    from datetime import date

    import typst

    from simulator.outcomes.result import RunResult
    from simulator.scenario import Scenario

PAPERS = {"a4": "a4", "letter": "us-letter"}
PAGES = 2
#: Size of type in points (small print is a tenth smaller), and whether the parts flow on rather than fill a page each.
TRIES = ((11.0, False), (10.5, False), (10.0, False), (10.0, True), (9.5, True), (9.0, True))
SHEET = "report.typ"
STANDARD: Literal["ua-1"] = "ua-1"  #: PDF for everybody: tagged, with title, language and reading order
ABOUT = "A model's answer about one season of the residency Match, with its range. Not a promise, not advice."
UNDRAWN = (
    "No font here can draw {} characters: in this PDF that word stands in brackets in their place. The same report as "
    "HTML shows such names as they were given."
)


class Job(NamedTuple):
    """What one report asks for; see `content`."""

    result: RunResult
    scenario: Scenario | None
    names: bool
    made_on: date
    source: bytes | None
    file: str | None


class Setting(NamedTuple):
    """Paper, size of type in points, and whether the second part follows the first without a new page."""

    paper: str
    size: float
    flows: bool


def pdf(
    result: RunResult,
    scenario: Scenario | None = None,
    *,
    names: bool = False,
    made_on: date | None = None,
    source: bytes | None = None,
    file: str | None = None,
    paper: str = "a4",
) -> bytes:
    """Return a report as PDF, two pages for ordinary scenarios.

    Parameters
    ----------
    result : RunResult
        What `run` returned, of one applicant or a couple.
    scenario, names, made_on, source, file
        As in `content`.
    paper : str
        "a4" or "letter".

    Returns
    -------
    bytes
        The same for the same result, date, fonts and versions.

    Raises
    ------
    InputError
        The extra ``report`` is not installed, the paper is unknown, or SOURCE_DATE_EPOCH is no count of seconds.
    """
    check_paper(paper)
    check_typst()
    job = Job(result, scenario, names, day_of_making(made_on), source, file)
    return _fitting(job, PAPERS[paper]).pdf()


def _fitting(job: Job, paper: str) -> _Press:
    """Return the report in the largest type in which two pages hold all of it; else shortened until they do.

    What is tried takes less and less room, so the first that fits is found by halving; the very last one is taken
    whether it fits or not.
    """
    tries = [(0, *way) for way in TRIES] + [(level, *TRIES[-1]) for level in range(1, len(LEVELS))]

    whole = content(**job._asdict())

    @cache
    def said(level: int) -> _Copy:
        return _copy(content(**job._asdict(), level=level, origin=whole.second[-1]) if level else whole)

    def pressed(k: int) -> _Press:
        level, size, flows = tries[k]
        return _Press(said(level), job.made_on, Setting(paper, size, flows=flows))

    found, first, last = pressed(0), 1, len(tries) - 1
    if found.pages <= PAGES:
        return found
    found = pressed(last)
    while first < last:
        middle = (first + last) // 2
        tried = pressed(middle)
        if tried.pages <= PAGES:
            found, last = tried, middle
        else:
            first = middle + 1
    return found


def check_typst() -> None:
    """Refuse a PDF where typst is missing, and say what to install.

    Raises
    ------
    InputError
    """
    if find_spec("typst") is None:
        hint = "Install it with: pip install 'residency-match-simulator[report]'; a report as .html needs nothing more."
        raise InputError(Fault("a PDF needs the package typst, which is not installed", field="report", hint=hint))


def check_paper(paper: str) -> None:
    """Refuse an unknown size of paper.

    Raises
    ------
    InputError
    """
    if paper not in PAPERS:
        raise InputError(Fault("is an unknown size of paper", field="paper", got=paper, allowed=", ".join(PAPERS)))


class _Copy(NamedTuple):
    """What a report says as plain data, and the fonts that draw it."""

    plain: dict[str, Any]
    faces: Typefaces


def _copy(report: Report) -> _Copy:
    plain = _plain(report)
    faces = typefaces(json.dumps(plain, ensure_ascii=False))
    return _Copy(_drawable(plain) if faces.lacks else plain, faces)


class _Press:
    """One report ready to be set, and how many pages it takes."""

    def __init__(self, copy: _Copy, made_on: date, setting: Setting) -> None:
        import typst

        faces, day = copy.faces, (made_on.year, made_on.month, made_on.day)
        families = {"fonts": faces.body, "head_fonts": faces.head}
        data = {"report": copy.plain, "day": day, "description": ABOUT, **setting._asdict(), **families}
        self.input = template_text(SHEET).encode()
        inputs = {"data": json.dumps(data, ensure_ascii=False)}
        self.compiler = typst.Compiler(input=self.input, font_paths=_carried(faces.folders), sys_inputs=inputs)
        self.timestamp = datetime.combine(made_on, time(), UTC)
        self.pages = int(json.loads(self.compiler.query("<pages>"))[0]["value"])

    def pdf(self) -> bytes:
        """Return the pages as PDF."""
        made = self.compiler.compile(self.input, format="pdf", pdf_standards=STANDARD, timestamp=self.timestamp)
        if not isinstance(made, bytes):
            raise TypeError(f"typst gave {type(made).__name__} in place of one PDF")
        return made


def _plain(report: Report) -> dict[str, Any]:
    """Turn a report into dictionaries; blocks say of which kind they are."""
    return report._asdict() | {name: [_section(one) for one in getattr(report, name)] for name in ("first", "second")}


def _section(one: Section) -> dict[str, Any]:
    return {"key": one.key, "title": one.title, "blocks": [_block(block) for block in one.blocks]}


def _block(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__, **{name: _fields(value) for name, value in block._asdict().items()}}


def _fields(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {name: _fields(inner) for name, inner in value._asdict().items()}
    return [_fields(inner) for inner in value] if isinstance(value, tuple) else value


def _drawable(plain: dict[str, Any]) -> dict[str, Any]:
    """Put the name of its script for what no font here can draw, and say so at the end."""
    lacking: set[str] = set()
    shown = {name: _shown(value, name, lacking) for name, value in plain.items()}
    if lacking:
        note = {"kind": "Text", "text": UNDRAWN.format(", ".join(sorted(lacking))), "role": "small"}
        shown["second"][-1]["blocks"].append(note)
    return shown


def _shown(value: Any, name: str, lacking: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _shown(inner, key, lacking) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(inner, name, lacking) for inner in value]
    if name == "svg" or not isinstance(value, str):
        return value
    lacking.update(fonts.scripts_undrawn(value))
    return fonts.printable(value)


@cache
def _carried(folders: tuple[str, ...]) -> typst.Fonts:
    """Return the fonts of some folders and of typst itself, never those of the system as such."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[*folders])
