"""Made-up results in the shape that `run` returns, for tests of how results are shown.

Numbers hang together (places add up to the match, draws respect the diagonal) but are nobody's.
"""

from __future__ import annotations

import atexit
import dataclasses
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from simulator.model.parameters import SPREADS
from simulator.outcomes.comparison import Difference, Strategy
from simulator.outcomes.result import Cost, Estimate, Interviews, RunResult, Soap

NAMES = (
    "Lakeside Community IM 1",
    "Lakeside Community IM 2",
    "Riverbend University Hospital",
    "St. Brigid Medical Center, Flint",
    "Harbor County Family Medicine",
    "Northern Plains IM",
)
PROGRAM_COLUMNS = (
    "program", "specialty", "setting", "track", "status", "filtered", "invite_probability",
    "interview_probability", "ranked_to_match_probability", "match_probability",
    "not_ranked_probability", "ranked_to_match_exact", "interviewed_pool", "rank_position_10", "rank_position_50",
    "rank_position_90", "fill_depth_10", "fill_depth_50", "fill_depth_90",
)  # fmt: skip


def make_programs(
    names: Sequence[str] = NAMES,
    status: str = "applied",
    filtered: Sequence[Sequence[str]] | None = None,
    invite: float = 0.5,
    ranked: float = 0.22,
) -> pd.DataFrame:
    """Return a table like `RunResult.by_program`, one row per name."""
    rows = []
    for place, name in enumerate(names):
        reasons = list(filtered[place]) if filtered is not None else []
        passes = not reasons
        p = min(1.0, invite * (1 - 0.08 * (place % 6))) if status == "applied" else invite
        r = min(1.0, ranked * (1 + 0.1 * (place % 5)))
        quantiles = (9.0, 31.0, 70.0, 28.0, 40.0, 58.0) if passes else (np.nan,) * 6
        rows.append(
            (name, "internal_medicine", "community", "categorical", status, reasons,
             p if passes else 0.0, p if passes else 0.0, r if passes else np.nan,
             0.5 * p * r if passes else 0.0, 0.1 if passes else np.nan,
             r if passes else 0.0, 100, *quantiles)
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(PROGRAM_COLUMNS))


def make_positions(names: Sequence[str], probability: float, is_open: Sequence[bool] | None = None) -> pd.DataFrame:
    """Return a table like `RunResult.by_position` whose open places add up to `probability`."""
    weights = 0.8 ** np.arange(len(names)) * (True if is_open is None else np.array(is_open, dtype=bool))
    shares = probability * weights / max(weights.sum(), 1e-300)
    table = {"position": np.arange(1, len(names) + 1), "program": list(names)}
    return pd.DataFrame({**table, "probability": shares, "exact": shares})


def make_curve(most: int = 15, hit: float = 0.15, observed: bool = True, spread: float = np.nan) -> pd.DataFrame:
    """Return a table like `RunResult.curve` for 0 to `most` interviews."""
    n = np.arange(most + 1)
    p, low, high = (1 - (1 - h) ** n for h in (hit, 0.65 * hit, 1.4 * hit))
    others = np.where(n > 0, 1 - (1 - 0.8 * hit) ** (1.2 * n), np.nan) if observed else np.nan
    table = {"interviews": n, "probability": p, "low": low, "high": high, "observed": others}
    around = {"observed_low": np.clip(others - spread, 0, 1), "observed_high": np.clip(others + spread, 0, 1)}
    return pd.DataFrame({**table, **around})


def make_samples(table: pd.DataFrame, n: int = 300, seed: int = 5) -> pd.DataFrame:
    """Return draws like `RunResult.rank_samples` for every program that can interview."""
    rng = np.random.default_rng(seed)
    parts = []
    for name, pool, p in zip(table["program"], table["interviewed_pool"], table["interview_probability"], strict=True):
        if p > 0:
            draws = {
                "rank_position": np.clip(np.round(rng.gamma(2.0, pool / 5, n)), 1, pool),
                "fill_depth": np.clip(np.round(rng.normal(0.42 * pool, 0.1 * pool, n)), 1, pool),
            }
            parts.append(pd.DataFrame({"program": name, **draws}))
    columns = ["program", "rank_position", "fill_depth"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def make_interviews(distribution: Sequence[float] | None = None) -> Interviews:
    """Return an expectation of interviews; by default three to nine, six in the middle."""
    p = np.array(distribution or [0, 0.01, 0.03, 0.09, 0.15, 0.2, 0.2, 0.15, 0.1, 0.05, 0.02])
    cumulative = np.cumsum(p)
    quantiles = {q: float(np.searchsorted(cumulative, float(q))) for q in ("0.05", "0.5", "0.95")}
    return Interviews(float(np.arange(len(p)) @ p), quantiles, p)


def make_estimate(probability: float, low: float | None = None, high: float | None = None) -> Estimate:
    """Return an estimate with an interval about a quarter of the way to either end."""
    low = 0.78 * probability if low is None else low
    high = probability + 0.35 * (1 - probability) if high is None else high
    return Estimate(probability, 0.001, probability, low, high, 0.9)


def make_zone(probability: float, bounds: tuple[float, float]) -> str:
    """Return the zone of a probability."""
    return "red" if probability < bounds[0] else "green" if probability >= bounds[1] else "yellow"


def make_result(
    probability: float = 0.6,
    names: Sequence[str] = NAMES,
    programs: pd.DataFrame | None = None,
    interviews: Sequence[float] | None = None,
    **overrides: Any,
) -> RunResult:
    """Return a result; keywords name fields of `RunResult`, or the four arguments above.

    Parameters
    ----------
    probability : float
        Chance of matching; the places on the list add up to it.
    names : sequence of str
        Programs, in file order, which is also the rank order list.
    programs : DataFrame, optional
        `by_program` itself.
    interviews : sequence of float, optional
        Distribution of the number of interviews.
    """
    table = make_programs(names) if programs is None else programs
    match, bounds = make_estimate(probability), (0.4, 0.75)
    is_open = [not reasons for reasons in table["filtered"]]
    other = pd.DataFrame({"item": ["NRMP registration", "transcripts"], "usd": [70.0, 80.0]})
    result = RunResult(
        scenario_name="Six interviews in December", season=2027, calibration="rules-of-thumb",
        seed=7, replicates=20_000, applicant_type="non_us_img", specialties=("internal_medicine",),
        match=match, zone=make_zone(probability, bounds), zones=("yellow", "green"),
        zone_bounds=bounds, observed_at_this_count=0.58, interviews=make_interviews(interviews),
        curve=make_curve(), by_position=make_positions(list(table["program"]), probability, is_open),
        by_program=table, rank_samples=make_samples(table[table["interview_probability"] > 0].head(30)),
        soap=Soap(0.04, probability + 0.04 * (1 - probability)),
        cost=Cost(1490.0, "ERAS 2026", other),
        warnings=("letters not given: taken as average for the group",),
        notes=("Personal statements and research are not modelled.",
               "Programs' cutoffs are guessed from published averages."),
    )  # fmt: skip
    return dataclasses.replace(result, **overrides)


def make_strategies(names: Sequence[str]) -> tuple[Strategy, ...]:
    """Return strategies of all kinds in turn: a gain for money, nothing, not established, a loss, a gain for free."""
    kinds = (
        (0.12, 0.05, 0.2, 150.0), (0.0, 0.0, 0.0, 0.0), (0.004, -0.002, 0.01, 1_200.0),
        (-0.05, -0.09, -0.01, 0.0), (0.02, 0.004, 0.06, 0.0), (0.03, 0.01, 0.05, 150.0),
    )  # fmt: skip
    found = []
    for place, name in enumerate(names):
        exact, low, high, added = kinds[place % len(kinds)]
        gap = Difference(exact + 0.001, 0.0005, exact, low, high, 0.9, float(exact > 0))
        match = make_estimate(min(max(0.6 + exact, 0.0), 1.0))
        found.append(Strategy(name, match, gap, 1490.0 + added, added))
    return tuple(found)


# A calibration of the form that a fit ships: effects with scopes, spreads by group, volume, priors, published curves.

TWO_TYPES, TWO_SPECIALTIES = ("us_md", "non_us_img"), ("internal_medicine", "family_medicine")
INTERCEPTS = {  # invitation, rank list; probit scale
    "us_md/internal_medicine": (-0.7, 0.1), "us_md/family_medicine": (-0.5, 0.3),
    "non_us_img/internal_medicine": (-1.65, -1.35), "non_us_img/family_medicine": (-1.9, -1.1),
}  # fmt: skip
ELSEWHERE = (-1.5, -0.9)
OTHER_EFFECTS = {
    "step2_ck@internal_medicine": (0.30, 0.15), "step2_ck@family_medicine": (0.15, 0.05),
    "visa_h1b@non_us_img": (-0.25, 0.0), "university_img": (-0.4, -0.3), "img_share": (0.04, 0.05),
    "signal_gold": (0.4, 0.0), "failed_attempts": (-0.4, -0.1), "years_since_graduation": (-0.05, -0.03),
    "connection_rotation": (0.5, 0.2), "letters_strong": (0.2, 0.1),
}  # fmt: skip
GROUP_OF = {"us_md": "us", "us_do": "us", "us_img": "img", "non_us_img": "img"}
SPREAD = {"us": (0.45, 0.8, 0.35, 0.06, 0.12, 0.5, 0.5), "img": (0.65, 0.7, 0.45, 0.08, 0.15, 0.5, 0.5)}
VOLUME = {"us": 0.5, "img": 0.8}
OWN_VOLUME = {"family_medicine": 1.1}  # of IMGs, whose interviews level off too
ATTENDED = {"img": 18.0}
PRIORS = [  # index and factor of lambda
    {"name": "selection", "meaning": "most of the published curve is who has the interviews", "factor": 1.5},
    {"name": "interviews", "meaning": "most of the published curve is what interviews do", "factor": 0.3},
]
APPLICATIONS = {"us_md": 35, "us_do": 60, "us_img": 120, "non_us_img": 110}
CELLS_WITHOUT_DATA = ("us_md/family_medicine",)


@cache
def make_calibration(
    n_draws: int = 20, types: tuple[str, ...] = TWO_TYPES, specialties: tuple[str, ...] = TWO_SPECIALTIES
) -> str:
    """Write a calibration of cells, with draws under two priors in turn; return the path for a scenario file."""
    folder = tempfile.mkdtemp(prefix="calibration-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return str(write_calibration(Path(folder), n_draws, types, specialties))


def write_calibration(
    folder: Path,
    n_draws: int = 20,
    types: tuple[str, ...] = TWO_TYPES,
    specialties: tuple[str, ...] = TWO_SPECIALTIES,
    **overrides: Any,
) -> Path:
    """Write the two files into a folder; keywords replace parts of the JSON, or arrays of the NPZ."""
    cells = [f"{t}/{s}" for t in types for s in specialties]
    arrays = _calibration_arrays(n_draws, cells)
    arrays |= {name: value for name, value in overrides.items() if isinstance(value, np.ndarray)}
    arrays = {name.replace("__", "."): value for name, value in arrays.items()}
    np.savez_compressed(folder / "made.npz", **arrays)
    meta = {
        "name": "made-up",
        "label": "Made up for tests; nobody's numbers.",
        "draws_sha256": hashlib.sha256((folder / "made.npz").read_bytes()).hexdigest(),
        "effects": _effect_names(cells),
        "spreads": list(SPREADS),
        "entries": [],
        "references": {"non_us_img": {"step2_ck": 243.0, "years_since_graduation": 6}, "us_md": {"step2_ck": 248.0}},
        "specialty_references": {"non_us_img": {"family_medicine": {"step2_ck": 231.5}}},
        "spread_groups": {t: GROUP_OF[t] for t in types},
        "volume_specialties": list(OWN_VOLUME),
        "applications": {t: APPLICATIONS[t] for t in types},
        "priors": [{k: p[k] for k in ("name", "meaning")} for p in PRIORS],
        "cells": {c: {"data": c not in CELLS_WITHOUT_DATA} for c in cells},
        "observed": made_observed([c for c in cells if c not in CELLS_WITHOUT_DATA]),
        "diagnostics": {"free": "form"},
    }
    meta |= {name: value for name, value in overrides.items() if not isinstance(value, np.ndarray)}
    (folder / "made.json").write_text(json.dumps(meta), encoding="utf-8")
    return folder / "made.json"


def made_observed(cells: Sequence[str]) -> dict[str, Any]:
    """Return published curves by cell: 1 - (1 - p)^k with p by the place of the cell, 0.04 about it."""
    counts = np.arange(1, 31)
    curves = {}
    for place, name in enumerate(cells):
        share = 1 - (1 - 0.12 - 0.04 * (place % 4)) ** counts
        low, high = np.clip(share - 0.04, 0, 1), np.clip(share + 0.04, 0, 1)
        curves[name] = {"share": share.tolist(), "low": low.tolist(), "high": high.tolist()}
    return {"form": "cells", "source": "made up", "counts": counts.tolist(), "cells": curves}


def _effect_names(cells: Sequence[str]) -> list[str]:
    return [*(f"intercept@{c}" for c in cells), *OTHER_EFFECTS]


def _calibration_arrays(n_draws: int, cells: Sequence[str]) -> dict[str, Any]:
    rng = np.random.default_rng(20261122)
    values = np.array([INTERCEPTS.get(c, ELSEWHERE) for c in cells] + list(OTHER_EFFECTS.values()))
    prior = np.arange(n_draws) % len(PRIORS)
    arrays: dict[str, Any] = {"prior": np.concatenate([[-1], prior]).astype(np.int8), "fit.r_hat": np.ones(3)}
    for stage, column in (("invite", values[:, 0]), ("rank", values[:, 1])):
        drawn = column + 0.05 * rng.standard_normal((n_draws, column.size))
        arrays[stage] = np.vstack([column, drawn]).astype(np.float32)
    for group, spread in SPREAD.items():
        drawn = spread * np.exp(0.1 * rng.standard_normal((n_draws, len(SPREADS))))
        drawn[:, SPREADS.index("strength_at_rank")] *= np.array([p["factor"] for p in PRIORS])[prior]
        arrays[f"spread.{group}"] = np.vstack([spread, drawn])
        columns = [VOLUME[group], *(OWN_VOLUME.values() if group == "img" else ())]
        several = columns * np.exp(0.1 * rng.standard_normal((n_draws, len(columns))))
        arrays[f"volume.{group}"] = np.vstack([columns, several])
        if group in ATTENDED:
            arrays[f"attended.{group}"] = np.concatenate([[ATTENDED[group]], rng.uniform(15, 22, n_draws)])
    return arrays
