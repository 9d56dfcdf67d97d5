"""What becomes of each partner by the joint list, beside a list and a Match of his or her own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from simulator.outcomes.couple import PartnerAlone, standard_error
from simulator.outcomes.result import Estimate
from simulator.outcomes.uncertainty import interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulator.outcomes.couple import Refined

    Array = NDArray[np.float64]


class DrawnCouple(NamedTuple):
    """A couple under the draws of the parameters, D of them.

    Attributes
    ----------
    outcome : (D, 4) both, first only, second only, neither
    weight : (D,) in all 1
    alone : (D, 2) either partner alone, with the single list
    """

    outcome: Array
    weight: Array
    alone: Array


def partners(
    types: Sequence[str], alone: Sequence[Estimate], sampled: Array, refined: Refined, drawn: DrawnCouple, n: int
) -> tuple[PartnerAlone, PartnerAlone]:
    """Put both partners together, each alone and in the couple.

    Parameters
    ----------
    types : applicant types, first and second
    alone : of matching alone, first and second
    sampled : (4,) shares of the replicates
    refined : Refined
    drawn : DrawnCouple
    n : int
        Replicates.

    Returns
    -------
    (PartnerAlone, PartnerAlone)
    """
    first, second = (
        _partner(kind, own, side, sampled, refined, drawn, n)
        for side, (kind, own) in enumerate(zip(types, alone, strict=True))
    )
    return first, second


def _partner(
    kind: str, alone: Estimate, side: int, sampled: Array, refined: Refined, drawn: DrawnCouple, n: int
) -> PartnerAlone:
    mine = [0, 1 + side]
    share, exact = (float(min(part[mine].sum(), 1.0)) for part in (sampled, refined.outcome))
    matched = np.clip(drawn.outcome[:, mine].sum(axis=1), 0.0, 1.0)
    pair = np.stack([matched, drawn.alone[:, side] - matched], axis=1)
    low, high = interval(pair, drawn.weight, alone.level)
    error = float(standard_error(np.array(share), np.array(exact), n))
    found = Estimate(share, error, exact, float(low[0]), float(high[0]), alone.level)
    return PartnerAlone(kind, alone, exact, alone.exact - exact, found, float(low[1]), float(high[1]))


def positions(by_pair: pd.DataFrame, listed: Sequence[str]) -> pd.DataFrame:
    """Where on the first partner's list the match falls, by the joint list.

    Parameters
    ----------
    by_pair : DataFrame
        As `CoupleResult.by_pair`.
    listed : sequence of str
        The first partner's own list; programs that only the joint list names follow it.

    Returns
    -------
    DataFrame
        As `RunResult.by_position`; `exact` is the refined estimate.
    """
    found = by_pair.dropna(subset=["first"]).groupby("first", sort=False)[["probability", "refined"]].sum()
    names = list(dict.fromkeys([*listed, *found.index]))
    chances = found.reindex(names, fill_value=0.0).clip(0.0, 1.0)
    columns = {"position": range(1, len(names) + 1), "program": pd.Series(names, dtype=object)}
    return pd.DataFrame(columns | {"probability": chances["probability"].array, "exact": chances["refined"].array})
