"""What a report is made of: sections of texts, lists, tables and pictures, before anything is set in type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple


class Text(NamedTuple):
    """One paragraph: the answer itself, a warning, plain text, small print, or what leads a list."""

    text: str
    role: Literal["plain", "answer", "warning", "small", "lead"] = "plain"


class Item(NamedTuple):
    """One entry of a list, and the words that lead it."""

    text: str
    lead: str = ""


class Bullets(NamedTuple):
    """A list; what was left out is said by its last entry."""

    entries: tuple[Item, ...]


def bullets(texts: Iterable[str]) -> Bullets:
    """Return a list of plain texts."""
    return Bullets(tuple(Item(text) for text in texts))


class Cell(NamedTuple):
    """One cell of a table: its text, small print below it, and a picture of the same number (SVG)."""

    text: str
    small: tuple[str, ...] = ()
    svg: str = ""


class Column(NamedTuple):
    """The head of a column, its share of the width, and whether it holds numbers."""

    title: str
    width: float = 1.0
    is_number: bool = False


class Table(NamedTuple):
    """A table; the first cell of a row names the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Panel(NamedTuple):
    """One picture (SVG without text), what it is called, the number it shows, and the same for who cannot see it."""

    svg: str
    title: str
    text: str
    alt: str


class Key(NamedTuple):
    """One entry of a key: a sign (SVG) and its meaning."""

    svg: str
    text: str


class Picture(NamedTuple):
    """Panels side by side over a key and a caption."""

    panels: tuple[Panel, ...]
    keys: tuple[Key, ...]
    caption: str


class Facts(NamedTuple):
    """Names and values, such as versions."""

    rows: tuple[tuple[str, str], ...]


Block = Text | Bullets | Table | Picture | Facts


class Section(NamedTuple):
    """A heading and what stands below it; `key` names it in the file."""

    key: str
    title: str
    blocks: tuple[Block, ...]


class Report(NamedTuple):
    """Two pages.

    Attributes
    ----------
    title, about : str
        What it is called, and whose season it is in a line.
    made_on : str
        YYYY-MM-DD.
    first, second : tuple of Section
        What stands on the first page and on the second.
    foot : str
        At the foot of every page.
    """

    title: str
    about: str
    made_on: str
    first: tuple[Section, ...]
    second: tuple[Section, ...]
    foot: str
