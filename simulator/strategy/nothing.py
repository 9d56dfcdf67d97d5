"""Why nothing was chosen: everything is closed, the budget is too small, or no application adds anything."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from simulator.model.fees import application_cost
from simulator.strategy.candidates import sent

if TYPE_CHECKING:
    from simulator.strategy.portfolio import Season


def why_nothing(season: Season, usd: float) -> str:
    """Say why no application was chosen.

    Parameters
    ----------
    season : Season
        With its candidates.
    usd : float
        Most dollars for new applications.

    Returns
    -------
    str
        The reason, as the end of a sentence.
    """
    if not season.found.open:
        reason, count = Counter("; ".join(why) for why in season.found.closed.values()).most_common(1)[0]
        of = len(season.found.closed)
        return f"the only candidate is closed ({reason})" if of == 1 else f"all {of} are closed ({count}: {reason})"
    cheapest = min(_next_fee(season, name) for name in season.found.specialties)
    if usd < cheapest:
        return f"one application costs {cheapest:,.0f} dollars"
    return "no application adds anything to speak of"


def _next_fee(season: Season, specialty: str) -> float:
    """What one more application in a specialty costs."""
    count, year = sent(season.scenario)[specialty], season.scenario.season
    more, paid = (application_cost({specialty: n}, year).total_usd for n in (count + 1, count))
    return more - paid
