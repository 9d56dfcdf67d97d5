"""SOAP: the Supplemental Offer and Acceptance Program, for those unmatched and eligible.

The chance of a SOAP position depends on applicant type and specialty (constants in
`behaviour.toml`, judgement); offers come in up to four rounds.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from simulator.model.filters import usable_visas
from simulator.model.profile import IMG_TYPES, tier_of
from simulator.model.tables import constant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.scenario import Scenario

ROUNDS = 4


def soap_chances(scenario: Scenario) -> NDArray[np.float64]:
    """Probability (0-1) of a SOAP position in each of the four rounds, if unmatched.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    array (4,)
        All zero for an IMG without ECFMG certification or a visa to start on.
    """
    applicant = scenario.applicant
    if (applicant.type in IMG_TYPES and applicant.ecfmg_certified is False) or not usable_visas(applicant):
        return np.zeros(ROUNDS)
    tiers = Counter(tier_of(p.specialty) for p in scenario.programs if p.status != "considering")
    tier = tiers.most_common(1)[0][0] if tiers else "primary_care"
    rounds = np.array([constant("soap", f"round_{k + 1}") for k in range(ROUNDS)])
    return np.asarray(constant("soap", applicant.type) * constant("soap", tier) * rounds / rounds.sum())
