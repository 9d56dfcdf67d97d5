"""What the axes of `Moments` stand for, as labels of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.market.cohort_counts import GROUPS, specialties_of
from simulator.market.cohort_programs import SETTINGS
from simulator.market.moments import RANKS

if TYPE_CHECKING:
    from collections.abc import Sequence

OUTCOME = ("not_matched", "matched")
GRADUATES = ("us_graduates", "imgs")
COUPLES = ("both", "one", "neither")
SOAP = ("offered", "filled")


def moment_axes(specialties: Sequence[str] | None) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the labels of each axis of each field of `Moments`.

    Parameters
    ----------
    specialties : sequence of str or None
        As in `make_cohort`.

    Returns
    -------
    dict of field to labels, a tuple for each axis
    """
    s = specialties_of(specialties)
    by_program = ("positions", "filled", "programs", "filled_programs", "depth", "depth_positions")
    by_interview = ("interviews", "signalled", "signal_interviews")
    return {
        **dict.fromkeys(("persons", "active", "matched", "sent"), (GROUPS,)),
        **dict.fromkeys(("ranked", "matched_in"), (GROUPS, s)),
        **dict.fromkeys(("listed", "ranks", "scores"), (GROUPS, s, OUTCOME)),
        **dict.fromkeys((*by_program, *by_interview), (s,)),
        "at_rank": (GROUPS, tuple(str(k + 1) for k in range(RANKS))),
        **dict.fromkeys(("filled_by", "interviews_by"), (s, SETTINGS, GRADUATES)),
        "couples": (COUPLES,),
        "soap": (SOAP,),
    }
