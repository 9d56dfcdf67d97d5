"""Members of the market by lot: what the season of one says of each, and what the market did to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.as_scenario import ranking_alone
from simulator.market.cohort import make_cohort
from simulator.market.cohort_counts import GROUPS
from simulator.market.draws import Address, MarketStage, in_turn, market_words
from simulator.market.predicted import predicted
from simulator.market.year import run_year

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from simulator.market.cohort import Cohort
    from simulator.market.year import Year


class Checked(NamedTuple):
    """Some members of the market of one season, n of them.

    Attributes
    ----------
    group : array (n,) of int8
        Index into `GROUPS`.
    specialty : array (n,) of int16
        First specialty, index into the market's.
    ranks : array (n,) of int32
        Programs on the rank order list.
    predicted : array (n,)
        Chance of a match by the season of one, after the interviews.
    matched : array (n,) of bool
        What the market did.
    weight : array (n,)
        How many people each stands for.
    """

    group: NDArray[np.int8]
    specialty: NDArray[np.int16]
    ranks: NDArray[np.int32]
    predicted: NDArray[np.float64]
    matched: NDArray[np.bool_]
    weight: NDArray[np.float64]


@dataclass(frozen=True)
class CheckTask:
    """What is done for one replicate; can be sent to another process.

    Attributes
    ----------
    specialties, scale, seed
        As in `make_cohort`.
    people : int
        Members of each applicant type, at most.
    first : tuple of str
        First specialties of those who are drawn; empty for any.
    levels, settings : optional
        As in `make_tables`.
    """

    specialties: Sequence[str] | None
    scale: float
    seed: int
    people: int
    first: tuple[str, ...] = ()
    levels: Mapping[str, Mapping[str, float]] | None = None
    settings: Mapping[str, float] | None = None

    def __call__(self, replicate: int) -> Checked:
        """Run that replicate's season and ask the season of one about some of its people."""
        cohort = make_cohort(self.specialties, scale=self.scale, seed=self.seed, replicate=replicate)
        year = run_year(cohort, seed=self.seed, replicate=replicate, levels=self.levels, settings=self.settings)
        who, weight = by_lot(cohort, year, self.people, self.first, Address(self.seed, replicate))
        return Checked(
            group=cohort.plans.group[who],
            specialty=cohort.plans.first[who],
            ranks=np.diff(year.lists.own.start)[who].astype(np.int32),
            predicted=predicted(cohort, year, who),
            matched=year.matching.program_of[who] >= 0,
            weight=weight,
        )


def by_lot(
    cohort: Cohort, year: Year, people: int, first: tuple[str, ...], address: Address
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Draw people of each applicant type by lot.

    Parameters
    ----------
    cohort : Cohort
    year : Year
    people : int
        Of each type, at most.
    first : tuple of str
        Their first specialties; empty for any.
    address : Address

    Returns
    -------
    (array of int64, array)
        People, and how many each stands for.
    """
    pool = ranking_alone(cohort, year)
    wanted = [cohort.shape.specialties.index(name) for name in first]
    pool = pool[np.isin(cohort.plans.first[pool], wanted)] if first else pool
    pool = pool[in_turn(market_words(address, MarketStage.LOT, cohort.plans.first.size)[0][pool])]
    chosen, weight = [], []
    for k in range(len(GROUPS)):
        own = pool[cohort.plans.group[pool] == k]
        took = np.sort(own[:people])
        chosen.append(took)
        weight.append(np.full(took.size, own.size / max(1, took.size)))
    return np.concatenate(chosen), np.concatenate(weight)
