"""How likely the published figures are: the model that the sampler explores (NumPyro).

Every term is named after what was published; the parameters and their priors stand in `priors`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jax.numpy as jnp
import numpy as np
import numpyro

from simulator.calibration.joint.backend import jax_backend
from simulator.calibration.joint.figures import BINS, Figures, independent_shares
from simulator.calibration.joint.levels import as_arrays, rest_of_score, traits
from simulator.calibration.joint.people import Nodes, Totals, Traits, by_ranks, nodes, totals
from simulator.calibration.joint.priors import parameters
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

SMALL = 1e-12
QUARTILES = (0.25, 0.5, 0.75)
MOST = BINS  # ranks beyond these are counted together; quartiles of 2026 lie below


def model(found: Figures, keep: Any, believed: Any) -> None:
    """Tell NumPyro the joint density of parameters and figures.

    Parameters
    ----------
    found : Figures
    keep : array (S,)
        1 for a specialty whose figures count, 0 for one that is left out.
    believed : array (2, 2)
        From `belief`.
    """
    p = parameters(found, believed)
    numpyro.factor("figures", sum(terms(p, found, keep).values()))


def terms(p: Mapping[str, Any], found: Figures, keep: Any) -> dict[str, Any]:
    """Log-likelihood of the figures, term by term.

    Parameters
    ----------
    p : mapping
        One draw of the parameters.
    found : Figures
    keep : array (S,)
        As in `model`.

    Returns
    -------
    dict of scalar
    """
    b = jax_backend()
    kinds = as_arrays(found.kinds, found.specialties)
    t = traits(p, kinds, b)
    at = nodes(t, b)
    whole = totals(t, at, b)
    joint = by_ranks(t, at, MOST, b)
    shares = _classes(joint, whole)
    probability = whole.matched / (whole.matched + whole.unmatched)
    counts = jnp.asarray(keep)[kinds.specialty]
    us, mixed = shares[found.us_of], _mixed(shares, found.mixed_of)
    return {
        **_by_ranks("us_2007", found.us_by_ranks, us, counts[found.us_of]),
        **_by_ranks("independents_2007", found.mixed_by_ranks, mixed, counts[found.mixed_of[:, 0]]),
        "scores_2007": _by_score(t, at, whole, found, counts),
        **_today(found, probability, whole, joint, counts[found.today_of]),
        **_scores_today(p, found, t, at, whole, counts[found.today_of]),
        **_types(p, found, probability, counts[found.types_of[:, 0]]),
        "rebuilt_2026": _rebuilt(found, joint, counts[found.rebuilt_of]),
    }


def _mixed(x: Any, of: Any) -> Any:
    """Mix the three kinds of independents."""
    return sum(share * x[of[:, k]] for k, share in enumerate(independent_shares()))


def _classes(joint: tuple[Any, Any], whole: Totals) -> Any:
    """Joint probability of the classes 1..15 and 16+ of ranks and the outcome, (n, 16, 2)."""
    found = []
    for x, total in zip(joint, (whole.matched, whole.unmatched), strict=True):
        inside = x[:, 1:BINS]
        found.append(jnp.concatenate([inside, (total - inside.sum(axis=1))[:, None]], axis=1))
    return jnp.maximum(jnp.stack(found, axis=-1), SMALL) / (whole.matched + whole.unmatched)[:, None, None]


def _by_ranks(name: str, people: Any, shares: Any, counts: Any) -> dict[str, Any]:
    """Binomial in each class; the classes themselves Dirichlet-multinomial around the model's."""
    from jax.scipy.special import gammaln

    in_class = shares.sum(axis=-1)
    outcome = (people * jnp.log(shares / in_class[..., None])).sum(axis=(1, 2))
    n, c = people.sum(axis=-1), table("nrmp_2026")["given"]["rank_classes"]["concentration"]
    a = c * in_class / in_class.sum(axis=1, keepdims=True)
    classes = gammaln(c) - gammaln(n.sum(axis=1) + c) + (gammaln(n + a) - gammaln(a)).sum(axis=1)
    return {f"{name}_outcome": (counts * outcome).sum(), f"{name}_ranks": (counts * classes).sum()}


def _by_score(t: Traits, at: Nodes, whole: Totals, found: Figures, counts: Any) -> Any:
    """Binomial in each score band of 2007."""
    inside = jnp.maximum(_mixed_bands(t, at, whole, found), SMALL)
    chance = jnp.clip(inside[..., 0] / inside.sum(axis=-1), SMALL, 1 - SMALL)
    by_band = found.scored[..., 0] * jnp.log(chance) + found.scored[..., 1] * jnp.log1p(-chance)
    return (counts[found.scored_of[:, 0], None] * by_band).sum()


def _mixed_bands(t: Traits, at: Nodes, whole: Totals, found: Figures) -> Any:
    b = jax_backend()
    spread = rest_of_score(t, b)

    def one(of: Any) -> Any:
        z = (found.bands[:, :, None, None] - at.score[of][:, None]) / spread[of][:, None, None, None]
        below = b.ndtr(z)
        ranked = (whole.matched + whole.unmatched)[of]
        parts = []
        for node, total in ((whole.node_matched, whole.matched), (whole.node_unmatched, whole.unmatched)):
            cut = jnp.einsum("nae,nbae->nb", node[of], below)
            edges = jnp.concatenate([0 * cut[:, :1], cut, total[of][:, None]], axis=1)
            parts.append(jnp.diff(edges, axis=1) / ranked[:, None])
        return jnp.stack(parts, axis=-1)

    return sum(share * one(found.scored_of[:, k]) for k, share in enumerate(independent_shares()))


def _gauss(seen: Any, expected: Any, sd: Any, counts: Any) -> Any:
    """Sum over rows of normal log densities where something was published."""
    is_known = ~np.isnan(seen)
    z = (np.where(is_known, seen, 0.0) - expected) / sd
    density = jnp.where(is_known, -0.5 * z**2 - jnp.log(sd), 0.0)
    return (counts.reshape((-1,) + (1,) * (density.ndim - 1)) * density).sum()


def _enough(moments: Any, what: str) -> tuple[Any, Any]:
    """Moments of enough people, the rest NaN; and the numbers of people."""
    n = moments[..., :1]
    kept = np.where(n >= table("nrmp_2026")["given"]["fewest"][what], moments, np.nan)
    return kept, np.where(np.isnan(kept[..., 1]), 1.0, n[..., 0])


def _today(found: Figures, probability: Any, whole: Totals, joint: tuple[Any, Any], counts: Any) -> dict[str, Any]:
    """Match rate, and number of ranks by outcome, of non-US IMGs in 2026."""
    of, given = found.today_of, table("nrmp_2026")["given"]["tolerance"]
    rate = probability[of]
    outcome = found.outcome[:, 0] * jnp.log(rate) + found.outcome[:, 1] * jnp.log1p(-rate)
    people = jnp.stack([whole.matched[of], whole.unmatched[of]], axis=1)
    sums = jnp.stack([whole.rank_matched[of], whole.rank_unmatched[of]], axis=1) / people[..., None]
    mean, sd = sums[..., 0], jnp.sqrt(jnp.maximum(sums[..., 1] - sums[..., 0] ** 2, SMALL))
    seen, n = _enough(found.ranks, "ranks")
    rounding = given["rank_rounding"]
    mean_sd = jnp.sqrt(sd**2 / n + rounding**2 + (given["rank_mean_share"] * mean) ** 2)
    by_kurtosis = sd**2 * given["rank_kurtosis_less_one"] / (4 * n)
    sd_sd = jnp.sqrt(by_kurtosis + rounding**2 + (given["rank_sd_share"] * sd) ** 2)
    return {
        "rates_2026": (counts * outcome).sum(),
        "rank_means_2026": _gauss(seen[..., 1], mean, mean_sd, counts),
        "rank_sds_2026": _gauss(seen[..., 2], sd, sd_sd, counts),
        "rank_quartiles_2026": (counts * _quartiles(seen, n, [x[of] for x in joint], people)).sum(),
    }


def _quartiles(seen: Any, n: Any, shares: list[Any], people: Any) -> Any:
    """Log chance that a sample's quartile falls where the published one did."""
    given = table("nrmp_2026")["given"]["tolerance"]
    below = jnp.stack([jnp.cumsum(x[:, 1:], axis=1) for x in shares], axis=1) / people[..., None]
    below = jnp.concatenate([0 * below[..., :1], below], axis=-1)
    total = 0.0
    for k, level in enumerate(QUARTILES):
        published = seen[..., 3 + k]
        is_known = ~np.isnan(published)
        value = np.where(is_known, published, 1.0)
        sd = np.sqrt(level * (1 - level) / n + given["quartile_share"] ** 2)
        high, low = (_at(below, place) for place in (np.ceil(value), np.floor(value) - 1))
        chance = jax_backend().ndtr((high - level) / sd) - jax_backend().ndtr((low - level) / sd)
        total = total + jnp.where(is_known, jnp.log(jnp.maximum(chance, SMALL)), 0.0).sum(axis=1)
    return given["quartile_weight"] * total


def _rebuilt(found: Figures, joint: tuple[Any, Any], counts: Any) -> Any:
    """Normal log density of how far the curve by ranks lies outside the four reconstructions, in log odds."""
    given = table("nrmp_2026")["given"]["rebuilt"]
    sd, at = given["sd"], np.array(given["counts"])
    won, lost = (x[found.rebuilt_of][:, at] for x in joint)
    odds = jnp.log(won) - jnp.log(lost)
    low, high = (np.log(x) - np.log1p(-x) for x in np.moveaxis(found.rebuilt[:, :, at - 1], 1, 0))
    outside = jnp.maximum(odds - high, 0.0) + jnp.maximum(low - odds, 0.0)
    return -0.5 * (counts[:, None] * (outside / sd) ** 2).sum()


def _at(below: Any, place: Any) -> Any:
    chosen = np.clip(place, 0, MOST).astype(np.int64)[..., None]
    return jnp.take_along_axis(below, chosen, axis=-1)[..., 0]


def _scores_today(
    p: Mapping[str, Any], found: Figures, t: Traits, at: Nodes, whole: Totals, counts: Any
) -> dict[str, Any]:
    """Step 2 CK by outcome of non-US IMGs in 2026."""
    of, given = found.today_of, table("nrmp_2026")["given"]["tolerance"]
    seen, n = _enough(found.scores, "scores")
    spread, points = rest_of_score(t, jax_backend())[of], jnp.exp(p["ck_log_sd"])
    total = {}
    for k, (name, node) in enumerate((("matched", whole.node_matched), ("unmatched", whole.node_unmatched))):
        weight = node[of] / node[of].sum(axis=(1, 2), keepdims=True)
        first = (weight * at.score[of]).sum(axis=(1, 2))
        second = (weight * at.score[of] ** 2).sum(axis=(1, 2)) + spread**2
        sd = points * jnp.sqrt(jnp.maximum(second - first**2, SMALL))
        mean_sd = jnp.sqrt(sd**2 / n[:, k] + given["score_mean"] ** 2)
        sd_sd = jnp.sqrt(sd**2 / (2 * n[:, k]) + given["score_sd"] ** 2)
        total[f"score_means_{name}_2026"] = _gauss(seen[:, k, 1], p["ck_mean"] + points * first, mean_sd, counts)
        total[f"score_sds_{name}_2026"] = _gauss(seen[:, k, 2], sd, sd_sd, counts)
    return total


def _types(p: Mapping[str, Any], found: Figures, probability: Any, counts: Any) -> dict[str, Any]:
    """Odds of those who ranked any program of a specialty, by type (2025), and the level of US graduates."""
    told = table("nrmp_2026")["given"]
    group = np.array([0, 0, 1, 1])
    chance = probability[found.types_of]
    n, x = found.types[..., 0], found.types[..., 1]
    seen = np.log((x + 0.5) / (n - x + 0.5))
    noise = np.sqrt(1 / (x + 0.5) + 1 / (n - x + 0.5) + told["tolerance"]["type_logit"] ** 2)
    less = p["discount"][group] + told["discount"]["spread"] * p["discount_specialty"][:, group]
    people = counts[:, None] * n[:, :2]
    weight = people / people.sum(axis=0)
    level, rate = (weight * chance[:, :2]).sum(axis=0), told["us_match_rate"]
    target = np.array([rate["us_md"], rate["us_do"]])
    return {
        "types_2025": _gauss(seen, jnp.log(chance) - jnp.log1p(-chance) + less, noise, counts),
        "us_rates": _gauss(target, level, np.full(2, rate["sd"]), np.ones(2)),
    }
