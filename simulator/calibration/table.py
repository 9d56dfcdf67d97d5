"""The table of parameters as a page: `python -m simulator.calibration.table > docs/parameters.md`.

Everything in it is read from the data files that `model` ships, so that the page says what
the product computes with; a test holds the committed page to this.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from simulator.calibration.files import parameter_table
from simulator.calibration.markdown import grid, number, section
from simulator.calibration.table_cells import cell_page
from simulator.model.parameters import SHIPPED, load_calibration
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.model.parameters import Calibration

HEAD = """# Parameters

Made by `python -m simulator.calibration.table`; do not edit by hand. The equations in which these numbers stand are in
[model.md](model.md), how the fitted ones were found in [calibration.md](calibration.md).

Kinds: *data* = published figures speak of it; *fitted* = set by the fit to the advice articles' tables; *seed* = from
the advice articles; *survey* = weight read off a survey; *judgement* = ours, with the spread shown. Effects are on the
probit scale: at the middle of the scale 0.1 is about 4 percentage points, at 14 of 100 about 2.
"""
STAGES = {"invite": "Effects at the invitation", "rank": "Effects at the rank list", "spread": "Spreads"}
SPREAD_OF = {"invite": "sd", "rank": "sd", "spread": "log sd"}


def page(calibrations: Iterable[Calibration] | None = None) -> str:
    """Write every parameter and constant with its unit, spread, kind and source.

    Parameters
    ----------
    calibrations : iterable of Calibration, optional
        Left out, those that are shipped.

    Returns
    -------
    str
        Markdown.
    """
    asked = map(load_calibration, SHIPPED) if calibrations is None else calibrations
    parts = [HEAD, *(cell_page(made) if made.cells else _plain_page(made) for made in asked)]
    for name, entries in table("behaviour").items():
        constants = ((n, number(e["value"]), e["unit"], e["source"]) for n, e in entries.items())
        parts.append(section(f"Constants: {name}", grid(("constant", "value", "unit", "source"), constants)))
    parts.append(section("Reference persons", _references()))
    return "\n".join(parts)


def _plain_page(made: Calibration) -> str:
    """Write a calibration whose effects are those of `effects.toml`."""
    rows = parameter_table(made)
    parts = [section(f"Calibration `{made.name}`", made.label)]
    for stage, title in STAGES.items():
        columns = ("parameter", "meaning", "value", SPREAD_OF[stage], "unit", "kind", "source")
        parts.append(section(title, grid(columns, (_row(r) for r in rows if r["stage"] == stage)), level=3))
    return "\n".join(parts)


def _row(entry: dict[str, Any]) -> tuple[str, ...]:
    spread = entry.get("sd", entry.get("log_sd"))
    value = f"{entry['value']:.3f}"
    return entry["name"], entry["meaning"], value, number(spread), entry["unit"], entry["kind"], entry["source"]


def _references() -> str:
    """Say who each applicant type's effects are zero for."""
    groups = table("groups")
    fields = tuple(next(iter(groups.values())))
    rows = ((name, *(number(group[field]) for field in fields)) for name, group in groups.items())
    about = "A field left out of a scenario counts as this person's, unless the calibration has a reference of its own."
    return f"{about}\n\n" + grid(("type", *fields), rows)


if __name__ == "__main__":
    sys.stdout.write(page())
