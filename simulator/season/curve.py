"""Match likelihood against the number of interviews, for one person.

Keeps the person, the year and the mix of programs as they are and changes only how many
interviews there are: P(k) = 1 - E[exp(k * mean_p log(1 - r_p))]. With all programs of
the plan interviewed it passes through the plan's own answer at k = P.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.season.chances import likelihood_weights, rankings
from simulator.season.grid import NEGLIGIBLE, make_grid
from simulator.season.plan import INTERVIEWED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

BLOCK = 200_000  # numbers per array when many parameter sets are solved


def match_by_count(plan: Plan, counts: Sequence[float], intervals: int, negligible: float = NEGLIGIBLE) -> Array:
    """Probability (0-1) of a match with each number of interviews in the plan's mix.

    Parameters
    ----------
    plan : Plan
        With at least one live program; D parameter sets.
    counts : sequence of float
        Numbers of interviews, whole or not.
    intervals : int
        Quadrature intervals per dimension.
    negligible : float
        As in `make_grid`.

    Returns
    -------
    array (D, len(counts))
    """
    held = plan._replace(kind=np.full_like(plan.kind, INTERVIEWED))
    nodes = make_grid(held.rows(slice(0, 1)), intervals, negligible)
    step = max(1, BLOCK // (nodes.a_at.size * nodes.inner.size * plan.n_programs))
    starts = range(0, len(plan.rank_shift), step)
    return np.concatenate([_curve(held.rows(slice(s, s + step)), counts, intervals, negligible) for s in starts])


def _curve(plan: Plan, counts: Sequence[float], intervals: int, negligible: float) -> Array:
    grid = make_grid(plan, intervals, negligible)
    weight, _ = likelihood_weights(plan, grid)
    b, c = (x[:, :, None] + grid.season[:, None, :] for x in (grid.b, grid.c))
    logs = np.log1p(-np.minimum(rankings(plan, b, c), 1 - 1e-15)) / plan.n_programs
    by_group = [logs[..., plan.group == g].sum(axis=-1) for g in range(len(plan.groups))]
    evidence = (grid.weight[0] * weight.sum(axis=2).prod(axis=2)).sum(axis=1)
    curve = np.empty((len(evidence), len(counts)))
    for j, k in enumerate(counts):
        inside = [(weight[..., g] * np.exp(k * s)).sum(axis=2) for g, s in enumerate(by_group)]
        curve[:, j] = 1 - (grid.weight[0] * np.prod(inside, axis=0)).sum(axis=1) / evidence
    return curve
