"""The statistics that every form of the simulation has to deliver, and whether two forms agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.outcomes.tables import LEVELS, quantile_places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.season.tally import Tally

    Array = NDArray[np.float64]

FALSE_ALARM_SD = 5.0  # about 6e-7 a comparison


class Statistics(NamedTuple):
    """What a million seasons say; shares of replicates, P programs.

    Attributes
    ----------
    replicates : how many
    invited, interviewed, ranked, unranked, matched : (P,) shares
    interviews : (P + 1,) shares by number of interviews attended
    months : (6,) invitations to come per replicate, by month
    soap : share with a SOAP position
    position, depth : (P, 3) places at the levels 0.1, 0.5, 0.9, given an interview
    """

    replicates: int
    invited: Array
    interviewed: Array
    ranked: Array
    unranked: Array
    matched: Array
    interviews: Array
    months: Array
    soap: float
    position: Array
    depth: Array


def from_tally(tally: Tally, replicates: int) -> Statistics:
    """Read the statistics off the counts of our own samplers.

    Parameters
    ----------
    tally : Tally
    replicates : int

    Returns
    -------
    Statistics
    """
    names = ("invited", "interviewed", "ranked", "unranked", "matched", "interviews", "months")
    shares = [getattr(tally, name) / replicates for name in names]
    places = [np.array([quantile_places(row, 1) for row in counts]) for counts in (tally.position, tally.depth)]
    return Statistics(replicates, *shares, float(tally.soap.sum()) / replicates, *places)


def disagreements(tally: Tally, ours: Statistics, other: Statistics) -> list[str]:
    """Name the statistics in which another form differs by more than chance allows.

    Parameters
    ----------
    tally : Tally
        Of our sampler, for the distributions of places.
    ours, other : Statistics

    Returns
    -------
    list of str
        Empty if it is the same job.
    """
    shares = ("invited", "interviewed", "ranked", "unranked", "matched", "interviews", "months", "soap")
    found = [name for name in shares if not _shares_agree(name, ours, other)]
    places = ("position", "depth")
    return found + [k for k in places if not _places_agree(getattr(tally, k), getattr(other, k), other)]


def _shares_agree(name: str, ours: Statistics, other: Statistics) -> bool:
    x, y = np.asarray(getattr(ours, name)), np.asarray(getattr(other, name))
    of = ours.matched.size if name == "months" else 1  # sums over programs that rise and fall together
    each = 1 / ours.replicates + 1 / other.replicates
    error = np.sqrt(of * np.maximum(np.maximum(x, y), each) * each)
    return bool((np.abs(x - y) <= FALSE_ALARM_SD * error).all())


def _places_agree(counts: NDArray[np.int64], places: Array, other: Statistics) -> bool:
    """Whether the other's quantiles sit at their levels in our distributions."""
    for p, row in enumerate(counts):
        total = max(1, int(row.sum()))
        below = np.concatenate([[0.0], np.cumsum(row) / total])
        attended = max(1.0, other.interviewed[p] * other.replicates)
        error = FALSE_ALARM_SD * np.sqrt(0.25 / attended + 0.25 / total)
        at = np.where(np.isnan(places[p]), 1, places[p]).astype(np.int64)
        levels = np.array(LEVELS)
        if total > 1 and ((below[at] < levels - error) | (below[at - 1] > levels + error)).any():
            return False
    return True
