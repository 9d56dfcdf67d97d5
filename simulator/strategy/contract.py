"""The JSON of `optimize`, field by field; docs/optimize.md describes it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.strategy.result import Likely, Portfolio


def as_contract(found: Portfolio) -> dict[str, object]:
    """Return a portfolio as the JSON has it.

    Parameters
    ----------
    found : Portfolio

    Returns
    -------
    dict
    """

    def likely(x: Likely) -> dict[str, object]:
        return {"exact": x.exact, "credible_interval": {"level": found.level, "low": x.low, "high": x.high}}

    difference = likely(found.difference)
    difference["estimate"] = difference.pop("exact")
    budget = {} if math.isinf(found.budget_usd) else {"usd": found.budget_usd}
    limits = budget | ({} if found.max_programs is None else {"programs": found.max_programs})
    return {
        "schema_version": 1,
        "scenario": found.scenario_name,
        "season": found.season,
        "calibration": found.calibration,
        "budget": limits,
        "candidates": found.n_candidates,
        "match": {"before": likely(found.before), "after": likely(found.after)},
        "difference": difference | {"probability_better": found.probability_better},
        "certificate": {"value": found.value, **_unlimited(found), "bound": found.bound, "gap": found.gap}
        | {"proved_best": found.is_proved},
        "cost_usd": {"total": found.total_usd, "added": found.added_usd, "schedule": found.fee_schedule},
        "chosen": found.chosen.to_dict("records"),
        "path": found.path.to_dict("records"),
        **({} if found.worth_until_usd is None else {"worth_until_usd": found.worth_until_usd}),
        "left_out": found.left_out.to_dict("records"),
        **({"nothing": found.nothing} if found.nothing else {}),
        "warnings": list(found.warnings),
    }


def _unlimited(found: Portfolio) -> dict[str, float]:
    return {} if found.value_unlimited is None else {"value_unlimited": found.value_unlimited}
