"""One row of a published table: its cells to numbers and keys, every fault noted with its column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulator.errors import MISSING, Fault
from simulator.scenario.groups import APPLICANT_GROUPS, group_key
from simulator.scenario.specialties import specialty_key
from simulator.scenario.suggest import did_you_mean

if TYPE_CHECKING:
    from simulator.scenario.nodes import Place

MAX_COUNT = 10_000_000
MAX_RANKS = 500
MAX_SCORE = 300
YEARS = (1952, 2100)

_NOT_GIVEN = frozenset({"", "na", "n/a", "-", "--", "*", ".", "\u2013", "\u2014"})
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]{0,12})?")
_RANKS = re.compile(r"(?P<low>[0-9]{1,6})(?:\.0+)?\s*(?P<more>\+|or more|(?:-|\u2013)\s*(?P<high>[0-9]{1,6}))?")


@dataclass
class Record:
    """One row: its cells by column, and what has been found in them so far.

    Attributes
    ----------
    cells : dict of str to str
        Text by column, stripped.
    place : Place
        File and line.
    faults : list of Fault
        Shared by all rows of the file.
    skipped : int
        How many of the figures asked for are not given.
    """

    cells: dict[str, str]
    place: Place
    faults: list[Fault]
    skipped: int = field(default=0)

    def fault(self, column: str, message: str, got: object = MISSING, allowed: str = "", hint: str = "") -> None:
        """Note what is wrong in a column."""
        self.faults.append(
            Fault(message, self.place.file, self.place.line, field=column, got=got, allowed=allowed, hint=hint)
        )

    def count(self, column: str) -> int | None:
        """Return a number of people; None where it is not given, or is faulty."""
        value = self.number(column, 0, MAX_COUNT, whole=True)
        return None if value is None else int(value)

    def number(self, column: str, low: float, high: float, *, whole: bool = False) -> float | None:
        """Return a number within bounds; None where it is not given (counted), or is faulty (noted).

        Parameters
        ----------
        column : str
        low, high : float
            What is allowed.
        whole : bool
            Whether it must be a whole number.
        """
        text = self.cells.get(column, "")
        if text.casefold() in _NOT_GIVEN:
            self.skipped += 1
            return None
        value = float(text.replace(",", "")) if _NUMBER.fullmatch(text) else None
        message = _wrong(value, low, high, whole=whole)
        if message:
            kind = "a whole number" if whole else "a number"
            self.fault(column, message, text, f"{kind} from {low:,} to {high:,}, or an empty cell where it is not told")
            return None
        return value

    def ranks(self) -> tuple[int, int | None] | None:
        """Return the first and the last number of contiguous ranks of the row; the last is None for "16+"."""
        text = self.cells["contiguous_ranks"]
        found = _RANKS.fullmatch(text.casefold())
        low = int(found["low"]) if found else 0
        high = int(found["high"]) if found and found["high"] else low
        if not 1 <= low <= high <= MAX_RANKS:
            allowed = f"1 to {MAX_RANKS}, or such as '16+'"
            self.fault("contiguous_ranks", "is not a number of ranks", text, allowed)
            return None
        is_open = bool(found and found["more"] and not found["high"])
        return low, None if is_open else high

    def specialty(self) -> str:
        """Return the key of the row's specialty; its own spelling where it is not known here."""
        text = " ".join(self.cells["specialty"].split())
        if not text:
            self.fault("specialty", "is missing", hint="Name the specialty in every row.")
        return specialty_key(text) or text

    def group(self, default: str | None) -> str:
        """Return the key of the row's group of applicants; `default` where the table has no such column."""
        text = self.cells.get("applicant_group")
        if text is None and default is not None:
            return default
        key = group_key(text or "")
        if key is None:
            allowed = ", ".join(APPLICANT_GROUPS)
            self.fault("applicant_group", "unknown group", text, allowed, did_you_mean(text, APPLICANT_GROUPS))
        return key or ""

    def year(self, default: int) -> int:
        """Return the row's year; `default` where the table has no such column, or the cell is empty."""
        if self.cells.get("year", "").casefold() in _NOT_GIVEN:
            return default
        text = self.cells["year"]
        if not (re.fullmatch(r"[0-9]{4}", text) and YEARS[0] <= int(text) <= YEARS[1]):
            self.fault("year", "is not a year of the Match", text, f"{YEARS[0]} to {YEARS[1]}")
            return default
        return int(text)

    def not_over(self, column: str, part: int | None, total: str) -> None:
        """Note a count that is over a total that the row itself gives."""
        told = self.cells.get(total, "").casefold() not in _NOT_GIVEN
        whole = self.count(total) if told else None
        if part is not None and whole is not None and part > whole:
            self.fault(column, f"is more than {total}", part, f"at most {whole:,}")


def _wrong(value: float | None, low: float, high: float, *, whole: bool) -> str:
    """Say what is wrong with a number, or nothing."""
    if value is None:
        return "is not a number"
    if value < 0 <= low:
        return "is negative"
    if not low <= value <= high:
        return "is out of range"
    return "is not a whole number" if whole and value != int(value) else ""
