"""NUTS (NumPyro) in given coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpyro.infer import MCMC, NUTS

from simulator.model.tables import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.calibration.joint.target import Target

    Array = NDArray[np.float64]


class Settings(NamedTuple):
    """How long to sample: warm-up and kept draws of each chain, chains, seed."""

    warmup: int
    draws: int
    chains: int
    seed: int

    @classmethod
    def shipped(cls) -> Settings:
        """Return those of the shipped calibration."""
        told = table("nrmp_2026")["sampler"]
        return cls(told["warmup"], told["draws"], told["chains"], told["seed"])


class Walked(NamedTuple):
    """What a walk found.

    Attributes
    ----------
    points : (chains, draws, n)
    divergences : number of draws where the sampler lost its way
    steps : mean number of steps per draw
    accepted : mean chance that a draw was accepted
    """

    points: Array
    divergences: int
    steps: float
    accepted: float


class Walker:
    """NUTS in given coordinates, the same code for any coordinates, belief, and specialties kept.

    Parameters
    ----------
    of : Target
    settings : Settings
    depth : int
        Greatest depth of the sampler's trees.
    """

    def __init__(self, of: Target, settings: Settings, depth: int) -> None:
        self.of, self.settings, n = of, settings, of.start.size

        def rounded(middle: Any, shape: Any, keep: Any, believed: Any) -> None:
            y = numpyro.sample("y", dist.ImproperUniform(dist.constraints.real_vector, (), (n,)))
            with numpyro.handlers.block():  # the parameters' own sites are no business of this model
                value = of.potential(middle + shape @ y, keep, believed)
            numpyro.factor("target", -value)

        held = {"adapt_step_size": False, "adapt_mass_matrix": False, "step_size": 1.0}
        self.chains = MCMC(
            NUTS(rounded, max_tree_depth=depth, **held),
            num_warmup=settings.warmup, num_samples=settings.draws, num_chains=settings.chains,
            chain_method="sequential", progress_bar=False, jit_model_args=True,
        )  # fmt: skip

    def walk(self, begin: Array, shape: Array, keep: Array, believed: Array, seed: int) -> Walked:
        """Sample.

        Parameters
        ----------
        begin : array (chains, n)
            Where each chain begins.
        shape : array (n, n)
            Coordinates, with the step: one step is one unit of them.
        keep, believed : arrays
            As in `likelihood.model`.
        seed : int

        Returns
        -------
        Walked
        """
        middle = begin.mean(axis=0)
        at = np.linalg.solve(shape, (begin - middle).T).T
        start = {"y": at if self.settings.chains > 1 else at[0]}
        extra_fields = ("num_steps", "diverging", "accept_prob")
        key = jax.random.PRNGKey(seed)
        self.chains.run(key, middle, shape, keep, believed, init_params=start, extra_fields=extra_fields)
        y = np.asarray(self.chains.get_samples(group_by_chain=True)["y"])
        extra = self.chains.get_extra_fields()
        means = (float(extra[name].mean()) for name in ("num_steps", "accept_prob"))
        return Walked(middle + y @ shape.T, int(extra["diverging"].sum()), *means)
