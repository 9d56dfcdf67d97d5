"""Fit the market's levels: how readily each specialty invites each group, so that published numbers match.

``python -m simulator.calibration.market_fit`` writes ``model/data/market_fit.toml``.
Levels by specialty and group move, season after season, by a share of the log of the
published over the simulated number matched (a stochastic approximation, Robbins & Monro
1951): one number for one published number. So do levels of IMGs at the rank list, for the
published lengths of lists. The few settings that all share were tried by hand, and are kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from simulator.market.cohort_counts import GROUPS, published, specialties_of
from simulator.market.seasons import one_season
from simulator.market.year_levels import IMG_RANK, fitted_levels, fitted_settings, img_rank, start_level
from simulator.outcomes.market_figures import MATCHED_RANKS, published_figures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from simulator.market.moments import Moments

    Array = NDArray[np.float64]
    Levels = dict[str, dict[str, float]]

FILE = Path(__file__).parents[1] / "model" / "data" / "market_fit.toml"
SEED = 7
RANK_STEP, FARTHEST = 0.6, 0.3  # of each move at the rank list; of all of them
STEP, PRIOR = 1.2, 5.0  # of each move; people added to both sides, so that small cells move little
LOWEST, HIGHEST = -6.0, 3.0
HEAD = """# Made by `python -m simulator.calibration.market_fit`; do not edit by hand.
#
# [settings]: shared by all; a few values of each were tried in turn, by hand, against filling, depth and match rates by
#   type. rank_gap: how far groups differ at the rank list, against the calibration's levels; interviews_factor: on
#   interviews_per_position of specialties.toml; signal_gold, signal_silver: effect at the invitation (probit;
#   otolaryngology 2021-22: 58% against 14 to 23%); taste: sd of applicants' own taste against that of standing, so that
#   about the published share of 2017 matches at the first place of the list; spread_us: US seniors' spread at the rank
#   list against the calibration's; sorting_us, sorting_img: how much the cutoffs that people face rise with their
#   strength on paper, which is added to the calibration's effect of it. IMGs: as measured in the market itself (0.19 to
#   0.26 under the settings tried); US: less than measured (about 0.45), since lists then go too deep.
# [img_rank]: level of IMGs at the rank list against the calibration's, probit scale; fitted to the mean ranks of
#   matched non-US IMGs (Charting Outcomes 2026) where they are published, within 0.3 of it.
# [level]: at the invitation, by specialty and group, probit scale, for a community program; fitted so that the number
#   matched is that of market_specialties.toml ({seasons} seasons of stochastic approximation).
"""


def start_levels() -> Levels:
    """Return the levels to start from: fitted ones, else the calibration's."""
    known, names = fitted_levels(), specialties_of(None)
    return {s: {g: float(known.get(s, {}).get(g, start_level(g, s))) for g in GROUPS} for s in names}


def fit_levels(levels: Levels, settings: Mapping[str, float], seasons: int) -> tuple[Levels, dict[str, float]]:
    """Move the levels until numbers matched and lengths of lists agree.

    Parameters
    ----------
    levels : by specialty and group
        At the invitation, to start from.
    settings : by name
        Levels of IMGs at the rank list among them (`img_rank`), to start from.
    seasons : int

    Returns
    -------
    (by specialty and group, by name)
        Levels at the invitation, and settings; means over the second half of the way.
    """
    names = specialties_of(None)
    wanted, now, chosen = published("matched", names), _array(levels, names), dict(settings)
    way = []
    for k in range(seasons):
        season = one_season(None, 1.0, SEED, k, _levels(now, names), chosen)
        step = 1 / (1 + k / 10)
        move = np.log((wanted + PRIOR) / (season.matched_in.T + PRIOR))
        now = np.clip(now + STEP * step * move, LOWEST, HIGHEST)
        chosen |= _longer_lists(chosen, season, names, RANK_STEP * step)
        way.append((now, chosen))
    half = way[seasons // 2 :]
    found = {name: float(np.mean([settings[name] for _, settings in half])) for name in chosen}
    return _levels(np.mean([levels for levels, _ in half], axis=0), names), found


def _longer_lists(
    settings: Mapping[str, float], season: Moments, names: tuple[str, ...], step: float
) -> dict[str, float]:
    """Move the levels of IMGs at the rank list: lower where lists of those who matched are too short.

    With the number matched held by the invitation, a lower chance for each interview takes more interviews.
    """
    moved = {}
    for row in published_figures(names):
        if row.name == MATCHED_RANKS:
            name = img_rank(row.group.split("/")[1])
            move = step * np.log(row.value.of(season) / row.published)
            moved[name] = float(np.clip(settings.get(name, 0.0) + move, -FARTHEST, FARTHEST))
    return moved


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
    shared = {name: value for name, value in settings.items() if not name.startswith(IMG_RANK)}
    lines += [f"{name} = {value:.4g}" for name, value in shared.items()]
    lines += ["", "[img_rank]"]
    lines += [f"{name.removeprefix(IMG_RANK)} = {x:.3f}" for name, x in settings.items() if name not in shared]
    lines += ["", "[level]"]
    lines += [f"{s} = {{ {', '.join(f'{g} = {x:.3f}' for g, x in row.items())} }}" for s, row in levels.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(seasons: int = 24) -> None:
    """Fit the levels under the settings on file, and write them.

    Parameters
    ----------
    seasons : int
    """
    write(*fit_levels(start_levels(), fitted_settings(), seasons), seasons)


if __name__ == "__main__":
    main()
