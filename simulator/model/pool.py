"""The people a program interviewed, among whom rank position and fill depth are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.behaviour import link_sd, shared_sd
from simulator.model.tables import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration, Parameters
    from simulator.scenario import Program

    Array = NDArray[np.float64]


class Pool(NamedTuple):
    """The people a program interviewed, in the coordinates where its mean cutoff is 0.

    Attributes
    ----------
    size : K, number of applicants interviewed
    mean, sd : of their scores, probit scale
    """

    size: int
    mean: float
    sd: float


def pool(program: Program, calibration: Calibration) -> Pool:
    """Return the people interviewed at a program: how many, and their scores.

    The mean is such that the interview-weighted chance over applicant types of being
    ranked to match equals depth of fill over number interviewed.

    Parameters
    ----------
    program : Program
    calibration : Calibration

    Returns
    -------
    Pool
    """
    usual = table("specialties")[program.specialty]
    positions = program.positions or usual["positions"]
    size = max(2, round(positions * usual["interviews_per_position"]))
    return Pool(size, *_pool_scores(program.setting, program.specialty, calibration))


def filled_share(setting: str, specialty: str, calibration: Calibration) -> float:
    """Depth of fill over number interviewed: the interview-weighted chance over types.

    Parameters
    ----------
    setting, specialty : str
    calibration : Calibration

    Returns
    -------
    float
        Share (0-1) of the interviewed who are ranked to match.
    """
    from scipy.special import ndtr

    weight, shifts = _pool_types(setting, specialty, calibration)
    central = calibration.central
    whole = float(np.hypot(link_sd(central), shared_sd(central))[0])
    return float(weight @ ndtr(shifts / whole))


def _pool_types(setting: str, specialty: str, calibration: Calibration) -> tuple[Array, Array]:
    """Shares of the interviewed by applicant type, and score minus cutoff of each."""
    shares = table("settings")[setting]["interviewed"]
    shifts = [_type_shift(t, setting, specialty, calibration) for t in shares]
    return np.array(list(shares.values())), np.array(shifts)


def _type_shift(applicant_type: str, setting: str, specialty: str, calibration: Calibration) -> float:
    """Score minus cutoff of the reference person of a type."""
    group = "img" if applicant_type in ("us_img", "non_us_img") else "us"
    tier = table("specialties")[specialty]["tier"]
    names = {"intercept", f"type_{applicant_type}", f"{setting}_{group}", f"{tier}_specialty"}
    rank = calibration.central.rank[0]
    return float(sum(rank[k] for k, name in enumerate(calibration.effects) if name in names))


def _pool_scores(setting: str, specialty: str, calibration: Calibration) -> tuple[float, float]:
    """Mean and sd of the scores of the interviewed, where the mean cutoff is 0."""
    from scipy.special import ndtri

    central = calibration.central
    weight, shifts = _pool_types(setting, specialty, calibration)
    season = float(_season(central)[0])
    person = 1 + float(shared_sd(central)[0]) ** 2 - season + float(central.sd("performance")[0]) ** 2
    between = float(weight @ shifts**2 - (weight @ shifts) ** 2)
    spread = float(np.sqrt(person + between + central.sd("cutoff")[0] ** 2 + season))
    mean = float(ndtri(filled_share(setting, specialty, calibration))) * spread
    return mean, float(np.sqrt(person + between))


def _season(central: Parameters) -> Array:
    return np.asarray(central.sd("season_type") ** 2 + central.sd("season_specialty") ** 2)
