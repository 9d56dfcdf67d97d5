"""A synthetic cohort: everybody who applies in one season, and the programs they apply to.

Nobody in it is real. Numbers of people by type and specialty, sizes of programs and all
spreads are in ``model/data/market.toml`` and ``market_specialties.toml`` with their
sources; random numbers are addressed, so the same seed and replicate make the same people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.cohort_counts import GROUPS, counts_of, specialties_of
from simulator.market.cohort_people import make_people, make_plans
from simulator.market.cohort_programs import make_programs
from simulator.market.draws import Address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.market.cohort_people import People, Plans
    from simulator.market.cohort_programs import Programs

__all__ = ["GROUPS", "Cohort", "Shape", "make_cohort"]


class Shape(NamedTuple):
    """Which market: its specialties, and how large it is.

    Attributes
    ----------
    specialties : tuple of str
        Keys, in the order of the market's programs.
    scale : float
        1 for the size of the Match of 2025; people, programs and positions go with it.
    """

    specialties: tuple[str, ...]
    scale: float = 1.0


class Cohort(NamedTuple):
    """People and programs of one replicate.

    Attributes
    ----------
    shape : Shape
    people : People
    plans : Plans
        Which specialties each of them applies in.
    programs : Programs
    """

    shape: Shape
    people: People
    plans: Plans
    programs: Programs


def make_cohort(
    specialties: Sequence[str] | None = None, *, scale: float = 1.0, seed: int = 0, replicate: int = 0
) -> Cohort:
    """Make a cohort.

    Parameters
    ----------
    specialties : sequence of str, optional
        Keys of the specialties in the market; left out, the national market of all with figures.
    scale : float
        Size relative to the Match of 2025, 0.001 to 20.
    seed : int
        0 to 2**64 - 1. The programs depend on it alone.
    replicate : int
        Redraws the people.

    Returns
    -------
    Cohort

    Raises
    ------
    ValueError
        An unknown specialty, or a scale that is out of range.
    """
    if not 0.001 <= scale <= 20:
        raise ValueError(f"scale: out of range (got {scale}). Allowed: 0.001 to 20")
    shape = Shape(specialties_of(specialties), float(scale))
    counts = counts_of(shape.specialties, shape.scale)
    address = Address(seed, replicate)
    plans = make_plans(counts, address)
    programs = make_programs(shape.specialties, counts.n_programs, counts.positions, seed)
    return Cohort(shape, make_people(plans, counts, address), plans, programs)


def n_positions(cohort: Cohort) -> int:
    """All positions on offer."""
    return int(np.sum(cohort.programs.positions))
