"""A million small markets with couples: what the solver claims, against the checker and an exact program."""

from __future__ import annotations

from typing import Any

from benchmarks.measure import save
from simulator.market import forms, stability
from simulator.market.form import Search
from simulator.market.prepare import prepare
from simulator.market.solve import best_attempt
from tests.markets import small
from tests.reference.market_plain import is_solvable

QUESTION = "A million small markets with couples: does the solver's claim agree with the checker"
MARKETS, AGAINST_EXACT = 1_000_000, 10_000


def _claims(seed: int) -> tuple[bool, bool]:
    """What the solver says, and what the checker says."""
    m = small(seed)
    lists, _ = prepare(m)
    found, _ = best_attempt(m, lists, Search(seed, 20, "applicants"), None)
    state = found.state
    blocks = stability.blocking(m, state.place, state.preliminary, state.quota, most=1)
    return found.n_left == 0, not blocks


def main(repeats: int = MARKETS) -> None:
    """Count and save.

    Parameters
    ----------
    repeats : int
        Markets; the exact program is asked about the first 10,000 of them.
    """
    forms.compiled()
    disagree, stable, missed, solvable = [], 0, [], 0
    for seed in range(repeats):
        claimed, checked = _claims(seed)
        stable += checked
        if claimed != checked:
            disagree.append(seed)
        if seed < AGAINST_EXACT:
            exists = checked or is_solvable(small(seed))
            solvable += exists
            if exists and not checked:
                missed.append(seed)
    rows: list[dict[str, Any]] = [
        {"what": "markets", "number": repeats},
        {"what": "stable, says the checker", "number": stable},
        {"what": "solver and checker disagree", "number": len(disagree)},
        {"what": "first markets also given to the exact program", "number": min(repeats, AGAINST_EXACT)},
        {"what": "of these, with a stable matching", "number": solvable},
        {"what": "of these, not found", "number": len(missed)},
    ]
    share = round(100 * (1 - len(missed) / max(solvable, 1)), 3)
    save("small_matches", QUESTION, rows, {"disagreements": len(disagree), "solvable markets solved, %": share})
