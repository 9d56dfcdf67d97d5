"""What the model predicts for the people of one published cell: the types that predictions travel in.

`simulator.calibration.predict.population` fills them from a calibration; scoring and the reading
of users' tables know nothing of the model behind them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Cell(NamedTuple):
    """A group of people of whom figures are published.

    Attributes
    ----------
    specialty : str
        The key of a specialty, or the spelling of the file for one not known here.
    group : str
        One of `simulator.scenario.groups.APPLICANT_GROUPS`.
    year : int
        Of the Match.
    """

    specialty: str
    group: str
    year: int


class Population(NamedTuple):
    """How ranks, outcome and score are distributed among the people of a cell with at least one rank.

    D draws of the parameters, K ranks at most, Z points of the score grid.

    Attributes
    ----------
    counts : array (K+1,)
        Numbers of ranks, 0..K.
    matched, unmatched : array (D, K+1)
        Joint probability of so many ranks and that outcome; both together sum to 1 in each
        draw, and the entries at 0 ranks are 0.
    score_grid : array (Z,)
        Step 2 CK, points, increasing.
    score_cdf_matched, score_cdf_unmatched : array (D, Z) or None
        Share of the people of that outcome whose score is at most the grid's point; None
        where the score scale of the cell's year is not today's.
    known : bool
        False where the specialty was not in the fit, so that the hierarchy's predictive stands.
    """

    counts: NDArray[np.int64]
    matched: NDArray[np.float64]
    unmatched: NDArray[np.float64]
    score_grid: NDArray[np.float64]
    score_cdf_matched: NDArray[np.float64] | None
    score_cdf_unmatched: NDArray[np.float64] | None
    known: bool
