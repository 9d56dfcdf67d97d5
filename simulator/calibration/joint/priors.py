"""The parameters of the fit and their priors (NumPyro); the numbers are in `model/data/nrmp_2026.toml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist

from simulator.calibration.joint.levels import tier_of
from simulator.model.tables import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.calibration.joint.figures import Figures

FAMILY: dict[str, Callable[[Any, Any], Any]] = {
    "normal": dist.Normal,
    "lognormal": lambda location, scale: dist.LogNormal(np.log(location), scale),
    "positive_normal": lambda location, scale: dist.TruncatedNormal(location, scale, low=0.0),
}


def belief(assumption: str) -> NDArray[np.float64]:
    """Location and scale of `carried` and of `skill` of IMGs under an assumption, (2, 2)."""
    told = table("nrmp_2026")["assumptions"][assumption]
    return np.array([told["carried"], told["skill"]])


def parameters(found: Figures, believed: Any) -> dict[str, Any]:
    """Draw every parameter from its prior.

    Parameters
    ----------
    found : Figures
    believed : array (2, 2)
        From `belief`.

    Returns
    -------
    dict
    """
    told = table("nrmp_2026")
    p = {
        name: numpyro.sample(name, FAMILY[prior["kind"]](np.array(prior["location"]), np.array(prior["scale"])))
        for name, prior in told["priors"].items()
    }
    for k, name in enumerate(("carried", "skill")):
        p[f"{name}_img"] = numpyro.sample(f"{name}_img", dist.TruncatedNormal(believed[k, 0], believed[k, 1], low=0.0))
    return p | _by_specialty(p, found.specialties) | _scores(p, found)


def _by_specialty(p: Mapping[str, Any], specialties: Sequence[str]) -> dict[str, Any]:
    """Levels of each specialty: US graduates' around those of its tier, IMGs' then and IMGs' now."""
    n, tiers = len(specialties), np.array([tier_of(s) for s in specialties], dtype=np.int64)
    shape = table("nrmp_2026")["given"]["rank_shape"]["log_spread"]
    drawn = {
        "ck_slope": numpyro.sample("ck_slope", dist.Normal(np.zeros(n), 1.0)),
        "log_shape_specialty": numpyro.sample("log_shape_specialty", dist.Normal(np.zeros(n), shape)),
    }
    for k, stage in enumerate(("rank", "invite")):
        middle, scale = p[f"{stage}_type"], p[f"{stage}_scale"]
        by_tier = jnp.concatenate([jnp.zeros(1), p[f"{stage}_tier"]])
        us = numpyro.sample(f"{stage}_us", dist.Normal(middle[0] + by_tier[tiers], scale[0]))
        around = middle[3] + p["loading"][k] * (us - middle[0])
        img = numpyro.sample(f"{stage}_img", dist.Normal(around, scale[1]))
        now = numpyro.sample(f"{stage}_img_now", dist.Normal(img + p[f"{stage}_drift"][1], scale[2]))
        drawn |= {f"{stage}_us": us, f"{stage}_img": img, f"{stage}_img_now": now}
    return drawn


def _scores(p: Mapping[str, Any], found: Figures) -> dict[str, Any]:
    n = len(found.today_of)
    mean = numpyro.sample("ck_mean", dist.Normal(p["ck_mean_hyper"] * jnp.ones(n), p["ck_mean_scale"]))
    spread = table("nrmp_2026")["given"]["score_sd"]["log_spread"]
    log_sd = numpyro.sample("ck_log_sd", dist.Normal(p["ck_log_sd_hyper"] * jnp.ones(n), spread))
    odds = numpyro.sample("discount_specialty", dist.Normal(np.zeros((len(found.types_of), 2)), 1.0))
    return {"ck_mean": mean, "ck_log_sd": log_sd, "discount_specialty": odds}
