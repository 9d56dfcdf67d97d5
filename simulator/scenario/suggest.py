"""Did you mean ...? The nearest of the words that would have been right."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from simulator.errors import shown

_MAX_CHARACTERS = 80
_CUTOFF = 0.6


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Return the sentence that offers the nearest known word.

    Parameters
    ----------
    word : object
        What the user wrote; anything but text gets no suggestion.
    known : iterable of str
        The words that would have been accepted.

    Returns
    -------
    str
        ``Did you mean 'community'?``, or an empty string when nothing is near.
    """
    near = nearest(word, known) if isinstance(word, str) else None
    return "" if near is None else f"Did you mean {shown(near)}?"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word nearest in spelling to ``word``, or None."""
    if not 0 < len(word) <= _MAX_CHARACTERS:
        return None
    spelled = {_plain(candidate): candidate for candidate in known}
    found = difflib.get_close_matches(_plain(word), spelled, n=1, cutoff=_CUTOFF)
    return spelled[found[0]] if found else None


def _plain(word: str) -> str:
    return re.sub(r"[\s_\-/]+", "_", word.strip().casefold())
