"""Who applies: types, scores, strength, interview skill, visas, regions, couples, and the specialties of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.cohort_counts import GROUPS, by_group, couples_of, linked_shares
from simulator.market.draws import MarketStage, in_turn, market_normals, market_uniforms, market_words
from simulator.model.parameters import load_calibration
from simulator.model.tables import table
from simulator.scenario.specialties import ONE_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.cohort_counts import Counts
    from simulator.market.draws import Address
    from simulator.model.parameters import Parameters

    Array = NDArray[np.float64]

FIRST, BACKUP, LINKED = 0, 1, 2
SENIORS, IMGS = (0, 1), (2, 3)


class Plans(NamedTuple):
    """Who applies in which specialty, A people and L entries.

    Attributes
    ----------
    group : array (A,) of int8
        Index into `GROUPS`.
    first : array (A,) of int16
        First specialty.
    start : array (A + 1,) of int64
        Person a has the entries from ``start[a]`` to ``start[a + 1]``, the first specialty first.
    specialty : array (L,) of int16
    role : array (L,) of int8
        0 first specialty, 1 second one, 2 preliminary year for an advanced program.
    """

    group: NDArray[np.int8]
    first: NDArray[np.int16]
    start: NDArray[np.int64]
    specialty: NDArray[np.int16]
    role: NDArray[np.int8]


class People(NamedTuple):
    """What people bring, A of them.

    Attributes
    ----------
    ck : array (A,)
        Step 2 CK.
    ck_sd : array (A,)
        The same in units of 15 points above the mean of the type (in the specialty).
    years : array (A,) of int16
        Since graduation.
    needs_visa : array (A,) of bool
    region : array (A,) of int8
        -1 for none.
    strength, skill : arrays (A,)
        What programs see in the file beyond these fields, and how the person interviews; probit scale.
    volume : array (A,)
        Factor on the usual number of applications.
    limit : array (A,) of int32
        Most interviews that the person attends.
    couple : array (C, 2) of int32
        Partners.
    """

    ck: Array
    ck_sd: Array
    years: NDArray[np.int16]
    needs_visa: NDArray[np.bool_]
    region: NDArray[np.int8]
    strength: Array
    skill: Array
    volume: Array
    limit: NDArray[np.int32]
    couple: NDArray[np.int32]


def make_plans(counts: Counts, address: Address) -> Plans:
    """Say who applies where.

    Parameters
    ----------
    counts : Counts
    address : Address

    Returns
    -------
    Plans
    """
    n_specialties = len(counts.specialties)
    first = np.concatenate([np.repeat(np.arange(n_specialties), n) for n in counts.first.T])
    group = np.repeat(np.arange(len(GROUPS)), counts.first.sum(axis=0))
    chosen = [(np.arange(first.size), first, np.full(first.size, FIRST))]
    for k in range(len(GROUPS)):
        chosen += _backups_of(np.flatnonzero(group == k), first, counts, k, address)
    chosen += _linked(first, counts, address)
    who, what, role = (np.concatenate(part) for part in zip(*chosen, strict=True))
    order = np.lexsort((what, role, who))
    start = np.concatenate(([0], np.cumsum(np.bincount(who, minlength=first.size)))).astype(np.int64)
    ends = (start, what[order].astype(np.int16), role[order].astype(np.int8))
    return Plans(group.astype(np.int8), first.astype(np.int16), *ends)


Entries = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.int64]"]


def _backups_of(
    people: NDArray[np.int64], first: NDArray[np.int64], counts: Counts, group: int, address: Address
) -> list[Entries]:
    """Second specialties, at most one a person; and preliminary years besides."""
    drawn = market_words(address, MarketStage.PLANS, first.size, 0)
    free, found = people[in_turn(drawn[0][people])], []
    for s, name in enumerate(counts.specialties):
        pool = people[in_turn(drawn[1 + s % 3][people])] if name in ONE_YEAR else free
        took = pool[_may_add(first[pool], s, counts.specialties)][: counts.backup[s, group]]
        free = free if name in ONE_YEAR else free[~np.isin(free, took)]
        found.append((took, np.full(took.size, s), np.full(took.size, BACKUP)))
    return found


def _may_add(first: NDArray[np.int64], s: int, specialties: tuple[str, ...]) -> NDArray[np.bool_]:
    """Whether a specialty may come second: not after itself, nor a preliminary year twice."""
    data = table("market_specialties")
    if specialties[s] == "preliminary_surgery":
        return np.array([name.endswith("surgery") or name == "otolaryngology" for name in specialties])[first]
    if specialties[s] in ONE_YEAR:
        return np.array([float(data[name]["advanced_share"]) == 0 for name in specialties])[first]
    return np.asarray(first != s)


def _linked(first: NDArray[np.int64], counts: Counts, address: Address) -> list[Entries]:
    """Preliminary years that applicants to advanced programs apply to."""
    share = linked_shares(counts.specialties)[first]
    drawn, found = market_uniforms(address, MarketStage.PLANS, first.size, 1), []
    for k, name in enumerate(("preliminary_medicine", "transitional_year")):
        if name in counts.specialties:
            who = np.flatnonzero(drawn[k] < share)
            s = counts.specialties.index(name)
            found.append((who, np.full(who.size, s), np.full(who.size, LINKED)))
    return found


def make_people(plans: Plans, counts: Counts, address: Address) -> People:
    """Draw what people bring.

    Parameters
    ----------
    plans : Plans
    counts : Counts
    address : Address

    Returns
    -------
    People
    """
    n, group = plans.first.size, plans.group
    z, more = (market_normals(address, MarketStage.PEOPLE, n, k) for k in (0, 1))
    drawn = market_uniforms(address, MarketStage.PEOPLE, n, 2)
    ck, mean = _scores(plans, counts, z[0])
    years = by_group("profile", "years_mean")[group]
    data = table("market")
    limit = by_group("interviews", "most")[group] * np.exp(float(data["interviews"]["log_sd"]) * more[1])
    spread = float(data["applications"]["log_sd"])
    return People(
        ck=ck,
        ck_sd=(ck - mean) / float(table("behaviour")["profile"]["ck_points"]["value"]),
        years=np.floor(np.log(drawn[0]) / np.log(years / (1 + years), where=years > 0, out=np.full(n, -np.inf))).astype(
            np.int16
        ),
        needs_visa=drawn[1] < by_group("profile", "needs_visa")[group],
        region=_regions(group, drawn[2:]),
        strength=z[1] * _spread("strength")[group],
        skill=z[2] * _spread("skill")[group],
        volume=np.exp(spread * z[3] - 0.5 * spread**2),
        limit=np.maximum(1, np.rint(limit)).astype(np.int32),
        couple=_couples(plans, len(counts.specialties), address),
    )


def _spread(name: str) -> Array:
    """Spread of the calibration, by group, (T,)."""
    return np.array([float(like(g).sd(name)[0]) for g in GROUPS])


def like(group: str) -> Parameters:
    """Return the calibration's central parameters that hold for a group of the market."""
    return load_calibration().for_type(table("market")["groups"]["like"][group]).central


def _scores(plans: Plans, counts: Counts, z: Array) -> tuple[Array, Array]:
    """Step 2 CK of each person, whole points, and the mean of his or her kind."""
    data = table("market")["profile"]
    mean, sd = (np.tile(by_group("profile", name), (len(counts.specialties), 1)) for name in ("ck_mean", "ck_sd"))
    for s, name in enumerate(counts.specialties):
        own = table("market_specialties")[name].get("img_ck")
        if own is not None:
            at = s, GROUPS.index("non_us_img")
            mean[at], sd[at] = float(own["mean"]) + float(data["ck_without_list"]), float(own["sd"])
    usual = mean[plans.first, plans.group]
    ck = np.rint(usual + sd[plans.first, plans.group] * z)
    return np.clip(ck, float(data["ck_lowest"]), float(data["ck_highest"])), usual


def _regions(group: NDArray[np.int8], drawn: Array) -> NDArray[np.int8]:
    n = int(table("market")["profile"]["regions"])
    return np.where(drawn[0] < by_group("profile", "has_region")[group], drawn[1] * n, -1).astype(np.int8)


def _couples(plans: Plans, n_specialties: int, address: Address) -> NDArray[np.int32]:
    return pair_up(plans, usual_couples(plans.group.size, n_specialties), address)


def usual_couples(n_people: int, n_specialties: int) -> int:
    """As many couples as the market of the Match of 2025 would have; none in a market of one specialty."""
    persons = float(by_group("groups", "persons").sum())
    number = float(table("market")["couples"]["number"]) * n_people / persons
    return round(number) if n_specialties > 1 else 0


def pair_up(plans: Plans, n_couples: int, address: Address) -> NDArray[np.int32]:
    """Pair people by lot: US seniors with each other, IMGs with each other. More couples keep those there were.

    Parameters
    ----------
    plans : Plans
    n_couples : int
        Fewer result where there are not enough people.
    address : Address

    Returns
    -------
    array (C, 2) of int32
    """
    word, found = market_words(address, MarketStage.COUPLES, plans.group.size, 0)[0], []
    for kinds, wanted in zip((SENIORS, IMGS), couples_of(n_couples), strict=True):
        pool = np.flatnonzero(np.isin(plans.group, kinds))
        count = min(wanted, pool.size // 2)
        found.append(pool[in_turn(word[pool])][: 2 * count].reshape(-1, 2))
    return np.concatenate(found).astype(np.int32)
