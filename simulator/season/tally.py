"""What the samplers count. Whole numbers only, so sums do not depend on their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.season.plan import Plan

    Counts = NDArray[np.int64]

MOST_BINS = 512
MONTHS = 6
SOAP_ROUNDS = 4


class Tally(NamedTuple):
    """Counts over replicates; P live programs.

    Attributes
    ----------
    invited, interviewed, ranked, unranked, matched : (P,) replicates in which it happened;
        ranked and unranked (left off the list) count only interviews that took place
    interviews : (P + 1,) replicates by number of interviews attended
    months : (6,) invitations still to come, by month, September to February
    soap : (4,) SOAP positions by round
    first_years : (1,) matches at an advanced program that come with a first year
    position, depth : (P, bins) rank position and fill depth where an interview took place
    """

    invited: Counts
    interviewed: Counts
    ranked: Counts
    unranked: Counts
    matched: Counts
    interviews: Counts
    months: Counts
    soap: Counts
    first_years: Counts
    position: Counts
    depth: Counts


def empty_tally(plan: Plan) -> Tally:
    """Return a tally of nothing, of the right shapes."""
    p = plan.n_programs
    widest = max((pool.size for pool in plan.pools), default=1)
    bins = min(widest, MOST_BINS)
    shapes = ((p,), (p,), (p,), (p,), (p,), (p + 1,), (MONTHS,), (SOAP_ROUNDS,), (1,), (p, bins), (p, bins))
    return Tally(*(np.zeros(shape, dtype=np.int64) for shape in shapes))


def bin_width(size: int) -> int:
    """Places that share a bin of the histograms: 1 unless the pool exceeds 512."""
    return -(-size // MOST_BINS)


def add(total: Tally, more: Tally) -> Tally:
    """Add the counts of two tallies."""
    return Tally(*(x + y for x, y in zip(total, more, strict=True)))
