"""From draws of the fit to the parameters that a season runs on.

The fit speaks of average people of each cell at an average mix of programs; a season speaks
of one person at one program. So the level of each cell is moved to a community program (the
reference mix is two thirds community, one third university-affiliated), the reference person
of a cell has the mean score of its people, and what no published figure tells (letters,
emails, attempts) keeps its stated spread around the judgement of `effects.toml`. Settings
and visas of IMGs have a little data of their own, see `_settings` and `_visa`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtri

from simulator.calibration.joint.levels import Kind
from simulator.calibration.predict import draws_of, traits_of
from simulator.model.evidence import evidence
from simulator.model.parameters import SPREADS, Group
from simulator.model.scopes import cell
from simulator.model.tables import constant, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from simulator.calibration.predict import Fit

    Array = NDArray[np.float64]

TYPES = ("us_md", "us_do", "us_img", "non_us_img")
GROUP_OF = {"us_md": "us", "us_do": "us", "us_img": "img", "non_us_img": "img"}
FITTED = (
    "intercept",
    "type_us_md",
    "type_us_do",
    "type_us_img",
    "moderate_specialty",
    "competitive_specialty",
    "step2_ck",
)


class Columns(NamedTuple):
    """Effects of a calibration, name by name; each (D,) at the invitation and at the rank list."""

    invite: dict[str, Array]
    rank: dict[str, Array]


def columns(fit: Fit, seed: int) -> Columns:
    """Effects of every cell, and of everything that a person or program can add.

    Parameters
    ----------
    fit : Fit
        With D draws.
    seed : int
        Of the draws around judgement.

    Returns
    -------
    Columns
    """
    rng = np.random.Generator(np.random.Philox(seed))
    found = _judged(len(fit.shared["strength"]), rng)
    _settings(found, rng)
    _visa(found, fit, rng)
    for applicant_type in TYPES:
        for specialty in fit.specialties:
            _cell(found, fit, applicant_type, specialty)
    return found


def central(fit: Fit, drawn: Columns) -> Columns:
    """Effects of the central parameter set, each (1,): cells from the mean of the fit, the rest means of draws.

    Levels are averaged as levels of people met at random, then taken apart with the central
    spreads; averages of levels at given strength would fit no spread.

    Parameters
    ----------
    fit : Fit
    drawn : Columns
        From `columns`.
    """
    rest = ({k: v.mean(keepdims=True) for k, v in part.items() if "@" not in k} for part in drawn)
    found, mean = Columns(*rest), mean_of(fit)
    for applicant_type in TYPES:
        for specialty in fit.specialties:
            _cell(found, mean, applicant_type, specialty)
    return found


def mean_of(fit: Fit) -> Fit:
    """Return the fit with the mean of its draws for its only draw."""
    shared, own = ({k: v.mean(axis=0, keepdims=True) for k, v in part.items()} for part in fit[:2])
    return fit._replace(shared=shared, by_specialty=own)


def _judged(n: int, rng: np.random.Generator) -> Columns:
    """Draws around `effects.toml`; they never change sign."""
    found = Columns({}, {})
    for name, entry in table("effects").items():
        if name in FITTED:
            continue
        for stage, kept in (("invite", found.invite), ("rank", found.rank)):
            told = entry.get(stage, {"value": 0.0, "sd": 0.0})
            drawn = told["value"] + told["sd"] * rng.standard_normal(n)
            kept[name] = np.where(drawn * np.sign(told["value"]) < 0, 0.0, drawn)
    return found


def _settings(found: Columns, rng: np.random.Generator) -> None:
    """University against community programs, for IMGs, from their shares in internal medicine.

    Places for interviews and ranks that went to IMGs (45% at community, 15% at university
    programs) bound the difference at the invitation if as many apply to both. Positions
    filled over those places are alike (55-70% of 45, 22-30% of 15), so given an interview a
    university is no worse if IMGs rank both alike, and worse if they rank universities
    first; the effect lies between, and both ends are drawn from.
    """
    n = found.rank["img_share"].size
    usual, ends = _university_share(rng, n)
    found.invite["university_img"] = ndtri(usual * ends.offered) - ndtri(usual)
    found.rank["university_img"] = ndtri(ends.chance * ends.kept) - ndtri(ends.chance)


class _Ends(NamedTuple):
    offered: Array
    kept: Array
    chance: Array


def _university_share(rng: np.random.Generator, n: int) -> tuple[Array, _Ends]:
    rows = evidence("visa_and_program_type").set_index(["group", "measure"])
    told = table("nrmp_2026")["given"]["settings"]
    places = {
        k: _between(rows, f"internal_medicine_{k}_programs", told["places"], rng, n, told["places_give"])
        for k in ("university", "community")
    }
    filled = {
        k: _between(rows, f"internal_medicine_{k}_programs", told["filled"], rng, n)
        for k in ("university", "community")
    }
    alike = (filled["university"] / places["university"]) / (filled["community"] / places["community"])
    first = alike * told["later_alive"] / told["first_alive"]
    weight = rng.uniform(size=n)
    offered = places["university"] / places["community"]
    kept = np.exp(weight * np.log(alike) + (1 - weight) * np.log(first))
    return np.full(n, told["usual_invite"]), _Ends(offered, kept, np.full(n, told["usual_rank"]))


def _between(
    rows: pd.DataFrame, group: str, measure: str, rng: np.random.Generator, n: int, give: float = 0.0
) -> Array:
    """Draws of a printed share, 0-1; `give` in percent to either side."""
    low, high = rows.loc[(group, measure), ["low", "high"]].to_numpy(dtype=np.float64)
    return np.asarray(rng.uniform(low - give, high + give, n) / 100)


def _visa(found: Columns, fit: Fit, rng: np.random.Generator) -> None:
    """A non-US IMG who needs no visa: between nothing and what sets US IMGs apart, which bounds it."""
    part = rng.uniform(size=len(fit.shared["strength"]))
    for stage, kept in (("invite", found.invite), ("rank", found.rank)):
        kept["visa_none"] = part * np.maximum(fit.shared[f"{stage}_type"][:, 2], 0.0)


def _cell(found: Columns, fit: Fit, applicant_type: str, specialty: str) -> None:
    """Level and score effect of one cell, at a community program."""
    at = fit.specialties.index(specialty)
    own = {k: v[:, at : at + 1] for k, v in fit.by_specialty.items()}
    level = traits_of(draws_of(fit, specialty), Kind(specialty, applicant_type, is_now=True))
    group = "img" if GROUP_OF[applicant_type] == "img" else "us"
    mix = table("settings")["reference_mix"]
    score = _score_effect(fit, own, group)
    name = cell(applicant_type, specialty)
    for k, (kept, cell_level) in enumerate(((found.invite, level.invite), (found.rank, level.rank))):
        moved = sum(share * kept[f"{s}_{group}"] for s, share in mix.items() if s != "community")
        kept[f"intercept@{name}"] = cell_level - moved
        kept[f"step2_ck@{name}"] = score * (fit.shared["ck_ratio"] if k else 1.0)


def _score_effect(fit: Fit, own: Mapping[str, Array], group: str) -> Array:
    """Effect of 15 points of Step 2 CK at the invitation, (D,)."""
    if group == "us":
        per_sd = fit.shared["ck_invite"][:, 0]
    else:
        per_sd = fit.shared["ck_invite"][:, 1] + fit.shared["ck_spread"] * own["ck_slope"][:, 0]
    return np.asarray(per_sd * constant("profile", "ck_points") / np.exp(own["ck_log_sd"][:, 0]))


def spreads(fit: Fit, group: str, season: Mapping[str, Array]) -> Group:
    """Spreads (D, 7), volume (D, 1 or 1 + S) and attended (D,) of a group of applicant types.

    Parameters
    ----------
    fit : Fit
    group : str
        us or img.
    season : mapping
        `season_type` and `season_specialty`, each (D,).
    """
    p, link = fit.shared, table("nrmp_2026")["given"]["link"]
    n, g = len(p["strength"]), int(group == "img")
    values = {
        "strength": p["strength"][:, g],
        "strength_at_rank": p[f"carried_{group}"] / p["strength"][:, g],
        "skill": np.maximum(p[f"skill_{group}"], 1e-3),
        "performance": np.full(n, link["performance"]),
        "cutoff": np.full(n, link["cutoff"]),
        **season,
    }
    log_shape = p["log_shape"][:, 2 * g + 1, None]
    if g:  # only the lists of IMGs are known by specialty today
        log_shape = np.concatenate([log_shape, log_shape + fit.by_specialty["log_shape_specialty"]], axis=1)
    spread = np.stack([values[name] for name in SPREADS], axis=1)
    return Group(spread, np.exp(-0.5 * log_shape), p["attended"][:, g])


def seasons(n: int, seed: int) -> dict[str, Array]:
    """Spreads of the season, from match rates of IMGs around their trend; on the probit scale.

    The rate of non-US IMGs moved by so much around a straight line in the years with a
    figure; divided by how much a season moves the chance of a match per unit, that is the
    spread of w_type. w_specialty has no series of its own and is drawn around judgement.
    """
    rng = np.random.Generator(np.random.Philox(seed))
    told = table("nrmp_2026")["given"]["season"]
    year, rate = _rates("non_us_img")
    line = np.polyfit(year, ndtri(rate), 1)
    left = ndtri(rate) - np.polyval(line, year)
    free = year.size - 2
    residual = np.sqrt((left**2).sum() / rng.chisquare(free, n))
    specialty = told["specialty_sd"] * np.exp(told["specialty_log_sd"] * rng.standard_normal(n))
    return {"season_type": residual / told["match_per_season"], "season_specialty": specialty}


def _rates(group: str) -> tuple[Array, Array]:
    """Years and match rates (0-1) of a group, from rates or from counts."""
    rows = evidence("match_rates_by_year")
    rows = rows[rows["group"] == group]
    wide = rows.pivot_table(index="year", columns="measure", values="value", aggfunc="first")
    counted = 100 * wide["matched"] / wide["active_applicants"]
    rate = wide["match_rate"].fillna(counted).dropna()
    return rate.index.to_numpy(dtype=np.float64), rate.to_numpy(dtype=np.float64) / 100
