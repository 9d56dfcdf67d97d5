"""The chance of a whole residency given the person and the year, for paired replicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.season.given import Event
from simulator.season.paths import of_a_residency, taken
from simulator.season.plan import ADVANCED, CATEGORICAL, INTERVIEWED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.season.plan import Plan

    Array = NDArray[np.float64]


def _walk_to_residency(plan: Plan, invited: Array, ranked: Array) -> Array:
    """Chance of a whole residency where a limit on interviews can bind."""
    free = np.zeros((plan.room + 1, invited.shape[1]))
    free[0] = 1.0
    held, found = np.zeros_like(free), np.zeros(invited.shape[1])
    for p in range(plan.n_programs):
        is_free = bool(plan.kind[p] == INTERVIEWED)
        found += taken(held, invited[p], ranked[p] * plan.supplemental[p], is_free).sum(axis=0)
        here = taken(free, invited[p], ranked[p] * plan.listed[p], is_free)
        if plan.track[p] == ADVANCED:
            held += here
        elif plan.track[p] == CATEGORICAL:
            found += here.sum(axis=0)
    return found


RESIDENCY = Event(of_a_residency, _walk_to_residency)
