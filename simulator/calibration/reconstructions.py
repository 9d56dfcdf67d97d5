"""The curve by number of ranks, rebuilt from means and sds by outcome in four ways.

In 2026 no counts by number of ranks were published for non-US IMGs, only n, mean and sd of
matched and of unmatched people. Each family of distributions, fitted to those two moments,
gives numbers of ranks by outcome, and Bayes' rule the share matched at each number. Where
four such different families agree, the figures themselves say so; the model must lie among
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.calibration.families import FAMILIES, SHOWN, curve
from simulator.calibration.population import Cell
from simulator.calibration.predict import predict
from simulator.model.evidence import evidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.calibration.predict import Fit

    Array = NDArray[np.float64]


def compare(fit: Fit, specialty: str = "internal_medicine") -> dict[str, Any]:
    """The model's curve of non-US IMGs today beside the four reconstructions; plain numbers.

    Parameters
    ----------
    fit : Fit
    specialty : str

    Returns
    -------
    dict
        group, counts, model, low, high (90% of the draws), families.
    """
    rows = evidence("charting_non_us_img_2026").set_index("specialty")
    row = dict(zip(rows.columns, rows.loc[specialty].to_numpy(dtype=np.float64), strict=True))
    people = predict(fit, Cell(specialty, "non_us_img", 2026))
    won, lost = people.matched[:, 1 : SHOWN + 1], people.unmatched[:, 1 : SHOWN + 1]
    share = won / (won + lost)
    low, high = np.quantile(share, (0.05, 0.95), axis=0)
    return {
        "group": f"non_us_img/{specialty} 2026",
        "counts": list(range(1, SHOWN + 1)),
        **{name: _plain(x) for name, x in (("model", share.mean(axis=0)), ("low", low), ("high", high))},
        "families": {name: _plain(curve(family, row)) for name, family in FAMILIES.items()},
    }


def _plain(values: Array) -> list[float]:
    return [round(float(x), 4) for x in values]
