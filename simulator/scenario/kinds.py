"""The kinds of value a field can hold, each with its check, its words and its JSON Schema.

A kind is an annotation: ``Annotated[int, Whole(1, 300)]``. Checks are strict: ``true`` is
not 1, ``"3"`` is not 3, and NaN and infinity are no numbers. A failed check says what is
wrong, what is allowed and, where one is near, what was probably meant.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from simulator.scenario.suggest import did_you_mean

CUSTOM = "scenario"
_Kept = TypeVar("_Kept")

_NUMBER = re.compile(r"[-+]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][-+]?\d{1,4})?|[-+]?(nan|inf|infinity)")


def wrong(message: str, allowed: str = "", hint: str = "", **got: object) -> PydanticCustomError:
    """Return the error by which a check says what is wrong, allowed and meant.

    ``got=`` names the offending value where it is only a part of what was checked.
    """
    context = {"message": message, "allowed": allowed, "hint": hint, **got}
    return PydanticCustomError(CUSTOM, "{message}", context)


def each_checked(check: Callable[[object], _Kept], values: Iterable[object]) -> tuple[_Kept, ...]:
    """Return the checked values; an error shows the value that failed, not the whole list."""
    return tuple(_one_checked(check, value) for value in values)


def _one_checked(check: Callable[[object], _Kept], value: object) -> _Kept:
    try:
        return check(value)
    except PydanticCustomError as problem:
        context = problem.context or {}
        raise wrong(**{"got": value, **context}) from None


class Kind:
    """What every kind shares: it plugs its ``check`` and ``json_schema`` into pydantic."""

    def check(self, value: object) -> object:
        """Return the value to keep, or raise :func:`wrong`."""
        raise NotImplementedError

    def json_schema(self) -> dict[str, object]:
        """Return the JSON Schema of what ``check`` accepts."""
        raise NotImplementedError

    def from_text(self, text: str) -> object:
        """Return what a cell of a CSV file stands for; text by default."""
        return text

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, object]:
        return self.json_schema()


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number from ``low`` to ``high``."""

    low: int
    high: int

    def check(self, value: object) -> int:
        """Return the number; a boolean, text or a number with a point is refused."""
        allowed = f"a whole number from {grouped(self.low)} to {grouped(self.high)}"
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong("must be a whole number", allowed, _number_hint(value))
        if not self.low <= value <= self.high:
            raise wrong("is out of range", allowed)
        return value

    def json_schema(self) -> dict[str, object]:
        """Return an integer with its bounds."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}

    def from_text(self, text: str) -> object:
        """Return the number; spreadsheets write 12.0 for 12, so a cell may too."""
        number = number_in(text)
        is_whole = isinstance(number, float) and number.is_integer()
        return int(number) if isinstance(number, float) and is_whole else number


@dataclass(frozen=True)
class Number(Kind):
    """A finite number from ``low`` to ``high``."""

    low: float
    high: float

    def check(self, value: object) -> float:
        """Return the number as a float; NaN, infinity, booleans and text are refused."""
        return _number_in_range(value, self.low, self.high, self.allowed())

    def allowed(self) -> str:
        """Return the range in words."""
        return f"a number from {self.low:g} to {self.high:g}"

    def json_schema(self) -> dict[str, object]:
        """Return a number with its bounds."""
        return {"type": "number", "minimum": self.low, "maximum": self.high}

    def from_text(self, text: str) -> object:
        """Return the number in a cell, or the text where there is none."""
        return number_in(text)


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few words."""

    words: tuple[str, ...]

    def check(self, value: object) -> str:
        """Return the word; any other value is refused with the nearest one."""
        if isinstance(value, str) and value in self.words:
            return value
        hint = did_you_mean("none" if value is None else value, self.words)
        raise wrong("unknown value", ", ".join(self.words), hint)

    def json_schema(self) -> dict[str, object]:
        """Return the words as an enum."""
        return {"type": "string", "enum": list(self.words)}


@dataclass(frozen=True)
class Level(Kind):
    """One of a few words, or a finite number from ``low`` to ``high``."""

    words: tuple[str, ...]
    low: float
    high: float
    whole: bool = False

    def check(self, value: object) -> str | float:
        """Return the word or the number (an int where ``whole``)."""
        if isinstance(value, str) and value in self.words:
            return value
        noun = "a whole number" if self.whole else "a number"
        allowed = f"{', '.join(self.words)}, or {noun} from {self.low:g} to {self.high:g}"
        if isinstance(value, str) or value is None:
            raise wrong("unknown value", allowed, did_you_mean(value, self.words))
        if self.whole and not isinstance(value, int):
            raise wrong("must be a word or a whole number", allowed)
        number = _number_in_range(value, self.low, self.high, allowed)
        return int(number) if self.whole else number

    def json_schema(self) -> dict[str, object]:
        """Return the words or the number."""
        number = {"type": "integer" if self.whole else "number"}
        bounds = {"minimum": self.low, "maximum": self.high}
        return {"anyOf": [{"type": "string", "enum": list(self.words)}, {**number, **bounds}]}

    def from_text(self, text: str) -> object:
        """Return the number in a cell, or its word."""
        return number_in(text)


@dataclass(frozen=True)
class Flag(Kind):
    """True or false."""

    def check(self, value: object) -> bool:
        """Return the boolean; 1, "yes" and the like are refused."""
        if isinstance(value, bool):
            return value
        raise wrong("must be true or false", "true, false")

    def json_schema(self) -> dict[str, object]:
        """Return a boolean."""
        return {"type": "boolean"}


def grouped(number: int) -> str:
    """Write a count with thousands separators, but a year without."""
    return str(number) if abs(number) < 10_000 else f"{number:,}"


def number_in(text: str) -> object:
    """Return the number that a cell holds, or the text itself where it holds none."""
    if len(text) > 60 or not _NUMBER.fullmatch(text.casefold()):
        return text
    return float(text) if not text.lstrip("+-").isdigit() else int(text)


def _number_in_range(value: object, low: float, high: float, allowed: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong("must be a number", allowed, _number_hint(value))
    if isinstance(value, float) and not math.isfinite(value):
        raise wrong("must be a finite number", allowed)
    if not low <= value <= high:
        raise wrong("is out of range", allowed)
    return float(value)


def _number_hint(value: object) -> str:
    if isinstance(value, str) and number_in(value.strip()) is not value.strip():
        return "Write it without quotes."
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return f"Write {int(value)}, without a decimal point."
    return ""
