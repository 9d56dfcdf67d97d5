"""Invite: who is asked to an interview, and in which month.

A program that has not answered yet invites with the first-wave probability not yet
released, or with a late place that a cancellation opens, given that it has been silent
so far (`model.behaviour`). An invitation already received is a fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.engine.streams import tail_probability
from simulator.model import behaviour

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.engine.streams import Tables
    from simulator.model.behaviour import Timing

    Array = NDArray[np.float64]


def invitation_chances(
    paper: Array, shift: float, sponsor: float, timing: Timing, rate: float, tables: Tables
) -> tuple[Array, Array]:
    """Chances of a first-wave and of a late invitation still to come, given silence.

    Parameters
    ----------
    paper : array (n,)
        u + w.
    shift : float
        Linear predictor of this program.
    sponsor : float
        Chance that the program sponsors the applicant's visa.
    timing : Timing
    rate : float
        Rate of late places.
    tables : Tables

    Returns
    -------
    (array (n,), array (n,))
    """
    invited = sponsor * tail_probability(-(paper + shift), tables)
    first, late = behaviour.future_invitation(invited, timing, rate)
    heard_nothing = np.maximum(behaviour.silence(invited, timing, rate), 1e-300)
    return first / heard_nothing, late / heard_nothing
