"""Rank: where the program puts the applicant, and how far down its list it goes.

The event is score >= cutoff and nothing else. Rank position and fill depth are displayed
from it: both are places among the K people interviewed, read off the distribution of
their scores and made to agree with the event exactly (position <= depth if and only if
ranked to match, both within 1..K).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.engine.streams import tail_probability

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.engine.streams import Tables
    from simulator.model.pool import Pool

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]


def places(score: Array, cutoff: Array, pool: Pool, tables: Tables) -> tuple[Places, Places, Array]:
    """Rank position and fill depth for scores and cutoffs.

    Parameters
    ----------
    score, cutoff : arrays (n,)
        Probit scale, in the coordinates of the pool.
    pool : Pool
    tables : Tables

    Returns
    -------
    position, depth : arrays (n,) of int
        1 to K.
    above : array (n,)
        Share of the pool with a higher score.
    """
    size = pool.size
    above = tail_probability((score - pool.mean) * (1.0 / pool.sd), tables)
    filled = tail_probability((cutoff - pool.mean) * (1.0 / pool.sd), tables)
    is_ranked = score >= cutoff
    position = np.minimum((size * above).astype(np.int64) + 1, size)
    depth = np.minimum(np.maximum((size * filled + 0.5).astype(np.int64), 1), size)
    depth = np.where(is_ranked, depth, np.minimum(depth, size - 1))
    position = np.where(is_ranked, np.minimum(position, depth), np.maximum(position, depth + 1))
    return position, depth, above
