"""Couples at every edge: made-up results in the shape that `run_couple` returns."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd

from simulator.outcomes.couple import CoupleResult, PartnerAlone, Share
from simulator.outcomes.result import Cost, Estimate, RunResult
from tests.factories import make_result
from tests.unit.advice.edges import LONG, ODD_NAMES

TOWNS = ("Flint, MI", "Waco, TX", "Boston, MA", "Winston-Salem, NC", "Rancho Cucamonga, CA")


def _share(p: float, spread: float = 0.1) -> Share:
    return Share(p, 0.001, p, 0.0, max(p - spread, 0.0), min(p + spread / 2, 1.0), 0.9)


def _estimate(p: float, spread: float = 0.08) -> Estimate:
    return Estimate(p, 0.001, p, max(p - spread, 0.0), min(p + spread / 2, 1.0), 0.9)


def _pairs(firsts: list[str], seconds: list[str], towns: tuple[str, ...] | None, both: float, one: float) -> Any:
    rows: list[tuple[Any, ...]] = []
    for i, first in enumerate(firsts):
        for j, second in enumerate(seconds):
            where = (towns[i % len(towns)], towns[j % len(towns)]) if towns else (None, None)
            rows.append((first, second, *where, "apart", "same city" if where[0] == where[1] else "apart"))
    n_both = len(rows)
    at = towns or (None,)
    rows += [
        (x, None, at[k % len(at)], None, "first partner alone", "first partner alone") for k, x in enumerate(firsts)
    ]
    rows += [
        (None, x, None, at[k % len(at)], "second partner alone", "second partner alone") for k, x in enumerate(seconds)
    ]
    weight = 1.0 / np.arange(1, len(rows) + 1)
    weight[:n_both] *= both / max(weight[:n_both].sum(), 1e-300)
    weight[n_both:] *= one / weight[n_both:].sum()
    table = pd.DataFrame(rows, columns=["first", "second", "first_city", "second_city", "reason", "place"])
    table.insert(0, "rank", np.arange(1, len(rows) + 1))
    return table.assign(probability=weight, mc_standard_error=0.001, refined=weight, refined_standard_error=0.0).astype(
        {"first": object, "second": object}
    )


def make_couple_result(
    both: float = 0.55,
    first: float = 0.15,
    second: float = 0.1,
    firsts: list[str] | None = None,
    seconds: list[str] | None = None,
    towns: tuple[str, ...] | None = TOWNS,
    cost: float = 0.08,
) -> CoupleResult:
    """Return a couple's result that hangs together."""
    firsts = firsts or [f"Lakeside Community IM {k}" for k in range(1, 4)]
    seconds = seconds or [f"Riverside Family Medicine {k}" for k in range(1, 5)]
    pairs = _pairs(firsts, seconds, towns, both, first + second)
    places = pairs.dropna().groupby("place", sort=False)[["probability", "refined"]].sum().reset_index()
    people = [
        PartnerAlone(
            kind, _estimate(min(p + cost, 1.0)), p, min(p + cost, 1.0) - p, _estimate(p), cost - 0.03, cost + 0.03
        )
        for kind, p in (("non_us_img", both + first), ("us_img", both + second))
    ]
    fees = Cost(120.0, "ERAS 2026", pd.DataFrame({"item": ["USMLE transcript"], "usd": [80.0]}))
    return CoupleResult(
        scenario_name="Two of us",
        season=2027,
        calibration="nrmp-2026",
        seed=7,
        replicates=20_000,
        correlation=(0.3, 0.2),
        method="quadrature",
        both=_share(both),
        first_only=_share(first),
        second_only=_share(second),
        neither=_share(max(1 - both - first - second, 0.0)),
        one=_share(first + second),
        partners=(people[0], people[1]),
        both_alone=min(both + cost, 1.0),
        by_pair=pairs,
        by_place=places,
        costs=(fees, fees),
        filtered=((), (("Hill Psychiatry", ("needs J-1; the program sponsors no visa",)),)),
        warnings=("First partner: The visa is not given: J-1 assumed.",),
        notes=("The Match takes the first pair.",),
    )


def _closed() -> CoupleResult:
    made = make_couple_result(0.5)
    by_pair = made.by_pair.assign(probability=0.0, refined=0.0)
    none, sure = Share(0, 0, 0, 0, 0, 0, 0.9), Share(1, 0, 1, 0, 1, 1, 0.9)
    nobody = Estimate(0, 0, 0, 0, 0, 0.9)
    people = tuple(
        dataclasses.replace(one, alone=nobody, matched=nobody, in_couple=0.0, cost=0.0, cost_low=0.0, cost_high=0.0)
        for one in made.partners
    )
    return dataclasses.replace(
        made, both=none, first_only=none, second_only=none, one=none, neither=sure, both_alone=0.0,
        by_pair=by_pair, by_place=made.by_place.assign(probability=0.0, refined=0.0), partners=(people[0], people[1]),
    )  # fmt: skip


def _numbered(what: str, count: int) -> list[str]:
    return [f"{what} {k}" for k in range(count)]


COUPLES = {
    "usual": make_couple_result,
    "low": lambda: make_couple_result(0.04, 0.2, 0.05),
    "certain": lambda: make_couple_result(0.995, 0.004, 0.001, cost=0.0),
    "pairing helps": lambda: make_couple_result(0.4, 0.2, 0.1, cost=-0.05),
    "nothing possible": _closed,
    "one pair": lambda: make_couple_result(firsts=["Solo"], seconds=["Solo"]),
    "thirty by thirty": lambda: make_couple_result(firsts=_numbered("A", 30), seconds=_numbered("B", 30)),
    "thirty cities": lambda: make_couple_result(
        firsts=_numbered("A", 30), seconds=_numbered("B", 30), towns=tuple(_numbered("A town of some name", 30))
    ),
    "thirty without a city": lambda: make_couple_result(
        firsts=_numbered("A", 30), seconds=_numbered("B", 12), towns=None
    ),
    "odd names": lambda: make_couple_result(firsts=list(ODD_NAMES), seconds=list(ODD_NAMES[::-1])),
    "long names": lambda: make_couple_result(firsts=[f"{LONG} {n}" for n in range(9)], seconds=[f"{LONG} second"]),
}


def couple_case(name: str) -> RunResult:
    """Return the whole result of a couple, as `run` gives it."""
    couple = COUPLES[name]()
    match = couple.partners[0].matched
    return make_result(
        match.exact, match=match, couple=couple, warnings=couple.warnings, notes=couple.notes, scenario_name="Two of us"
    )
