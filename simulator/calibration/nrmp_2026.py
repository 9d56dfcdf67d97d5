"""The calibration `nrmp-2026`: fitted to published figures, under several stated assumptions.

`matchsim calibrate` runs `fit` and `save`: the joint model of numbers of ranks and of matching
(`simulator.calibration.joint`) is sampled under each assumption of `nrmp_2026.toml`; an equal
number of draws of each is kept, so that what the figures cannot settle stays wide.
"""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator._version import __version__
from simulator.calibration.entries import entries
from simulator.calibration.joint.figures import Figures, figures
from simulator.calibration.joint.levels import Kind
from simulator.calibration.population import Cell
from simulator.calibration.predict import BY_SPECIALTY, Fit, new_specialty, predict
from simulator.calibration.runtime import GROUP_OF, TYPES, central, columns, mean_of, seasons, spreads
from simulator.calibration.selection import table_of
from simulator.model.parameters import SPREADS, Group
from simulator.model.scopes import cell
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from simulator.calibration.joint.sample import Draws
    from simulator.calibration.joint.walk import Settings

    Array = NDArray[np.float64]

NAME = "nrmp-2026"
LABEL = (
    "Fitted to published NRMP figures of 2007, 2025 and 2026. Ranges join the fit's uncertainty under three stated "
    "assumptions about how much of a person's strength still counts once interviewed: published figures cannot tell."
)
CURVE = tuple(range(1, 31))


class Fitted(NamedTuple):
    """What the sampler found under every assumption.

    Attributes
    ----------
    found : Figures
    draws : by assumption
    """

    found: Figures
    draws: dict[str, Draws]


def fit(settings: Settings, say: Callable[[str], None] = lambda _: None) -> Fitted:
    """Sample the posterior under every assumption; needs the extra `calibration`.

    Parameters
    ----------
    settings : Settings
    say : callable of str

    Returns
    -------
    Fitted
    """
    from simulator.calibration.joint.sample import Sampler

    found = figures()
    sampler = Sampler(found, settings, say)
    return Fitted(found, {name: sampler.posterior(name) for name in table("nrmp_2026")["assumptions"]})


def pool(fitted: Fitted, n_each: int, seed: int) -> tuple[Fit, NDArray[np.int8]]:
    """Take an equal number of draws under each assumption, and complete them to every specialty.

    Parameters
    ----------
    fitted : Fitted
    n_each : int
    seed : int

    Returns
    -------
    (Fit, array (D,))
        And the assumption of each draw.
    """
    rng = np.random.Generator(np.random.Philox(seed))
    parts = [_thin(draws.parameters, n_each) for draws in fitted.draws.values()]
    joined = {k: np.concatenate([part[k] for part in parts]) for k in parts[0]}
    prior = np.repeat(np.arange(len(parts), dtype=np.int8), n_each)
    shared = {k: v for k, v in joined.items() if k not in BY_SPECIALTY}
    known = _with_scores(joined, fitted.found, rng)
    every = tuple(table("specialties"))
    own: dict[str, list[Array]] = {k: [] for k in BY_SPECIALTY}
    for specialty in every:
        drawn = new_specialty(shared, rng)
        if specialty in fitted.found.specialties:
            at = fitted.found.specialties.index(specialty)
            drawn = {k: known[k][:, at : at + 1] for k in BY_SPECIALTY}
        for k in BY_SPECIALTY:
            own[k].append(drawn[k])
    by_specialty = {k: np.concatenate(v, axis=1) for k, v in own.items()}
    return Fit(shared, by_specialty, every, frozenset(fitted.found.specialties)), prior


def fit_from(parameters: Mapping[str, Array], found: Figures) -> Fit:
    """Return the draws of one assumption as they are, for the specialties of the fit.

    Parameters
    ----------
    parameters : mapping
        By name, (chains, draws, ...).
    found : Figures

    Returns
    -------
    Fit
    """
    flat = {k: v.reshape(-1, *v.shape[2:]) for k, v in parameters.items()}
    whole = _with_scores(flat, found, np.random.Generator(np.random.Philox(0)))
    shared = {k: v for k, v in whole.items() if k not in BY_SPECIALTY}
    own = {k: whole[k] for k in BY_SPECIALTY}
    return Fit(shared, own, found.specialties, frozenset(found.specialties))


def _thin(parameters: Mapping[str, Array], n: int) -> dict[str, Array]:
    flat = {k: v.reshape(-1, *v.shape[2:]) for k, v in parameters.items()}
    total = len(next(iter(flat.values())))
    chosen = np.linspace(0, total - 1, n).round().astype(np.int64)
    return {k: v[chosen] for k, v in flat.items()}


def _with_scores(joined: Mapping[str, Array], found: Figures, rng: np.random.Generator) -> dict[str, Array]:
    """Scores, published of some specialties only, as columns of every specialty of the fit."""
    columns_of: dict[str, list[Array]] = {"ck_mean": [], "ck_log_sd": []}
    shown = {found.kinds[at].specialty: k for k, at in enumerate(found.today_of)}
    for specialty in found.specialties:
        drawn = new_specialty(joined, rng)
        for name, held in columns_of.items():
            held.append(joined[name][:, shown[specialty]] if specialty in shown else drawn[name][:, 0])
    return dict(joined) | {name: np.stack(held, axis=1) for name, held in columns_of.items()}


def cells_with_figures(found: Figures) -> dict[str, dict[str, bool]]:
    """Say for every cell whether a figure was published for it."""
    told = {(k.applicant_type, k.specialty) for k in found.kinds if k.is_now or k.applicant_type == "us_md"}
    return {cell(t, s): {"data": (t, s) in told} for t in TYPES for s in table("specialties")}


def curves(fit_: Fit) -> dict[str, Any]:
    """Share matched among people with each number of ranks, by cell, with 90% intervals."""
    found = {}
    for t in TYPES:
        for s in fit_.specialties:
            people = predict(fit_, Cell(s, t, 2026))
            won, lost = people.matched[:, 1 : len(CURVE) + 1], people.unmatched[:, 1 : len(CURVE) + 1]
            share = won / np.maximum(won + lost, 1e-300)
            low, high = np.quantile(share, (0.05, 0.95), axis=0)
            middle = np.clip(share.mean(axis=0), low, high)
            found[cell(t, s)] = {
                k: [round(float(x), 4) for x in v]
                for k, v in zip(("share", "low", "high"), (middle, low, high), strict=True)
            }
    source = "NRMP Charting Outcomes 2007 (by number of ranks) and 2026 (moments by outcome), through this fit"
    return {"form": "cells", "source": source, "counts": list(CURVE), "cells": found}


def assemble(fit_: Fit, prior: NDArray[np.int8], seed: int) -> tuple[dict[str, Any], dict[str, Array]]:
    """Put the JSON and the arrays of the calibration together.

    Parameters
    ----------
    fit_ : Fit
    prior : array (D,)
    seed : int

    Returns
    -------
    (dict, dict of array)
    """
    found, season = columns(fit_, seed), seasons(len(prior), seed + 1)
    middle, usual_season = central(fit_, found), {k: v.mean(keepdims=True) for k, v in season.items()}
    effects = tuple(found.invite)
    arrays = {
        stage: np.concatenate([np.stack([getattr(x, stage)[e] for e in effects], axis=1) for x in (middle, found)])
        for stage in ("invite", "rank")
    }
    for group in sorted(set(GROUP_OF.values())):
        for name, *both in zip(
            Group._fields, spreads(mean_of(fit_), group, usual_season), spreads(fit_, group, season), strict=True
        ):
            arrays[f"{name}.{group}"] = np.concatenate(both)
    arrays["prior"] = np.concatenate([[-1], prior]).astype(np.int8)
    arrays |= {f"fit.{k}": v for k, v in (*fit_.shared.items(), *fit_.by_specialty.items())}
    told = table("nrmp_2026")
    kind = Kind("internal_medicine", "non_us_img", is_now=True)
    meta = {
        "name": NAME, "label": LABEL, "effects": list(effects), "spreads": list(SPREADS), "spread_groups": GROUP_OF,
        "applications": {t: told["given"]["applications_2026"][t] for t in TYPES},
        "priors": [{"name": k, "meaning": v["meaning"]} for k, v in told["assumptions"].items()],
        "specialty_references": _references(fit_), "observed": curves(fit_),
        "fit_specialties": list(fit_.specialties), "volume_specialties": list(fit_.specialties),
        "fitted": sorted(fit_.fitted), "selection": table_of(fit_, kind, prior, tuple(told["assumptions"])),
        "entries": entries(effects),
    }  # fmt: skip
    return meta, arrays


def _references(fit_: Fit) -> dict[str, dict[str, dict[str, float]]]:
    """Mean Step 2 CK of the non-US IMGs of each specialty; US IMGs are taken alike."""
    mean = fit_.by_specialty["ck_mean"].mean(axis=0)
    by_specialty = {s: {"step2_ck": round(float(m), 1)} for s, m in zip(fit_.specialties, mean, strict=True)}
    return dict.fromkeys(("us_img", "non_us_img"), by_specialty)


def save(meta: dict[str, Any], arrays: Mapping[str, Array], stem: Path) -> None:
    """Write STEM.json and STEM.npz.

    Parameters
    ----------
    meta : dict
    arrays : mapping
    stem : Path
        Without an ending.
    """
    held = io.BytesIO()
    single: dict[str, Any] = {k: v if k == "prior" else v.astype(np.float32) for k, v in arrays.items()}
    np.savez_compressed(held, **single)
    whole = meta | {
        "made_by": "matchsim calibrate",
        "version": __version__,
        "draws_sha256": hashlib.sha256(held.getvalue()).hexdigest(),
    }
    for path, content in (
        (stem.with_suffix(".npz"), held.getvalue()),
        (stem.with_suffix(".json"), (json.dumps(whole, indent=1) + "\n").encode()),
    ):
        part = path.with_name(path.name + ".part")
        part.write_bytes(content)
        part.replace(path)
