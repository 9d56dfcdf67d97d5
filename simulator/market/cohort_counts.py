"""How many people of each type apply in each specialty, first or as a second one, and how many positions there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.tables import table
from simulator.scenario.specialties import ONE_YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

GROUPS = ("us_md", "us_do", "us_img", "non_us_img", "us_graduate")
MOST_BACKUP = 0.9  # share of those who rank a specialty


class Counts(NamedTuple):
    """Numbers of a market, S specialties by T groups.

    Attributes
    ----------
    specialties : tuple of str
    first : array (S, T) of int
        People whose first specialty it is, those included who will get no interview.
    backup : array (S, T) of int
        People who apply in it with another one first; for preliminary years those who do
        so besides the applicants to advanced programs.
    n_programs, positions : arrays (S,) of int
    """

    specialties: tuple[str, ...]
    first: NDArray[np.int64]
    backup: NDArray[np.int64]
    n_programs: NDArray[np.int64]
    positions: NDArray[np.int64]


def specialties_of(wanted: Sequence[str] | None) -> tuple[str, ...]:
    """Return the market's specialties in the order of the data.

    Parameters
    ----------
    wanted : sequence of str or None
        None is all that have figures.

    Returns
    -------
    tuple of str

    Raises
    ------
    ValueError
        One without figures, or none at all.
    """
    known = tuple(table("market_specialties"))
    if wanted is None:
        return known
    odd = [name for name in wanted if name not in known]
    if odd or not wanted:
        raise ValueError(f"specialty: no figures of a market (got {odd or 'none'}). Allowed: {', '.join(known)}")
    return tuple(name for name in known if name in set(wanted))


def published(field: str, specialties: Sequence[str]) -> Array:
    """Return `ranked` or `matched` by specialty and group, (S, T)."""
    data = table("market_specialties")
    return np.array([[float(data[s][field][g]) for g in GROUPS] for s in specialties])


def by_group(section: str, name: str) -> Array:
    """Return one row of `market.toml`, by group, (T,)."""
    values = table("market")[section][name]
    return np.array([float(values[g]) for g in GROUPS])


def counts_of(specialties: tuple[str, ...], scale: float) -> Counts:
    """Return the numbers of a market.

    In a market of some specialties, people whose first specialty is not in it apply in
    it as if it were.

    Parameters
    ----------
    specialties : tuple of str
    scale : float
        1 for the size of the Match of 2025.

    Returns
    -------
    Counts
    """
    data = table("market_specialties")
    ranked = published("ranked", specialties)
    one_year = np.array([s in ONE_YEAR for s in specialties])
    backup = _backups(specialties, ranked, one_year)
    comes_first = ~one_year[:, None] | one_year.all()
    first = np.where(comes_first, ranked - backup, 0.0) / (1 - by_group("groups", "no_list"))
    backup = backup / (1 - by_group("groups", "no_list")) / (1 - by_group("backup", "unanswered"))
    programs = np.array([float(data[s]["programs"]) for s in specialties])
    positions = np.array([float(data[s]["positions"]) for s in specialties])
    n_programs = np.maximum(1, _whole(scale * programs))
    return Counts(
        specialties,
        _whole(scale * first),
        _whole(scale * backup),
        n_programs,
        np.maximum(n_programs, _whole(scale * positions)),
    )


def _whole(values: Array) -> NDArray[np.int64]:
    return np.rint(values).astype(np.int64)


def _backups(specialties: tuple[str, ...], ranked: Array, one_year: NDArray[np.bool_]) -> Array:
    """People by type who rank a specialty with another one first.

    One factor a type makes the sum of first specialties the published number of people.
    """
    if len(specialties) < len(table("market_specialties")):
        return np.zeros_like(ranked) if one_year.all() else np.where(one_year[:, None], ranked, 0.0)
    share = _backup_shares(specialties)
    main = np.where(one_year[:, None], 0.0, ranked)
    persons = np.minimum(by_group("groups", "persons"), main.sum(axis=0))
    low, high = np.zeros(len(GROUPS)), np.full(len(GROUPS), 20.0)
    for _ in range(60):
        factor = 0.5 * (low + high)
        people = (main * (1 - np.minimum(MOST_BACKUP, factor * share))).sum(axis=0)
        low, high = np.where(people > persons, factor, low), np.where(people > persons, high, factor)
    shared = main * np.minimum(MOST_BACKUP, 0.5 * (low + high) * share)
    return np.where(one_year[:, None], _only_backup(specialties, ranked), shared)


def _backup_shares(specialties: tuple[str, ...]) -> Array:
    given = table("market")["backup"]
    rows = [given["img" if g in ("us_img", "non_us_img") else "us"] for g in GROUPS]
    return np.array([[float(row.get(s, row["default"])) for row in rows] for s in specialties])


def linked_shares(specialties: tuple[str, ...]) -> Array:
    """Share of the applicants to each specialty who apply to each kind of preliminary year besides, (S,)."""
    data, given = table("market_specialties"), table("market")["backup"]
    advanced = np.array([float(data[s]["advanced_share"]) for s in specialties])
    return np.where(advanced > 1 - advanced, float(given["preliminary"]), float(given["preliminary_few"])) * (
        advanced > 0
    )


def _only_backup(specialties: tuple[str, ...], ranked: Array) -> Array:
    """Those who rank a preliminary year and are not applicants to advanced programs."""
    linked = linked_shares(specialties) @ ranked
    surgical = np.array([s == "preliminary_surgery" for s in specialties])[:, None]
    return np.maximum(0.0, ranked - np.where(surgical, 0.0, linked))


def couples_of(n_couples: int) -> tuple[int, int]:
    """Share out couples: pairs of US seniors, pairs of IMGs; more couples are never fewer of either."""
    seniors = round(float(table("market")["couples"]["both_us"]) * n_couples)
    return seniors, n_couples - seniors
