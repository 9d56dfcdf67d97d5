"""The number of invitations as a sign of strength: P(u | k) as the calibration has it.

Where neither the silent programs nor their number is known, a calibration may still say
how many invitations people have: k is negative binomial with mean F M / (1 + M / T), where
M = N sum_s share_s Phi(shift_s + a), and shape 1 / volume^2. N is the usual number of
applications of the applicant type, F the share of invitations that are out, a = u + w, T
the number of interviews that anybody has time for, and the sum goes over the reference mix
of settings. The shape says how much people of the
same strength differ because they write to more or fewer, and to other, programs. (A
thinned negative binomial number keeps its shape, so F only scales the mean.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.filters import visa_filter
from simulator.model.seasonclock import timing
from simulator.model.tables import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.scenario import Program, Scenario
    from simulator.season.apply import Application

    Array = NDArray[np.float64]

FACTS = ("invited", "interviewed")


class Counted(NamedTuple):
    """What is known of the number of invitations in one specialty.

    Attributes
    ----------
    invitations : k; 0 where the number is not read as a sign of strength
    applications : N, usual number of applications of the type
    out : F, share of invitations out by now
    """

    invitations: int
    applications: float
    out: float


NOTHING = Counted(0, 0.0, 0.0)


def counted(scenario: Scenario, applied: list[Application], specialty: str, calibration: Calibration) -> Counted:
    """Count the invitations in a specialty, where the calibration can read their number.

    Parameters
    ----------
    scenario : Scenario
    applied : list of Application
    specialty : str
    calibration : Calibration
        For the applicant's type.

    Returns
    -------
    Counted
    """
    n_usual = calibration.applications.get(scenario.applicant.type)
    if n_usual is None or not np.isfinite(calibration.all_parameters.volume).all():
        return NOTHING
    out = 1.0 if scenario.as_of is None else timing(scenario.as_of, scenario.season).released
    k = sum(_has_invited(scenario, a.program) for a in applied if a.program.specialty == specialty)
    return Counted(k, n_usual, out) if k and out > 0 else NOTHING


def _has_invited(scenario: Scenario, program: Program) -> bool:
    return program.status in FACTS and not visa_filter(scenario.applicant, program)


def reference_mix(specialty: str) -> list[tuple[Program, float]]:
    """Stand-ins for programs known only by their number, with their shares, in all 1."""
    from simulator.scenario import Program

    about = {"name": "unlisted", "specialty": specialty, "status": "applied"}
    mix = table("settings")["reference_mix"]
    return [(Program.model_validate(about | {"setting": setting}), share) for setting, share in mix.items()]


class Numbers(NamedTuple):
    """How many invitations people have, under D parameter sets.

    Attributes
    ----------
    number : (S,) usual number of applications by setting of the mix
    shift : (D, S) linear predictors of the invitation
    volume : (D,) 1 / sqrt(shape)
    attended : (D,) as in `Parameters`
    out : share of invitations out by now
    """

    number: Array
    shift: Array
    volume: Array
    attended: Array
    out: float


def count_log_likelihood(a: Array, k: int, about: Numbers) -> Array:
    """Log probability of k invitations, for shared latents a = u + w.

    Parameters
    ----------
    a : array (D, ...)
    k : int
    about : Numbers

    Returns
    -------
    array (D, ...)
    """
    from scipy.special import gammaln, ndtr

    ahead = (1,) * (a.ndim - 1)
    each = zip(about.number, about.shift.T, strict=True)
    mean = sum(n * ndtr(a + column.reshape(-1, *ahead)) for n, column in each)
    mean = np.maximum(about.out * mean / (1 + mean / about.attended.reshape(-1, *ahead)), 1e-300)
    shape = (about.volume**-2.0).reshape(-1, *ahead)
    ways = gammaln(k + shape) - gammaln(shape) - gammaln(k + 1.0)
    return np.asarray(ways - shape * np.log1p(mean / shape) + k * (np.log(mean) - np.log(shape + mean)))
