"""The published figures of the fit as arrays, and which kinds of people each is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.calibration.families import SHOWN, envelope
from simulator.calibration.joint.levels import TYPES, Kind
from simulator.model.evidence import evidence
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Array = NDArray[np.float64]

BINS = 16
OLD = 2007
OUTCOMES = ("matched", "not_matched")
MOMENTS = ("n", "mean", "sd", "q1", "median", "q3")
INDEPENDENTS = ("non_us_img", "us_img", "other")
OTHER_THAN_PREFERRED = "types_2025"


class Figures(NamedTuple):
    """What was published, and of whom.

    Attributes
    ----------
    specialties : names, in the order of the parameters' columns
    kinds : kinds of people that any figure is about
    us_of : (U,) kind of each 2007 panel of US seniors; us_by_ranks (U, 16, 2) people matched and not
    mixed_of : (I, 3) kinds among the independents of each panel; mixed_by_ranks (I, 16, 2)
    scored_of : (S, 3) the same for the panels by score; scored (S, B, 2); bands (S, B - 1) edges as z-scores
    today_of : (T,) non-US IMGs of 2026; outcome (T, 2) people; ranks, scores (T, 2, 6) moments by outcome
    types_of : (Y, 4) kinds by type of 2025; types (Y, 4, 2) applicants and matched
    rebuilt_of : (C,) kinds of 2026 of whom very many are described; rebuilt (C, 2, 15) lowest and highest
        share matched by number of ranks over four reconstructions from their moments
    """

    specialties: tuple[str, ...]
    kinds: tuple[Kind, ...]
    us_of: Ints
    us_by_ranks: Array
    mixed_of: Ints
    mixed_by_ranks: Array
    scored_of: Ints
    scored: Array
    bands: Array
    today_of: Ints
    outcome: Array
    ranks: Array
    scores: Array
    types_of: Ints
    types: Array
    rebuilt_of: Ints
    rebuilt: Array


def independent_shares() -> Array:
    """Shares of `INDEPENDENTS` among the independent applicants of 2007."""
    given = table("nrmp_2026")["given"]["independent_applicants"]
    return np.array([given[name] for name in INDEPENDENTS])


def figures(leave_out: Collection[str] = ()) -> Figures:
    """Collect the figures of the fit.

    Parameters
    ----------
    leave_out : collection of str
        Specialties whose figures are not to be learned from.

    Returns
    -------
    Figures
    """
    kinds: dict[Kind, int] = {}

    def of(specialty: str, applicant_type: str, year: int) -> int:
        return kinds.setdefault(Kind(specialty, applicant_type, year > OLD), len(kinds))

    by_ranks = _kept("match_by_ranks_2007", leave_out)
    us, us_y = _panels(by_ranks[by_ranks["applicant_group"] == "us_senior"])
    mixed, mixed_y = _panels(by_ranks[by_ranks["applicant_group"] == "independent_applicant"])
    by_score = _kept("match_by_step2_2007", leave_out)
    scored, scored_y = _panels(by_score[by_score["score_band"] != "unknown"])
    today = _kept("charting_non_us_img_2026", leave_out)
    many = today[(today[_described()] >= table("nrmp_2026")["given"]["rebuilt"]["fewest"]).all(axis=1)]
    types, types_y = _types(_kept(OTHER_THAN_PREFERRED, leave_out))
    found = {
        "us_of": _ints([of(s, "us_md", 2007) for s in us]),
        "mixed_of": _ints([[of(s, t, 2007) for t in INDEPENDENTS] for s in mixed]),
        "scored_of": _ints([[of(s, t, 2007) for t in INDEPENDENTS] for s in scored]),
        "today_of": _ints([of(s, "non_us_img", 2026) for s in today["specialty"]]),
        "rebuilt_of": _ints([of(s, "non_us_img", 2026) for s in many["specialty"]]),
        "types_of": _ints([[of(s, t, 2026) for t in TYPES[:4]] for s in types]),
    }
    ranks, scores = (_moments(today, what) for what in ("contiguous_ranks", "step2ck"))
    specialties = tuple(dict.fromkeys(kind.specialty for kind in kinds))
    return Figures(
        specialties=specialties, kinds=tuple(kinds), us_by_ranks=us_y, mixed_by_ranks=mixed_y, scored=scored_y,
        bands=_bands(scored_y), outcome=today[list(OUTCOMES)].to_numpy(dtype=np.float64), ranks=ranks, scores=scores,
        types=types_y, rebuilt=_rebuilt(many), **found,
    )  # fmt: skip


def _ints(values: list[int] | list[list[int]]) -> Ints:
    return np.array(values, dtype=np.int64)


def _kept(name: str, leave_out: Collection[str]) -> pd.DataFrame:
    whole = evidence(name)
    return whole[~whole["specialty"].isin(list(leave_out))]


def _panels(rows: pd.DataFrame) -> tuple[list[str], Array]:
    """Specialties and (n, classes, 2) people matched and not, in the file's order."""
    names = list(dict.fromkeys(rows["specialty"]))
    counts = [rows.loc[rows["specialty"] == s, list(OUTCOMES)].to_numpy(dtype=np.float64) for s in names]
    return names, np.stack(counts)


def _moments(rows: pd.DataFrame, what: str) -> Array:
    """Moments by outcome, (n, 2, 6); NaN where not published."""
    columns = [[f"{what}_{outcome}_{m}" for m in MOMENTS] for outcome in OUTCOMES]
    return np.stack([rows[names].to_numpy(dtype=np.float64) for names in columns], axis=1)


def _described() -> list[str]:
    return [f"contiguous_ranks_{outcome}_n" for outcome in OUTCOMES]


def _rebuilt(rows: pd.DataFrame) -> Array:
    """Envelopes of the rows' curves, (C, 2, 15)."""
    numbers = rows.select_dtypes("number")
    every = [envelope(dict(zip(numbers.columns, row, strict=True))) for row in numbers.to_numpy(dtype=np.float64)]
    return np.stack(every) if every else np.zeros((0, 2, SHOWN))


def _types(rows: pd.DataFrame) -> tuple[list[str], Array]:
    names = list(dict.fromkeys(rows["specialty"]))
    wide = rows.set_index(["specialty", "applicant_type"])[["applicants", "matched"]]
    return names, np.array([[wide.loc[(s, t)].to_numpy(dtype=np.float64) for t in TYPES[:4]] for s in names])


def _bands(counts: Array) -> Array:
    """Edges of the score bands as z-scores among the people of each panel, (S, 9).

    Open bands have a stated middle.
    """
    told = table("nrmp_2026")["given"]["score_bands"]
    edges = told["first_edge"] + told["width"] * np.arange(counts.shape[1] - 1)
    ends = edges[0] - told["below_first"], edges[-1] + told["above_last"]
    middle = np.concatenate([[ends[0]], 0.5 * (edges[1:] + edges[:-1]), [ends[1]]])
    people = counts.sum(axis=2)
    mean = (people * middle).sum(axis=1) / people.sum(axis=1)
    sd = np.sqrt((people * (middle - mean[:, None]) ** 2).sum(axis=1) / people.sum(axis=1))
    return np.asarray((edges - mean[:, None]) / sd[:, None])
