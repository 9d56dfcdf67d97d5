"""The posterior by NUTS (NumPyro), in coordinates where it is nearly round.

Levels of large specialties are known to a hundredth, those of small ones hardly at all, and
all of them hang together through the types' steps. So the sampler works in coordinates that
the curvature of the log density makes round: first the curvature at the mode, then, twice,
its average over draws of a short run. That only changes the sampler's coordinates, never
what is sampled.
"""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpyro.infer import MCMC, NUTS

from simulator.calibration.joint.priors import belief
from simulator.calibration.joint.target import Target, curvature, mode, rounding, target
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from simulator.calibration.joint.figures import Figures

    Array = NDArray[np.float64]

POINTS = 4  # at which the curvature is averaged


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


class Draws(NamedTuple):
    """Posterior draws.

    Attributes
    ----------
    parameters : by name, each (chains, draws, ...)
    divergences : number of draws where the sampler lost its way
    steps : mean number of steps per draw
    """

    parameters: dict[str, Array]
    divergences: int
    steps: float


def _keep_compiled() -> tempfile.TemporaryDirectory[str]:
    """Keep compiled code for as long as the folder lives: the sampler asks for the same code at every run."""
    folder = tempfile.TemporaryDirectory(prefix="matchsim-")
    jax.config.update("jax_compilation_cache_dir", folder.name)
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 1.0)
    return folder


class Walker:
    """NUTS in round coordinates, the same code for any rounding, belief, and specialties kept.

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

        self.chains = MCMC(
            NUTS(rounded, max_tree_depth=depth, step_size=0.3, adapt_mass_matrix=False),
            num_warmup=settings.warmup, num_samples=settings.draws, num_chains=settings.chains,
            chain_method="sequential", progress_bar=False, jit_model_args=True,
        )  # fmt: skip

    def walk(self, middle: Array, shape: Array, keep: Array, believed: Array, seed: int) -> tuple[Array, int, float]:
        """Sample.

        Parameters
        ----------
        middle : array (n,)
        shape : array (n, n)
            From `rounding`.
        keep, believed : arrays
            As in `likelihood.model`.
        seed : int

        Returns
        -------
        (array (chains, draws, n), int, float)
            Draws, divergences, and mean number of steps per draw.
        """
        key = jax.random.PRNGKey(seed)
        around = 0.5 * jax.random.normal(key, (self.settings.chains, middle.size))
        begin = {"y": around if self.settings.chains > 1 else around[0]}
        extra_fields = ("num_steps", "diverging")
        self.chains.run(key, middle, shape, keep, believed, init_params=begin, extra_fields=extra_fields)
        y = np.asarray(self.chains.get_samples(group_by_chain=True)["y"])
        extra = self.chains.get_extra_fields()
        return middle + y @ shape.T, int(extra["diverging"].sum()), float(extra["num_steps"].mean())


class Sampler:
    """Fits of the same figures, under any assumption and with any specialties left out.

    Parameters
    ----------
    found : Figures
    settings : Settings
    say : callable of str
        Told how far it is.
    """

    def __init__(self, found: Figures, settings: Settings, say: Callable[[str], None] = lambda _: None) -> None:
        self.found, self.settings, self.say = found, settings, say
        self.compiled = _keep_compiled()
        self.of = target(found)
        self.scout = Walker(self.of, Settings(100, 60, 1, 0), 6)
        self.walker = Walker(self.of, settings, 8)
        self.known: Array | None = None

    def posterior(self, assumption: str, leave_out: Sequence[str] = ()) -> Draws:
        """Sample the posterior under one assumption.

        Parameters
        ----------
        assumption : str
            One of the `assumptions` of the data file.
        leave_out : sequence of str
            Specialties whose figures do not count.

        Returns
        -------
        Draws
        """
        believed = belief(assumption)
        keep = np.array([float(s not in leave_out) for s in self.found.specialties])
        middle, shape = self._rounded(keep, believed)
        self.say(f"{assumption}: sampling")
        x, divergences, steps = self.walker.walk(middle, shape, keep, believed, self.settings.seed)
        self.say(f"{assumption}: {steps:.0f} steps a draw, {divergences} divergences")
        by_name = jax.vmap(jax.vmap(self.of.parameters))(x)
        return Draws({k: np.asarray(v) for k, v in by_name.items()}, divergences, steps)

    def _rounded(self, keep: Array, believed: Array) -> tuple[Array, Array]:
        """Coordinates, from a short run; where something is left out, from the one with everything."""
        at = self.of.given(keep, believed)
        points = self.known
        if points is None:
            self.say("looking for the mode")
            first = self._scout(mode(at, self.of.start)[None], np.ones_like(keep), believed)
            points = self._scout(first, np.ones_like(keep), believed)
        elif keep.all():
            points = self._scout(points, keep, believed)
        self.known = points
        middle = points.mean(axis=0)
        return middle, rounding([curvature(at, point) for point in (middle, *_few(points))])

    def _scout(self, points: Array, keep: Array, believed: Array) -> Array:
        """Return the points of a short run in the coordinates that some points suggest."""
        at = self.of.given(keep, believed)
        self.say("looking around")
        shape = rounding([curvature(at, point) for point in _few(points)])
        found, _, _ = self.scout.walk(points.mean(axis=0), shape, keep, believed, self.settings.seed + len(points))
        return np.asarray(found[0])


def _few(points: Array) -> Array:
    return points[:: max(1, len(points) // POINTS)]
