"""SOAP: those without a match and the positions left, settled at once.

The four rounds of offers are taken together: programs offer down their lists, people
keep the best offer that they have. Positions that nobody suitable asks for stay open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.cohort_counts import by_group
from simulator.market.draws import Address, MarketStage, market_uniforms
from simulator.model.tables import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.cohort import Cohort
    from simulator.market.year import Year


class Soap(NamedTuple):
    """What came of SOAP.

    Attributes
    ----------
    offered : array (P,) of int32
        Positions left by the match.
    program_of : array (A,) of int32
        Program of each person who found a position in it, -1 for others.
    """

    offered: NDArray[np.int32]
    program_of: NDArray[np.int32]


def run_soap(cohort: Cohort, year: Year, address: Address) -> Soap:
    """Settle SOAP after the match of a season.

    Parameters
    ----------
    cohort : Cohort
    year : Year
    address : Address

    Returns
    -------
    Soap
    """
    offered = year.matching.quota - filled_of(year)
    n = cohort.plans.first.size
    takes = by_group("soap", "takes_part")[cohort.plans.group]
    joins = market_uniforms(address, MarketStage.SOAP, n)[0] < takes
    candidates = np.flatnonzero((year.matching.program_of < 0) & joins).astype(np.int32)
    return Soap(offered.astype(np.int32), _settled(cohort, year, offered, candidates, address))


def filled_of(year: Year) -> NDArray[np.int64]:
    """Positions of each program that the match filled, (P,)."""
    places = np.concatenate([year.matching.program_of, year.matching.preliminary_of])
    return np.bincount(places[places >= 0], minlength=year.matching.quota.size)


def _settled(
    cohort: Cohort, year: Year, offered: NDArray[np.int64], candidates: NDArray[np.int32], address: Address
) -> NDArray[np.int32]:
    from simulator.market.year_interviews import order_within
    from simulator.market.year_kernels import hold_interviews

    found, n_programs = np.full(cohort.plans.first.size, -1, np.int32), offered.size
    who, program, score, liking = _entries(cohort, year, offered, candidates, address)
    start = np.concatenate(([0], np.cumsum(np.bincount(program, minlength=n_programs)))).astype(np.int64)
    base = np.concatenate(([0], np.cumsum(np.bincount(who, minlength=found.size) > 0))).astype(np.int64)
    room = np.diff(base).astype(np.int32)
    count, held = np.zeros(found.size, np.int32), np.full(int(base[-1]), -1, np.int64)
    scratch = (np.zeros(n_programs, np.int32), np.empty(n_programs, np.int64), np.empty(n_programs, np.int32))
    state = (held, count, *scratch, np.zeros(n_programs, np.bool_))
    ranked = (start, order_within(program, score))
    hold_interviews(ranked, who, liking, program, offered.astype(np.int32), (base[:-1], room), state)
    kept = held[held >= 0]
    found[who[kept]] = program[kept]
    return found


def _entries(
    cohort: Cohort, year: Year, offered: NDArray[np.int64], candidates: NDArray[np.int32], address: Address
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32], NDArray[np.float32]]:
    """Applications in SOAP that programs would answer."""
    from simulator.engine.streams import tables as normal_tables
    from simulator.market.year_kernels import soap_block

    given, tables = table("market")["soap"], year.tables
    left = np.flatnonzero(offered > 0)
    chance = min(1.0, float(given["applications"]) / max(1, left.size))
    most = int(2 * chance * left.size * candidates.size) + 1000
    out = (np.empty(most, np.int32), np.empty(most, np.int32), np.empty(most, np.float32), np.empty(most, np.float32))
    people = (candidates, cohort.plans.group, cohort.people.ck_sd, tables.person_paper, cohort.people.needs_visa)
    programs = (left, cohort.programs.specialty, cohort.programs.sponsors, cohort.programs.standing)
    where = (np.uint64(address.seed), np.uint64(address.replicate), np.uint64(MarketStage.SOAP_SCREEN << 16))
    numbers = (normal_tables().normal, chance, float(given["level"]), tables.taste)
    n = soap_block(where, people, programs, (tables.paper, tables.ck_paper), numbers, out)
    return out[0][:n], out[1][:n], out[2][:n], out[3][:n]
