"""How much of the published curve is selection: people with more interviews, against more for one person.

Under each assumption: the share matched among people with 3 and with 8 ranks, and the chance
of a person who has 3 interviews as it is and had he or she been given 8. The first two are
about different people, the last two about one. No figure settles the last; the assumptions
bracket it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.calibration.joint.backend import numpy_backend
from simulator.calibration.joint.levels import Kind
from simulator.calibration.joint.people import Nodes, Traits, by_ranks, interviews_at, nodes
from simulator.calibration.predict import draws_of, traits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulator.calibration.predict import Fit

    Array = NDArray[np.float64]

MOST = 40
TAILS = (0.05, 0.95)


class Moved(NamedTuple):
    """Chances (0-1) in every draw, each (D,).

    Attributes
    ----------
    observed_few, observed_many : share matched among people with so many ranks
    same_few, same_many : chance of a person with the few interviews, as it is and with the many
    """

    observed_few: Array
    observed_many: Array
    same_few: Array
    same_many: Array


def moved(fit: Fit, kind: Kind, few: int = 3, many: int = 8) -> Moved:
    """Compare different people with one person.

    Parameters
    ----------
    fit : Fit
    kind : Kind
    few, many : int
        Numbers of ranks or interviews.

    Returns
    -------
    Moved
    """
    t = traits_of(draws_of(fit, kind.specialty), kind)
    at = nodes(t, numpy_backend())
    won, lost = by_ranks(t, at, MOST, numpy_backend())
    share = won / np.maximum(won + lost, 1e-300)
    weight = _those_with(t, at, few)
    same = [1 - (weight * at.fail**n).sum(axis=(1, 2)) for n in (few, many)]
    return Moved(share[:, few], share[:, many], *same)


def _those_with(t: Traits, at: Nodes, n: int) -> Array:
    """Weights of the nodes among people with n interviews, (D, A, E)."""
    chance = interviews_at(t, at.mean, n, numpy_backend())
    weight = at.weight * chance[:, :, None]
    return np.asarray(weight / weight.sum(axis=(1, 2), keepdims=True))


def table_of(fit: Fit, kind: Kind, prior: NDArray[np.int8], names: Sequence[str]) -> list[dict[str, Any]]:
    """Report the comparison under every assumption, and under their union.

    Parameters
    ----------
    fit : Fit
    kind : Kind
    prior : array (D,)
        Assumption of each draw.
    names : sequence of str

    Returns
    -------
    list of dict
        One row an assumption; every chance as (low, high) of 90%. There is no single number on
        purpose: the middle of the union means nothing.
    """
    found = moved(fit, kind)
    rows = [(name, prior == k) for k, name in enumerate(names)]
    rows.append(("all", np.ones(len(prior), dtype=bool)))
    return [{"assumption": name, **_row(found, chosen)} for name, chosen in rows]


def _row(found: Moved, chosen: NDArray[np.bool_]) -> dict[str, list[float]]:
    columns = {
        "observed_at_3": found.observed_few,
        "observed_at_8": found.observed_many,
        "same_person_at_3": found.same_few,
        "same_person_at_8": found.same_many,
        "gain_of_the_same_person": found.same_many - found.same_few,
        "difference_between_people": found.observed_many - found.observed_few,
    }
    return {k: [round(float(x), 3) for x in np.quantile(v[chosen], TAILS)] for k, v in columns.items()}
