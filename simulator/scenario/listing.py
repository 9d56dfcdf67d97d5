"""A tolerant view of the programs in a file, for checks across fields.

Checks that compare programs must also run when other parts of the file are wrong, so that
every fault is reported at once; they therefore read the raw values and skip what is faulty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from simulator.scenario.names import expanded_names
from simulator.scenario.nodes import Path
from simulator.scenario.program import MAX_PROGRAMS, natural_track
from simulator.scenario.specialties import specialty_key
from simulator.scenario.text_kinds import is_day
from simulator.scenario.vocabulary import DEFAULT_STATUS, STATUSES, TRACKS, UNRANKABLE_STATUSES


@dataclass(frozen=True)
class Entry:
    """One entry of a list of programs: where it stands and what can be read of it."""

    path: Path
    raw: Mapping[str, object]
    name: str | None
    count: int | None

    def text(self, key: str, default: str | None = None) -> str | None:
        """Return a text field, or the default where it is absent or no text."""
        value = self.raw.get(key, default)
        return value if isinstance(value, str) else default

    def day(self, key: str) -> str | None:
        """Return a date field as YYYY-MM-DD, or None where it is absent or no date."""
        value = self.text(key)
        return value if value is not None and is_day(value) else None

    @property
    def status(self) -> str | None:
        """The status, by default the schema's; None where it is faulty."""
        status = self.raw.get("status", DEFAULT_STATUS)
        return status if isinstance(status, str) and status in STATUSES else None

    @property
    def specialty(self) -> str | None:
        """The key of the specialty; None where it is faulty."""
        spelling = self.text("specialty")
        return None if spelling is None else specialty_key(spelling)

    @property
    def track(self) -> str | None:
        """The track, by default that of the specialty; None where it is faulty."""
        track = self.raw.get("track", natural_track(self.specialty))
        return track if isinstance(track, str) and track in TRACKS else None

    def names(self) -> tuple[str, ...]:
        """Return the names after expansion; empty where name or count is faulty."""
        if self.name is None or self.count is None:
            return ()
        return expanded_names(self.name, self.count)


class Listing(NamedTuple):
    """All entries of one person; ``whole`` is false where some could not be read."""

    path: Path
    entries: tuple[Entry, ...]
    whole: bool

    @property
    def n_programs(self) -> int:
        """Number of programs after expansion, as far as it can be read."""
        return sum(entry.count or 0 for entry in self.entries)

    @property
    def is_expandable(self) -> bool:
        """Whether the programs are few enough to be written out one by one."""
        return self.n_programs <= MAX_PROGRAMS

    def status_of(self) -> dict[str, str | None]:
        """Return the status of every program by its expanded name."""
        if not self.is_expandable:
            return {}
        return {name: entry.status for entry in self.entries for name in entry.names()}


def is_rankable(status: str | None) -> bool:
    """Whether a program of this status may stand on a rank order list."""
    return status not in UNRANKABLE_STATUSES


def listing(programs: object, path: Path) -> Listing:
    """Return the view of a raw list of programs.

    Parameters
    ----------
    programs : object
        What the file holds under ``programs``; None where it holds nothing.
    path : Path
        Where that is.

    Returns
    -------
    Listing
        With one entry for each mapping in the list.
    """
    items = programs if isinstance(programs, tuple) else () if programs is None else (programs,)
    entries = tuple(_entries(items, path))
    is_whole = len(entries) == len(items) and all(entry.names() for entry in entries)
    return Listing(path, entries, is_whole)


def _entries(items: tuple[object, ...], path: Path) -> Iterator[Entry]:
    for index, raw in enumerate(items):
        if isinstance(raw, dict):
            name, count = raw.get("name"), raw.get("count", 1)
            is_count = isinstance(count, int) and not isinstance(count, bool)
            yield Entry(
                (*path, index),
                raw,
                name if isinstance(name, str) and name else None,
                count if is_count and 1 <= count <= MAX_PROGRAMS else None,
            )
