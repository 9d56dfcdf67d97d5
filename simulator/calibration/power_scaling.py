"""Prior sensitivity: what halving or doubling the weight of each prior would change.

A prior to the power 1/2 says half as much, to the power 2 twice as much. The draws at hand,
weighed anew by that power, stand for the posterior under it (power-scaling sensitivity,
Kallioinen et al. 2024, Statistics and Computing 34:57). Priors over specialties are scaled
together, one parameter at a time. Weights that rest on few draws are told as such.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.calibration.nrmp_2026 import fit_from
from simulator.calibration.selection import moved
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from simulator.calibration.joint.figures import Figures
    from simulator.calibration.joint.levels import Kind
    from simulator.calibration.nrmp_2026 import Fitted

    Array = NDArray[np.float64]

POWERS = (0.5, 2.0)
MOVED = {
    "people with 3 ranks": "observed_few", "people with 8 ranks": "observed_many",
    "one person with 3": "same_few", "the same person, moved to 8": "same_many",
}  # fmt: skip


def power_scaling(fitted: Fitted, kind: Kind) -> list[dict[str, Any]]:
    """Shift of chances of one kind of people when one prior counts half, or twice.

    Parameters
    ----------
    fitted : Fitted
    kind : Kind

    Returns
    -------
    list of dict
        One row a parameter, the most sensitive first: `parameter`; `shift`, by quantity the
        largest change of its mean over assumptions and powers, in points (1 of 100);
        `least_draws`, how many draws the weights leave at worst.
    """
    runs = [_run(fitted.found, draws.parameters, name, kind) for name, draws in fitted.draws.items()]
    rows = [_row(name, runs) for name in runs[0][1]]
    return sorted(rows, key=lambda row: -max(abs(x) for x in row["shift"].values()))


def _run(
    found: Figures, parameters: Mapping[str, Array], assumption: str, kind: Kind
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Chances in every draw, and log prior of every parameter in every draw."""
    told = moved(fit_from(parameters, found), kind)
    chances = {name: np.asarray(getattr(told, part)) for name, part in MOVED.items()}
    return chances, _log_priors(found, parameters, assumption)


def _log_priors(found: Figures, parameters: Mapping[str, Array], assumption: str) -> dict[str, Array]:
    import jax
    from numpyro import handlers

    from simulator.calibration.joint.priors import belief
    from simulator.calibration.joint.priors import parameters as drawn

    jax.config.update("jax_enable_x64", val=True)
    flat = {k: v.reshape(-1, *v.shape[2:]) for k, v in parameters.items()}
    believed = belief(assumption)

    def one(p: dict[str, Any]) -> dict[str, Any]:
        sites = handlers.trace(handlers.substitute(drawn, p)).get_trace(found, believed)
        return {k: site["fn"].log_prob(site["value"]).sum() for k, site in sites.items() if site["type"] == "sample"}

    names = (*table("nrmp_2026")["priors"], "carried_img", "skill_img")
    every: dict[str, Array] = jax.jit(jax.vmap(one))(flat)
    return {k: np.asarray(every[k]) for k in names}


def _row(name: str, runs: Sequence[tuple[dict[str, Array], dict[str, Array]]]) -> dict[str, Any]:
    shifts: dict[str, list[float]] = {quantity: [] for quantity in MOVED}
    least = np.inf
    for chances, priors in runs:
        for power in POWERS:
            weight = _weights((power - 1) * priors[name])
            least = min(least, 1 / (weight**2).sum())
            for quantity, values in chances.items():
                shifts[quantity].append(100 * float(weight @ values - values.mean()))
    furthest = {k: round(v[int(np.argmax(np.abs(v)))], 2) for k, v in shifts.items()}
    return {"parameter": name, "shift": furthest, "least_draws": round(least)}


def _weights(log_weight: Array) -> Array:
    """Weights that sum to one; the largest are cut at the root-of-n bound of truncated importance sampling."""
    weight = np.exp(log_weight - log_weight.max())
    weight = np.minimum(weight, weight.mean() * np.sqrt(weight.size))
    return np.asarray(weight / weight.sum())
