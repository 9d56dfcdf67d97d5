"""The model against a published table that it may never have seen: `validate`.

Counts are scored by their predictive distribution (the binomial mixed over parameter draws),
moments and quartiles by 90% predictive intervals; two plain forecasts stand beside it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from simulator.calibration.population import Cell, Population
from simulator.calibration.validation_cells import cell_of, ranks_cells, rate_cells
from simulator.calibration.validation_figures import Figure, figures_of
from simulator.calibration.validation_scores import CellScore, score_cells
from simulator.model.parameters import Calibration, load_calibration
from simulator.scenario.published_tables import ChartingTable, RanksTable

Predict = Callable[[Calibration, Sequence[Cell]], list[Population]]
SCHEMA_VERSION = 1
_DECIMALS = 6


@dataclass(frozen=True)
class Validation:
    """How a calibration fares on a table; parts that the table does not allow are None.

    Attributes
    ----------
    calibration : str
    kind : str
        ranks or charting.
    cells, people, skipped : int
        Cells with people in them, the people, and figures that are missing or not predicted.
    coverage_50, coverage_90, coverage_90_n20 : float
        Share of cells (of 20 or more people) whose randomised PIT lies in the central interval.
    coverage_50_counts, coverage_90_counts : float
        The same by intervals of whole counts, which cover more than they say in small cells.
    coverage_90_interval, coverage_90_n20_interval : tuple of float
        90% interval of the coverage, specialties drawn again with replacement.
    pit : tuple of float
        Randomised PIT of every cell, in the order of `by_cell`.
    log_score, log_score_constant_p, log_score_logistic : float
        Mean log predictive probability per person: the model's, and two references' fitted to
        the package's table of 2007.
    log_score_minus_logistic, log_score_minus_logistic_se : float
        Difference, and its standard error by specialty.
    brier : float
    calibration_slope, calibration_intercept, calibration_slope_se : float
        Of the outcome on the logit of the prediction; the error is by specialty.
    by_cell : tuple of CellScore
    figures : tuple of Figure
        Of tables of moments.
    figures_inside : float
        Share of the figures that lie in their 90% interval.
    warnings : tuple of str
    """

    calibration: str
    kind: str
    cells: int
    people: int
    skipped: int
    coverage_50: float | None = None
    coverage_90: float | None = None
    coverage_90_n20: float | None = None
    coverage_50_counts: float | None = None
    coverage_90_counts: float | None = None
    coverage_90_interval: tuple[float, float] | None = None
    coverage_90_n20_interval: tuple[float, float] | None = None
    pit: tuple[float, ...] | None = None
    log_score: float | None = None
    log_score_constant_p: float | None = None
    log_score_logistic: float | None = None
    log_score_minus_logistic: float | None = None
    log_score_minus_logistic_se: float | None = None
    brier: float | None = None
    calibration_slope: float | None = None
    calibration_intercept: float | None = None
    calibration_slope_se: float | None = None
    by_cell: tuple[CellScore, ...] | None = None
    figures: tuple[Figure, ...] | None = None
    figures_inside: float | None = None
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the contract of `validate --json`: plain numbers and lists, absent parts absent."""
        told = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {"schema_version": SCHEMA_VERSION} | {name: _plain(part) for name, part in told if part is not None}

    def to_json(self) -> str:
        """Return `to_dict` as JSON text, the same for the same table and calibration."""
        return json.dumps(self.to_dict(), indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def _plain(part: object) -> object:
    if isinstance(part, float):
        return round(part, _DECIMALS)
    if isinstance(part, tuple) and hasattr(part, "_asdict"):
        return {name: _plain(value) for name, value in part._asdict().items()}
    return [_plain(item) for item in part] if isinstance(part, tuple) else part


def validate(
    table: RanksTable | ChartingTable, calibration: str | Calibration | None = None, predict: Predict | None = None
) -> Validation:
    """Score a calibration on a published table.

    Parameters
    ----------
    table : RanksTable or ChartingTable
        From `simulator.scenario.published.read_table`.
    calibration : str or Calibration, optional
        Left out, the product's default.
    predict : callable, optional
        What predicts the population of each cell; left out, the product's.

    Returns
    -------
    Validation
    """
    asked = calibration if isinstance(calibration, Calibration) else load_calibration(calibration)
    cells = list(dict.fromkeys(cell_of(row) for row in table.rows))
    predicted = (predict or _product())(asked, cells)
    population_of = dict(zip(cells, predicted, strict=True))
    warnings = [*table.warnings, *_warnings(population_of)]
    if isinstance(table, RanksTable):
        found = score_cells(ranks_cells(table.rows, population_of))
        skipped = table.skipped
    else:
        found, skipped = _charting(table, population_of)
    if not found["cells"]:
        warnings.append("No row tells how many matched and how many did not: there is nothing to score.")
    kind = "ranks" if isinstance(table, RanksTable) else "charting"
    return Validation(asked.name, kind, skipped=skipped, warnings=tuple(warnings), **found)


def _product() -> Predict:
    from simulator.calibration.predict import population

    return population


def _charting(table: ChartingTable, population_of: dict[Cell, Population]) -> tuple[dict[str, Any], int]:
    """Score the match rates of a table of moments, and each of its figures."""
    figures = tuple(figure for row in table.rows for figure in figures_of(row, population_of[cell_of(row)]))
    told = sum(_n_told(moments) for row in table.rows for moments in row.moments.values())
    found = score_cells(rate_cells(table.rows, population_of))
    not_predicted = told + int(found["cells"]) - len(figures)
    if figures:
        found |= {"figures": figures, "figures_inside": float(np.mean([figure.inside for figure in figures]))}
    return found, table.skipped + not_predicted


def _n_told(moments: Iterable[float | None]) -> int:
    _, *statistics = moments
    return sum(value is not None for value in statistics)


def _warnings(population_of: dict[Cell, Population]) -> Iterable[str]:
    unfitted = sorted({cell.specialty for cell, population in population_of.items() if not population.known})
    if unfitted:
        yield (
            f"Not in the fit ({len(unfitted)}): {', '.join(unfitted[:5])}{' and others' if len(unfitted) > 5 else ''}. "
            "The hierarchy's prediction for a new specialty is used."
        )
