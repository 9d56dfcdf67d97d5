"""Lists put in order of their rank column, and ranks or names that stand in a list twice."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulator.scenario.match_findings import Findings, Hint, repeated

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Integers = npt.NDArray[np.int32] | npt.NDArray[np.int64]
MAX_RANK = 10**9 - 1


class Lists(NamedTuple):
    """Lists one after another.

    Attributes
    ----------
    start : int64 array, shape (lists + 1,)
        List i is `items[start[i]:start[i + 1]]`.
    items : int32 array, shape (entries,) or (entries, 2)
        Most preferred first.
    ranks : int32 array, shape (entries,)
        The rank that the file gives.
    """

    start: Int64s
    items: Int32s
    ranks: Int32s


def in_order(owners: Int32s, ranks: Int32s, items: Int32s, n_owners: int) -> Lists:
    """Put entries together by owner, in order of rank.

    Parameters
    ----------
    owners, ranks : int32 array, shape (entries,)
    items : int32 array, shape (entries,) or (entries, 2)
    n_owners : int

    Returns
    -------
    Lists
    """
    keys = owners.astype(np.int64) * (MAX_RANK + 1) + ranks
    order = slice(None) if np.all(keys[1:] >= keys[:-1]) else np.argsort(keys, kind="stable")
    counts = np.bincount(owners, minlength=n_owners)
    return Lists(np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), items[order], ranks[order])


def refuse_repeats(
    findings: Findings,
    rows: Int64s,
    owners: Integers,
    ranks: Int32s,
    items: Integers,
    n_items: int,
    field: str,
    what: str = "is ranked twice in this list",
) -> None:
    """Note ranks and entries that stand twice in one list.

    Parameters
    ----------
    findings : Findings
    rows : int64 array, shape (n,)
        Rows of the table that are looked at, rising.
    owners, ranks, items : int array, shape (n,)
        Whose list, which rank, and what is ranked, as numbers below `n_items`.
    n_items : int
    field : str
        The column that is shown for an entry that stands twice.
    what : str
        What is said of it.
    """
    wide = owners.astype(np.int64)
    of_rank = repeated(wide * (MAX_RANK + 1) + ranks, rows)
    of_item = repeated(wide * n_items + items.astype(np.int64), rows)

    def earlier(first: dict[int, int]) -> Hint:
        return lambda row: f"See line {findings.table.line(first[row])}."

    findings.note(sorted(of_item), what, field, hint=earlier(of_item))
    only = sorted(set(of_rank) - set(of_item))
    findings.note(only, "is a rank that this list has already", "rank", "each rank once", earlier(of_rank))
