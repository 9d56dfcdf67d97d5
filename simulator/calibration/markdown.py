"""Pieces of Markdown that generated pages share: tables, numbers, intervals, sections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

SHORT = {"us": "US", "non-us": "non-US", "md": "MD", "do": "DO", "img": "IMG", "ck": "CK"}


def grid(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay out a table; a bar within a cell becomes a slash."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines) + "\n"


def number(value: object) -> str:
    """Write a number as short as it is; anything else as it stands."""
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def numbers(values: object) -> str:
    """Write one number, or several with commas between them."""
    return ", ".join(map(number, values)) if isinstance(values, list) else number(values)


def between(low: float, high: float, decimals: int = 2) -> str:
    """Write an interval as `[low, high]`; a zero has no sign."""
    ends = (round(end, decimals) + 0.0 for end in (low, high))
    return "[" + ", ".join(f"{end:.{decimals}f}" for end in ends) + "]"


def of_100(low: float, high: float) -> str:
    """Write an interval of shares (0-1) out of 100."""
    return f"{100 * low:.0f} to {100 * high:.0f}"


def section(title: str, *parts: str, level: int = 2) -> str:
    """Put a heading over paragraphs and tables."""
    return "\n".join(["#" * level + f" {title}\n", *(part.rstrip("\n") + "\n" for part in parts if part)])


def words(name: str) -> str:
    """Write the name of a specialty, a type, a field or an assumption as words."""
    return " ".join(SHORT.get(part, part) for part in name.replace("non_us", "non-us").split("_"))
