"""Published tables as read: their columns, and their rows as tuples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

RANKS_COLUMNS = ("specialty", "applicant_group", "contiguous_ranks", "matched", "not_matched")
OUTCOMES = ("matched", "not_matched")
MEASURES = ("contiguous_ranks", "step2ck")
STATISTICS = ("mean", "sd", "q1", "median", "q3")


def _block(measure: str) -> tuple[str, ...]:
    return tuple(f"{measure}_{outcome}_{part}" for outcome in OUTCOMES for part in ("n", *STATISTICS))


CHARTING_COLUMNS = ("specialty", "matched", "not_matched", *_block("contiguous_ranks"))
SCORE_COLUMNS = _block("step2ck")


class RanksRow(NamedTuple):
    """People with so many contiguous ranks: `first` to `last`, or `first` or more where `last` is None."""

    line: int
    spelling: str
    specialty: str
    group: str
    year: int
    first: int
    last: int | None
    matched: int
    not_matched: int


class Moments(NamedTuple):
    """What is told of one quantity among `n` people; None where it is not given."""

    n: int
    mean: float | None
    sd: float | None
    q1: float | None
    median: float | None
    q3: float | None


class ChartingRow(NamedTuple):
    """One specialty: people by outcome, and `moments[measure, outcome]` where any are given.

    `measure` is contiguous_ranks or step2ck, `outcome` matched or not_matched.
    """

    line: int
    spelling: str
    specialty: str
    group: str
    year: int
    matched: int | None
    not_matched: int | None
    moments: dict[tuple[str, str], Moments]


@dataclass(frozen=True)
class RanksTable:
    """People by number of ranks and outcome.

    Attributes
    ----------
    file : str
        As the user named it.
    rows : tuple of RanksRow
        At least one.
    skipped : int
        Figures that are not given.
    warnings : tuple of str
    """

    file: str
    rows: tuple[RanksRow, ...]
    skipped: int
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class ChartingTable:
    """Moments and quartiles by outcome; attributes as `RanksTable`, rows of ChartingRow."""

    file: str
    rows: tuple[ChartingRow, ...]
    skipped: int
    warnings: tuple[str, ...]
