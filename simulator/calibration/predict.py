"""What the calibration predicts for the people of a published cell, specialty by specialty.

The parameters of the fit travel with the shipped draws, so that predictions need no sampler.
Specialties outside the fit are drawn from the hierarchy; independent applicants of 2007 are
the stated mixture of kinds of people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.calibration.joint.backend import numpy_backend
from simulator.calibration.joint.figures import INDEPENDENTS, independent_shares
from simulator.calibration.joint.levels import Kind, Kinds, as_arrays, rest_of_score, traits
from simulator.calibration.joint.people import Nodes, Traits, by_ranks, nodes, totals
from simulator.calibration.population import Cell, Population
from simulator.engine.streams import identity
from simulator.errors import Fault, InputError
from simulator.model.parameters import load_calibration
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration

    Array = NDArray[np.float64]

MOST_RANKS = {"us_md": 80, "us_do": 80}
MOST_RANKS_IMG = 60
SCORES = np.arange(150.0, 301.0)
LEVELS = tuple(f"{stage}_{part}" for stage in ("rank", "invite") for part in ("us", "img", "img_now"))
BY_SPECIALTY = (*LEVELS, "ck_slope", "log_shape_specialty", "ck_mean", "ck_log_sd")
GROUPS = {"us_senior": ("us_md",), "independent_applicant": INDEPENDENTS}


class Fit(NamedTuple):
    """Parameters of the fit, D draws.

    Attributes
    ----------
    shared : by name, (D, ...)
    by_specialty : `BY_SPECIALTY` by name, (D, S)
    specialties : names of the S columns
    fitted : the specialties that figures were known of
    """

    shared: Mapping[str, Array]
    by_specialty: Mapping[str, Array]
    specialties: tuple[str, ...]
    fitted: frozenset[str]


def population(calibration: Calibration | str, cells: Sequence[Cell]) -> list[Population]:
    """Predict the population of each cell.

    Parameters
    ----------
    calibration : Calibration or str
    cells : sequence of Cell

    Returns
    -------
    list of Population

    Raises
    ------
    InputError
        The calibration holds no model of populations.
    """
    asked = load_calibration(calibration) if isinstance(calibration, str) else calibration
    fit = fit_of(asked)
    return [predict(fit, cell) for cell in cells]


def fit_of(calibration: Calibration) -> Fit:
    """Return the parameters of the fit that travel with a calibration."""
    if not calibration.fit:
        allowed = "nrmp-2026, or a calibration file made by matchsim calibrate"
        raise InputError(
            [Fault("has no model of populations", field="calibration", got=calibration.name, allowed=allowed)]
        )
    held, names = calibration.fit, calibration.fit_specialties
    shared = {k: v for k, v in held.items() if k not in BY_SPECIALTY}
    return Fit(shared, {k: held[k] for k in BY_SPECIALTY}, names, frozenset(calibration.fitted))


def predict(fit: Fit, cell: Cell) -> Population:
    """Predict one cell.

    Parameters
    ----------
    fit : Fit
    cell : Cell

    Returns
    -------
    Population
    """
    is_now = cell.year > table("nrmp_2026")["given"]["scale"]["last_of_2007"]
    types = GROUPS.get(cell.group, (cell.group,))
    if is_now and cell.group == "independent_applicant":
        types = INDEPENDENTS[:2]
    shares = independent_shares()[: len(types)] if len(types) > 1 else np.ones(1)
    parts = [_part(fit, Kind(cell.specialty, t, is_now)) for t in types]
    weights = shares / shares.sum()
    matched, unmatched = (np.einsum("k,kdn->dn", weights, np.stack([part[k] for part in parts])) for k in (0, 1))
    scores: tuple[Array, Array] | tuple[None, None] = _score_cdfs(parts, weights) if is_now else (None, None)
    counts = np.arange(matched.shape[1])
    return Population(counts, matched, unmatched, SCORES, scores[0], scores[1], cell.specialty in fit.fitted)


Part = tuple["Array", "Array", "Array", "Array"]


def _part(fit: Fit, kind: Kind) -> Part:
    """Joint probabilities by ranks (D, K+1) given a rank; joint score distributions (D, Z), today's only."""
    b = numpy_backend()
    rows = draws_of(fit, kind.specialty)
    t = traits_of(rows, kind)
    at = nodes(t, b)
    whole = totals(t, at, b)
    ranked = (whole.matched + whole.unmatched)[:, None]
    most = MOST_RANKS.get(kind.applicant_type, MOST_RANKS_IMG)
    matched, unmatched = by_ranks(t, at, most, b)
    unmatched[:, 0] = matched[:, 0] = 0.0
    matched[:, -1] += whole.matched - matched.sum(axis=1)
    unmatched[:, -1] += whole.unmatched - unmatched.sum(axis=1)
    shares = [np.clip(x / ranked, 0.0, 1.0) for x in (matched, unmatched)]
    by_node = (whole.node_matched, whole.node_unmatched) if kind.is_now else ()
    scores = [_scores(rows, t, at, node) / ranked for node in by_node] or [ranked, ranked]
    return shares[0], shares[1], scores[0], scores[1]


def traits_of(rows: Mapping[str, Any], kind: Kind) -> Traits:
    """Traits of one kind of people in every draw: arrays (D,).

    Parameters
    ----------
    rows : mapping
        From `draws_of`, the specialty's own in columns of width one.
    kind : Kind
    """
    n = len(rows["strength"])
    flat = as_arrays([kind], [kind.specialty])
    one = Kinds(**{name: np.reshape(getattr(flat, name), (1, 1)) for name in Kinds._fields})
    last = {k: np.moveaxis(v, 0, -1) for k, v in rows.items()}
    return Traits(*(np.broadcast_to(x, (1, 1, n)).reshape(n) for x in traits(last, one, numpy_backend())))


def draws_of(fit: Fit, specialty: str) -> dict[str, Array]:
    """Parameters with one specialty's own in columns of width one; drawn from the hierarchy if unknown.

    Parameters
    ----------
    fit : Fit
    specialty : str
        Any name; the same name gives the same draws.

    Returns
    -------
    dict of array (D, ...)
    """
    if specialty in fit.specialties:
        at = fit.specialties.index(specialty)
        own = {k: v[:, at : at + 1] for k, v in fit.by_specialty.items()}
    else:
        rng = np.random.Generator(np.random.Philox(identity("new specialty", specialty)))
        own = new_specialty(fit.shared, rng)
    return dict(fit.shared) | own


def new_specialty(p: Mapping[str, Array], rng: np.random.Generator) -> dict[str, Array]:
    """Draw a specialty's own parameters from the hierarchy, each (D, 1).

    Parameters
    ----------
    p : mapping
        Shared parameters, D draws.
    rng : Generator
    """
    n = len(p["strength"])
    found = {"ck_slope": rng.standard_normal((n, 1))}
    found["ck_mean"] = (p["ck_mean_hyper"] + p["ck_mean_scale"] * rng.standard_normal(n))[:, None]
    given = table("nrmp_2026")["given"]
    found["log_shape_specialty"] = given["rank_shape"]["log_spread"] * rng.standard_normal((n, 1))
    found["ck_log_sd"] = (p["ck_log_sd_hyper"] + given["score_sd"]["log_spread"] * rng.standard_normal(n))[:, None]
    for k, stage in enumerate(("rank", "invite")):
        middle, scale, noise = p[f"{stage}_type"], p[f"{stage}_scale"], rng.standard_normal((3, n))
        us = middle[:, 0] + scale[:, 0] * noise[0]
        img = middle[:, 3] + p["loading"][:, k] * (us - middle[:, 0]) + scale[:, 1] * noise[1]
        now = img + p[f"{stage}_drift"][:, 1] + scale[:, 2] * noise[2]
        found |= {f"{stage}_us": us[:, None], f"{stage}_img": img[:, None], f"{stage}_img_now": now[:, None]}
    return found


def _scores(rows: Mapping[str, Any], t: Traits, at: Nodes, node: Array) -> Array:
    """Probability of an outcome with a score at or below each point, (D, Z); not divided by anything."""
    b = numpy_backend()
    spread, points = rest_of_score(t, b), np.exp(rows["ck_log_sd"][:, 0])
    z = (SCORES - rows["ck_mean"]) / points[:, None]
    flat, where = node.reshape(len(node), -1), at.score.reshape(len(node), -1)
    below = np.empty_like(z)
    for d in range(len(z)):
        below[d] = flat[d] @ b.ndtr((z[d] - where[d][:, None]) / spread[d])
    return np.asarray(below, dtype=np.float64)


def _score_cdfs(parts: Sequence[Part], weights: Array) -> tuple[Array, Array]:
    """Distribution of the score given each outcome."""
    both = []
    for k in (2, 3):
        joint = np.einsum("k,kdz->dz", weights, np.stack([part[k] for part in parts]))
        top = np.einsum("k,kdn->d", weights, np.stack([part[k - 2] for part in parts]))
        both.append(np.clip(joint / top[:, None], 0.0, 1.0))
    return np.asarray(both[0]), np.asarray(both[1])
