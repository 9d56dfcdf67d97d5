"""The people a program interviewed, among whom rank position and fill depth are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.behaviour import link_sd, shared_sd
from simulator.model.profile import IMG_TYPES, tier_of
from simulator.model.scopes import columns_for
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

    types = _pool_types(setting, specialty, calibration)
    whole = np.array([np.hypot(link_sd(p), shared_sd(p))[0] for p in types.parameters])
    return float(types.weight @ ndtr(types.shift / whole))


class _Types(NamedTuple):
    """Who is interviewed: share of each applicant type, score minus cutoff, central parameters."""

    weight: Array
    shift: Array
    parameters: list[Parameters]


def _pool_types(setting: str, specialty: str, calibration: Calibration) -> _Types:
    """Applicant types among the interviewed; those that the calibration does not know are left out."""
    shares = table("settings")[setting]["interviewed"]
    known = {t: share for t, share in shares.items() if calibration.knows(t, specialty)}
    weight = np.array(list(known.values()))
    return _Types(
        weight if len(known) == len(shares) else weight / weight.sum(),
        np.array([_type_shift(t, setting, specialty, calibration) for t in known]),
        [calibration.for_type(t).central for t in known],
    )


def _type_shift(applicant_type: str, setting: str, specialty: str, calibration: Calibration) -> float:
    """Score minus cutoff of the reference person of a type."""
    group = "img" if applicant_type in IMG_TYPES else "us"
    names = {"intercept", f"type_{applicant_type}", f"{setting}_{group}", f"{tier_of(specialty)}_specialty"}
    rank = calibration.all_parameters.rank[0]
    columns = columns_for(calibration.effects, applicant_type, specialty)
    return float(sum(rank[column] for column, feature in columns if feature in names))


def _pool_scores(setting: str, specialty: str, calibration: Calibration) -> tuple[float, float]:
    """Mean and sd of the scores of the interviewed, where the mean cutoff is 0."""
    from scipy.special import ndtri

    types = _pool_types(setting, specialty, calibration)
    season = _mean(types, [_season(p) for p in types.parameters])
    cutoff = _mean(types, [float(p.sd("cutoff")[0] ** 2) for p in types.parameters])
    person = _mean(types, [_person(p) for p in types.parameters])
    between = float(types.weight @ types.shift**2 - (types.weight @ types.shift) ** 2)
    spread = float(np.sqrt(person + between + cutoff + season))
    mean = float(ndtri(filled_share(setting, specialty, calibration))) * spread
    return mean, float(np.sqrt(person + between))


def _mean(types: _Types, values: list[float]) -> float:
    """Mean over the types, to the last digit the common value where they agree."""
    return values[0] + float(types.weight @ (np.array(values) - values[0]))


def _person(central: Parameters) -> float:
    """Variance of one type's scores within a season."""
    return float(1 + float(shared_sd(central)[0]) ** 2 - _season(central) + float(central.sd("performance")[0]) ** 2)


def _season(central: Parameters) -> float:
    return float((central.sd("season_type") ** 2 + central.sd("season_specialty") ** 2)[0])
