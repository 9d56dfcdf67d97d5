"""The log density that the sampler explores, its mode, and its curvature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import numpy as np
from jax.flatten_util import ravel_pytree
from numpyro.infer import init_to_median
from numpyro.infer.util import initialize_model, potential_energy
from scipy.optimize import minimize

from simulator.calibration.joint.likelihood import model
from simulator.calibration.joint.priors import belief, parameters
from simulator.model.tables import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.calibration.joint.figures import Figures

    Array = NDArray[np.float64]

FLOOR = 0.25  # least curvature of a direction; priors alone give about one
STEP = 1e-4


class Target(NamedTuple):
    """A log density on a flat vector, given what is kept and what is believed.

    Attributes
    ----------
    potential : minus the log density, of (vector, keep, belief); compiled
    gradient : value and gradient of it; compiled
    start : (n,) a point to begin from
    parameters : from a vector to the parameters by name
    """

    potential: Callable[[Any, Any, Any], Any]
    gradient: Callable[[Any, Any, Any], tuple[Any, Any]]
    start: Array
    parameters: Callable[[Any], dict[str, Any]]

    def given(self, keep: Array, believed: Array) -> Callable[[Array], tuple[float, Array]]:
        """Return value and gradient of the potential as a function of the vector alone."""

        def at(x: Array) -> tuple[float, Array]:
            value, slope = self.gradient(x, keep, believed)
            return float(value), np.asarray(slope, dtype=np.float64)

        return at


def target(found: Figures) -> Target:
    """Make the log density of the fit.

    Parameters
    ----------
    found : Figures

    Returns
    -------
    Target
    """
    jax.config.update("jax_enable_x64", val=True)
    anything = belief(next(iter(table("nrmp_2026")["assumptions"])))
    info = initialize_model(
        jax.random.PRNGKey(0), parameters, model_args=(found, anything), init_strategy=init_to_median()
    )
    start, unravel = ravel_pytree(info.param_info.z)

    def potential(x: Any, keep: Any, believed: Any) -> Any:
        return potential_energy(model, (found, keep, believed), {}, unravel(x))

    def by_name(x: Any) -> dict[str, Any]:
        return dict(info.postprocess_fn(unravel(x)))

    return Target(jax.jit(potential), jax.jit(jax.value_and_grad(potential)), np.asarray(start), by_name)


def mode(at: Callable[[Array], tuple[float, Array]], start: Array) -> Array:
    """Find where the density is highest, (n,)."""

    def guarded(x: Array) -> tuple[float, Array]:
        value, slope = at(x)
        if not (np.isfinite(value) and np.isfinite(slope).all()):
            return 1e12, np.zeros_like(x)
        return value, slope

    options = {"maxiter": 1500, "maxfun": 2500, "maxcor": 30}
    found = minimize(guarded, start, jac=True, method="L-BFGS-B", options=options)  # type: ignore[call-overload]
    return np.asarray(found.x)


def curvature(at: Callable[[Array], tuple[float, Array]], x: Array) -> Array:
    """Second derivatives of the potential, (n, n), from differences of its gradient."""
    found = np.empty((x.size, x.size))
    for k in range(x.size):
        step = np.zeros(x.size)
        step[k] = STEP
        found[k] = (at(x + step)[1] - at(x - step)[1]) / (2 * STEP)
    return 0.5 * (found + found.T)


def rounding(curvatures: Sequence[Array], floor: float = FLOOR) -> Array:
    """Matrix (n, n) from round coordinates to parameters.

    Parameters
    ----------
    curvatures : sequence of array (n, n)
        Averaged; those that are no numbers are left out.
    floor : float
        Least curvature of a direction.
    """
    whole = np.mean([h for h in curvatures if np.isfinite(h).all()], axis=0)
    size, direction = np.linalg.eigh(whole)
    return np.asarray(direction / np.sqrt(np.maximum(size, floor)))
