"""Cells of a CSV that no spreadsheet takes for a formula.

Names come from users, and a spreadsheet runs a cell that begins like a formula (OWASP, *CSV Injection*). An apostrophe
before it makes the cell text; our own readers take it away again, so that what is written reads back as it was.
"""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TEXT = "'"


def inert(cell: object) -> object:
    """Return a cell to write; text that begins like a formula gets an apostrophe before it.

    Parameters
    ----------
    cell : object
        Numbers stay as they are, negative ones too.
    """
    return f"{_TEXT}{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def as_written(cell: str) -> str:
    """Return the text of a cell without the apostrophe that `inert` put before it."""
    return cell[1:] if cell.startswith(_TEXT) and cell[1:].startswith(FORMULA) else cell
