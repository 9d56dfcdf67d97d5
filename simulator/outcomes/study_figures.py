"""Which figures of published simulations are which counts of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulator.market.studies.interview_caps import Caps
    from simulator.market.studies.random_markets import Ranks
    from simulator.market.studies.signalling import Outcome

    Figures = dict[str, NDArray[np.float64]]

SIGNALLING = ("interview_given_signal", "interview_given_none", "matches_by_signal", "reviews_per_program", "unfilled")
QUARTERS = ("best quarter", "second quarter", "third quarter", "last quarter")


def _ratio(above: Sequence[int], below: Sequence[int]) -> NDArray[np.float64]:
    """Quotients, not a number where nothing is below."""
    x, n = np.array(above, float), np.array(below, float)
    found: NDArray[np.float64] = np.divide(x, n, out=np.full(x.shape, np.nan), where=n > 0)
    return found


def signalling_figures(runs: Sequence[Outcome]) -> Figures:
    """Return the study's figures of single runs, by name.

    Parameters
    ----------
    runs : sequence of Outcome

    Returns
    -------
    dict of str to array (R,)
        Shares 0-1; applications looked at by a program; positions left open.
    """
    return {
        "interview_given_signal": _ratio([o.signal_interviews for o in runs], [o.signals for o in runs]),
        "interview_given_none": _ratio([o.other_interviews for o in runs], [o.others for o in runs]),
        "matches_by_signal": _ratio([o.matched_by_signal for o in runs], [o.matched for o in runs]),
        "reviews_per_program": _ratio([o.reviews for o in runs], [o.programs for o in runs]),
        "unfilled": np.array([o.positions - o.matched for o in runs], float),
    }


def matched_by_quarter(runs: Sequence[Outcome]) -> Figures:
    """Share matched of each quarter of applicants, best first, of single runs."""
    return {
        f"matched, {name}": _ratio([4 * o.matched_of[q] for o in runs], [o.applicants for o in runs])
        for q, name in enumerate(QUARTERS)
    }


def published_signalling(signals: int) -> dict[str, float]:
    """Return what was published for a number of signals, by figure; nothing where none was."""
    told = table("market_studies")["signalling"]["published"]
    if signals not in told["signals"]:
        return {}
    return {name: float(told[name][told["signals"].index(signals)]) for name in SIGNALLING}


def cap_figures(runs: Sequence[Caps]) -> Figures:
    """Return the figures of single runs under a cap on interviews.

    Parameters
    ----------
    runs : sequence of Caps

    Returns
    -------
    dict of str to array (R,)
        Share matched of the most competitive hundredth, and of people with 12 or more interviews; mean
        rank by competitiveness of those matched; positions left open.
    """
    return {
        "top_matched": _ratio([o.top_matched for o in runs], [o.top for o in runs]),
        "heavy_matched": _ratio([o.heavy_matched for o in runs], [o.heavy for o in runs]),
        "mean_rank": _ratio([o.rank_sum for o in runs], [o.matched for o in runs]),
        "unfilled": np.array([o.positions - o.matched for o in runs], float),
    }


def matched_by_decile(runs: Sequence[Caps]) -> Figures:
    """Share matched of each tenth of applicants, the most competitive first, of single runs."""
    return {
        f"matched, tenth {k + 1}": _ratio([o.decile_matched[k] for o in runs], [o.decile[k] for o in runs])
        for k in range(len(runs[0].decile))
    }


def rank_figures(runs: Sequence[Ranks]) -> Figures:
    """Return the figures of single random markets, by name."""
    return {name: np.array([getattr(o, name) for o in runs], float) for name in runs[0]._fields}
