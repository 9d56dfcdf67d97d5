"""Levers that are rules of the market: couples, signals, how many people programs interview."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from simulator.market.cohort_counts import counts_of, specialties_of
from simulator.market.cohort_people import pair_up, usual_couples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulator.market.cohort import Cohort
    from simulator.market.draws import Address
    from simulator.market.year_tables import Tables
    from simulator.scenario.experiment_levers import Couples, Lever, Signals


def ruled(cohort: Cohort, tables: Tables, levers: Sequence[Lever], address: Address) -> tuple[Cohort, Tables]:
    """Change the rules of the market.

    Parameters
    ----------
    cohort : Cohort
    tables : Tables
    levers : sequence of Lever
        Those that people pull themselves are passed over.
    address : Address

    Returns
    -------
    (Cohort, Tables)
    """
    for lever in levers:
        if lever.couples is not None:
            number = n_couples(lever.couples, cohort.plans.first.size, len(cohort.shape.specialties))
            pairs = pair_up(cohort.plans, number, address)
            cohort = cohort._replace(people=cohort.people._replace(couple=pairs))
        if lever.signals is not None:
            tables = tables._replace(signals=signals_of(tables.signals, lever.signals, cohort.shape.specialties))
        if lever.program_interviews is not None:
            places = np.rint((1 + lever.program_interviews.percent / 100) * tables.interviews)
            tables = tables._replace(interviews=np.maximum(1, places).astype(np.int32))
    return cohort, tables


def n_couples(given: Couples, n_people: int, n_specialties: int) -> int:
    """How many couples a market of so many people is to have.

    Parameters
    ----------
    given : Couples
        Its number is that of the whole national market; a market of fewer people has proportionally fewer.
    n_people, n_specialties : int
        Of the market.
    """
    if given.share is not None:
        return round(given.share * n_people / 2)
    if given.times is not None:
        return round(given.times * usual_couples(n_people, n_specialties))
    return round((given.number or 0) * n_people / _people_of_all())


@functools.cache
def _people_of_all() -> int:
    """Everybody in the national market."""
    return int(counts_of(specialties_of(None), 1.0).first.sum())


def signals_of(usual: NDArray[np.int64], given: Signals, specialties: Sequence[str]) -> NDArray[np.int64]:
    """Gold and silver signals of each specialty, (S, 2).

    Parameters
    ----------
    usual : array (S, 2)
        The present numbers.
    given : Signals
    specialties : sequence of str
    """
    found: NDArray[np.int64] = np.rint(usual * (1 if given.times is None else given.times)).astype(np.int64)
    has = usual.sum(axis=1) > 0
    for column, number in enumerate((given.gold, given.silver)):
        found[has, column] = found[has, column] if number is None else number
    for name, own in (given.by_specialty or {}).items():
        if name in specialties:
            row = found[list(specialties).index(name)]
            row[:] = [row[k] if x is None else x for k, x in enumerate((own.gold, own.silver))]
    return found
