"""What a published table says of people with a given number of ranked programs.

A calibration holds it in one of two forms: one curve for some types and specialties (the
advice articles' table), or one curve with its interval for each cell of applicant type and
specialty. Between counts the share is interpolated in straight lines; nobody matches with
no rank; beyond the last count the last share stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.model.scopes import cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from simulator.model.parameters import Calibration

    Array = NDArray[np.float64]


class Observed(NamedTuple):
    """Shares matched (0-1) among people with each number of ranks; low and high are NaN where no range is known."""

    share: Array
    low: Array
    high: Array


def observed_curve(
    calibration: Calibration, applicant_type: str, specialties: Sequence[str] | Mapping[str, float], counts: ArrayLike
) -> Array | None:
    """Share matched among people with each number of ranks, read off the calibration's table.

    Parameters
    ----------
    calibration : Calibration
    applicant_type : str
    specialties : sequence of str, or mapping of str to how much each counts
        All of them must be among those that the table speaks of.
    counts : array_like
        Numbers of ranked programs, in all specialties together.

    Returns
    -------
    array or None
        None where the table says nothing of such people.
    """
    found = observed(calibration, applicant_type, specialties, counts)
    return None if found is None else found.share


def observed(
    calibration: Calibration, applicant_type: str, specialties: Sequence[str] | Mapping[str, float], counts: ArrayLike
) -> Observed | None:
    """As `observed_curve`, with the range of what the table says.

    With several specialties the curves are averaged, each counting by its weight (the
    programs ranked there): the published tables know people by one specialty only.
    """
    known, weight = calibration.observed, _weights(specialties)
    if known is None or not weight:
        return None
    at = np.asarray(counts, dtype=np.float64)
    if known.get("form") == "cells":
        return _of_cells(known, applicant_type, weight, at)
    if applicant_type not in known["types"] or set(weight) - set(known["specialties"]):
        return None
    share = _along(at, known["centre"], known["share"])
    return Observed(share, np.full_like(share, np.nan), np.full_like(share, np.nan))


def _weights(specialties: Sequence[str] | Mapping[str, float]) -> dict[str, float]:
    """Weight of each specialty, in all 1; equal where none is given, or all are zero."""
    given = dict(specialties) if isinstance(specialties, Mapping) else dict.fromkeys(specialties, 1.0)
    total = sum(given.values())
    return {name: (n / total if total else 1 / len(given)) for name, n in given.items()}


def _of_cells(known: Mapping[str, Any], applicant_type: str, weight: Mapping[str, float], at: Array) -> Observed | None:
    curves = [known["cells"].get(cell(applicant_type, name)) for name in weight]
    if None in curves:
        return None
    parts = [
        [n * _along(at, known["counts"], curve[part]) for part in Observed._fields]
        for n, curve in zip(weight.values(), curves, strict=True)
    ]
    return Observed(*np.sum(parts, axis=0))


def _along(at: Array, counts: Sequence[float], values: Sequence[float]) -> Array:
    return np.asarray(np.interp(at, [0.0, *counts], [0.0, *values]))
