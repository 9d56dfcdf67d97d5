"""Couples made up from published US seniors of 2007: specialties, list lengths, and chances given these.

Specialties and numbers of ranks are those of the published table. Strength given the number of
ranks is the fit's: with z the strength on paper,

    P(z, k) = published share of k  x  P_fit(z | k)

so the lists are as published under every draw of the parameters. Partners are correlated in z and in
what only interviews show; stronger people have longer lists, so list lengths hang together too. The
dependence of z and k is taken at the mean of the draws; under each draw z given k keeps its place (its
quantile).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from simulator.calibration.joint.backend import numpy_backend
from simulator.calibration.joint.figures import OUTCOMES
from simulator.calibration.joint.levels import Kind
from simulator.calibration.joint.people import interviews, link_sd
from simulator.calibration.predict import draws_of, traits_of
from simulator.model.evidence import evidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.calibration.joint.people import Traits
    from simulator.calibration.predict import Fit

    Array = NDArray[np.float64]
    Ints = NDArray[np.int64]

GROUP, TYPE = "us_senior", "us_md"
SPLITS = ("both", "one", "neither")
GRID = np.linspace(-6.0, 6.0, 193)
OPEN_CLASS = 16


class Seniors(NamedTuple):
    """US seniors of one specialty, D draws.

    Attributes
    ----------
    traits : Traits, arrays (D,)
    lengths : (K+1,) shares by number of ranks, as published
    below : (K+1, Z) distribution function of z given k ranks, mean of the draws
    below_by_draw : (D, K+1, Z) under each draw
    """

    traits: Traits
    lengths: Array
    below: Array
    below_by_draw: Array


class Partners(NamedTuple):
    """N couples, D draws.

    Attributes
    ----------
    specialty : (N, 2) places among `specialties`
    ranks : (N, 2) programs ranked by each
    chance : (N, 2, D) chance (0-1) of being ranked to match at each program of the list
    specialties : names
    """

    specialty: Ints
    ranks: Ints
    chance: Array
    specialties: tuple[str, ...]


def published_splits() -> Array:
    """Shares of couples of whom both, one and neither matched, by year, (years, 3)."""
    rows = evidence("couples")
    return np.asarray(rows[list(SPLITS)].to_numpy(dtype=np.float64) / rows[["couples"]].to_numpy(dtype=np.float64))


def published_seniors() -> dict[str, Array]:
    """People by number of ranks (1 to 15, 16 and more) and outcome, (16, 2), of each specialty of 2007."""
    rows = evidence("match_by_ranks_2007")
    rows = rows[rows["applicant_group"] == GROUP]
    return {
        str(name): of[list(OUTCOMES)].to_numpy(dtype=np.float64) for name, of in rows.groupby("specialty", sort=False)
    }


def elsewhere() -> float:
    """Chance (0-1) that a senior without a match in the preferred specialty matches in another.

    From the match rate to any specialty (mean of the years carried) and that to the preferred one of 2007.
    """
    rows = evidence("match_rates_by_year")
    anywhere = rows.loc[(rows["group"] == "us_md_senior") & (rows["measure"] == "match_rate"), "value"].mean() / 100
    people = sum(published_seniors().values())
    preferred = float(people[:, 0].sum() / people.sum())  # type: ignore[index, union-attr]
    return float((anywhere - preferred) / (1 - preferred))


def seniors(fit: Fit, specialty: str, people: Array, longest: int) -> Seniors:
    """Put together what is published and what is fitted of one specialty.

    Parameters
    ----------
    fit : Fit
        With the draws that are wanted.
    specialty : str
    people : (16, 2)
        From `published_seniors`.
    longest : int
        Most ranks, K; more count as so many.

    Returns
    -------
    Seniors
    """
    b = numpy_backend()
    t = traits_of(draws_of(fit, specialty), Kind(specialty, TYPE, is_now=False))
    wanted = t.applications[:, None] * ndtr(t.invite[:, None] + t.paper_sd[:, None] * GRID)
    k = np.arange(longest + 1.0)
    found = np.asarray(interviews(t, wanted / (1 + wanted / t.attended[:, None]), k, b))
    found[:, :, -1] += np.maximum(0.0, 1 - found.sum(axis=2))
    weight = np.exp(-0.5 * GRID**2)
    joint = np.moveaxis(found * weight[:, None] / weight.sum(), 1, 2)
    shares = joint.sum(axis=2)
    lengths = _lengths(people.sum(axis=1), shares.mean(axis=0))
    return Seniors(t, lengths, _cumulative(joint.mean(axis=0)), _cumulative(joint))


def _lengths(people: Array, fitted: Array) -> Array:
    """Shares by number of ranks; those of the open class are divided as the fit has it."""
    tail = fitted[OPEN_CLASS:] / fitted[OPEN_CLASS:].sum()
    found = np.concatenate([[0.0], people[:-1], people[-1] * tail])
    return np.asarray(found / found.sum())


def _cumulative(joint: Array) -> Array:
    """Distribution functions along the last axis, each step counted half at its own point."""
    total = np.cumsum(joint, axis=-1) - 0.5 * joint
    return np.asarray(total / joint.sum(axis=-1, keepdims=True))


def partners(fit: Fit, correlation: float, couples: int, longest: int, seed: int) -> Partners:
    """Make up couples.

    Parameters
    ----------
    fit : Fit
    correlation : float
        Of both partners' strength on paper, and of what only the interviews show; -1 to 1.
    couples : int
        A power of two.
    longest : int
        Most ranks of one partner.
    seed : int

    Returns
    -------
    Partners
        Specialties of partners are independent.
    """
    people = published_seniors()
    score = _points(couples, seed, correlation)
    of = [seniors(fit, name, counts, longest) for name, counts in people.items()]
    size = np.array([counts.sum() for counts in people.values()])
    specialty = np.searchsorted(np.cumsum(size / size.sum()), score.specialty).clip(max=len(size) - 1)
    ranks = np.empty((couples, 2), dtype=np.int64)
    chance = np.empty((couples, 2, len(of[0].traits.rank)))
    for s, group in enumerate(of):
        row, side = np.nonzero(specialty == s)
        one = (x[row, side] for x in (score.strength, score.rest, score.luck))
        ranks[row, side], chance[row, side] = _people(group, *one)
    return Partners(specialty, ranks, chance, tuple(people))


class _Score(NamedTuple):
    """Random numbers of N couples, (N, 2) each: uniform, normal, normal, uniform."""

    specialty: Array
    strength: Array
    rest: Array
    luck: Array


def _points(couples: int, seed: int, correlation: float) -> _Score:
    """Scrambled Sobol points (Owen 1998), so that a few thousand couples stand for many more."""
    u = qmc.Sobol(8, scramble=True, rng=seed).random(couples).reshape(couples, 4, 2)
    z = ndtri(np.clip(u[:, 1:3], 1e-12, 1 - 1e-12))
    z[:, :, 1] = correlation * z[:, :, 0] + np.sqrt(max(0.0, 1 - correlation**2)) * z[:, :, 1]
    return _Score(u[:, 0], z[:, 0], z[:, 1], u[:, 3])


def _people(of: Seniors, strength: Array, rest: Array, luck: Array) -> tuple[Ints, Array]:
    """Numbers of ranks (n,) and chances (n, D) of people of one specialty, from their scores."""
    step = np.diff(of.below, axis=1, prepend=0.0)
    whole = (of.lengths[:, None] * step).sum(axis=0)
    at = np.searchsorted(np.cumsum(whole) / whole.sum(), ndtr(strength)).clip(max=GRID.size - 1)
    given = np.cumsum(of.lengths[:, None] * step, axis=0)
    ranks = (given[:, at] < luck * given[-1, at]).sum(axis=0)
    place = of.below[ranks, at]
    t = of.traits
    z = np.stack([_quantiles(below, ranks, place) for below in of.below_by_draw], axis=1)
    shown = t.rank + t.carried * t.paper_sd * z + t.rest_sd * rest[:, None]
    return ranks, ndtr(shown / link_sd())


def _quantiles(below: Array, ranks: Ints, place: Array) -> Array:
    """Strength at a place (n,) among people with so many ranks, under one draw."""
    found = np.empty(place.size)
    for k in np.unique(ranks):
        who = ranks == k
        found[who] = np.interp(place[who], below[k], GRID)
    return found
