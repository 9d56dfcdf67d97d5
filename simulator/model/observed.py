"""What a published table says of people with a given number of ranked programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from simulator.model.parameters import Calibration


def observed_curve(
    calibration: Calibration, applicant_type: str, specialties: tuple[str, ...], counts: ArrayLike
) -> NDArray[np.float64] | None:
    """Share matched among people with each number of ranks, read off the calibration's table.

    Between the centres of the table's classes the share is interpolated in straight lines;
    nobody matches with no rank; beyond the last centre the last share stands.

    Parameters
    ----------
    calibration : Calibration
    applicant_type : str
    specialties : tuple of str
        All of them must be among those that the table speaks of.
    counts : array_like
        Numbers of ranked programs.

    Returns
    -------
    array or None
        None where the table says nothing of such people.
    """
    known = calibration.observed
    if known is None or not specialties:
        return None
    if applicant_type not in known["types"] or set(specialties) - set(known["specialties"]):
        return None
    centre, share = [0.0, *known["centre"]], [0.0, *known["share"]]
    return np.asarray(np.interp(np.asarray(counts, dtype=np.float64), centre, share))
