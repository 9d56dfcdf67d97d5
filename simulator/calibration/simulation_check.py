"""Simulation-based calibration of the fitting code: `python -m simulator.calibration.simulation_check`.

Draw a truth from the prior, figures from the likelihood's own sampling model, fit them with the
fit's own sampler, and note where the truth falls among the draws: over many such rounds these
places are even if, and only if, fit and model agree (Talts et al. 2018, arXiv:1804.06788). It
is done on a few specialties, so that a fit takes seconds; needs the extra `calibration`.

The figures are constants of the compiled density. To compile once for all rounds, each round's
density is traced and its constants are handed to the density compiled first; `Changeable`
checks that nothing but constants differs. NumPyro compiles its loop anew at every run all the same;
a cache of compiled programs on disk makes that two seconds instead of half a minute.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import numpy as np
import numpyro
from jax.flatten_util import ravel_pytree
from numpyro.infer.util import potential_energy, unconstrain_fn

from simulator.calibration.joint.figures import figures
from simulator.calibration.joint.likelihood import model
from simulator.calibration.joint.priors import belief, parameters
from simulator.calibration.joint.sample import Sampler
from simulator.calibration.joint.target import Target, target
from simulator.calibration.joint.walk import Settings
from simulator.calibration.simulation_report import summary
from simulator.calibration.synthetic_figures import drawn_as_fitted, expected
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from simulator.calibration.joint.figures import Figures

    Array = NDArray[np.float64]

SPECIALTIES = ("family_medicine", "general_surgery", "diagnostic_radiology", "neurology")
SETTINGS = Settings(warmup=150, draws=252, chains=1, seed=1)
THIN = 4
BATCH = 200


class Given(NamedTuple):
    """What the density is told besides the parameters: a belief, and the figures as its constants."""

    believed: Array
    constants: tuple[Any, ...]


class Changeable:
    """The fit's density, compiled once for figures that change.

    Parameters
    ----------
    found : Figures
        Any figures of the panels and kinds of people that all rounds share.
    """

    def __init__(self, found: Figures) -> None:
        self.first, self.kinds = target(found), found.kinds
        self.example = (self.first.start, np.ones(len(found.specialties)), belief("both"))
        traced = self._traced(found)
        self.text = str(traced.jaxpr)

        def potential(x: Any, keep: Any, given: Given) -> Any:
            return jax.core.eval_jaxpr(traced.jaxpr, given.constants, x, keep, given.believed)[0]

        compiled, gradient = jax.jit(potential), jax.jit(jax.value_and_grad(potential))
        self.target = Target(compiled, gradient, self.first.start, self.first.parameters)

    def _traced(self, found: Figures) -> Any:
        unravel = ravel_pytree(self._sites(found, self.example[2], 0))[1]

        def potential(x: Any, keep: Any, believed: Any) -> Any:
            return potential_energy(model, (found, keep, believed), {}, unravel(x))

        return jax.make_jaxpr(potential)(*self.example)

    @staticmethod
    def _sites(found: Figures, believed: Array, seed: int) -> dict[str, Any]:
        return dict(numpyro.handlers.seed(parameters, jax.random.PRNGKey(seed))(found, believed))

    def constants(self, found: Figures) -> tuple[Any, ...]:
        """Return figures as constants of the density.

        Raises
        ------
        ValueError
            The figures change more than constants.
        """
        traced = self._traced(found) if found.kinds == self.kinds else None
        if traced is None or str(traced.jaxpr) != self.text:
            raise ValueError("these figures are not of the panels that the density was compiled for")
        return tuple(jax.device_put(c) for c in traced.consts)


class Refitter(Sampler):
    """The fit's own sampler on figures that change.

    Parameters
    ----------
    found : Figures
        As in `Changeable`.
    """

    def __init__(self, found: Figures) -> None:
        self.changeable = Changeable(found)
        self.found, self.settings, self.say = found, SETTINGS, lambda _: None
        self._walk_on(self.changeable.target)

    def refit(self, found: Figures, believed: Array, seed: int) -> tuple[Array, Given, int]:
        """Fit other figures from scratch.

        Returns
        -------
        (array (draws, n), Given, int)
            Draws on the sampler's own scale, what the density was told, and divergences.
        """
        given, keep = Given(believed, self.changeable.constants(found)), np.ones(len(found.specialties))
        walked = self._walked(None, keep, given, seed)  # type: ignore[arg-type]
        return walked.points[0], given, walked.divergences


def truths(found: Figures, believed: Array, seed: int) -> Iterator[dict[str, Array]]:
    """Draw parameters from the prior, without end.

    The stated match rates of US graduates stand in the density with the figures but are no figures
    that a round could draw anew: they count as part of the prior, by rejection. So does the one
    corner of the prior where the density is not a number: where the score settles nearly all of the
    paper strength, a far score band has no node of the quadrature in it.
    """
    draw = jax.jit(jax.vmap(lambda key: numpyro.handlers.seed(parameters, key)(found, believed)))
    rng, key = np.random.Generator(np.random.Philox(seed)), jax.random.PRNGKey(seed)
    told = table("nrmp_2026")["given"]["us_match_rate"]
    while True:
        key, now = jax.random.split(key)
        batch = {k: np.asarray(v) for k, v in draw(jax.random.split(now, BATCH)).items()}
        for d in range(BATCH):
            one = {k: v[d] for k, v in batch.items()}
            e = expected(one, found)
            z = (e.us_rate - [told["us_md"], told["us_do"]]) / told["sd"]
            if rng.uniform() < np.exp(-0.5 * (z**2).sum()) and (e.bands.sum(axis=2) > 0).all():
                yield one


def one_round(refitter: Refitter, truth: dict[str, Array], assumption: str, seed: int) -> dict[str, Any]:
    """Draw figures, fit them, and place the truth among the draws.

    Returns
    -------
    dict
        `places`: by quantity, the place of the truth in (0, 1), ties and gaps broken at random.
    """
    rng, believed = np.random.Generator(np.random.Philox(seed)), belief(assumption)
    made = drawn_as_fitted(truth, refitter.found, rng)
    x, given, divergences = refitter.refit(made, believed, seed)
    x = x[::THIN]
    at = refitter.of.given(np.ones(len(made.specialties)), given)  # type: ignore[arg-type]
    flat = ravel_pytree(unconstrain_fn(parameters, (made, believed), {}, truth))[0]
    drawn = {k: np.asarray(v) for k, v in jax.vmap(refitter.of.parameters)(x).items() if k in truth}
    places = {f"{k}[{j}]" if drawn[k][0].size > 1 else k: place
              for k in drawn for j, place in enumerate(_places(truth[k], drawn[k], rng))}  # fmt: skip
    density = _places(np.array(at(np.asarray(flat))[0]), np.array([at(row)[0] for row in x]), rng)
    return {"assumption": assumption, "seed": seed, "divergences": divergences,
            "places": places | {"log density": density[0]}}  # fmt: skip


def _places(truth: Array, drawn: Array, rng: np.random.Generator) -> list[float]:
    """Place of each entry of the truth among its draws, (0, 1)."""
    below = (drawn < truth).reshape(len(drawn), -1).sum(axis=0)
    return [round(float(p), 5) for p in (below + rng.uniform(size=below.shape)) / (len(drawn) + 1)]


def check(rounds: int, seed: int, keep: Callable[[dict[str, Any]], None]) -> None:
    """Run rounds, the assumptions by turns, and hand over each as it is done.

    Parameters
    ----------
    rounds, seed : int
    keep : callable of dict
        Told of every round, see `one_round`.
    """
    found = figures([s for s in figures().specialties if s not in SPECIALTIES])
    names = list(table("nrmp_2026")["assumptions"])
    source = {name: truths(found, belief(name), seed + k) for k, name in enumerate(names)}
    with tempfile.TemporaryDirectory() as folder:
        jax.config.update("jax_compilation_cache_dir", folder)
        refitter = Refitter(found)
        for k in range(rounds):
            name = names[k % len(names)]
            keep(one_round(refitter, next(source[name]), name, 1000 * seed + k))
        jax.config.update("jax_compilation_cache_dir", None)


def main(arguments: Sequence[str]) -> None:
    """Run `ROUNDS SEED [FILE]`: add rounds to a file of JSON lines and summarise all of it; 0 rounds only summarise.

    Without arguments 40 rounds, kept nowhere.
    """
    rounds, seed = (int(x) for x in arguments[:2]) if len(arguments) > 1 else (40, 1)
    path = Path(arguments[2]) if len(arguments) > 2 else None
    done = [json.loads(line) for line in path.open(encoding="utf-8")] if path and path.exists() else []

    def keep(found: dict[str, Any]) -> None:
        done.append(found)
        if path:
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(found) + "\n")

    if rounds:
        check(rounds, seed, keep)
    sys.stdout.write(json.dumps(summary(done), indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
