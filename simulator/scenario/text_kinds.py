"""Kinds of value that are written as text: names, days and specialties."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from pydantic_core import PydanticCustomError

from simulator.scenario.kinds import Kind, each_checked, wrong
from simulator.scenario.specialties import SPECIALTIES, SPECIALTY_ALIASES, specialty_key
from simulator.scenario.suggest import did_you_mean

MAX_NAME_CHARACTERS = 200
FEW = 4  #: specialties named where a suggestion stands beside them

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Day(Kind):
    """A day of the calendar, written YYYY-MM-DD."""

    def check(self, value: object) -> date:
        """Return the date; a day that no calendar has is refused."""
        allowed = "a day as YYYY-MM-DD"
        if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
            raise wrong("must be a date", allowed)
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise wrong("is a day that no calendar has", allowed) from None

    def json_schema(self) -> dict[str, object]:
        """Return text in the format of a date."""
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


@dataclass(frozen=True)
class Text(Kind):
    """One line of text, not empty, without control or invisible characters."""

    limit: int = MAX_NAME_CHARACTERS

    def check(self, value: object) -> str:
        """Return the text as it stands."""
        if not isinstance(value, str):
            hint = "Put it in quotes." if isinstance(value, int | float) else ""
            raise wrong("must be text", f"1 to {self.limit} characters on one line", hint)
        if not 0 < len(value) <= self.limit:
            what = "is empty" if not value else f"is too long ({len(value):,} characters)"
            raise wrong(what, f"1 to {self.limit} characters on one line")
        self._check_visible(value)
        if value != value.strip():
            raise wrong("begins or ends with a space", hint="Take the space away.")
        return value

    def _check_visible(self, value: str) -> None:
        for character in () if value.isprintable() else value:
            if unicodedata.category(character) in _INVISIBLE:
                code = f"U+{ord(character):04X}"
                raise wrong(f"holds a character that cannot be seen, {code}", "one line of plain text")

    def json_schema(self) -> dict[str, object]:
        """Return text with its length."""
        return {"type": "string", "minLength": 1, "maxLength": self.limit}


def is_text(value: str, limit: int) -> bool:
    """Whether a text satisfies :class:`Text`."""
    return _passes(Text(limit), value)


def is_day(value: str) -> bool:
    """Whether a text satisfies :class:`Day`."""
    return _passes(Day(), value)


def _passes(kind: Kind, value: str) -> bool:
    try:
        kind.check(value)
    except PydanticCustomError:
        return False
    return True


@dataclass(frozen=True)
class SpecialtyName(Kind):
    """A specialty by its key or by any spelling that published tables use."""

    def check(self, value: object) -> str:
        """Return the key of the specialty."""
        key = specialty_key(value) if isinstance(value, str) else None
        if key is not None:
            return key
        spellings = [name for names in SPECIALTY_ALIASES.values() for name in names]
        hint = did_you_mean(value, [*spellings, *SPECIALTIES])
        if not hint:
            raise wrong("unknown specialty", ", ".join(SPECIALTIES))
        few = ", ".join(SPECIALTIES[:FEW])
        raise wrong("unknown specialty", f"{few} and {len(SPECIALTIES) - FEW} more ('matchsim schema' has them)", hint)

    def json_schema(self) -> dict[str, object]:
        """Return the keys, the common spellings, and room for the others, which only `check` can tell."""
        spellings = {name for names in SPECIALTY_ALIASES.values() for name in names}
        words = {name.casefold() for name in spellings if name.isalpha()} - set(SPECIALTIES)
        keys = {"enum": list(SPECIALTIES), "title": "specialty key"}
        others = {"enum": sorted(spellings | words), "title": "other spellings"}
        free = {"pattern": "[^a-z_]", "maxLength": 120, "title": "other spellings in any case and punctuation"}
        return {"type": "string", "anyOf": [keys, others, free]}


@dataclass(frozen=True)
class CountOrTexts(Kind):
    """A count from 0 to ``high``, or a list of at most that many short texts."""

    high: int

    def check(self, value: object) -> int | tuple[str, ...]:
        """Return the count, or the texts as a tuple."""
        allowed = f"a whole number from 0 to {self.high}, or a list of at most {self.high} texts"
        if isinstance(value, tuple) and len(value) <= self.high:
            return each_checked(Text().check, value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong("must be a count or a list of texts", allowed)
        if not 0 <= value <= self.high:
            raise wrong("is out of range", allowed)
        return value

    def json_schema(self) -> dict[str, object]:
        """Return the count or the list."""
        texts = {"type": "array", "maxItems": self.high, "items": Text().json_schema()}
        return {"anyOf": [{"type": "integer", "minimum": 0, "maximum": self.high}, texts]}
