"""The figures of every single season of a market, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from simulator.outcomes.market_figures import predictions, published_figures, values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.market.moments import Moments

COLUMNS = ("replicate", "name", "year", "group", "value", "published", "fitted")


def season_figures(seasons: Sequence[Moments], specialties: Sequence[str]) -> pd.DataFrame:
    """Read every figure of the report off every season.

    Parameters
    ----------
    seasons : sequence of Moments
        In the order of replicates.
    specialties : sequence of str

    Returns
    -------
    DataFrame
        A row for each replicate and figure: ``replicate`` (from 0), ``name``, ``year`` and ``group`` as in the report,
        ``value`` in that season, ``published`` and ``fitted``. Figures for which nothing published is on file have no
        ``year`` and no ``published``, and are not ``fitted``. By replicate, and within it in one order.
    """
    rows: list[dict[str, Any]] = [
        {"name": f.name, "year": f.year, "group": f.group, "published": f.published, "fitted": f.is_fitted}
        | {"value": values(f.value, seasons)}
        for f in published_figures(specialties)
    ]
    rows += [
        {"name": name, "year": None, "group": group, "published": None, "fitted": False, "value": values(read, seasons)}
        for name, group, read in predictions(specialties)
    ]
    every = [list(range(len(seasons)))] * len(rows)
    table = pd.DataFrame(
        {**row, "replicate": r, "place": k} for k, (row, r) in enumerate(zip(rows, every, strict=True))
    )
    long = table.explode(["replicate", "value"]).sort_values(["replicate", "place"], kind="stable")
    types = {"replicate": "int64", "year": "Int64", "value": "float64", "published": "float64", "fitted": "bool"}
    return long.astype(types).reset_index(drop=True)[list(COLUMNS)]
