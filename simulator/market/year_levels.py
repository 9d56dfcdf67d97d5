"""Levels of groups at programs at both stages, with the luck of the year and what the fit leaves open."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from simulator.market.cohort_counts import GROUPS
from simulator.market.cohort_people import IMGS, like
from simulator.market.cohort_programs import SETTINGS, usual_share_of_setting
from simulator.market.draws import MarketStage, market_normals
from simulator.model.parameters import load_calibration
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from simulator.market.cohort import Cohort
    from simulator.market.draws import Address

    Array = NDArray[np.float64]

IMG_RANK = "img_rank/"


@functools.cache
def effect(group: str, stage: str, feature: str, specialty: str = "") -> float:
    """Central effect of the calibration for a group of the market; with a specialty, its cell's."""
    calibration, kind = load_calibration(), table("market")["groups"]["like"][group]
    name = f"{feature}@{kind}/{specialty}" if specialty else feature
    return float(getattr(calibration.central, stage)[0, calibration.effects.index(name)])


def start_level(group: str, specialty: str) -> float:
    """Level at the invitation from which the fit starts: the calibration's own."""
    return effect(group, "invite", "intercept", specialty)


def fitted_levels() -> Mapping[str, Mapping[str, float]]:
    """Levels at the invitation by specialty and group, as fitted."""
    return {s: dict(row) for s, row in table("market_fit")["level"].items()}


def fitted_settings() -> dict[str, float]:
    """Return the settings as fitted, levels of IMGs at the rank list among them (`img_rank`)."""
    data = table("market_fit")
    return {**data["settings"], **{img_rank(s): x for s, x in data.get("img_rank", {}).items()}}


def img_rank(specialty: str) -> str:
    """Name among the settings of how much less a specialty thinks of interviewed IMGs than the calibration says."""
    return f"{IMG_RANK}{specialty}"


def cells(cohort: Cohort, stage: str, feature: str) -> Array:
    """Effect of a feature by group and specialty, (T, S)."""
    return np.array([[effect(g, stage, feature, s) for s in cohort.shape.specialties] for g in GROUPS])


def levels_of(
    cohort: Cohort,
    address: Address,
    levels: Mapping[str, Mapping[str, float]],
    chosen: Mapping[str, float],
    doubt: float,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Level of each group at each program at both stages, the year's luck included.

    Parameters
    ----------
    cohort : Cohort
    address : Address
    levels : by specialty and group
        At the invitation, for a community program.
    chosen : by name
        Settings.
    doubt : float
        SD of what the fit leaves open of the levels; 0 to take them as they are.

    Returns
    -------
    (array (T, P), array (T, P)) of float32
        At the invitation and at the rank list, probit scale.
    """
    programs, names = cohort.programs, cohort.shape.specialties
    luck = _luck(address, len(names))
    error = doubt * market_normals(address, MarketStage.DOUBT, luck.size, 1)[0].reshape(luck.shape)
    invite = np.array([[levels.get(s, {}).get(g, start_level(g, s)) for s in names] for g in GROUPS]) + luck + error
    rank = float(chosen["rank_gap"]) * cells(cohort, "rank", "intercept") + luck
    # one level for all IMGs at one program: what sets US IMGs apart in the calibration is, in the market, that they can
    # go where no visa is sponsored
    rank[list(IMGS)] = rank[GROUPS.index("non_us_img")] + np.array([chosen.get(img_rank(s), 0.0) for s in names])
    share = (programs.img_share - usual_share_of_setting(programs, names)) / 0.1
    rows = []
    for stage, level in (("invite", invite), ("rank", rank)):
        own = level[:, programs.specialty]
        for k, g in enumerate(GROUPS):
            if k in IMGS:
                own[k] += _setting_effect(stage)[programs.setting] + effect(g, stage, "img_share") * share
        rows.append(own.astype(np.float32))
    return rows[0], rows[1]


def doubted(chosen: Mapping[str, float], address: Address) -> dict[str, float]:
    """Settings as they may be too, given what the fit leaves open.

    Parameters
    ----------
    chosen : by name
    address : Address

    Returns
    -------
    by name
    """
    spread = table("market")["uncertainty"]["settings"]
    z = market_normals(address, MarketStage.DOUBT, len(spread))[0]
    return {**chosen, **{name: chosen[name] * float(np.exp(sd * z[k])) for k, (name, sd) in enumerate(spread.items())}}


def _setting_effect(stage: str) -> Array:
    """How much less each setting thinks of IMGs than a community program, against US graduates."""
    given = table("market")["settings"][stage]
    return np.array([float(given[s]) for s in SETTINGS])


def _luck(address: Address, n_specialties: int) -> Array:
    """How kind the year is to each group in each specialty, (T, S)."""
    z = market_normals(address, MarketStage.YEAR, max(len(GROUPS), n_specialties))
    kind = np.array([float(like(g).sd("season_type")[0]) for g in GROUPS]) * z[0, : len(GROUPS)]
    own = float(like("us_md").sd("season_specialty")[0]) * z[1, :n_specialties]
    return kind[:, None] + own[None, :]
