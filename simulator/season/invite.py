"""Invite: who is asked to an interview, and in which month.

A program that has not answered yet invites with the first-wave probability not yet
released, or with a late place that a cancellation opens, given that it has been silent
so far (`model.behaviour`). An invitation already received is a fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.streams import tail_probability
from simulator.model import behaviour

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.engine.streams import Tables
    from simulator.model.behaviour import Timing

    Array = NDArray[np.float64]


class Past(NamedTuple):
    """How one program stood before an edit, as `intervened.Before` has it for all."""

    shift: float
    is_new: bool


def invitation_chances(
    paper: Array, shift: float, sponsor: float, timing: Timing, rate: float, tables: Tables, past: Past | None = None
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
    past : Past, optional
        How the program stood before an edit; left out, as it stands.

    Returns
    -------
    (array (n,), array (n,))
    """
    invited = sponsor * tail_probability(-(paper + shift), tables)
    first, late = behaviour.future_invitation(invited, timing, rate)
    if past is not None:
        invited = sponsor * tail_probability(-(paper + past.shift), tables)
    silent = np.ones_like(invited) if past is not None and past.is_new else behaviour.silence(invited, timing, rate)
    heard_nothing = np.maximum(silent, 1e-300)
    return first / heard_nothing, late / heard_nothing
