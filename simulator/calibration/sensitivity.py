"""What the stated assumptions change: the parameters they move, and how well the figures still fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.calibration.nrmp_2026 import Fitted

    Array = NDArray[np.float64]

TAILS = (0.05, 0.95)
N_SCORED = 100
QUANTITIES: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "carried strength of IMGs (lambda sigma_u)": lambda p: p["carried_img"],
    "interview skill of IMGs (sigma_v)": lambda p: p["skill_img"],
    "strength of IMGs (sigma_u)": lambda p: p["strength"][:, 1],
    "effect of the score, rank list over invitation": lambda p: p["ck_ratio"],
    "share of IMGs with unserious ranks, 2007 (logit)": lambda p: p["unserious"][:, 0],
    "US IMG less non-US IMG at the rank list": lambda p: p["rank_type"][:, 2],
}


def sensitivity(fitted: Fitted) -> list[dict[str, Any]]:
    """Compare the fits under all assumptions; needs the extra `calibration`.

    Parameters
    ----------
    fitted : Fitted

    Returns
    -------
    list of dict
        `assumption`, `quantities` (90% intervals by name), `log_likelihood` (mean over draws, by term).
    """
    found = []
    for name, draws in fitted.draws.items():
        flat = {k: v.reshape(-1, *v.shape[2:]) for k, v in draws.parameters.items()}
        quantities = {k: [round(float(x), 3) for x in np.quantile(of(flat), TAILS)] for k, of in QUANTITIES.items()}
        found.append({"assumption": name, "quantities": quantities, "log_likelihood": _terms(fitted, flat)})
    return found


def _terms(fitted: Fitted, flat: Mapping[str, Array]) -> dict[str, float]:
    """Mean log-likelihood of each kind of figure over some draws."""
    import jax

    from simulator.calibration.joint.likelihood import terms

    jax.config.update("jax_enable_x64", val=True)
    n = len(flat["ck_ratio"])
    some = {k: v[:: max(1, n // N_SCORED)] for k, v in flat.items()}
    keep = np.ones(len(fitted.found.specialties))
    of_all: Callable[[Any], dict[str, Array]] = jax.jit(jax.vmap(lambda p: terms(p, fitted.found, keep)))
    each = of_all(some)
    return {k: round(float(np.mean(v)), 1) for k, v in each.items()}
