"""NUTS (NumPyro) in given coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import numpy as np
from numpyro.infer.hmc import hmc

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
    """NUTS in given coordinates, compiled once for any coordinates, belief, and specialties kept.

    NumPyro's own loop (`MCMC`) is compiled anew at each run, and every such program keeps memory maps, of which a
    process has not many; so the loop is ours, and each step of it NumPyro's.

    Parameters
    ----------
    of : Target
    settings : Settings
    depth : int
        Greatest depth of the sampler's trees.
    """

    def __init__(self, of: Target, settings: Settings, depth: int) -> None:
        self.of, self.settings, self.depth = of, settings, depth
        self.compiled = jax.jit(self._chain)

    def _chain(self, y: Any, key: Any, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """One chain in the coordinates: its points, steps, divergences and acceptance, draw by draw."""
        start, step = hmc(potential_fn_gen=self._potential, algo="NUTS")
        held = {"adapt_step_size": False, "adapt_mass_matrix": False, "step_size": 1.0}
        warmup, draws = self.settings.warmup, self.settings.draws
        begin = start(y, warmup, model_args=args, rng_key=key, max_tree_depth=self.depth, **held)

        def one(state: Any, _: None) -> tuple[Any, tuple[Any, ...]]:
            state = step(state, args, {})
            return state, (state.z, state.num_steps, state.diverging, state.accept_prob)

        return tuple(x[warmup:] for x in jax.lax.scan(one, begin, None, length=warmup + draws)[1])

    def _potential(self, middle: Any, shape: Any, keep: Any, believed: Any) -> Any:
        return lambda y: self.of.potential(middle + shape @ y, keep, believed)

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
        keys = jax.random.split(jax.random.PRNGKey(seed), len(begin))
        args = (middle, shape, keep, believed)
        found = [self.compiled(y, key, args) for y, key in zip(at, keys, strict=True)]
        parts = [np.stack([np.asarray(x) for x in part]) for part in zip(*found, strict=True)]
        points, steps, diverging, accepted = parts
        return Walked(middle + points @ shape.T, int(diverging.sum()), float(steps.mean()), float(accepted.mean()))
