"""`Solution`: the probabilities of a season, as the exact solver returns them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class Solution(NamedTuple):
    """Probabilities (0-1) of a season; D parameter sets, P live programs.

    Attributes
    ----------
    match : (D,) of matching at all
    matched : (D, P) of matching at each program
    invited : (D, P) of having or getting an invitation
    interviewed : (D, P) of attending an interview
    ranked : (D, P) of an interview and being ranked to match there
    log_evidence : (D,) log probability of what was heard so far
    intervals : intervals per dimension that were needed
    """

    match: Array
    matched: Array
    invited: Array
    interviewed: Array
    ranked: Array
    log_evidence: Array
    intervals: int
