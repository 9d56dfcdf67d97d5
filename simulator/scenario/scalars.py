"""What an unquoted word of YAML stands for: the core schema of YAML 1.2.2, section 10.3.2.

``no`` and ``on`` stay text, and so does ``2026-11-15``; the schema decides what is a date.
"""

from __future__ import annotations

import re

_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)")
_WORDS: dict[str, bool | float | None] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
MAX_DIGITS = 60


class TooManyDigitsError(ValueError):
    """A number longer than any field of a scenario can use."""


def plain_scalar(text: str) -> str | float | bool | None:
    """Return the value of an unquoted YAML scalar.

    Parameters
    ----------
    text : str
        The scalar as the parser hands it over.

    Returns
    -------
    str, int, float, bool or None
        By the core schema of YAML 1.2.

    Raises
    ------
    TooManyDigitsError
        For a number of more than 60 characters.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    return _number(text)


def _number(text: str) -> str | float:
    base = 10 if _INTEGER.fullmatch(text) else 8 if _OCTAL.fullmatch(text) else 0
    base = 16 if _HEXADECIMAL.fullmatch(text) else base
    if not base and not _FLOAT.fullmatch(text):
        return float(text.replace(".", "", 1)) if _INFINITE.fullmatch(text) else text
    if len(text) > MAX_DIGITS:
        raise TooManyDigitsError
    return int(text.replace("0o", "").replace("0x", ""), base) if base else float(text)
