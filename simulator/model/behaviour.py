"""The equations of the stages, as pure functions of arrays on the probit scale.

Invitation          i = Phi(shift + u + w)
Late place          L = rate * i * (1 - i), opened by somebody's cancellation
Ranked to match     score - cutoff >= 0, where
                    score  = shift + lambda u + performance + N(0, 1)
                    cutoff = -w + omega
                    performance = v + tau N(0, 1), v replaced where an interview's
                    course was reported
(Cutoffs: Azevedo & Leshno 2016, "A supply and demand framework for two-sided matching
markets", J Polit Econ 124(5).)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.tables import constant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.model.parameters import Parameters

    Array = NDArray[np.float64]


class Timing(NamedTuple):
    """How far the season has run; all shares 0-1.

    Attributes
    ----------
    released : share of first-wave invitations that are out (F)
    late_released : share of late places that have opened
    rejected : share of rejection notices that are out (G); many never come
    """

    released: float
    late_released: float
    rejected: float


def late_place(invited: Array, rate: float) -> Array:
    """Probability of a late place: a second look at those not invited at first."""
    return rate * invited * (1.0 - invited)


def future_invitation(invited: Array, timing: Timing, rate: float) -> tuple[Array, Array]:
    """Joint probabilities of silence so far and an invitation still to come.

    Parameters
    ----------
    invited : array
        i, the first-wave probability.
    timing : Timing
    rate : float
        Rate of late places.

    Returns
    -------
    (array, array)
        First-wave and late invitations still to come; divide by `silence` to condition.
    """
    late = late_place(invited, rate)
    return invited * (1 - timing.released), late * (1 - timing.late_released)


def silence(invited: Array, timing: Timing, rate: float) -> Array:
    """Probability of having heard nothing so far: i(1-F) + L(1-F_late) + (1-i-L)(1-G)."""
    first, late = future_invitation(invited, timing, rate)
    never = 1 - invited - late_place(invited, rate)
    return first + late + never * (1 - timing.rejected)


def skill_prior(skill: str | float | None, parameters: Parameters) -> tuple[Array, Array]:
    """Mean and standard deviation of v for what is said about interview skill.

    Parameters
    ----------
    skill : str, float or None
        None keeps the full spread around 0; a word or a number of SD shifts the mean
        and narrows the spread.
    parameters : Parameters, D rows

    Returns
    -------
    (array (D,), array (D,))
    """
    sd = parameters.sd("skill")
    if skill is None:
        return np.zeros_like(sd), sd
    return in_sd(skill) * sd, constant("interview", "skill_spread_ratio") * sd


def in_sd(word: str | float) -> float:
    """Number of SD meant by poor, average, strong, or by a number."""
    return constant("interview", f"{word}_sd") if isinstance(word, str) else float(word)


def skill_given_reports(prior: tuple[Array, Array], reports: Array, parameters: Parameters) -> tuple[Array, Array]:
    """Update v by how single interviews are said to have gone (normal-normal).

    Parameters
    ----------
    prior : (mean, sd), each (D,)
    reports : array (n,)
        Reported performances in SD of one interview, sqrt(sd_v^2 + tau^2).
    parameters : Parameters, D rows

    Returns
    -------
    (mean, sd), each (D,)
    """
    mean, sd = prior
    seen = reports[None, :] * performance_sd(parameters)[:, None]
    weight = 1 / sd**2 + reports.size / parameters.sd("performance") ** 2
    total = mean / sd**2 + seen.sum(axis=1) / parameters.sd("performance") ** 2
    return total / weight, weight**-0.5


def reports_log_likelihood(prior: tuple[Array, Array], reports: Array, parameters: Parameters) -> Array:
    """Log density of the reported performances, in SD of one interview, shape (D,).

    Parameters
    ----------
    prior : (mean, sd) of v, each (D,)
    reports : array (n,)
    parameters : Parameters, D rows

    Returns
    -------
    array (D,)
        Zero without reports.
    """
    n, scale = reports.size, performance_sd(parameters)
    own, shared = (parameters.sd("performance") / scale) ** 2, (prior[1] / scale) ** 2
    gap = reports[None, :] - (prior[0] / scale)[:, None]
    whole = own + n * shared
    square = (gap**2).sum(axis=1) / own - shared * gap.sum(axis=1) ** 2 / (own * whole)
    return np.asarray(-0.5 * (square + (n - 1) * np.log(own) + np.log(whole))) if n else np.zeros_like(scale)


def performance_sd(parameters: Parameters) -> Array:
    """SD of the performance in one interview over people and days, shape (D,)."""
    return np.hypot(parameters.sd("skill"), parameters.sd("performance"))


def link_sd(parameters: Parameters) -> Array:
    """SD of score minus cutoff given the shared latents, shape (D,)."""
    return np.sqrt(1 + parameters.sd("performance") ** 2 + parameters.sd("cutoff") ** 2)


def shared_sd(parameters: Parameters) -> Array:
    """SD of all shared latents at the rank list, shape (D,)."""
    names = ("skill", "season_type", "season_specialty")
    carried = parameters.sd("strength_at_rank") * parameters.sd("strength")
    return np.sqrt(carried**2 + sum(parameters.sd(n) ** 2 for n in names))
