"""From rows of a published table and predictions of their populations to counts and chances, cell by cell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.calibration.population import Cell, Population
from simulator.calibration.references import Reference, reference_for, references

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.scenario.published_tables import ChartingRow, RanksRow

    Floats = NDArray[np.float64]

QUARTILES = ("q1", "median", "q3")


class Counted(NamedTuple):
    """Cells with at least one person, ready to be scored; C cells, D draws.

    Attributes
    ----------
    cell : list of Cell, length C
    ranks : list of str, length C
        Such as "3", "16+"; empty for all numbers of ranks together.
    matched, people : array (C,)
    chance : array (D, C)
        Predicted chance of matching of the cell's people.
    constant, logistic : array (C,)
        Reference forecasts.
    known : list of bool, length C
        Whether the specialty was in the fit.
    """

    cell: list[Cell]
    ranks: list[str]
    matched: NDArray[np.int64]
    people: NDArray[np.int64]
    chance: Floats
    constant: Floats
    logistic: Floats
    known: list[bool]


class _One(NamedTuple):
    cell: Cell
    ranks: str
    matched: int
    people: int
    chance: Floats
    constant: float
    logistic: float
    known: bool


def cell_of(row: RanksRow | ChartingRow) -> Cell:
    """Return whom a row speaks of."""
    return Cell(row.specialty, row.group, row.year)


def chance(population: Population, first: int = 1, last: int | None = None) -> Floats:
    """Chance of matching of the people with `first` to `last` ranks, shape (D,).

    Parameters
    ----------
    population : Population
    first, last : int
        Left out, `last` means or more. Where the prediction has nobody with so many ranks,
        the largest number that it has people with stands in.
    """
    matched, unmatched = population.matched, population.unmatched
    everyone = matched + unmatched
    asked = (population.counts >= first) & (population.counts <= (population.counts[-1] if last is None else last))
    people = everyone[:, asked].sum(axis=1)
    largest = everyone.shape[1] - 1 - np.argmax(everyone[:, ::-1] > 0, axis=1)
    draws = np.arange(everyone.shape[0])
    instead = matched[draws, largest] / everyone[draws, largest]
    share = matched[:, asked].sum(axis=1) / np.where(people > 0, people, 1.0)
    return np.asarray(np.clip(np.where(people > 0, share, instead), 0.0, 1.0))


def ranks_cells(
    rows: Sequence[RanksRow], population_of: dict[Cell, Population], leave_out: Collection[str] = ()
) -> Counted:
    """Return every row with people in it as a cell.

    Parameters
    ----------
    rows : sequence of RanksRow
    population_of : dict
        Prediction of each cell that a row speaks of.
    leave_out : collection of str
        Specialties from which the reference forecasts may not learn, as the prediction did not.
    """
    fitted = references(leave_out)
    return _gathered([_ranks_cell(row, population_of, fitted) for row in rows if row.matched + row.not_matched])


def _ranks_cell(row: RanksRow, population_of: dict[Cell, Population], fitted: dict[str, Reference]) -> _One:
    cell, reference = cell_of(row), reference_for(fitted, row.group)
    population = population_of[cell]
    middle = np.sqrt(row.first * (row.first if row.last is None else row.last))
    logistic = float(reference.logistic(np.asarray([middle]))[0])
    p = chance(population, row.first, row.last)
    people = row.matched + row.not_matched
    return _One(cell, _label(row), row.matched, people, p, reference.constant, logistic, population.known)


def _label(row: RanksRow) -> str:
    if row.last is None:
        return f"{row.first}+"
    return str(row.first) if row.first == row.last else f"{row.first}-{row.last}"


def rate_cells(rows: Sequence[ChartingRow], population_of: dict[Cell, Population]) -> Counted:
    """Return the people of every row, matched or not, as a cell; rows that do not tell both counts are left out."""
    fitted = references()
    return _gathered([_rate_cell(row, population_of, fitted) for row in rows if people_of(row)])


def people_of(row: ChartingRow) -> int:
    """Number of people whose outcome a row tells; 0 where it does not tell both counts."""
    return 0 if row.matched is None or row.not_matched is None else row.matched + row.not_matched


def _rate_cell(row: ChartingRow, population_of: dict[Cell, Population], fitted: dict[str, Reference]) -> _One:
    cell, reference = cell_of(row), reference_for(fitted, row.group)
    population = population_of[cell]
    ranks, weight = _ranks_told(row, reference)
    logistic = float(np.average(reference.logistic(ranks), weights=weight))
    return _One(
        cell, "", row.matched or 0, people_of(row), chance(population), reference.constant, logistic, population.known
    )


def _ranks_told(row: ChartingRow, reference: Reference) -> tuple[Floats, Floats]:
    """Return quartiles of ranks of both outcomes with their weights, or the usual number where none are told."""
    told = [
        (value, moments.n)
        for (measure, _), moments in row.moments.items()
        if measure == "contiguous_ranks"
        for name in QUARTILES
        if (value := getattr(moments, name)) is not None
    ]
    ranks, weight = np.array(told or [(reference.usual_ranks, 1)], dtype=np.float64).T
    return ranks, weight


def _gathered(ones: list[_One]) -> Counted:
    n_draws = ones[0].chance.size if ones else 1
    return Counted(
        cell=[one.cell for one in ones],
        ranks=[one.ranks for one in ones],
        matched=np.array([one.matched for one in ones], dtype=np.int64),
        people=np.array([one.people for one in ones], dtype=np.int64),
        chance=np.stack([one.chance for one in ones], axis=1) if ones else np.empty((n_draws, 0)),
        constant=np.array([one.constant for one in ones]),
        logistic=np.array([one.logistic for one in ones]),
        known=[one.known for one in ones],
    )


def joined(parts: Sequence[Counted]) -> Counted:
    """Return the cells of several predictions as one, such as those of a leave-one-out comparison.

    Parameters
    ----------
    parts : sequence of Counted
        At least one; all with the same number of draws.
    """
    return Counted(
        cell=[cell for part in parts for cell in part.cell],
        ranks=[ranks for part in parts for ranks in part.ranks],
        matched=np.concatenate([part.matched for part in parts]),
        people=np.concatenate([part.people for part in parts]),
        chance=np.concatenate([part.chance for part in parts], axis=1),
        constant=np.concatenate([part.constant for part in parts]),
        logistic=np.concatenate([part.logistic for part in parts]),
        known=[known for part in parts for known in part.known],
    )
