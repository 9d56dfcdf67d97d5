"""Made-up programs to start from: sizes, settings, visas and IMG shares like published ones; none of them is real.

Every number is in ``model/data/catalogue.toml`` with its source. The draws are addressed by seed, specialty and
number, so the same seed makes up the same programs.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.engine.streams import Stage, identity, uniforms, words
from simulator.model.tables import table
from simulator.scenario import Program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from simulator.scenario import Scenario

    Array = NDArray[np.float64]

LEVELS = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
DRAWS = 4  # of each program: setting, size, IMG share, visas
TRACKS = {
    "preliminary_medicine": "preliminary",
    "preliminary_surgery": "preliminary",
    "transitional_year": "preliminary",
}


def synthetic_programs(specialties: Sequence[str], seed: int = 0) -> tuple[Program, ...]:
    """Make up as many programs as each specialty has.

    Parameters
    ----------
    specialties : sequence of str
        Keys.
    seed : int
        Another seed makes up others.

    Returns
    -------
    tuple of Program
        Of status considering; their names say that they are synthetic.
    """
    return tuple(program for specialty in specialties for program in _of(specialty, seed))


def with_synthetic(scenario: Scenario, specialties: Sequence[str], seed: int = 0) -> Scenario:
    """Return a scenario with made-up programs to consider; names that it uses already are left out.

    Parameters
    ----------
    scenario : Scenario
    specialties : sequence of str
    seed : int

    Returns
    -------
    Scenario
    """
    taken = {p.name.casefold() for p in scenario.programs}
    new = (p for p in synthetic_programs(specialties, seed) if p.name.casefold() not in taken)
    return dataclasses.replace(scenario, programs=(*scenario.programs, *new))


def _of(specialty: str, seed: int) -> Iterator[Program]:
    n, quantiles = _sizes(specialty)
    drawn = _draws(specialty, n, seed)
    settings = _settings(drawn[0])
    sizes = np.maximum(1, np.round(np.interp(drawn[1], LEVELS, quantiles))).astype(int)
    share = _img_shares(specialty, settings, drawn[2])
    for k, visas in enumerate(_visas(settings, drawn[2], drawn[3])):
        yield Program.model_validate(
            {
                "name": f"Synthetic {specialty} {k + 1:03d}",
                "specialty": specialty,
                "setting": settings[k],
                "track": TRACKS.get(specialty, "categorical"),
                "status": "considering",
                "visas": visas,
                "img_share": float(share[k]),
                "positions": int(sizes[k]),
            }
        )


def _sizes(specialty: str) -> tuple[int, Array]:
    """How many programs, and the quantiles of their positions at LEVELS."""
    data = table("catalogue")
    known: dict[str, Any] | None = data["sizes"].get(specialty)
    if known is not None:
        return int(known["programs"]), np.array([1.0, *known["quantiles"]])
    usual = float(table("specialties")[specialty]["positions"])
    return int(data["default"]["programs"]), np.array([1.0, *(max(1.0, usual * f) for f in data["default"]["spread"])])


def _draws(specialty: str, n: int, seed: int) -> Array:
    """Uniform deviates (DRAWS, n), by seed, specialty and number."""
    padded = -(-n // 4) * 4
    rows = [words(seed, Stage.CATALOGUE, identity("catalogue", specialty, str(k)), 0, padded) for k in range(DRAWS)]
    return uniforms(np.stack(rows))[:, :n]


def _settings(drawn: Array) -> list[str]:
    shares = {name: value for name, value in table("catalogue")["settings"].items() if name != "source"}
    names = list(shares)
    at = np.searchsorted(np.cumsum(list(shares.values())), drawn)
    return [names[min(k, len(names) - 1)] for k in at]


def _img_shares(specialty: str, settings: Sequence[str], drawn: Array) -> Array:
    """Shares of IMGs around what is usual in the setting and the specialty."""
    from scipy.special import ndtr, ndtri

    data, known = table("catalogue")["img_share"], table("specialties")
    relative = known[specialty]["matched_img_share"] / known["internal_medicine"]["matched_img_share"]
    usual = np.array([relative * table("settings")[s]["resident_img_share"] for s in settings])
    middle = ndtri(np.clip(usual, 1e-3, 1 - 1e-3))
    share = ndtr(middle + data["spread_sd"] * ndtri(drawn))
    return np.asarray(np.round(np.clip(share, data["lowest"], data["highest"]), 2))


def _visas(settings: Sequence[str], share_drawn: Array, drawn: Array) -> Iterator[tuple[str, ...]]:
    """Visas sponsored: more often at academic programs, and where there are more IMGs."""
    from scipy.special import ndtr, ndtri

    data, tie = table("catalogue")["visas"], table("catalogue")["img_share"]["with_visa_correlation"]
    level = ndtr(tie * ndtri(share_drawn) + np.sqrt(1 - tie**2) * ndtri(drawn))
    academic, community = _j1_chances()
    for setting, at in zip(settings, level, strict=True):
        j1 = community if setting == "community" else academic
        if at < 1 - j1:
            yield ()
        else:
            yield ("j1", "h1b") if at > 1 - j1 * data["h1b_given_j1"] else ("j1",)


def _j1_chances() -> tuple[float, float]:
    """Chance of J-1 at academic and at community programs: the published odds ratio, and the share of all."""
    visas, share = table("catalogue")["visas"], table("catalogue")["settings"]["community"]
    low, high = 0.0, 1.0
    for _ in range(60):
        academic = 0.5 * (low + high)
        odds = visas["odds_ratio_community"] * academic / max(1 - academic, 1e-12)
        community = odds / (1 + odds)
        low, high = (academic, high) if share * community + (1 - share) * academic < visas["j1"] else (low, academic)
    return academic, community
