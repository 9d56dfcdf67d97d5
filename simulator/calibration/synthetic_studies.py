"""Made-up people, of whom the truth is known, and what different studies would see of them.

Each person has a drive theta ~ N(0, 1) and

    interviews n | theta     Poisson, mean exp(base + spread theta); those with none are not seen
    per interview, e ~ N(0, 1)   p = Phi(level + carried theta + skill e)
    P(match | n, theta, e) = 1 - (1 - p)^n

Noise in how many programs people write to needs no term of its own: the part of the drive that is not
strength carries nothing on, which is a smaller `carried` and a larger `skill`.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.special import gammaln, ndtr

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Likelihood = Callable[[Array], float]
    Study = Callable[["Truth", "People", np.random.Generator], Likelihood]

FEW, MANY, MOST = 3, 8, 40
THETA_NODES, SKILL_NODES = 20, 10
TINY = 1e-300
GRAIN = 0.05


class Truth(NamedTuple):
    """How the made-up people come to interviews and to a match."""

    base: float
    spread: float
    level: float
    carried: float
    skill: float


TRUTHS = {
    "the file carries on": Truth(1.7, 0.7, -1.6, 0.5, 0.0),
    "people interview differently": Truth(1.7, 0.7, -1.6, 0.1, 0.6),
    "both": Truth(1.7, 0.7, -1.6, 0.35, 0.4),
}


class People(NamedTuple):
    """Made-up people with at least one interview; every field (n,).

    Attributes
    ----------
    theta, skill : their own, standardized
    interviews : this season's
    is_matched : this season
    """

    theta: Array
    skill: Array
    interviews: NDArray[np.int64]
    is_matched: NDArray[np.bool_]


@functools.cache
def _nodes(n: int) -> tuple[Array, Array]:
    at, weight = np.polynomial.hermite_e.hermegauss(n)
    return at, weight / weight.sum()


def _fail(x: Array, theta: Array) -> Array:
    """Chance that one interview leads to nothing, at each theta and node of e, (n, E)."""
    level, carried, skill = x
    return np.asarray(ndtr(-(level + carried * theta[:, None] + skill * _nodes(SKILL_NODES)[0])))


@functools.cache
def _counts(base: float, spread: float) -> Array:
    """Joint chance of the nodes of theta and so many interviews, (A, MOST+1)."""
    theta, weight = _nodes(THETA_NODES)
    n, log_mean = np.arange(MOST + 1.0), (base + spread * theta)[:, None]
    return np.asarray(weight[:, None] * np.exp(n * log_mean - np.exp(log_mean) - gammaln(n + 1)))


def _lost(x: Array) -> Array:
    """Chance that so many interviews lead to nothing, (A, E, MOST+1)."""
    return np.asarray(_fail(x, _nodes(THETA_NODES)[0])[..., None] ** np.arange(MOST + 1.0))


def observed(truth: Truth, x: Array, n: int) -> float:
    """Share matched among the people who have n interviews, given (level, carried, skill)."""
    return moved(truth, x, n, n)


def moved(truth: Truth, x: Array, few: int = FEW, many: int = MANY) -> float:
    """Chance of a person who has few interviews, had he or she been given many; given (level, carried, skill)."""
    weight = _counts(truth.base, truth.spread)[:, few, None] * _nodes(SKILL_NODES)[1]
    return float(1 - (weight * _lost(x)[..., many]).sum() / weight.sum())


def draw(truth: Truth, n: int, rng: np.random.Generator) -> People:
    """Draw people with at least one interview and at most `MOST`."""
    theta, e = rng.standard_normal((2, 3 * n))
    interviews = rng.poisson(np.exp(truth.base + truth.spread * theta))
    kept = np.flatnonzero((interviews > 0) & (interviews <= MOST))[:n]
    theta, e, interviews = theta[kept], e[kept], interviews[kept]
    return People(theta, e, interviews, _season(truth, theta, e, interviews, rng))


def _season(truth: Truth, theta: Array, e: Array, n: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.bool_]:
    return np.asarray(rng.binomial(n, ndtr(truth.level + truth.carried * theta + truth.skill * e)) > 0)


# What a study sees: each returns the log-likelihood of matches given what else it sees, up to a constant


def by_ranks(truth: Truth, people: People, rng: np.random.Generator) -> Likelihood:
    """See matches by number of ranks: what is published."""
    del rng
    seen = _tally(people.interviews, people.is_matched)
    weight = _counts(truth.base, truth.spread)
    weight = weight / weight.sum(axis=0)

    def likelihood(x: Array) -> float:
        lost = np.einsum("an,e,aen->n", weight, _nodes(SKILL_NODES)[1], _lost(x))
        return _binomial(seen[1:], 1 - lost[1:])

    return likelihood


def with_strength(truth: Truth, people: People, rng: np.random.Generator) -> Likelihood:
    """See in addition a measure that carries all of the drive, to a twentieth of an SD."""
    del truth, rng
    rows = np.stack([np.rint(people.theta / GRAIN), people.interviews, people.is_matched], axis=1)
    (measure, n, is_matched), times = (x.T if x.ndim > 1 else x for x in np.unique(rows, axis=0, return_counts=True))

    def likelihood(x: Array) -> float:
        lost = (_fail(x, GRAIN * measure) ** n[:, None]) @ _nodes(SKILL_NODES)[1]
        chance = np.clip(np.where(is_matched, 1 - lost, lost), TINY, 1.0)
        return float((times * np.log(chance)).sum())

    return likelihood


def with_second_season(truth: Truth, people: People, rng: np.random.Generator) -> Likelihood:
    """See in addition how the unmatched fare a year later, with interviews drawn anew by the same drive."""
    again = np.flatnonzero(~people.is_matched)
    theta, e = people.theta[again], people.skill[again]
    second = rng.poisson(np.exp(truth.base + truth.spread * theta))
    second = np.where(second > MOST, 0, second)  # not seen, like those without an interview
    is_matched = _season(truth, theta, e, second, rng)
    place = people.interviews[again] * (MOST + 1) + second
    seen = np.stack([np.bincount(place[k], minlength=(MOST + 1) ** 2) for k in (is_matched, ~is_matched)], axis=1)
    seen = seen.reshape(MOST + 1, MOST + 1, 2)[1:, 1:].astype(float)
    first, both = by_ranks(truth, people, rng), _counts(truth.base, truth.spread)[:, 1:]
    prior = 1 / _nodes(THETA_NODES)[1]

    def likelihood(x: Array) -> float:
        lost = _lost(x)[..., 1:]
        at = np.einsum("an,aen,e->aen", both, lost, _nodes(SKILL_NODES)[1])
        other = both * prior[:, None]
        unmatched = np.einsum("aen,am->nm", at, other, optimize=True)
        twice = np.einsum("aen,am,aem->nm", at, other, lost, optimize=True)
        return first(x) + _binomial(seen, 1 - twice / unmatched)

    return likelihood


def with_lot(truth: Truth, people: People, rng: np.random.Generator) -> Likelihood:
    """See in addition a lottery: half of those with few interviews had been given many instead."""
    few = np.flatnonzero(people.interviews == FEW)
    drawn = few[rng.uniform(size=few.size) < 0.5]
    given = _season(truth, people.theta[drawn], people.skill[drawn], np.full(drawn.size, MANY), rng)
    kept = np.setdiff1d(np.arange(people.interviews.size), drawn)
    others = People(people.theta[kept], people.skill[kept], people.interviews[kept], people.is_matched[kept])
    rest = by_ranks(truth, others, rng)
    seen = np.array([given.sum(), (~given).sum()], dtype=float)
    return lambda x: rest(x) + _binomial(seen, np.array(moved(truth, x)))


def _tally(n: NDArray[np.int64], is_matched: NDArray[np.bool_]) -> Array:
    """People by number of interviews, matched and not, (MOST+1, 2)."""
    return np.stack([np.bincount(n[x], minlength=MOST + 1) for x in (is_matched, ~is_matched)], axis=1).astype(float)


def _binomial(seen: NDArray[Any], chance: Array) -> float:
    chance = np.clip(chance, TINY, 1 - 1e-12)
    return float((seen[..., 0] * np.log(chance) + seen[..., 1] * np.log1p(-chance)).sum())


PUBLISHED = "matches by number of ranks"
STUDIES: dict[str, Study] = {
    PUBLISHED: by_ranks,
    "and everybody's strength": with_strength,
    "and the unmatched a year later": with_second_season,
    "and interviews given by lot": with_lot,
}
