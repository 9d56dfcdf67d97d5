"""The JSON of a run, field by field as the documentation promises. Absent parts are absent."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from simulator.outcomes.result import plain
from simulator.season.paths import PATHS

if TYPE_CHECKING:
    import pandas as pd

    from simulator.outcomes.comparison import CoupleGain, Difference, Strategy
    from simulator.outcomes.paths import Paths
    from simulator.outcomes.result import Cost, Estimate, RunResult

SCHEMA_VERSION = 1
DECIMALS = 10


def as_contract(result: RunResult) -> dict[str, Any]:
    """Turn a result into plain dictionaries and lists.

    Parameters
    ----------
    result : RunResult

    Returns
    -------
    dict
        Nothing in it tells command, path, workers, time or host.
    """
    found: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "scenario": result.scenario_name,
        "season": result.season,
        "calibration": result.calibration,
        "seed": result.seed,
        "replicates": result.replicates,
        "match": about_match(result.match),
        "zone": result.zone,
        "zones": list(result.zones),
    }
    if result.paths is not None:
        found["paths"] = _paths(result.paths)
    if result.observed_at_this_count is not None:
        found["observed_at_this_count"] = number(result.observed_at_this_count)
    if result.observed_range is not None:
        low, high = result.observed_range
        found["observed_range"] = {"low": number(low), "high": number(high)}
    found["interviews"] = {
        "expected": number(result.interviews.expected),
        "quantiles": {k: int(v) for k, v in result.interviews.quantiles.items()},
    }
    if result.couple is not None:
        found["couple"] = result.couple.to_dict()
    found["by_position"] = rows(result.by_position)
    found["by_program"] = [_program(row) for row in rows(result.by_program)]
    found["soap"] = {
        "probability": number(result.soap.probability),
        "matched_or_soap": number(result.soap.matched_or_soap),
    }
    found["cost_usd"] = about_cost(result.cost)
    if result.compared:
        found["strategies"] = [_strategy(one) for one in result.compared]
    found["warnings"] = list(result.warnings)
    found["notes"] = list(result.notes)
    return found


def _strategy(one: Strategy) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": one.name,
        "match": about_match(one.match),
        "difference": _difference(one.difference),
        "cost_usd": {"total": number(one.total_usd), "added": number(one.added_usd)},
    }
    if one.paths is not None and one.residency is not None:
        found["paths"] = _paths(one.paths) | {"residency_difference": _difference(one.residency)}
    if one.couple is not None:
        found["couple"] = _couple_gain(one.couple)
    if one.usd_per_point is not None:
        found["usd_per_point"] = number(one.usd_per_point)
    if one.is_what_if:
        found["what_if"] = True
    return found | ({"warnings": list(one.warnings)} if one.warnings else {})


def _couple_gain(gain: CoupleGain) -> dict[str, Any]:
    """Both partners under a strategy, and the second; the first stands beside it."""
    each = {"both": (gain.both, gain.both_difference), "second": (gain.second, gain.second_difference)}
    return {name: {"match": about_match(one), "difference": _difference(apart)} for name, (one, apart) in each.items()}


def _difference(apart: Difference) -> dict[str, Any]:
    interval = {"level": apart.level, "low": number(apart.low), "high": number(apart.high)}
    return {
        "estimate": number(apart.estimate),
        "mc_standard_error": number(apart.mc_standard_error),
        "exact": number(apart.exact),
        "credible_interval": interval,
        "probability_better": number(apart.probability_better),
        "established": apart.is_established,
    }


def _paths(paths: Paths) -> dict[str, Any]:
    found = {name: number(getattr(paths, name)) for name in PATHS}
    return found | {"residency": about_match(paths.residency)}


def strategy_table(result: RunResult) -> pd.DataFrame:
    """Return the strategies of a result as a table, one row each in the order of the file.

    Parameters
    ----------
    result : RunResult

    Returns
    -------
    DataFrame
        strategy; probability, exact, low, high of a match; difference, mc_standard_error,
        difference_exact, difference_low, difference_high, probability_better, established;
        total_usd, added_usd, usd_per_point (NaN where no gain is established), what_if (it cannot be
        carried out now, or would not be true: not counted as help). Where a list holds
        an advanced or a preliminary program also residency and residency_difference with _low and
        _high: of a whole residency, exact.
    """
    import pandas as pd

    lines = [
        (
            *(one.name, one.match.probability, one.match.exact, one.match.low, one.match.high),
            *(getattr(one.difference, name) for name in _DIFFERENCE),
            *(one.difference.is_established, one.total_usd, one.added_usd),
            *(math.nan if one.usd_per_point is None else one.usd_per_point, one.is_what_if),
        )
        for one in result.compared
    ]
    table = pd.DataFrame(lines, columns=list(_COLUMNS))
    found = [(one.paths.residency, one.residency) for one in result.compared if one.paths and one.residency]
    if found:
        table["residency"] = [now.exact for now, _ in found]
        table["residency_difference"] = [gain.exact for _, gain in found]
        table["residency_difference_low"] = [gain.low for _, gain in found]
        table["residency_difference_high"] = [gain.high for _, gain in found]
    return table


_DIFFERENCE = ("estimate", "mc_standard_error", "exact", "low", "high", "probability_better")
_COLUMNS = (
    *("strategy", "probability", "exact", "low", "high", "difference", "mc_standard_error", "difference_exact"),
    *("difference_low", "difference_high", "probability_better", "established"),
    *("total_usd", "added_usd", "usd_per_point", "what_if"),
)


def about_match(match: Estimate) -> dict[str, Any]:
    """Return a probability with both of its uncertainties."""
    interval = {"level": match.level, "low": number(match.low), "high": number(match.high)}
    return {
        "probability": number(match.probability),
        "mc_standard_error": number(match.mc_standard_error),
        "exact": number(match.exact),
        "credible_interval": interval,
    }


def about_cost(cost: Cost) -> dict[str, Any]:
    """Return application fees, the schedule they follow, and other costs where there are some."""
    other = {row["item"]: row["usd"] for row in rows(cost.other)}
    found = {"total": number(cost.total_usd), "fee_schedule": cost.fee_schedule}
    return found | ({"other": other} if other else {})


def _program(row: dict[str, Any]) -> dict[str, Any]:
    """One program, with its quantiles as nested objects."""
    found = {k: v for k, v in row.items() if not k.startswith(("rank_position_", "fill_depth_"))}
    if "interviewed_pool" in found:
        found["interviewed_pool"] = int(found["interviewed_pool"])
    for name in ("rank_position", "fill_depth"):
        levels = [level for level in (10, 50, 90) if f"{name}_{level}" in row]
        quantiles = {f"0.{level // 10}": int(row[f"{name}_{level}"]) for level in levels}
        if quantiles:
            found[name] = quantiles
    return found


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as dictionaries, without what is missing."""
    columns = list(table.columns)
    found = zip(*(table[c].tolist() for c in columns), strict=True)
    return [{k: number(v) for k, v in zip(columns, row, strict=True) if not _missing(v)} for row in found]


def _missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def number(value: Any) -> Any:
    """Return a value as plain Python has it, real numbers with ten decimals."""
    value = plain(value)
    if not isinstance(value, float):
        return value
    return round(value, DECIMALS) + 0.0  # no minus nought
