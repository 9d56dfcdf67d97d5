"""Members of the market whom the season of one was asked about, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.market.cohort_counts import GROUPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from simulator.market.reliability import Checked


def people_table(seasons: Sequence[Checked], specialties: Sequence[str]) -> pd.DataFrame:
    """Put the people of all seasons into one table.

    Parameters
    ----------
    seasons : sequence of Checked
    specialties : sequence of str
        Those of the market, in its order.

    Returns
    -------
    DataFrame
        ``replicate``, ``type``, ``specialty`` (the first), ``ranks``, ``predicted``, ``matched``, ``weight``.
    """
    import pandas as pd

    sizes = [one.group.size for one in seasons]
    columns = {name: np.concatenate([getattr(one, name) for one in seasons]) for name in seasons[0]._fields}
    return pd.DataFrame(
        {
            "replicate": np.repeat(np.arange(len(seasons)), sizes),
            "type": np.array(GROUPS)[columns["group"]],
            "specialty": np.array(specialties)[columns["specialty"]],
            **{name: columns[name] for name in ("ranks", "predicted", "matched", "weight")},
        }
    )
