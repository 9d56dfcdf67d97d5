"""Numbers that are typed behind an option: read, or refused with what was typed and what is allowed."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable

_WHOLE = re.compile(r"[-+]?\d{1,30}")
_MONEY = re.compile(r"\$?\s*\d{1,3}(,\d{3})+(\.\d*)?|\$\s*\d+(\.\d*)?")


def whole(option: str, low: int | None = None, high: int | None = None) -> Callable[[str], int]:
    """Return what reads a whole number behind an option.

    Parameters
    ----------
    option : str
        As it is typed, such as ``--seed``.
    low, high : int, optional
        Bounds, both allowed.

    Raises
    ------
    InputError
        By what is returned: text, a number with a point, or one out of bounds.
    """

    def read(text: str) -> int:
        typed = str(text).strip()
        if not _WHOLE.fullmatch(typed):
            raise InputError(Fault("must be a whole number", field=option, got=str(text), allowed=_allowed(low, high)))
        number = int(typed)
        if (low is not None and number < low) or (high is not None and number > high):
            raise InputError(Fault("is out of range", field=option, got=number, allowed=_allowed(low, high)))
        return number

    return read


def number(option: str, allowed: str) -> Callable[[str], float]:
    """Return what reads a number behind an option.

    Parameters
    ----------
    option : str
        As it is typed.
    allowed : str
        What to write, in words.

    Raises
    ------
    InputError
        By what is returned: text that is no finite number.
    """

    def read(text: str) -> float:
        typed = str(text).strip()
        try:
            found = float(typed)
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            hint = "Write it without a dollar sign and without commas." if _MONEY.fullmatch(typed) else ""
            raise InputError(Fault("must be a number", field=option, got=str(text), allowed=allowed, hint=hint))
        return found

    return read


def _allowed(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return "a whole number" if low is None else f"a whole number, {low} or more"
    return f"a whole number from {low} to {high:,}"
