"""RESULTS.md from results/*.json."""

from __future__ import annotations

import json
from typing import Any

from benchmarks.measure import HERE, RESULTS

INTRODUCTION = """# Results

Written by `python -m benchmarks --report` from `results/*.json`; not edited by hand.
Medians over the repeats of one run in which everything compared took turns. Where the
machine had other work, processor time says more than the clock, and ratios within a
table more than either.
"""


def write() -> None:
    """Write the report of everything measured so far."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("*.json"))]
    text = "\n".join([INTRODUCTION, *(_section(x) for x in found)])
    (HERE / "RESULTS.md").write_text(text, encoding="utf-8")


def _section(found: dict[str, Any]) -> str:
    machine = found["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    findings = "\n".join(f"- {name}: **{_cell(value)}**" for name, value in found["findings"].items())
    where = f"{machine['cpu']}, {machine['cores']} cores, load {machine['load_after']} at the end; {versions}."
    return f"## {found['question']}\n\n`{found['command']}`\n\n{findings}\n\n{_table(found['rows'])}\n\n{where}\n"


def _table(rows: list[dict[str, Any]]) -> str:
    names = list(rows[0])
    lines = [
        "| " + " | ".join(names) + " |",
        "|" + "|".join(":--" if isinstance(rows[0][n], str) else "--:" for n in names) + "|",
    ]
    return "\n".join(lines + ["| " + " | ".join(_cell(row[name]) for name in names) + " |" for row in rows])


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)
