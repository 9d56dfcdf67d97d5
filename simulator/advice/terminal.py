"""Text on a terminal: lines that fit, colour where wanted, signs that the stream can print.

Names come from files of users, so what is not printable is taken out before it is shown, and wide
characters count as two cells.
"""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

NARROWEST, WIDEST = 24, 84
CODES = {"bold": "1", "dim": "2", "red": "1;31", "yellow": "1;33", "green": "1;32"}
#: Icons from certain to doubtful to none, then bar, dash and bullet; and what replaces them.
SIGNS, PLAIN_SIGNS = "\u25cf\u25d0\u25cb\u2588\u2500\u2022", "#+.=-*"


def clean(text: str) -> str:
    """Return `text` as one printable line (no control characters, single blanks)."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def cells(text: str) -> int:
    """Return how many terminal cells a line takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cut(text: str, width: int) -> str:
    """Return `text` cut in the middle to at most `width` cells."""
    if cells(text) <= width:
        return text
    head, tail = text[:width], text[-width:]
    while cells(head) + cells(tail) + 3 > width and (head or tail):
        if cells(head) > 2 * cells(tail):
            head = head[:-1]
        else:
            tail = tail[1:] if tail else tail
            head = head if tail else head[:-1]
    return f"{head.rstrip()}...{tail.lstrip()}"[: max(width, 0)]


def fold(text: str, width: int) -> list[str]:
    """Return `text` in lines of at most `width` cells; overlong words are cut."""
    lines: list[str] = []
    for word in text.split():
        if lines and cells(lines[-1]) + 1 + cells(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(cut(word, width))
    return lines


class Paper(NamedTuple):
    """What lines are written on: its width in cells, whether it shows colour, its encoding."""

    width: int
    colour: bool
    encoding: str

    def sign(self, name: str) -> str:
        """Return one of the signs, or its ASCII stand-in."""
        place = ("sure", "maybe", "none", "bar", "rule", "bullet").index(name)
        return (SIGNS if can_show(SIGNS, self.encoding) else PLAIN_SIGNS)[place]

    def paint(self, text: str, colour: str) -> str:
        """Return `text` in a colour or weight, where colour is wanted."""
        return f"\x1b[{CODES[colour]}m{text}\x1b[0m" if self.colour else text

    def heading(self, text: str) -> list[str]:
        """Return an empty line and a heading."""
        return ["", *(self.paint(line, "bold") for line in fold(text, self.width))]

    def paragraph(self, text: str, colour: str = "", first: str = "", indent: int = 0) -> list[str]:
        """Return wrapped lines; `first` starts the first, `indent` cells the others."""
        lines = fold(clean(text), max(self.width - indent, 8))
        lines = [(first if n == 0 else " " * indent) + line for n, line in enumerate(lines)]
        return [self.paint(line, colour) for line in lines] if colour else lines

    def bullets(self, texts: Iterable[str]) -> list[str]:
        """Return one bullet for each text."""
        start = f"{self.sign('bullet')} "
        return [line for text in texts for line in self.paragraph(text, first=start, indent=2)]

    def table(self, rows: Sequence[tuple[str, str, str]], right: int) -> list[str]:
        """Return rows of label, short text (aligned right in `right` cells) and bar."""
        bars = max((cells(bar) for _, _, bar in rows), default=0)
        room = max(self.width - right - bars - 5, 8)
        label_width = min(room, max((cells(label) for label, _, _ in rows), default=0))
        lines = []
        for label, number, bar in rows:
            name = cut(label, label_width)
            gap = " " * (label_width - cells(name) + 2 + right - cells(number))
            lines.append(f"  {name}{gap}{number} {bar}".rstrip())
        return lines

    def printed(self, lines: Iterable[str]) -> str:
        """Return the lines as text that the stream can encode."""
        text = "\n".join(lines)
        return text.encode(self.encoding, "replace").decode(self.encoding)


def can_show(text: str, encoding: str) -> bool:
    """Return whether a stream of this encoding can print `text`."""
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def paper(width: int | None = None, colour: bool = False, encoding: str | None = None) -> Paper:
    """Return the paper to write on.

    Parameters
    ----------
    width : int, optional
        Cells; by default the terminal's width, at most 84 for comfort.
    colour : bool
        Whether to use ANSI colours.
    encoding : str, optional
        By default that of standard output.
    """
    if width is None:
        width = min(shutil.get_terminal_size().columns, WIDEST)
    found = encoding or getattr(sys.stdout, "encoding", None) or "ascii"
    return Paper(max(width, NARROWEST), colour, found if can_show("a", found) else "ascii")
