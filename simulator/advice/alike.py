"""Look-alikes: programs whose names differ only by a number at the end and that share all that is shown.

Such programs come from a count in the file ("80 more like this"). One row says what eighty would, and
the mean over eighty has less sampling noise than any one of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from simulator.outcomes.result import RunResult

_NUMBERED = re.compile(r"(.*\S)\s+#?\d+")
#: Standard errors of a sampled chance within which neighbours pass as the same.
SAME = 6.0
_SHARED = ("specialty", "setting", "track", "status")


class Kind(NamedTuple):
    """Programs of one kind, mostly a single one.

    Attributes
    ----------
    name : of the program, or what the names have in common
    members : names of the programs, in their order
    status, filtered : what they share
    invite, match : mean sampled probabilities, 0-1
    ranked : probability of a place high enough after an interview, exact; NaN without interviews
    pool : how many people the program interviews; NaN if it is out of the season
    """

    name: str
    members: tuple[str, ...]
    status: str
    filtered: tuple[str, ...]
    invite: float
    match: float
    ranked: float
    pool: float


def stem(name: str) -> str:
    """Return a name without the number at its end."""
    found = _NUMBERED.fullmatch(" ".join(name.split()))
    return found[1] if found else name


def gathered(names: Iterable[str]) -> list[str]:
    """Return names in their order, those alike but for a number as one: "Lakeside IM (15 programs)".

    Parameters
    ----------
    names : iterable of str
        Programs of which everything else that is said agrees.
    """
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(stem(name), []).append(name)
    return [f"{common} ({len(found):,} programs)" if len(found) > 1 else found[0] for common, found in groups.items()]


def kinds(result: RunResult) -> list[Kind]:
    """Return the programs of a result with look-alikes together, in the order of the first of each.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    """
    table = result.by_program
    same: dict[tuple[object, ...], list[int]] = {}
    shared = zip(*(table[column] for column in _SHARED), strict=True)
    exact = table["ranked_to_match_exact"].fillna(-1.0).round(6)
    rows = zip(table["program"], shared, table["filtered"], exact, table["interviewed_pool"].fillna(-1), strict=True)
    for place, (name, facts, reasons, ranked, pool) in enumerate(rows):
        same.setdefault((stem(str(name)), facts, tuple(map(str, reasons)), ranked, pool), []).append(place)
    invite = table["invite_probability"].to_numpy()
    groups = [group for places in same.values() for group in _split(places, invite, result.replicates)]
    return [_kind(table.iloc[group]) for group in sorted(groups)]


def _split(places: list[int], chance: NDArray[np.float64], replicates: int) -> Iterator[list[int]]:
    """Yield groups of places whose sampled chances follow each other within sampling noise."""
    group: list[int] = []
    for place in sorted(places, key=lambda place: float(chance[place])):
        if group:
            low, high = chance[group[-1]], chance[place]
            middle = (low + high) / 2
            if high - low > SAME * math.sqrt(middle * (1 - middle) / replicates) + 1 / replicates:
                yield sorted(group)
                group = []
        group.append(place)
    yield sorted(group)


def _kind(rows: pd.DataFrame) -> Kind:
    first = rows.iloc[0]
    names = tuple(str(name) for name in rows["program"])
    ranked = float(first["ranked_to_match_exact"])
    possible = ranked > 0 or bool((rows["interview_probability"] > 0).any())
    return Kind(
        name=names[0] if len(names) == 1 else stem(names[0]),
        members=names,
        status=str(first["status"]),
        filtered=tuple(map(str, first["filtered"])),
        invite=float(rows["invite_probability"].mean()),
        match=float(rows["match_probability"].fillna(0.0).mean()),
        ranked=ranked if possible else math.nan,
        pool=float(first["interviewed_pool"]),
    )
