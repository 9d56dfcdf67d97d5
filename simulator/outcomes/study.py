"""A published simulation beside ours, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    Values = NDArray[np.float64]


class StudyCell(NamedTuple):
    """One figure in one case.

    Attributes
    ----------
    case : str
        Such as a number of signals, or a cap.
    figure : str
    published : float or None
        None where nothing was published.
    model : float
        Mean over replicates.
    low, high : float
        Where the mean of as many runs as were published falls, of ours; where that number is not known or nothing
        is published, where our own mean lies.
    relation : str
        What the published figure says of the mean: ``"is"``, ``"at most"``, ``"at least"``, or ``"about"`` for an
        order of size.
    """

    case: str
    figure: str
    published: float | None
    model: float
    low: float
    high: float
    relation: str = ""

    @property
    def agrees(self) -> bool | None:
        """Whether the interval allows what was published; None where nothing or only an order of size was."""
        if self.published is None or self.relation == "about":
            return None
        not_above = self.relation == "at least" or self.low <= self.published
        return not_above and (self.relation == "at most" or self.published <= self.high)


@dataclass(frozen=True)
class Study:
    """A set-up, run on the matching algorithm.

    Attributes
    ----------
    title, source : str
        What was run, and where the published figures are from.
    seed, replicates : int
    level : float
        Of the intervals.
    cells : tuple of StudyCell
    """

    title: str
    source: str
    seed: int
    replicates: int
    level: float
    cells: tuple[StudyCell, ...]

    @property
    def agreement(self) -> tuple[int, int]:
        """Cells that agree, and cells with a published figure."""
        asked = [c.agrees for c in self.cells if c.agrees is not None]
        return sum(asked), len(asked)

    def cell(self, case: str, figure: str) -> StudyCell:
        """Return one cell.

        Parameters
        ----------
        case, figure : str

        Returns
        -------
        StudyCell

        Raises
        ------
        KeyError
            There is none.
        """
        for one in self.cells:
            if (one.case, one.figure) == (case, figure):
                return one
        raise KeyError(f"no cell {figure!r} in case {case!r}")

    def table(self) -> pd.DataFrame:
        """Return the cells as a table, one row each, with what agrees."""
        import pandas as pd

        rows = [(*cell, cell.agrees) for cell in self.cells]
        return pd.DataFrame(rows, columns=[*StudyCell._fields, "agrees"])

    def side_by_side(self) -> pd.DataFrame:
        """Return the means as a table, a row for each figure and a column for each case."""
        table = self.table()
        wide = table.pivot_table(index="figure", columns="case", values="model")
        return wide.loc[list(dict.fromkeys(table["figure"])), list(dict.fromkeys(table["case"]))]

    def _repr_html_(self) -> str:
        return str(self.table().to_html(index=False, na_rep="", float_format=lambda x: f"{x:.4g}"))


def study_of(title: str, source: str, seed: int, replicates: int, cells: Sequence[StudyCell]) -> Study:
    """Return a study with its cells; arguments as in `Study`."""
    return Study(title, source, seed, replicates, level(), tuple(cells))


def interval(values: Values, n_published: int | None = None) -> tuple[float, float, float]:
    """Mean of replicates, and an interval at the level in ``market_studies.toml``.

    Parameters
    ----------
    values : array (R,)
        Of single runs, at least two; what is not a number is left out.
    n_published : int, optional
        Runs that the published mean is of; then the interval is for the mean of as many further runs.

    Returns
    -------
    (float, float, float)
        Mean, low, high.
    """
    from scipy.special import stdtrit

    found = values[np.isfinite(values)]
    if found.size < 2:
        raise ValueError(f"replicates: too few for an interval (got {found.size}). Allowed: 2 or more")
    mean, sd = float(found.mean()), float(found.std(ddof=1))
    share = 1 / found.size + (1 / n_published if n_published else 0.0)
    half = float(stdtrit(found.size - 1, 0.5 + level() / 2)) * sd * share**0.5
    most = 1.0 if found.max() <= 1 else np.inf  # shares; no figure is below 0
    return mean, max(mean - half, 0.0), min(mean + half, most)


def level() -> float:
    """Level of the intervals of studies."""
    return float(table("market_studies")["report"]["level"])


def cells_of(
    case: str,
    values: Mapping[str, Values],
    published: Mapping[str, float] | None = None,
    n_published: int | None = None,
    relation: Mapping[str, str] | None = None,
) -> Sequence[StudyCell]:
    """Compare all figures of one case.

    Parameters
    ----------
    case : str
    values : mapping of str to array (R,)
        By figure, of single runs.
    published : mapping of str to float, optional
    n_published : int, optional
        As in `interval`.
    relation : mapping of str to str, optional
        By figure, as in `StudyCell`; left out, ``"is"``.

    Returns
    -------
    sequence of StudyCell
    """
    told, how = published or {}, relation or {}
    return [
        StudyCell(
            *(case, figure, told.get(figure), *interval(one, n_published if figure in told else None)),
            relation=how.get(figure, "is") if figure in told else "",
        )
        for figure, one in values.items()
    ]
