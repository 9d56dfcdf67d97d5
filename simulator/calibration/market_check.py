"""The national market's standing checks, kept as data: `python -m simulator.calibration.market_check` (minutes).

What `matchsim market report` and `matchsim market reliability` say with their usual numbers of seasons, so that the
page of current numbers (`how_good`) can be held to a file. To be run again after `market_fit`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.market.cohort_counts import specialties_of
from simulator.market.reliability import CheckTask
from simulator.market.seasons import each_replicate, many_seasons
from simulator.model.parameters import load_calibration
from simulator.model.tables import table
from simulator.outcomes.market_reliability import market_reliability
from simulator.outcomes.market_report import market_report
from simulator.outcomes.saving import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.outcomes.market_reliability import MarketReliability

FILE = Path(__file__).parents[1] / "model" / "data" / "market_check.json"


def stored() -> dict[str, Any]:
    """Return what the checks said when they were last run.

    Returns
    -------
    dict
        `seed`, `seasons`, `figures` (as in the JSON of `market report`), `reliability` (a row a group).
    """
    found: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return found


def checked(workers: int = 1) -> dict[str, Any]:
    """Run both checks.

    Parameters
    ----------
    workers : int
        Threads; never changes the answer.

    Returns
    -------
    dict
        As `stored`.
    """
    given, names = table("market"), specialties_of(None)
    seed, n = int(given["report"]["seed"]), int(given["report"]["replicates"])
    report = market_report(many_seasons(seed=seed, replicates=n, workers=workers, uncertain=True), names, seed)
    asked = given["reliability"]
    task = CheckTask(None, 1.0, seed, int(asked["people"]), ())
    seasons = each_replicate(task, int(asked["replicates"]), workers=workers)
    told = market_reliability(seasons, names, seed, load_calibration().name)
    return {
        "seed": seed,
        "seasons": {"report": n, "reliability": len(seasons)},
        "figures": [{k: _short(v) for k, v in figure._asdict().items()} for figure in report.figures],
        "reliability": list(_rows(told)),
    }


def _rows(told: MarketReliability) -> Iterator[dict[str, Any]]:
    for row in told.groups:
        if row.slope is not None:
            yield {
                "group": row.group, "people": row.people, "predicted": _short(row.predicted),
                "matched": _short(row.matched), "slope": [_short(x) for x in row.slope],
                "brier": _short(row.score.brier),
            }  # fmt: skip


def _short(value: object) -> object:
    return round(value, 6) if isinstance(value, float) else value


if __name__ == "__main__":
    from simulator.engine.blocks import default_workers

    write_whole(FILE, json.dumps(checked(default_workers()), indent=1) + "\n")
