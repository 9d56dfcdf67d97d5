"""Draws around fitted parameters from stated spreads: judgement made explicit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.model.parameters import SPREADS, Calibration, Parameters, without_volume
from simulator.model.tables import table

if TYPE_CHECKING:
    from numpy.typing import NDArray


def draw_around(calibration: Calibration, n: int, seed: int) -> Parameters:
    """Central parameters followed by n draws.

    Effects are normal around the central value with the sd of `effects.toml` and never
    change sign; spreads are log-normal with the `log_sd` of `spreads.toml`.

    Parameters
    ----------
    calibration : Calibration
        Only its central parameters are used.
    n : int
    seed : int

    Returns
    -------
    Parameters, n + 1 rows
    """
    rng = np.random.Generator(np.random.Philox(seed))
    center = calibration.central
    sd = {
        stage: np.array([e.get(stage, {"sd": 0.0})["sd"] for e in table("effects").values()])
        for stage in ("invite", "rank")
    }
    invite = _effects(center.invite[0], sd["invite"], n, rng)
    rank = _effects(center.rank[0], sd["rank"], n, rng)
    log_sd = np.array([table("spreads")[name]["log_sd"] for name in SPREADS])
    spread = center.spread[0] * np.exp(log_sd * rng.standard_normal((n, len(SPREADS))))
    stacked = (np.vstack(pair) for pair in ((center.invite, invite), (center.rank, rank), (center.spread, spread)))
    return without_volume(*stacked)


def _effects(
    center: NDArray[np.float64], sd: NDArray[np.float64], n: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    drawn = center + sd * rng.standard_normal((n, center.size))
    return np.where(drawn * np.sign(center) < 0, 0.0, drawn)
