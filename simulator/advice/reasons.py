"""Why a program is closed, in a word or two: "visa", "score", "turned down"."""

from __future__ import annotations

from collections.abc import Sequence

#: How the sentence of a reason begins, and the short word for it.
BEGINNINGS = {
    "same day": "same day",
    "the program has turned": "turned down",
    "needs ": "visa",
    "H-1B needs": "visa",
    "Step 2 CK": "score",
    "years since graduation": "years",
    "months of US clinical experience": "experience",
}
#: Those that a program sets itself, on paper.
LIMITS = ("score", "years", "experience")
TURNED_DOWN = "turned the application down"


def words(reasons: Sequence[str]) -> list[str]:
    """Return the short words for the reasons of one program, without repeats; unknown ones have none.

    Parameters
    ----------
    reasons : sequence of str
        As in the column `filtered` of `RunResult.by_program`.
    """
    found = (short for text in reasons for start, short in BEGINNINGS.items() if str(text).startswith(start))
    return list(dict.fromkeys(found))


def closed(reasons: Sequence[str]) -> str:
    """Return "closed (visa)", by the first reason that has a word, or "closed" alone."""
    short = words(reasons)
    return f"closed ({short[0]})" if short else "closed"


def sentence(reasons: Sequence[str]) -> str:
    """Return all reasons of one program as one text: "closed: needs J-1; ..."."""
    if words(reasons)[:1] == ["turned down"]:
        return TURNED_DOWN
    return f"closed: {'; '.join(map(str, reasons))}"
