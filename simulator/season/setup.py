"""What every block of one run shares: the plan, the seed, and tables made once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.seasonclock import late_month_shares_after, month_shares_after
from simulator.model.tables import constant
from simulator.season.latents import posterior
from simulator.season.soap import soap_chances

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.scenario import Scenario
    from simulator.season.latents import Posterior
    from simulator.season.plan import Plan

    Array = NDArray[np.float64]


class Setup(NamedTuple):
    """What every block of one run shares.

    Attributes
    ----------
    plan : Plan with the central parameters
    seed : key of the random numbers
    posterior : tables of the evidence, or None
    keys : identities of (applicant at program, program) by live program
    noise_sd, cutoff_sd : standard deviations of one score and of one cutoff
    unranked_share : share of interviewed applicants a program leaves off its list
    months : (2, 6) cumulative shares by month of first-wave and of late invitations
    soap : (4,) cumulative chance of a SOAP position by round
    """

    plan: Plan
    seed: int
    posterior: Posterior | None
    keys: list[tuple[int, int]]
    noise_sd: float
    cutoff_sd: float
    unranked_share: float
    months: Array
    soap: Array


def make_setup(scenario: Scenario, plan: Plan, seed: int) -> Setup:
    """Prepare what every block shares.

    Parameters
    ----------
    scenario : Scenario
    plan : Plan
        With one parameter set.
    seed : int
        0 to 2**63 - 1.

    Returns
    -------
    Setup
    """
    p = plan.parameters
    return Setup(
        plan=plan,
        seed=seed,
        posterior=posterior(plan),
        keys=plan.keys(),
        noise_sd=float(np.sqrt(1 + p.sd("performance")[0] ** 2)),
        cutoff_sd=float(p.sd("cutoff")[0]),
        unranked_share=constant("rank", "unranked_share"),
        months=_month_shares(scenario),
        soap=np.cumsum(soap_chances(scenario)),
    )


def _month_shares(scenario: Scenario) -> Array:
    waves = (month_shares_after, late_month_shares_after)
    return np.cumsum([shares(scenario.as_of, scenario.season) for shares in waves], axis=1)
