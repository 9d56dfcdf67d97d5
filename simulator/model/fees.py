"""What applying costs: ERAS residency fees, tier by tier and specialty by specialty.

    cost = sum over specialties of sum over tiers of (flat sum, or fee x programs in the tier)

Schedules, with their sources, are in ``data/fees.toml``. Fellowship fees are another schedule and never used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from simulator.model.editions import Edition, edition_for
from simulator.model.tables import table


class ApplicationCost(NamedTuple):
    """ERAS application fees of one season.

    Attributes
    ----------
    total_usd : float
        All specialties together, application fees only.
    schedule : str
        Name of the fee schedule used, such as ``"ERAS 2026"``.
    is_older : bool
        Whether that schedule is of an earlier season than the one asked for.
    warning : str
        One sentence if the schedule is not the season's own; else empty.
    """

    total_usd: float
    schedule: str
    is_older: bool
    warning: str


class OtherCost(NamedTuple):
    """A cost beside the application fees.

    Attributes
    ----------
    item : str
        What is paid for, with the season of the figure.
    usd : float
        Its price.
    """

    item: str
    usd: float


def application_cost(counts_by_specialty: Mapping[str, int], season: int) -> ApplicationCost:
    """Return what the application fees of a season come to.

    Parameters
    ----------
    counts_by_specialty : mapping of str to int
        Number of programs applied to in each specialty; pricing restarts with each.
    season : int
        The year of the Match. The latest ERAS schedule on file not after it is used (for seasons before all
        of them the earliest), with a warning when it is not the season's own.

    Returns
    -------
    ApplicationCost
        Total, schedule and warning.

    Raises
    ------
    ValueError
        For a negative number of programs.
    """
    edition = _schedule(season)
    total = sum(_specialty_fee(edition.entry["tiers"], name, count) for name, count in counts_by_specialty.items())
    return ApplicationCost(total, str(edition.entry["name"]), edition.is_older, edition.warning("Application fees"))


def other_costs(season: int) -> tuple[OtherCost, ...]:
    """Return the costs beside the application fees that are on file for a season.

    Each is the latest figure not after the season and says of which season it is. What has no figure on file
    (travel, NRMP registration, Step 3) is left out, not guessed.

    Parameters
    ----------
    season : int
        The year of the Match.

    Returns
    -------
    tuple of OtherCost
        In the order of the file; empty before the first schedule.
    """
    latest: dict[str, OtherCost] = {}
    for schedule in sorted(table("fees")["schedule"], key=lambda entry: int(entry["season"])):
        if schedule["season"] <= season:
            for cost in schedule["other"]:
                latest[cost["item"]] = OtherCost(f"{cost['item']} ({schedule['name']})", float(cost["usd"]))
    return tuple(latest.values())


def _schedule(season: int) -> Edition:
    return edition_for(table("fees")["schedule"], season)


def _specialty_fee(tiers: Sequence[Mapping[str, Any]], specialty: str, n_programs: int) -> float:
    """Fee of one specialty's applications, USD."""
    if n_programs < 0:
        raise ValueError(f"a number of programs cannot be negative (got {n_programs} in {specialty})")
    fee, start = 0.0, 0
    for tier in tiers:
        n_in_tier = min(n_programs, tier.get("up_to", n_programs)) - start
        if n_in_tier <= 0:
            break
        fee += tier.get("flat_usd", 0) + tier.get("each_usd", 0) * n_in_tier
        start += n_in_tier
    return fee
