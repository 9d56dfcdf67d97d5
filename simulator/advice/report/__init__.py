"""WHAT IS HANDED OVER: two pages on paper, as HTML or as PDF, from the same run as the JSON.

`assembly` puts a result into sections in the order in which a person should meet them: limits first, then the answer,
its picture, what it rests on, strategies with their cost, the plan of this month, support, provenance. `page` (HTML)
and `paper` (PDF) only set what it says, so both carry the same words and numbers. May import the wording of
`simulator.advice` and everything left of it, and nothing of `cli`: the page for advisers asks for the same bytes.

- `html(result, scenario)`: the page as text
- `pdf(result, scenario)`: the two pages as bytes; needs the extra ``report``
- `write_report(result, path, scenario)`: either, by the ending of the path
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.advice.report.assembly import content
    from simulator.advice.report.files import check_report, write_report
    from simulator.advice.report.page import html
    from simulator.advice.report.paper import pdf

_HOME = {"check_report": "files", "content": "assembly", "html": "page", "pdf": "paper", "write_report": "files"}

__all__ = ["check_report", "content", "html", "pdf", "write_report"]


def __getattr__(name: str) -> object:
    """Load a public name on first use."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
