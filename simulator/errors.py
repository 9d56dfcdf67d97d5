"""One message format for everything that can be wrong with an input.

A fault is one line: ``file:line:col: field: what (got X). Allowed: ... Did you mean ...?``
An :class:`InputError` carries every fault of a file at once and shows the first twenty.
Whatever a user's file contains, a rendered fault stays one line of printable text.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

MAX_VALUE_CHARACTERS = 60
MAX_FAULTS_SHOWN = 20
_MAX_PART_CHARACTERS = 1000
_MAX_INTEGER_BITS = 190


class Missing(enum.Enum):
    """The type of :data:`MISSING`; an enum so that it survives pickling as itself."""

    MISSING = "missing"


MISSING = Missing.MISSING
"""Stands for "no value to show", where ``None`` is a value a user may have written."""


def one_line(text: str, limit: int = _MAX_PART_CHARACTERS) -> str:
    """Make any text safe to print on one line of a terminal.

    Parameters
    ----------
    text : str
        Text that may hold line breaks, control characters or lone surrogates.
    limit : int
        Longest result in characters; what is over is replaced by ``...``.

    Returns
    -------
    str
        Printable text in which every other character is shown as its escape.
    """
    escaped = "".join(map(_visible, text[: limit + 1]))
    return escaped if len(escaped) <= limit else escaped[: limit - 3] + "..."


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")


def shown(value: object) -> str:
    """Render a value of a user's file for an error message.

    Parameters
    ----------
    value : object
        Whatever was found: text, number, list, mapping or anything else.

    Returns
    -------
    str
        At most 60 characters (and quotes around text), spelled as in YAML:
        ``true``, ``null``, ``'text'``, ``a list of 3 values``.
    """
    if isinstance(value, str):
        return f"'{one_line(value, MAX_VALUE_CHARACTERS)}'"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float | date):
        return _shown_number(value)
    return _shown_container(value)


def _shown_number(value: float | date) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and value.bit_length() > _MAX_INTEGER_BITS:
        digits = int(value.bit_length() * math.log10(2)) + 1
        return f"a whole number of about {digits} digits"
    return one_line(str(value), MAX_VALUE_CHARACTERS)


def _shown_container(value: object) -> str:
    if isinstance(value, Mapping):
        return f"a mapping of {len(value)} key{'s' * (len(value) != 1)}"
    if isinstance(value, Sequence | AbstractSet) and not isinstance(value, bytes):
        return f"a list of {len(value)} value{'s' * (len(value) != 1)}"
    return f"a value of type {one_line(type(value).__name__, MAX_VALUE_CHARACTERS)}"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with an input, and where.

    Attributes
    ----------
    message : str
        What is wrong, without the value.
    file : str
        The file as the user named it; empty when there is none.
    line, column : int or None
        Position counted from 1; None when not known.
    field : str
        Path of the value, such as ``programs[3].step2_ck`` (indices from 0).
    got : object
        The offending value; :data:`MISSING` when there is none to show.
    allowed : str
        What would have been accepted.
    hint : str
        A whole sentence that helps, such as ``Did you mean 'community'?``
    """

    message: str
    file: str = ""
    line: int | None = None
    column: int | None = None
    field: str = ""
    got: object = MISSING
    allowed: str = ""
    hint: str = ""

    def render(self) -> str:
        """Return the fault as one printable line.

        Returns
        -------
        str
            ``file:line:col: field: message (got X). Allowed: ... hint``; parts
            that are not known are left out.
        """
        got = "" if self.got is MISSING else f" (got {shown(self.got)})"
        what = f"{one_line(self.message).rstrip('.')}{got}."
        allowed = f"Allowed: {one_line(self.allowed).rstrip('.')}." if self.allowed else ""
        said = " ".join(part for part in (what, allowed, one_line(self.hint)) if part)
        return ": ".join(part for part in (self._place(), one_line(self.field), said) if part)

    def _place(self) -> str:
        if not self.file:
            return "" if self.line is None else f"line {self.line}"
        numbers = [str(n) for n in (self.line, self.column) if n is not None]
        return ":".join([one_line(self.file), *numbers])


class InputError(Exception):
    """What a user gave cannot be used; every reason at once (exit code 2).

    Parameters
    ----------
    faults : Fault or iterable of Fault
        At least one fault, in the order in which they should be shown.
    n_others : int
        How many more there are that are only counted: a file may hold millions.

    Attributes
    ----------
    faults : tuple of Fault
        All but the others, also those that ``str()`` leaves out.
    n_others : int
    """

    def __init__(self, faults: Fault | Iterable[Fault], n_others: int = 0) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        self.n_others = n_others
        super().__init__(self.faults, n_others)

    def __str__(self) -> str:
        """Return the first 20 faults, one a line, then ``and N more``."""
        lines = [fault.render() for fault in self.faults[:MAX_FAULTS_SHOWN]]
        n_more = len(self.faults) - len(lines) + self.n_others
        return "\n".join([*lines, f"and {n_more} more"] if n_more > 0 else lines)
