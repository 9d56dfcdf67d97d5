"""The check against couples as a page: `python -m simulator.calibration.couples_page > docs/calibration_couples.md`.

Every number is read from `couples_2007.json` and the evidence; a test holds the committed page to this.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.calibration import couples_ridge as ridge
from simulator.calibration import couples_words as said
from simulator.calibration.couples import SPLITS, published_splits
from simulator.calibration.markdown import grid, section
from simulator.model.evidence import evidence
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

YEAR = 2007
MIDDLE = 0.5


def page() -> str:
    """Write how couples made up from US seniors compare with the published splits.

    Returns
    -------
    str
        Markdown.
    """
    told = ridge.found()
    assumed = section("What had to be assumed", said.ASSUMED, _assumptions(), said.NOT_ASSUMED)
    parts = [
        said.HEAD.format(calibration=told["calibration"], draws=told["draws"]),
        section("What was published", said.PUBLISHED, _published()),
        assumed,
        section("What comes out", said.FOUND, _extremes(told), _verdict(told)),
        section("The two numbers that cannot be told apart", said.RIDGE, _ridge(told), _picture(told)),
        section("Under other assumptions", said.OTHERS, _others(told), said.OTHERS_END),
        section("Make it again", said.AGAIN),
    ]
    return "\n".join(parts)


def _published() -> str:
    rows, every = evidence("couples"), published_splits()
    total = rows[list(SPLITS)].sum().to_numpy(dtype=np.float64)
    count = ridge.year(YEAR)
    low, high = ridge.bounds()
    lines = [
        ["all years", f"{total.sum():,.0f}", *_of_100(total / total.sum())],
        [
            f"lowest to highest of {len(every)} years",
            f"{rows['couples'].min()} to {rows['couples'].max()}",
            *(f"{100 * a:.1f} to {100 * b:.1f}" for a, b in zip(low, high, strict=True)),
        ],
        [str(YEAR), f"{count[0]:,.0f}", *_of_100(count[1:] / count[0])],
    ]
    return grid(("", "couples", "both, of 100", "one", "neither"), lines)


def _of_100(shares: Array) -> list[str]:
    return [f"{100 * x:.1f}" for x in shares]


def _assumptions() -> str:
    told = table("couples_population")["assumed"]
    names = ("together", "cities", "elsewhere")
    rows = [[name, _value(told[name]), told[f"{name}_source"]] for name in names]
    return grid(("assumed", "value", "why"), rows)


def _value(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _extremes(told: Mapping[str, Any]) -> str:
    names = list(told["grid"])
    rows = [_row(r, told["grid"][r], share) for r in (names[0], names[-1]) for share in (0.0, MIDDLE, 1.0)]
    heads = (
        "correlation",
        "couples with pairs of one alone",
        "both, of 100",
        "one",
        "neither",
        "all three as published",
    )
    return grid(heads, rows)


def _row(name: str, row: Mapping[str, Any], share: float) -> list[str]:
    ends = {key: np.array([row[which][key] for which in ("none", "all")]) for key in ("mean", "low", "high")}
    middle, low, high = (ridge.mixed(ends[key], share) for key in ("mean", "low", "high"))
    cells = [_cell(m, a, b) for m, a, b in zip(middle, low, high, strict=True)]
    return [name, f"{100 * share:.0f} of 100", *cells, _value(ridge.is_inside(middle))]


def _cell(middle: float, low: float, high: float) -> str:
    """Mean, 90% of the draws, and 90% for one year's couples."""
    n = ridge.year(YEAR)[0]
    luck = said.NORMAL_90 * np.hypot((high - low) / (2 * said.NORMAL_90), np.sqrt(middle * (1 - middle) / n))
    wide = [100 * np.clip(middle + side * luck, 0, 1) for side in (-1, 1)]
    return f"{100 * middle:.1f} [{100 * low:.1f}, {100 * high:.1f}], a year [{wide[0]:.0f}, {wide[1]:.0f}]"


def _verdict(told: Mapping[str, Any]) -> str:
    every = [ridge.shares_inside(ridge.mean_of(row)) for row in told["grid"].values()]
    inside = [one for one in every if one is not None]
    if not inside:
        return said.OUTSIDE
    low, high = max(one[0] for one in inside), min(one[1] for one in inside)
    return said.INSIDE.format(some=len(inside), of=len(every), low=100 * low, high=100 * high)


def _ridge(told: Mapping[str, Any]) -> str:
    whole = evidence("couples")[list(SPLITS)].sum().to_numpy(dtype=np.float64)
    rows = []
    for name, row in told["grid"].items():
        ends = ridge.mean_of(row)
        span = ridge.shares_inside(ends)
        fits = "none" if span is None else f"{100 * span[0]:.0f} to {100 * span[1]:.0f}"
        exact = (ridge.divided_as(ends, *of[-2:]) for of in (whole, ridge.year(YEAR)))
        rows.append([name, fits, *(f"{100 * x:.0f}" for x in exact)])
    heads = (
        "correlation", "couples with pairs of one alone, of 100: all three as published",
        "divided as in all years", f"divided as in {YEAR}",
    )  # fmt: skip
    return grid(heads, rows)


def _picture(told: Mapping[str, Any]) -> str:
    both = [ridge.mean_of(row)[:, 0].mean() for row in told["grid"].values()]
    low, high = ridge.bounds()
    return said.PICTURE.format(moves=100 * (max(both) - min(both)), years=100 * (high[0] - low[0]))


def _others(told: Mapping[str, Any]) -> str:
    base = ridge.at(told, table("couples_population")["other_assumptions"]["correlation"])
    rows = {"as assumed above": base} | {name: ridge.mean_of(row) for name, row in told["others"].items()}
    lines = []
    for name, ends in rows.items():
        shares = ridge.mixed(ends, MIDDLE)
        lines.append([name, *_of_100(shares), _value(ridge.is_inside(shares))])
    return grid(("", "both, of 100", "one", "neither", "all three as published"), lines)


if __name__ == "__main__":
    sys.stdout.write(page())
