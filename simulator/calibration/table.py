"""The table of parameters as a page: `python -m simulator.calibration.table > docs/parameters.md`.

Everything in it is read from the data files that `model` ships, so that the page says what
the product computes with; a test holds the committed page to this.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from simulator.calibration.files import parameter_table
from simulator.model.parameters import load_calibration
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from simulator.model.parameters import Calibration

HEAD = """# Parameters

Made by `python -m simulator.calibration.table`; do not edit by hand. The equations in which these numbers stand are in
[model.md](model.md).

Kinds: *fitted* = set by the calibration's fit; *seed* = from the advice articles; *survey* = weight read off a survey;
*judgement* = ours, with the spread shown. Effects are on the probit scale: at the middle of the scale 0.1 is about
4 percentage points, at 14 of 100 about 2.
"""
STAGES = {"invite": "Effects at the invitation", "rank": "Effects at the rank list", "spread": "Spreads"}
SPREAD_OF = {"invite": "sd", "rank": "sd", "spread": "log sd"}


def page(calibration: Calibration) -> str:
    """Write every parameter and constant with its unit, spread, kind and source.

    Parameters
    ----------
    calibration : Calibration

    Returns
    -------
    str
        Markdown.
    """
    rows = parameter_table(calibration)
    parts = [HEAD, f"Calibration: `{calibration.name}`. {calibration.label}\n"]
    for stage, title in STAGES.items():
        columns = ("parameter", "meaning", "value", SPREAD_OF[stage], "unit", "kind", "source")
        parts.append(f"## {title}\n\n" + _grid(columns, (_row(r) for r in rows if r["stage"] == stage)))
    for section, entries in table("behaviour").items():
        constants = ((n, _number(e["value"]), e["unit"], e["source"]) for n, e in entries.items())
        parts.append(f"## Constants: {section}\n\n" + _grid(("constant", "value", "unit", "source"), constants))
    parts.append("## Reference persons\n\n" + _references())
    return "\n".join(parts)


def _row(entry: dict[str, Any]) -> tuple[str, ...]:
    spread = entry.get("sd", entry.get("log_sd"))
    value = f"{entry['value']:.3f}"
    return entry["name"], entry["meaning"], value, _number(spread), entry["unit"], entry["kind"], entry["source"]


def _references() -> str:
    """Say who each applicant type's effects are zero for."""
    groups = table("groups")
    fields = tuple(next(iter(groups.values())))
    rows = ((name, *(_number(group[field]) for field in fields)) for name, group in groups.items())
    return "A field left out of a scenario counts as this person's.\n\n" + _grid(("type", *fields), rows)


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _grid(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay out a Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page(load_calibration(None)))
