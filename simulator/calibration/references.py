"""Forecasts to compare with: a constant chance, and a logistic line in log k, each by applicant group.

They are fitted to the package's own table of 2007 (never to the file that is scored), all
specialties of a group together. Groups that the table does not know take the line of their
likes then: US MDs that of US seniors, everyone else that of independent applicants, among
whom osteopaths and IMGs were counted.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.calibration.scores_logistic import Line, logistic_line
from simulator.model.evidence import evidence

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

STANDS_FOR = {"us_md": "us_senior"}
OTHERWISE = "independent_applicant"


class Reference(NamedTuple):
    """Forecasts for one group.

    Attributes
    ----------
    constant : float
        Share matched.
    line : Line
        In the natural logarithm of the number of ranks.
    most_ranks : int
        Beyond it (16, of "16+") the line stands still.
    usual_ranks : float
        Geometric mean of the number of ranks, for people of whom it is not told.
    """

    constant: float
    line: Line
    most_ranks: int
    usual_ranks: float

    def logistic(self, ranks: NDArray[np.float64]) -> NDArray[np.float64]:
        """Chance at each number of ranks, same shape."""
        return self.line.at(np.log(np.clip(ranks, 1, self.most_ranks)))


def references(leave_out: Collection[str] = ()) -> dict[str, Reference]:
    """Fit the reference forecasts.

    Parameters
    ----------
    leave_out : collection of str
        Keys of specialties not to learn from, for leave-one-out comparisons.

    Returns
    -------
    dict
        By group of the 2007 table: us_senior, independent_applicant.
    """
    table = evidence("match_by_ranks_2007")
    table = table[~table["specialty"].isin(list(leave_out))]
    return {str(group): _fit(people) for group, people in table.groupby("applicant_group")}


def reference_for(fitted: dict[str, Reference], group: str) -> Reference:
    """Return the forecasts that stand for a group."""
    return fitted[group if group in fitted else STANDS_FOR.get(group, OTHERWISE)]


def _fit(people: pd.DataFrame) -> Reference:
    ranks = people["contiguous_ranks"].astype(str).str.rstrip("+").to_numpy().astype(np.int64)
    x = people["matched"].to_numpy(dtype=np.int64)
    n = x + people["not_matched"].to_numpy(dtype=np.int64)
    line = logistic_line(np.log(ranks), x, n)
    if line is None:
        raise ValueError("the table of ranks determines no line")
    usual = float(np.exp(np.average(np.log(ranks), weights=n)))
    return Reference(float(x.sum() / n.sum()), line, int(ranks.max()), usual)
