"""The same equations in NumPy (predictions) and in JAX (gradients for the sampler)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple


class Backend(NamedTuple):
    """An array library and the special functions that go with it.

    Attributes
    ----------
    xp : module
        `numpy` or `jax.numpy`.
    ndtr, gammaln, expit : callable
        Normal distribution function, log gamma, logistic function.
    """

    xp: Any
    ndtr: Callable[[Any], Any]
    gammaln: Callable[[Any], Any]
    expit: Callable[[Any], Any]


@functools.cache
def numpy_backend() -> Backend:
    """Return NumPy and SciPy."""
    import numpy as np
    from scipy import special

    return Backend(np, special.ndtr, special.gammaln, special.expit)


@functools.cache
def jax_backend() -> Backend:
    """Return JAX in double precision; needs the extra `calibration`."""
    import jax
    from jax.scipy import special

    jax.config.update("jax_enable_x64", val=True)
    return Backend(jax.numpy, special.ndtr, special.gammaln, special.expit)
