"""The posterior by NUTS (NumPyro), in coordinates where it is nearly round.

Levels of large specialties are known to a hundredth, those of small ones hardly at all, and
all of them hang together through the types' steps. So the sampler works in coordinates that
make the posterior round: first by the curvature of the log density at its mode, then by its
average over a short run, then by the covariance of a pilot run, shrunk (oracle-approximating
shrinkage: Chen, Wiesel, Eldar & Hero 2010, IEEE Trans. Signal Process. 58:5016). The step is
part of the coordinates: it is set by trial runs to an acceptance of about 0.8 and then held,
because NumPyro's own adaptation, in so few draws, ends far too small. All of that changes the
sampler's coordinates, never what is sampled.
"""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, NamedTuple

import jax
import numpy as np

from simulator.calibration.joint.priors import belief
from simulator.calibration.joint.target import Target, curvature, mode, rounding, target
from simulator.calibration.joint.walk import Settings, Walked, Walker
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from simulator.calibration.joint.figures import Figures

    Array = NDArray[np.float64]

POINTS = 4  # at which the curvature is averaged
FIRST_STEP, LEAST_STEP = 0.2, 0.01
ACCEPTED = (0.72, 0.88)  # a step whose mean acceptance lies here is kept
TRIALS = 8
LOOSE = 0.002  # least curvature where figures are left out, against 1 with them


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
        self.known: dict[str, Array] = {}
        self._walk_on(target(found))

    def _walk_on(self, of: Target) -> None:
        told = table("nrmp_2026")["sampler"]
        self.of = of
        self.trial = Walker(of, Settings(0, told["trial_draws"], 1, 0), 6)
        self.scout = Walker(of, Settings(told["scout_warmup"], told["scout_draws"], 1, 0), 6)
        self.pilot = Walker(of, Settings(told["pilot_warmup"], told["pilot_draws"], 1, 0), 7)
        self.walker = Walker(of, self.settings, 8)

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
        known = self.known.get(assumption, next(iter(self.known.values()), None))
        if known is None or keep.all():
            is_same = assumption in self.known
            walked = self._walked(known, keep, believed, self.settings.seed, is_same=is_same)
        else:
            walked = self._walked_without(known, keep, believed)
        told = f"{walked.steps:.0f} steps a draw, {walked.divergences} divergences, {walked.accepted:.2f} accepted"
        self.say(f"{assumption}: {told}")
        if keep.all():
            self.known[assumption] = walked.points.reshape(-1, self.of.start.size)
        by_name = jax.vmap(jax.vmap(self.of.parameters))(walked.points)
        return Draws({k: np.asarray(v) for k, v in by_name.items()}, walked.divergences, walked.steps)

    def _walked(self, known: Array | None, keep: Array, believed: Array, seed: int, *, is_same: bool = False) -> Walked:
        """Walk from anywhere in a pilot run, or in draws of the same posterior, in the coordinates that it suggests."""
        points = known if known is not None and is_same else self._piloted(known, keep, believed)
        shape = self._stepped(points, covering(points), keep, believed)
        self.say("sampling")
        rng = np.random.Generator(np.random.Philox(seed))
        begin = points[rng.choice(len(points), self.settings.chains, replace=False)]
        return self.walker.walk(begin, shape, keep, believed, seed)

    def _walked_without(self, known: Array, keep: Array, believed: Array) -> Walked:
        """Walk from draws of a fit of everything; the coordinates give way where figures are left out."""
        whole, part = (self.of.given(k, believed) for k in (np.ones_like(keep), keep))
        points = known[:: max(1, len(known) // 2)][:2]
        change = np.mean([curvature(part, point) - curvature(whole, point) for point in points], axis=0)
        root = covering(known)
        shape = root @ rounding([np.eye(len(root)) + root.T @ change @ root], LOOSE)
        stepped = self._stepped(known, shape, keep, believed)
        return self.walker.walk(known[-self.settings.chains :], stepped, keep, believed, self.settings.seed)

    def _piloted(self, known: Array | None, keep: Array, believed: Array) -> Array:
        """Points of a pilot run; its coordinates are of the draws of a like fit, if there are any."""
        if known is not None:
            return self._scouted(self.pilot, known, covering(known), keep, believed)
        self.say("looking for the mode")
        at = self.of.given(keep, believed)
        points = mode(at, self.of.start)[None]
        for walker in (self.scout, self.scout, self.pilot):
            shape = rounding([curvature(at, point) for point in _few(points)])
            points = self._scouted(walker, points, shape, keep, believed)
        return points

    def _scouted(self, walker: Walker, points: Array, shape: Array, keep: Array, believed: Array) -> Array:
        """Return the points of a short run from the last of some points."""
        self.say("looking around")
        stepped = self._stepped(points, shape, keep, believed)
        walked = walker.walk(points[-1:], stepped, keep, believed, self.settings.seed + len(points))
        return np.asarray(walked.points[0])

    def _stepped(self, points: Array, shape: Array, keep: Array, believed: Array) -> Array:
        """Scale coordinates so that a step of one is accepted as often as it should be."""
        step = FIRST_STEP
        for trial in range(TRIALS):
            accepted = self.trial.walk(points[-1:], step * shape, keep, believed, self.settings.seed + trial).accepted
            if ACCEPTED[0] <= accepted <= ACCEPTED[1] or step < LEAST_STEP:
                break
            step *= 1.4 if accepted > ACCEPTED[1] else 0.6
        return step * shape


def _few(points: Array) -> Array:
    return points[:: max(1, len(points) // POINTS)]


def covering(points: Array) -> Array:
    """Coordinates in which points are round: a root of their shrunk covariance, (n, n).

    Parameters
    ----------
    points : array (draws, n)
    """
    sd = points.std(axis=0)
    z = (points - points.mean(axis=0)) / sd
    draws, n = z.shape
    sample = z.T @ z / draws
    mean_square, square = np.mean(sample**2), (np.trace(sample) / n) ** 2
    shrink = min(1.0, (mean_square + square) / ((draws + 1) * (mean_square - square / n)))
    root = np.linalg.cholesky((1 - shrink) * sample + shrink * np.eye(n))
    return np.asarray(sd[:, None] * root)
