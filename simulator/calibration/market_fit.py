"""Fit the market's levels: how readily each specialty invites each group, so that published numbers match.

``python -m simulator.calibration.market_fit`` writes ``model/data/market_fit.toml``.
Levels by specialty and group move, season after season, by a share of the log of the
published over the simulated number matched (a stochastic approximation, Robbins & Monro
1951): one number for one published number. The few settings that all share were tried by
hand, and are kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from simulator.market.cohort_counts import GROUPS, published, specialties_of
from simulator.market.seasons import one_season
from simulator.market.year_levels import fitted_levels, start_level
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Levels = dict[str, dict[str, float]]

FILE = Path(__file__).parents[1] / "model" / "data" / "market_fit.toml"
SEED = 7
STEP, PRIOR = 1.2, 5.0  # of each move; people added to both sides, so that small cells move little
LOWEST, HIGHEST = -6.0, 3.0
HEAD = """# Made by `python -m simulator.calibration.market_fit`; do not edit by hand.
#
# [settings]: shared by all; a few values of each were tried in turn, by hand, against lengths of lists, filling, depth
#   and match rates by type. rank_gap: how far groups differ at the rank list, against the calibration's levels;
#   interviews_factor: on interviews_per_position of specialties.toml; signal_gold, signal_silver: effect at the
#   invitation (probit; otolaryngology 2021-22: 58% against 14 to 23%); taste: sd of applicants' own taste against
#   that of standing; spread_us: US seniors' spread at the rank list against the calibration's.
# [level]: at the invitation, by specialty and group, probit scale, for a community program; fitted so that the number
#   matched is that of market_specialties.toml ({seasons} seasons of stochastic approximation).
"""


def start_levels() -> Levels:
    """Return the levels to start from: fitted ones, else the calibration's."""
    known, names = fitted_levels(), specialties_of(None)
    return {s: {g: float(known.get(s, {}).get(g, start_level(g, s))) for g in GROUPS} for s in names}


def fit_levels(levels: Levels, settings: Mapping[str, float], seasons: int) -> Levels:
    """Move the levels until numbers matched agree.

    Parameters
    ----------
    levels : by specialty and group
    settings : by name
    seasons : int

    Returns
    -------
    by specialty and group
        The mean over the second half of the way.
    """
    names = specialties_of(None)
    wanted, now = published("matched", names), _array(levels, names)
    way = []
    for k in range(seasons):
        found = one_season(None, 1.0, SEED, k, _levels(now, names), settings).matched_in.T
        move = np.log((wanted + PRIOR) / (found + PRIOR))
        now = np.clip(now + STEP / (1 + k / 10) * move, LOWEST, HIGHEST)
        way.append(now)
    return _levels(np.mean(way[seasons // 2 :], axis=0), names)


def _array(levels: Mapping[str, Mapping[str, float]], names: tuple[str, ...]) -> Array:
    return np.array([[levels[s][g] for g in GROUPS] for s in names])


def _levels(values: Array, names: tuple[str, ...]) -> Levels:
    return {s: dict(zip(GROUPS, map(float, row), strict=True)) for s, row in zip(names, values, strict=True)}


def write(levels: Levels, settings: Mapping[str, float], seasons: int, path: Path = FILE) -> None:
    """Write what was found.

    Parameters
    ----------
    levels : by specialty and group
    settings : by name
    seasons : int
    path : Path
    """
    lines = [HEAD.format(seasons=seasons), "[settings]"]
    lines += [f"{name} = {value:.4g}" for name, value in settings.items()]
    lines += ["", "[level]"]
    lines += [f"{s} = {{ {', '.join(f'{g} = {x:.3f}' for g, x in row.items())} }}" for s, row in levels.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(seasons: int = 24) -> None:
    """Fit the levels under the settings on file, and write them.

    Parameters
    ----------
    seasons : int
    """
    settings = dict(table("market_fit")["settings"])
    write(fit_levels(start_levels(), settings, seasons), settings, seasons)


if __name__ == "__main__":
    main()
