"""People drawn one by one from the model's own story, and the figures that would be published of them.

No quadrature and no generating function: strengths, interviews, and coins, as `joint.people` tells it in
words. So it checks those equations, and makes synthetic data as rough as real data are: whole
people, rounded moments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.special import ndtr

from simulator.calibration.joint.backend import numpy_backend
from simulator.calibration.joint.figures import BINS, independent_shares
from simulator.calibration.joint.levels import as_arrays, rest_of_score, traits
from simulator.calibration.joint.people import Traits, link_sd
from simulator.calibration.synthetic_figures import described_people, expected, split
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from simulator.calibration.joint.figures import Figures

    Array = NDArray[np.float64]

QUARTILES = (0.25, 0.5, 0.75)
TO_HALVES, TO_TENTHS, TO_WHOLES = 0.5, 0.1, 1.0
MOST_TRIES = 1000


class People(NamedTuple):
    """People with at least one rank, each field (n,).

    Attributes
    ----------
    ranks : programs on the list
    is_matched : whether one of the interviews led to a match
    score : standardized score, z
    """

    ranks: NDArray[np.int64]
    is_matched: NDArray[np.bool_]
    score: Array


def draw_people(t: Traits, of: int, n: int, rng: np.random.Generator) -> People:
    """Draw people with at least one rank.

    Parameters
    ----------
    t : Traits
    of : int
        Which kind of people.
    n : int
        How many.
    rng : Generator

    Returns
    -------
    People

    Raises
    ------
    ValueError
        Hardly anybody of this kind ranks a program.
    """
    one = Traits(*(float(np.asarray(x)[of]) for x in t))
    spread = float(np.asarray(rest_of_score(t, numpy_backend()))[of])
    found: list[People] = []
    for _ in range(MOST_TRIES):
        found.append(_with_ranks(one, spread, max(n, 16), rng))
        if sum(part.ranks.size for part in found) >= n:
            return People(*(np.concatenate(x)[:n] for x in zip(*found, strict=True)))
    raise ValueError(f"hardly anybody of kind {of} ranks a program")


def _with_ranks(t: Traits, spread: float, n: int, rng: np.random.Generator) -> People:
    """Draw n people and keep those with a rank."""
    a, e = t.paper_sd * rng.standard_normal(n), t.rest_sd * rng.standard_normal(n)
    gamma = rng.gamma(t.shape, 1 / t.shape, n)
    invitations = t.applications * ndtr(t.invite + a)
    invited = rng.poisson(gamma * invitations / (1 + invitations / t.attended))
    stops = 1 - float(table("nrmp_2026")["given"]["short_list"]["continues"])
    is_short, is_padded = (rng.uniform(size=n) < share for share in (t.short, t.unserious))
    interviews = np.where(is_short, rng.geometric(stops, n), invited)
    chance = ndtr((t.rank + t.carried * a + e) / link_sd())
    is_matched = rng.binomial(interviews, chance) > 0
    ranks = interviews + (is_padded & (interviews > 0)) * rng.geometric(1 - t.unserious_more, n)
    score = t.score_on_paper * a / t.paper_sd + t.score_on_rest * e / t.rest_sd + spread * rng.standard_normal(n)
    kept = ranks > 0
    return People(ranks[kept], is_matched[kept], score[kept])


def simulate_figures(parameters: Mapping[str, Any], like: Figures, rng: np.random.Generator) -> Figures:
    """Draw a synthetic set of published figures from simulated people.

    As many people per panel as published; every figure rounded as published. Each figure is of its own
    people, but for the moments and quartiles of 2026, which are all of the same.

    Parameters
    ----------
    parameters : mapping
        One draw of the parameters of the fit, by name.
    like : Figures
        Numbers of people, score bands, and what was published of whom.
    rng : Generator

    Returns
    -------
    Figures
    """
    t = traits(parameters, as_arrays(like.kinds, like.specialties), numpy_backend())
    today = [draw_people(t, of, int(n), rng) for of, n in zip(like.today_of, like.outcome.sum(axis=1), strict=True)]
    outcome = np.array([[p.is_matched.sum(), (~p.is_matched).sum()] for p in today], dtype=np.float64)
    us = like.us_by_ranks.sum(axis=(1, 2))
    mixed, scored = (x.sum(axis=(1, 2)) for x in (like.mixed_by_ranks, like.scored))
    odds = expected(parameters, like).type_logit
    return like._replace(
        us_by_ranks=np.stack([_classes(draw_people(t, of, int(n), rng)) for of, n in zip(like.us_of, us, strict=True)]),
        mixed_by_ranks=np.stack([
            _classes(_mixture(t, of, int(n), rng)) for of, n in zip(like.mixed_of, mixed, strict=True)
        ]),
        scored=np.stack([
            _bands(_mixture(t, of, int(n), rng), edges)
            for of, n, edges in zip(like.scored_of, scored, like.bands, strict=True)
        ]),
        outcome=outcome,
        ranks=_ranks(today, described_people(like.ranks, like, outcome)),
        scores=_scores(today, described_people(like.scores, like, outcome), parameters),
        types=_types(like.types[..., 0], odds, rng),
    )  # fmt: skip


def _mixture(t: Traits, of: NDArray[np.int64], n: int, rng: np.random.Generator) -> People:
    """People of the kinds among the independents, in the stated shares."""
    parts = [draw_people(t, k, int(m), rng) for k, m in zip(of, rng.multinomial(n, independent_shares()), strict=True)]
    return People(*(np.concatenate(x) for x in zip(*parts, strict=True)))


def _by_outcome(people: People, count: Callable[[NDArray[np.bool_]], Array]) -> Array:
    return np.stack([count(people.is_matched), count(~people.is_matched)], axis=-1)


def _classes(people: People) -> Array:
    """People by class of ranks and outcome, (16, 2)."""
    place = np.minimum(people.ranks, BINS) - 1
    return _by_outcome(people, lambda chosen: np.bincount(place[chosen], minlength=BINS).astype(np.float64))


def _bands(people: People, edges: Array) -> Array:
    """People by score band and outcome, (B, 2)."""
    place, bands = np.searchsorted(edges, people.score), edges.size + 1
    return _by_outcome(people, lambda chosen: np.bincount(place[chosen], minlength=bands).astype(np.float64))


def _ranks(today: list[People], described: Array) -> Array:
    """Moments of the number of ranks by outcome, (T, 2, 6)."""
    return np.array([
        [_moments(people.ranks[chosen], int(n), TO_TENTHS) for chosen, n in zip(_outcomes(people), row, strict=True)]
        for people, row in zip(today, described, strict=True)
    ])  # fmt: skip


def _scores(today: list[People], described: Array, p: Mapping[str, Any]) -> Array:
    """Moments of Step 2 CK by outcome, (T, 2, 6)."""
    middle, points = np.asarray(p["ck_mean"]), np.exp(np.asarray(p["ck_log_sd"]))
    return np.array([
        [_moments(middle[k] + points[k] * people.score[chosen], int(n), TO_WHOLES)
         for chosen, n in zip(_outcomes(people), described[k], strict=True)]
        for k, people in enumerate(today)
    ])  # fmt: skip


def _outcomes(people: People) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    return people.is_matched, ~people.is_matched


def _moments(values: NDArray[Any], n: int, step: float) -> list[float]:
    """Number, mean, sd and quartiles of the first n values, rounded as the tables are."""
    values = values[:n]
    if values.size < 2:
        return [float(values.size), *[np.nan] * 5]
    quartiles = np.rint(np.quantile(values, QUARTILES) / TO_HALVES) * TO_HALVES
    mean, sd = (np.rint(x / step) * step for x in (values.mean(), values.std(ddof=1)))
    return [float(values.size), float(mean), float(sd), *map(float, quartiles)]


def _types(people: Array, odds: Array, rng: np.random.Generator) -> Array:
    chance = 1 / (1 + np.exp(-odds))
    return np.stack([people, split(people, chance, rng)[..., 0]], axis=-1)
