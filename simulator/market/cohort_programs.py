"""Made-up programs of a market: sizes, settings, shares of IMGs, visas, regions, standing; none of them is real."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.draws import Address, MarketStage, market_normals, market_uniforms
from simulator.model.tables import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SETTINGS = ("community", "university_affiliated", "university")
LEVELS = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)


class Programs(NamedTuple):
    """Programs, P of them, those of one specialty side by side.

    Attributes
    ----------
    start : array (S + 1,) of int64
        Specialty s has the programs from ``start[s]`` to ``start[s + 1]``.
    specialty : array (P,) of int16
    positions : array (P,) of int32
    interviews : array (P,) of int32
        How many people it interviews as a rule; `market_fit.toml` has a factor on it.
    setting : array (P,) of int8
        Index into `SETTINGS`.
    img_share : array (P,)
        IMGs among the residents, 0-1.
    sponsors : array (P,) of bool
        Whether it sponsors a visa.
    region : array (P,) of int8
    standing : array (P,)
        What all applicants think of it alike, in SD within the specialty.
    is_advanced : array (P,) of bool
        Whether training begins after a preliminary year.
    """

    start: NDArray[np.int64]
    specialty: NDArray[np.int16]
    positions: NDArray[np.int32]
    interviews: NDArray[np.int32]
    setting: NDArray[np.int8]
    img_share: Array
    sponsors: NDArray[np.bool_]
    region: NDArray[np.int8]
    standing: Array
    is_advanced: NDArray[np.bool_]


def make_programs(
    specialties: tuple[str, ...], n_programs: NDArray[np.int64], positions: NDArray[np.int64], seed: int
) -> Programs:
    """Make up the programs of a market.

    Parameters
    ----------
    specialties : tuple of str
    n_programs, positions : arrays (S,)
        How many in each specialty.
    seed : int
        Another seed makes up others.

    Returns
    -------
    Programs
    """
    from scipy.special import ndtr, ndtri

    start = np.concatenate(([0], np.cumsum(n_programs))).astype(np.int64)
    n, specialty = int(start[-1]), np.repeat(np.arange(len(specialties)), n_programs)
    address = Address(seed, 0)
    drawn, more = (market_uniforms(address, MarketStage.PROGRAMS, n, k) for k in (0, 1))
    setting = _settings(drawn[0])
    share = _img_shares(specialties, specialty, setting, drawn[2])
    tie = float(table("catalogue")["img_share"]["with_visa_correlation"])
    level = ndtr(tie * ndtri(drawn[2]) + np.sqrt(1 - tie**2) * ndtri(drawn[3]))
    size = _sizes(specialties, start, positions, drawn[1])
    return Programs(
        start=start,
        specialty=specialty.astype(np.int16),
        positions=size,
        interviews=np.maximum(1, np.rint(size * _per_position(specialties)[specialty])).astype(np.int32),
        setting=setting.astype(np.int8),
        img_share=share,
        sponsors=level >= 1 - _j1_chances()[setting],
        region=(more[0] * int(table("market")["profile"]["regions"])).astype(np.int8),
        standing=_standing(setting, share, market_normals(address, MarketStage.PROGRAMS, n, 2)[0]),
        is_advanced=_advanced(specialties, start, more[1]),
    )


def _settings(drawn: Array) -> NDArray[np.int64]:
    shares = np.cumsum([float(table("catalogue")["settings"][name]) for name in SETTINGS])
    return np.minimum(np.searchsorted(shares, drawn), len(SETTINGS) - 1)


def _img_shares(
    specialties: tuple[str, ...], specialty: NDArray[np.int64], setting: NDArray[np.int64], drawn: Array
) -> Array:
    from scipy.special import ndtr, ndtri

    data, usual = table("catalogue")["img_share"], _usual_shares(specialties)[specialty, setting]
    share = ndtr(ndtri(np.clip(usual, 1e-3, 1 - 1e-3)) + float(data["spread_sd"]) * ndtri(drawn))
    return np.asarray(np.clip(share, float(data["lowest"]), float(data["highest"])))


def _usual_shares(specialties: tuple[str, ...]) -> Array:
    """Usual share of IMGs by specialty and setting, (S, 3)."""
    known = table("specialties")
    middle = float(known["internal_medicine"]["matched_img_share"])
    relative = np.array([float(known[s]["matched_img_share"]) / middle for s in specialties])
    of_setting = np.array([float(table("settings")[s]["resident_img_share"]) for s in SETTINGS])
    return np.asarray(relative[:, None] * of_setting)


def usual_share_of_setting(programs: Programs, specialties: tuple[str, ...]) -> Array:
    """Usual share of IMGs of programs of the same specialty and setting, (P,)."""
    return np.asarray(_usual_shares(specialties)[programs.specialty, programs.setting])


def usual_img_share(programs: Programs) -> Array:
    """Mean share of IMGs of the programs of the same specialty, (P,)."""
    total = np.add.reduceat(programs.img_share, programs.start[:-1])
    return np.asarray((total / np.diff(programs.start))[programs.specialty])


def _sizes(
    specialties: tuple[str, ...], start: NDArray[np.int64], positions: NDArray[np.int64], drawn: Array
) -> NDArray[np.int32]:
    """Positions of each program: published quantiles, moved so that they add up."""
    found = np.empty(int(start[-1]), np.int32)
    for s, name in enumerate(specialties):
        own = slice(int(start[s]), int(start[s + 1]))
        found[own] = _adding_up(np.interp(drawn[own], LEVELS, _quantiles(name)), int(positions[s]))
    return found


def _quantiles(specialty: str) -> Array:
    data = table("catalogue")
    known = data["sizes"].get(specialty)
    if known is not None:
        return np.array([1.0, *known["quantiles"]])
    usual = float(table("specialties")[specialty]["positions"])
    return np.array([1.0, *(max(1.0, usual * f) for f in data["default"]["spread"])])


def _adding_up(size: Array, total: int) -> NDArray[np.int32]:
    """Whole numbers of at least 1 in proportion to `size` with the given sum: largest remainders."""
    spare = total - size.size
    share = np.maximum(size - 1, 1e-9)
    share *= spare / share.sum()
    found = np.floor(share).astype(np.int32)
    order = np.argsort(found - share, kind="stable")
    found[order[: spare - int(found.sum())]] += 1
    return found + 1


def _per_position(specialties: tuple[str, ...]) -> Array:
    return np.array([float(table("specialties")[s]["interviews_per_position"]) for s in specialties])


def _j1_chances() -> Array:
    """Chance to sponsor a visa by setting: the published share of all, and the odds ratio of community programs."""
    visas, community = table("catalogue")["visas"], float(table("catalogue")["settings"]["community"])
    low, high, ratio = 0.0, 1.0, float(visas["odds_ratio_community"])
    for _ in range(60):
        other = 0.5 * (low + high)
        odds = ratio * other / max(1 - other, 1e-12)
        is_low = community * odds / (1 + odds) + (1 - community) * other < float(visas["j1"])
        low, high = (other, high) if is_low else (low, other)
    return np.array([odds / (1 + odds), other, other])


def _standing(setting: NDArray[np.int64], share: Array, drawn: Array) -> Array:
    data = table("market")["preferences"]
    level = np.array([float(data["setting"][name]) for name in SETTINGS])[setting]
    return np.asarray(drawn + level - level.mean() - float(data["img_discount"]) * (share - share.mean()))


def _advanced(specialties: tuple[str, ...], start: NDArray[np.int64], drawn: Array) -> NDArray[np.bool_]:
    data = table("market_specialties")
    share = np.array([float(data[s]["advanced_share"]) for s in specialties])
    return np.asarray(drawn < np.repeat(share, np.diff(start)))
