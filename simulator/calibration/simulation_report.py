"""What simulation-based calibration found: whether the places of the truths are even, and intervals cover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

BINS = 8
LEVELS = (0.5, 0.9)
FALSE_ALARM = 0.05


def p_values(places: Array) -> Array:
    """Test places for being even on (0, 1): eight bins, their mean, and their spread.

    Parameters
    ----------
    places : array (N, Q)
        Of N rounds and Q quantities.

    Returns
    -------
    array (3, Q)
        Chi-square over eight bins (too wide or too narrow in any way); mean (biased); mean
        squared distance from the middle (draws too wide or too narrow). The last two by their
        normal limits.
    """
    n = len(places)
    counts = np.stack([np.histogram(column, BINS, (0.0, 1.0))[0] for column in places.T], axis=1)
    chi = ((counts - n / BINS) ** 2 / (n / BINS)).sum(axis=0)
    shift = (places.mean(axis=0) - 0.5) * np.sqrt(12 * n)
    spread = (((places - 0.5) ** 2).mean(axis=0) - 1 / 12) * np.sqrt(180 * n)
    two_sided = [2 * special.ndtr(-np.abs(z)) for z in (shift, spread)]
    return np.stack([special.chdtrc(BINS - 1, chi), *two_sided])


def holm(p: Array) -> Array:
    """Adjust p-values for a whole family of claims (Holm 1979); any shape."""
    flat = p.ravel()
    order = np.argsort(flat)
    stepped = np.maximum.accumulate(flat[order] * np.arange(flat.size, 0, -1))
    found = np.empty(flat.size)
    found[order] = np.minimum(stepped, 1.0)
    return found.reshape(p.shape)


def coverage(places: Array, level: float) -> Array:
    """Share of rounds whose central interval of a level holds the truth, by quantity (Q,)."""
    return np.asarray((np.abs(places - 0.5) <= 0.5 * level).mean(axis=0))


def matrix(rounds: Sequence[dict[str, Any]]) -> tuple[list[str], Array]:
    """Names of the quantities, and places (N, Q)."""
    names = list(rounds[0]["places"])
    return names, np.array([[r["places"][name] for name in names] for r in rounds])


def summary(rounds: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Summarise the rounds.

    Parameters
    ----------
    rounds : sequence of dict
        From `simulation_check.one_round`.

    Returns
    -------
    dict
        Coverage over all quantities and its range over them, the smallest p-values as they are
        and for the whole family, and the quantities that fail it.
    """
    names, places = matrix(rounds)
    p = p_values(places)
    adjusted = holm(p)
    worst = np.argsort(p.min(axis=0))[:5]
    covered = {f"{level:.0%}": coverage(places, level) for level in LEVELS}
    return {
        "rounds": len(rounds),
        "quantities": len(names),
        "divergences": sum(r["divergences"] for r in rounds),
        "coverage": {k: [round(float(f(v)), 3) for f in (np.mean, np.min, np.max)] for k, v in covered.items()},
        "smallest p": {names[k]: round(float(p[:, k].min()), 5) for k in worst},
        "smallest p of the family": round(float(adjusted.min()), 4),
        "failed": [names[k] for k in np.flatnonzero(adjusted.min(axis=0) < FALSE_ALARM)],
    }
