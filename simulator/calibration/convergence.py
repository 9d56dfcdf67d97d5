"""Whether the sampler converged: R-hat, effective sample size and divergences of every fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from simulator.calibration.joint.sample import Draws
    from simulator.calibration.nrmp_2026 import Fitted


def diagnostics(fitted: Fitted) -> list[dict[str, Any]]:
    """Convergence under every assumption: worst R-hat and effective sample size over all parameters.

    Parameters
    ----------
    fitted : Fitted

    Returns
    -------
    list of dict
    """
    return [{"assumption": name, **_convergence(draws)} for name, draws in fitted.draws.items()]


def _convergence(draws: Draws) -> dict[str, Any]:
    from numpyro.diagnostics import effective_sample_size, split_gelman_rubin

    hats = {k: float(np.max(split_gelman_rubin(v))) for k, v in draws.parameters.items()}
    sizes = {k: float(np.min(effective_sample_size(v))) for k, v in draws.parameters.items()}
    worst, least = max(hats, key=lambda k: hats[k]), min(sizes, key=lambda k: sizes[k])
    chains, n = next(iter(draws.parameters.values())).shape[:2]
    return {
        "chains": chains, "draws": chains * n, "divergences": draws.divergences,
        "worst_r_hat": round(hats[worst], 4), "of": worst,
        "least_effective_sample_size": round(sizes[least]), "for": least,
    }  # fmt: skip
