"""Leave one specialty out: fit without it, predict it, score all such predictions together.

Everything published of the specialty is left out (2007 by ranks and by score, 2025, 2026), so
that its levels come from the hierarchy alone; then its panels of 2007 are predicted. Needs the
extra `calibration`; about a minute a specialty.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.calibration.nrmp_2026 import fit_from
from simulator.calibration.predict import predict
from simulator.calibration.validation_cells import Counted, cell_of, joined, ranks_cells
from simulator.calibration.validation_scores import score_cells
from simulator.scenario.published import read_table
from simulator.scenario.published_tables import RanksTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from simulator.calibration.joint.sample import Sampler
    from simulator.scenario.published_tables import RanksRow

ASSUMPTION = "both"


def panels() -> dict[str, list[RanksRow]]:
    """Rows of the 2007 table by specialty."""
    with resources.as_file(
        resources.files("simulator.model").joinpath("data", "evidence", "match_by_ranks_2007.csv")
    ) as path:
        table = read_table(Path(path))
    if not isinstance(table, RanksTable):
        raise TypeError("the table of 2007 is not one of numbers of ranks")
    found: dict[str, list[RanksRow]] = {}
    for row in table.rows:
        found.setdefault(row.specialty, []).append(row)
    return found


def hold_out(sampler: Sampler, specialty: str, rows: Sequence[RanksRow]) -> Counted:
    """Predict one specialty from the others.

    Parameters
    ----------
    sampler : Sampler
    specialty : str
    rows : sequence of RanksRow
        What was published of it.

    Returns
    -------
    Counted
    """
    draws = sampler.posterior(ASSUMPTION, leave_out=(specialty,))
    fit = fit_from(draws.parameters, sampler.found)
    predicted = {cell: predict(fit, cell) for cell in dict.fromkeys(cell_of(row) for row in rows)}
    return ranks_cells(rows, predicted, leave_out=(specialty,))


def leave_one_out(
    sampler: Sampler, specialties: Sequence[str] | None = None, say: Callable[[str], None] = lambda _: None
) -> list[Counted]:
    """Predict each specialty from all others.

    Parameters
    ----------
    sampler : Sampler
    specialties : sequence of str, optional
        Left out, all those with a panel in 2007.
    say : callable of str

    Returns
    -------
    list of Counted
    """
    every = panels()
    parts = []
    for specialty in specialties or every:
        say(f"without {specialty}")
        parts.append(hold_out(sampler, specialty, every[specialty]))
    return parts


def scored(parts: Sequence[Counted]) -> dict[str, Any]:
    """Score predictions of left-out specialties together; plain numbers.

    Parameters
    ----------
    parts : sequence of Counted

    Returns
    -------
    dict
    """
    found = score_cells(joined(parts))
    kept = {k: v for k, v in found.items() if k not in ("by_cell", "pit")}
    told: dict[str, Any] = json.loads(json.dumps(kept, default=_plain))
    return told | {"specialties": len(parts), "assumption": ASSUMPTION}


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"cannot write {value!r}")
