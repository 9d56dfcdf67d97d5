"""Rows of published tables to tuples: what each format needs, repeated cells, and warnings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from simulator.errors import one_line
from simulator.scenario.published_record import MAX_RANKS, MAX_SCORE, Record
from simulator.scenario.published_tables import (
    MEASURES,
    OUTCOMES,
    STATISTICS,
    ChartingRow,
    ChartingTable,
    Moments,
    RanksRow,
    RanksTable,
)
from simulator.scenario.specialties import SPECIALTIES

if TYPE_CHECKING:
    from collections.abc import Iterator

RANKS_YEAR, CHARTING_YEAR, CHARTING_GROUP = 2007, 2026, "non_us_img"  # of tables that do not say
_LARGEST = {"contiguous_ranks": MAX_RANKS, "step2ck": MAX_SCORE}
_TOTALS = ("all_applicants", "total")
_MOST_NAMED = 5


def read_ranks(file: str, records: Sequence[Record]) -> RanksTable:
    """Read the rows of a table of people by number of ranks; faults are left in the records."""
    rows = [row for record in records if (row := _ranks_row(record)) is not None]
    _refuse_repeated_ranks(rows, records)
    return RanksTable(file, tuple(rows), _skipped(records), tuple(_warnings(rows)))


def _ranks_row(record: Record) -> RanksRow | None:
    specialty = record.specialty()
    group, year, ranks = record.group(None), record.year(RANKS_YEAR), record.ranks()
    matched, not_matched = _outcomes(record)
    if ranks is None or matched is None or not_matched is None:
        return None
    return RanksRow(record.place.line or 0, _spelling(record), specialty, group, year, *ranks, matched, not_matched)


def _outcomes(record: Record) -> tuple[int | None, int | None]:
    """Return how many matched and did not, each checked against the totals that the row gives."""
    counts = record.count("matched"), record.count("not_matched")
    for column, count in zip(OUTCOMES, counts, strict=True):
        for total in _TOTALS:
            record.not_over(column, count, total)
    return counts


def _spelling(record: Record) -> str:
    return " ".join(record.cells["specialty"].split())


def _refuse_repeated_ranks(rows: Iterable[RanksRow], records: Sequence[Record]) -> None:
    """Note each row that speaks of people of whom an earlier row speaks."""
    record_of = {record.place.line: record for record in records}
    panels: dict[tuple[str, str, int], list[RanksRow]] = {}
    for row in rows:
        panels.setdefault((row.spelling.casefold(), row.group, row.year), []).append(row)
    for panel in panels.values():
        for before, row in pairwise(sorted(panel, key=lambda r: (r.first, r.line))):
            if row.first <= (MAX_RANKS if before.last is None else before.last):
                record = record_of[max(row.line, before.line)]
                other = min(row.line, before.line)
                got = record.cells["contiguous_ranks"]
                record.fault(
                    "contiguous_ranks", f"the same people as in line {other}", got, "one row a number of ranks"
                )


def read_charting(file: str, records: Sequence[Record]) -> ChartingTable:
    """Read the rows of a table of moments by outcome; faults are left in the records."""
    rows = [_charting_row(record) for record in records]
    _refuse_repeated_people(rows, records)
    return ChartingTable(file, tuple(rows), _skipped(records), tuple(_warnings(rows)))


def _charting_row(record: Record) -> ChartingRow:
    specialty = record.specialty()
    group, year = record.group(CHARTING_GROUP), record.year(CHARTING_YEAR)
    counts = _outcomes(record)
    moments = {
        (measure, outcome): told
        for measure in MEASURES
        for outcome, people in zip(OUTCOMES, counts, strict=True)
        if (told := _moments(record, measure, outcome, people)) is not None
    }
    return ChartingRow(record.place.line or 0, _spelling(record), specialty, group, year, *counts, moments)


def _moments(record: Record, measure: str, outcome: str, people: int | None) -> Moments | None:
    """Return what is told of a measure; n is that of the outcome where the block does not say."""
    stem = f"{measure}_{outcome}"
    if f"{stem}_n" not in record.cells:
        return None
    before = record.skipped
    n = record.count(f"{stem}_n")
    record.skipped = before  # only figures to compare with are counted, and n is none
    least, largest = (0 if n == 0 else 1), _LARGEST[measure]
    bounds = {name: (0, largest) if name == "sd" else (least, largest) for name in STATISTICS}
    values = [record.number(f"{stem}_{name}", *bounds[name]) for name in STATISTICS]
    _refuse_disorder(record, stem, dict(zip(STATISTICS, values, strict=True)))
    n = people if n is None else n
    return None if not n or all(value is None for value in values) else Moments(n, *values)


def _refuse_disorder(record: Record, stem: str, value_of: dict[str, float | None]) -> None:
    told = [(name, value) for name in ("q1", "median", "q3") if (value := value_of[name]) is not None]
    for (lower, low), (upper, high) in pairwise(told):
        if high < low:
            record.fault(f"{stem}_{upper}", f"is below {stem}_{lower}", high, f"at least {low:g}")


def _refuse_repeated_people(rows: Sequence[ChartingRow], records: Sequence[Record]) -> None:
    first: dict[tuple[str, str, int], int] = {}
    for row, record in zip(rows, records, strict=True):
        people = (row.spelling.casefold(), row.group, row.year)
        if people in first and row.spelling:
            record.fault("specialty", f"the same people as in line {first[people]}", row.spelling, "one row each")
        first.setdefault(people, row.line)


def _skipped(records: Iterable[Record]) -> int:
    return sum(record.skipped for record in records)


def _warnings(rows: Sequence[RanksRow | ChartingRow]) -> Iterator[str]:
    """Name what was read, but with doubt."""
    unknown = list(dict.fromkeys(row.spelling for row in rows if row.specialty not in SPECIALTIES))
    if unknown:
        yield (
            f"Unknown specialties ({len(unknown)}): {_named(unknown)}. The prediction for a specialty without figures "
            "of its own is used; its intervals are wide."
        )
    spellings: dict[str, dict[str, None]] = {}
    for row in rows:
        spellings.setdefault(row.specialty, {})[row.spelling] = None
    for key, several in spellings.items():
        if len({spelling.casefold() for spelling in several}) > 1:
            yield f"Several names of this table mean {key}: {_named(list(several))}."


def _named(names: list[str]) -> str:
    named = ", ".join(one_line(name, 60) for name in names[:_MOST_NAMED])
    return f"{named} and others" if len(names) > _MOST_NAMED else named
