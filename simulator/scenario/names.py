"""Names of programs: what a count expands to, and when two names are the same."""

from __future__ import annotations

import unicodedata


def expanded_names(name: str, count: int) -> tuple[str, ...]:
    """Return the names that an entry stands for.

    Parameters
    ----------
    name : str
        The name in the file.
    count : int
        Number of look-alikes.

    Returns
    -------
    tuple of str
        ``("NAME 1", "NAME 2", ...)``; ``("NAME",)`` for a count of 1.
    """
    return (name,) if count == 1 else tuple(f"{name} {i}" for i in range(1, count + 1))


def same_name(name: str) -> str:
    """Return what two names have in common if they are the same but for case and spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
