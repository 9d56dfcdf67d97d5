"""Made-up published figures from the model at known parameters, to check what the fit makes of them.

`expected` is what the model says of every figure, computed in NumPy apart from the likelihood.
`drawn_as_fitted` draws figures from the likelihood's own sampling model, tolerances and the
loosened classes included; `simulate_figures` (in `synthetic_people`) counts simulated people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.special import expit, logit, ndtr

from simulator.calibration.joint.backend import numpy_backend
from simulator.calibration.joint.figures import BINS, independent_shares
from simulator.calibration.joint.levels import as_arrays, rest_of_score, traits
from simulator.calibration.joint.people import by_ranks, nodes, totals
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from simulator.calibration.joint.figures import Figures
    from simulator.calibration.joint.people import Nodes, Totals, Traits

    Array = NDArray[np.float64]

US, IMG = slice(0, 2), slice(2, 4)


class Expected(NamedTuple):
    """What the model says of the figures; rows as in `Figures`.

    Attributes
    ----------
    us, mixed : joint probability of class of ranks and outcome, (U, 16, 2) and (I, 16, 2)
    bands : joint probability of score band and outcome, (S, B, 2)
    rate : chance of a match, today's non-US IMGs, (T,)
    rank_mean, rank_sd : of the number of ranks by outcome, (T, 2)
    score_mean, score_sd : of Step 2 CK by outcome, points, (T, 2)
    type_logit : log odds of those who ranked any program, (Y, 4)
    us_rate : match rates of US MDs and DOs over the specialties of 2025, (2,)
    chance, mean_ranks : match rate and mean number of ranks of each kind of people, (n,)
    """

    us: Array
    mixed: Array
    bands: Array
    rate: Array
    rank_mean: Array
    rank_sd: Array
    score_mean: Array
    score_sd: Array
    type_logit: Array
    us_rate: Array
    chance: Array
    mean_ranks: Array


def expected(p: Mapping[str, Any], like: Figures) -> Expected:
    """Say what the model expects of every figure.

    Parameters
    ----------
    p : mapping
        One draw of the parameters of the fit, by name.
    like : Figures
        Whose panels and kinds of people are meant.

    Returns
    -------
    Expected
    """
    t = traits(p, as_arrays(like.kinds, like.specialties), numpy_backend())
    at = nodes(t, numpy_backend())
    whole = totals(t, at, numpy_backend())
    ranked = whole.matched + whole.unmatched
    chance, shares = whole.matched / ranked, _classes(t, at, whole)
    rank_sums = np.stack([whole.rank_matched, whole.rank_unmatched], axis=1)
    logits, us_rate = _types(p, like, chance)
    return Expected(
        shares[like.us_of], _mixed(shares, like.mixed_of), _bands(t, at, whole, like), chance[like.today_of],
        *_ranks(whole, rank_sums, like.today_of), *_scores(p, t, at, whole, like.today_of),
        logits, us_rate, chance, rank_sums[..., 0].sum(axis=1) / ranked,
    )  # fmt: skip


def _mixed(x: Array, of: NDArray[np.int64]) -> Array:
    return np.asarray(np.einsum("k,ik...->i...", independent_shares(), x[of]))


def _classes(t: Traits, at: Nodes, whole: Totals) -> Array:
    """Joint probability of 1..15 and 16+ ranks and each outcome, (n, 16, 2)."""
    inside = np.stack(by_ranks(t, at, BINS - 1, numpy_backend()), axis=-1)[:, 1:]
    total = np.stack([whole.matched, whole.unmatched], axis=-1)
    beyond = np.maximum(total - inside.sum(axis=1), 0.0)
    return np.asarray(np.concatenate([inside, beyond[:, None]], axis=1) / total.sum(axis=1)[:, None, None])


def _bands(t: Traits, at: Nodes, whole: Totals, like: Figures) -> Array:
    """Joint probability of score band and outcome in each panel of 2007, (S, B, 2)."""
    spread, node = rest_of_score(t, numpy_backend()), np.stack([whole.node_matched, whole.node_unmatched], axis=-1)
    node = node / node.sum(axis=(1, 2, 3), keepdims=True)
    edges = np.pad(like.bands, ((0, 0), (1, 1)), constant_values=((0.0, 0.0), (-np.inf, np.inf)))
    of = like.scored_of
    below = ndtr((edges[:, None, :, None, None] - at.score[of][:, :, None]) / spread[of][:, :, None, None, None])
    cut = np.einsum("k,skaeo,skbae->sbo", independent_shares(), node[of], below)
    return np.diff(cut, axis=1)


def _ranks(whole: Totals, sums: Array, of: NDArray[np.int64]) -> tuple[Array, Array]:
    people = np.stack([whole.matched, whole.unmatched], axis=1)
    mean, square = np.moveaxis(sums[of] / people[of][..., None], -1, 0)
    return mean, np.sqrt(square - mean**2)


def _scores(p: Mapping[str, Any], t: Traits, at: Nodes, whole: Totals, of: NDArray[np.int64]) -> tuple[Array, Array]:
    node = np.stack([whole.node_matched, whole.node_unmatched], axis=1)[of]
    node = node / node.sum(axis=(2, 3), keepdims=True)
    first, square = (np.einsum("toae,tae->to", node, at.score[of] ** power) for power in (1, 2))
    points, spread = np.exp(p["ck_log_sd"])[:, None], rest_of_score(t, numpy_backend())[of]
    mean = np.asarray(p["ck_mean"])[:, None] + points * first
    return mean, points * np.sqrt(square + spread[:, None] ** 2 - first**2)


def _types(p: Mapping[str, Any], like: Figures, chance: Array) -> tuple[Array, Array]:
    group, of = [0, 0, 1, 1], chance[like.types_of]
    spread = table("nrmp_2026")["given"]["discount"]["spread"]
    less = np.asarray(p["discount"])[group] + spread * np.asarray(p["discount_specialty"])[:, group]
    people = like.types[..., US, 0]
    return logit(of) + less, (people * of[:, US]).sum(axis=0) / people.sum(axis=0)


def drawn_as_fitted(p: Mapping[str, Any], like: Figures, rng: np.random.Generator) -> Figures:
    """Draw figures from the likelihood's own sampling model.

    Classes of ranks are Dirichlet-multinomial with the stated concentration, moments normal with
    sampling error, rounding and tolerance together, the odds by type logit-normal around the model's and
    then binomial. Numbers of people are as published. Quartiles, which the fit counts by half, are
    left out (NaN): no sampling model has half a likelihood.

    Parameters
    ----------
    p : mapping
        One draw of the parameters, by name.
    like : Figures
        Numbers of people, score bands, and what was published of whom.
    rng : Generator

    Returns
    -------
    Figures
    """
    e = expected(p, like)
    people = like.outcome.sum(axis=1).astype(np.int64)
    matched = rng.binomial(people, e.rate)
    outcome = np.stack([matched, people - matched], axis=1).astype(np.float64)
    return like._replace(
        us_by_ranks=_counted(like.us_by_ranks, e.us, rng),
        mixed_by_ranks=_counted(like.mixed_by_ranks, e.mixed, rng),
        scored=split(like.scored.sum(axis=2), e.bands[..., 0] / e.bands.sum(axis=2), rng),
        outcome=outcome,
        ranks=_rank_moments(like, outcome, e, rng),
        scores=_score_moments(like, outcome, e, rng),
        types=_types_drawn(like, e.type_logit, _given("type_logit"), rng),
    )


def _given(name: str) -> float:
    return float(table("nrmp_2026")["given"]["tolerance"][name])


def split(people: NDArray[Any], chance: Array, rng: np.random.Generator) -> Array:
    """Split whole numbers of people into matched and not, (..., 2)."""
    n = np.rint(people).astype(np.int64)
    matched = rng.binomial(n, np.clip(chance, 0.0, 1.0))
    return np.stack([matched, n - matched], axis=-1).astype(np.float64)


def _counted(published: Array, shares: Array, rng: np.random.Generator) -> Array:
    concentration = table("nrmp_2026")["given"]["rank_classes"]["concentration"]
    in_class = shares.sum(axis=2)
    n = np.rint(published.sum(axis=(1, 2))).astype(np.int64)
    gamma = rng.gamma(concentration * in_class / in_class.sum(axis=1, keepdims=True))
    return split(rng.multinomial(n, gamma / gamma.sum(axis=1, keepdims=True)), shares[..., 0] / in_class, rng)


def described_people(published: Array, like: Figures, outcome: Array) -> Array:
    """How many of each outcome have their moments published, (T, 2): the same part as in the real figures."""
    part = published[..., 0] / np.maximum(like.outcome, 1.0)
    return np.asarray(np.rint(outcome * np.nan_to_num(part, nan=1.0)))


def _rank_moments(like: Figures, outcome: Array, e: Expected, rng: np.random.Generator) -> Array:
    n = described_people(like.ranks, like, outcome)
    at_least = np.maximum(n, 1.0)
    rounding, less_one = _given("rank_rounding"), _given("rank_kurtosis_less_one")
    mean_sd = np.sqrt(e.rank_sd**2 / at_least + rounding**2 + (_given("rank_mean_share") * e.rank_mean) ** 2)
    sd_sd = np.sqrt(e.rank_sd**2 * (less_one / (4 * at_least) + _given("rank_sd_share") ** 2) + rounding**2)
    return _described(n, "ranks", rng.normal(e.rank_mean, mean_sd), rng.normal(e.rank_sd, sd_sd))


def _score_moments(like: Figures, outcome: Array, e: Expected, rng: np.random.Generator) -> Array:
    n = described_people(like.scores, like, outcome)
    at_least = np.maximum(n, 1.0)
    mean_sd = np.sqrt(e.score_sd**2 / at_least + _given("score_mean") ** 2)
    sd_sd = np.sqrt(e.score_sd**2 / (2 * at_least) + _given("score_sd") ** 2)
    return _described(n, "scores", rng.normal(e.score_mean, mean_sd), rng.normal(e.score_sd, sd_sd))


def _described(n: Array, what: str, mean: Array, sd: Array) -> Array:
    """Moments (T, 2, 6) without quartiles; NaN of too few people."""
    unknown = np.full_like(n, np.nan)
    is_enough = n >= table("nrmp_2026")["given"]["fewest"][what]
    columns = (n, np.where(is_enough, mean, np.nan), np.where(is_enough, sd, np.nan), unknown, unknown, unknown)
    return np.stack(columns, axis=-1)


def _types_drawn(like: Figures, logits: Array, tolerance: float, rng: np.random.Generator) -> Array:
    chance = expit(logits + tolerance * rng.standard_normal(logits.shape))
    people = like.types[..., 0]
    return np.stack([people, split(people, chance, rng)[..., 0]], axis=-1)
