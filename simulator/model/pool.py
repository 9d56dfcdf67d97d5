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

REACH_SD, NODES_PER_SD = 8.0, 16  # of the quadrature over strength


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
    return Pool(pool_size(program), *_pool_scores(program.setting, program.specialty, calibration))


def pool_size(program: Program) -> int:
    """Number of applicants that a program interviews; all else in a pool is the same for a specialty and a setting."""
    usual = table("specialties")[program.specialty]
    positions = program.positions or usual["positions"]
    return max(2, round(float(positions * usual["interviews_per_position"])))


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
    types = _pool_types(setting, specialty, calibration)
    return float(types.weight @ types.chance)


class _Types(NamedTuple):
    """The interviewed by applicant type, T of them.

    Attributes
    ----------
    weight : (T,) share of the interviewed
    shift : (T,) mean score minus cutoff
    person : (T,) variance of scores within a season
    chance : (T,) of being ranked to match
    central : central parameters of each
    """

    weight: Array
    shift: Array
    person: Array
    chance: Array
    central: list[Parameters]


def _pool_types(setting: str, specialty: str, calibration: Calibration) -> _Types:
    """Applicant types among the interviewed; those that the calibration does not know are left out."""
    shares = table("settings")[setting]["interviewed"]
    known = {t: share for t, share in shares.items() if calibration.knows(t, specialty)}
    weight = np.array(list(known.values()))
    shift, person, chance = np.array([_scores(t, setting, specialty, calibration) for t in known]).T
    central = [calibration.for_type(t).central for t in known]
    return _Types(weight if len(known) == len(shares) else weight / weight.sum(), shift, person, chance, central)


def _scores(applicant_type: str, setting: str, specialty: str, calibration: Calibration) -> tuple[float, float, float]:
    """Mean score minus cutoff of a type's reference person, its variance within a season, chance to be ranked.

    Where a calibration says how people differ in the number of their invitations, those
    interviewed are the stronger ones, and their strength is weighed by that.
    """
    from scipy.special import ndtr

    central = calibration.for_type(applicant_type).central
    shift = _type_shift(applicant_type, setting, specialty, calibration, "rank")
    whole = float(np.hypot(link_sd(central), shared_sd(central))[0])
    person = float(1 + shared_sd(central)[0] ** 2 - _season(central) + central.sd("performance")[0] ** 2)
    if applicant_type not in calibration.applications:
        return shift, person, float(ndtr(shift / whole))
    carried, weight = _carried(central, _type_shift(applicant_type, setting, specialty, calibration, "invite"))
    usual = float(central.sd("strength_at_rank")[0] * central.sd("strength")[0]) ** 2
    mean = float(weight @ carried)
    chance = float(weight @ ndtr((shift + carried) / np.sqrt(whole**2 - usual)))
    return shift + mean, person - usual + float(weight @ carried**2) - mean**2, chance


def _carried(central: Parameters, invite: float) -> tuple[Array, Array]:
    """Strength as it counts at the rank list, and its weights among the interviewed."""
    from scipy.special import ndtr

    z = np.linspace(-REACH_SD, REACH_SD, int(2 * REACH_SD) * NODES_PER_SD + 1)
    strength = float(central.sd("strength")[0]) * z
    weight = np.exp(-0.5 * z**2) * ndtr(invite + strength)
    return float(central.sd("strength_at_rank")[0]) * strength, weight / weight.sum()


def _type_shift(applicant_type: str, setting: str, specialty: str, calibration: Calibration, stage: str) -> float:
    """Linear predictor of the reference person of a type, at the invitation or at the rank list."""
    group = "img" if applicant_type in IMG_TYPES else "us"
    names = {"intercept", f"type_{applicant_type}", f"{setting}_{group}", f"{tier_of(specialty)}_specialty"}
    effects = getattr(calibration.all_parameters, stage)[0]
    columns = columns_for(calibration.effects, applicant_type, specialty)
    return float(sum(effects[column] for column, feature in columns if feature in names))


def _pool_scores(setting: str, specialty: str, calibration: Calibration) -> tuple[float, float]:
    """Mean and sd of the scores of the interviewed, where the mean cutoff is 0."""
    from scipy.special import ndtri

    types = _pool_types(setting, specialty, calibration)
    season = _mean(types, [_season(p) for p in types.central])
    cutoff = _mean(types, [float(p.sd("cutoff")[0] ** 2) for p in types.central])
    person = _mean(types, types.person.tolist())
    between = float(types.weight @ types.shift**2 - (types.weight @ types.shift) ** 2)
    spread = float(np.sqrt(person + between + cutoff + season))
    mean = float(ndtri(types.weight @ types.chance)) * spread
    return mean, float(np.sqrt(person + between))


def _mean(types: _Types, values: list[float]) -> float:
    """Mean over the types, to the last digit the common value where they agree."""
    return values[0] + float(types.weight @ (np.array(values) - values[0]))


def _season(central: Parameters) -> float:
    return float((central.sd("season_type") ** 2 + central.sd("season_specialty") ** 2)[0])
