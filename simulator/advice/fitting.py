"""Text that fits: lines broken, balanced or cut to a width in inches, a number at the end of a name never lost."""

from __future__ import annotations

import re

from simulator.advice.fonts import text_width

LONGEST = 160  #: characters of a line that is cut to fit
_NUMBER_AT_THE_END = re.compile(r" #?\d{1,6}$")


def wrap(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """Return `text` broken into lines that fit `width` inches; overlong words are cut.

    Parameters
    ----------
    text : str
        Running text.
    width : float
        Inches.
    size : float
        Font size, points.
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(shorten(word, width, size, bold))
    return [line for line in lines if line] or [""]


def balanced(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """Return `text` in as few lines as `wrap` makes, their lengths as even as they can be."""
    lines = wrap(text, width, size, bold)
    fewest = len(lines)
    while fewest > 1 and width > 1:
        width -= 0.1
        narrower = wrap(text, width, size, bold)
        if len(narrower) > fewest or "".join(narrower).count("\u2026") > text.count("\u2026"):
            break
        lines = narrower
    return lines


def shorten(text: str, width: float, size: float, bold: bool = False) -> str:
    """Return `text` cut at the end to fit `width` inches; a number at the end, which tells look-alikes apart, stays."""
    if text_width(text, size, bold) <= width:
        return text
    number = _NUMBER_AT_THE_END.search(text)
    tail = number[0] if number else ""
    head = text[: min(len(text) - len(tail), LONGEST)]
    for kept in range(len(head), 0, -1):
        cut = f"{head[:kept].rstrip(' ,;:-')}\u2026{tail}"
        if text_width(cut, size, bold) <= width:
            return cut
    return "\u2026"


def fitted(text: str, width: float, size: float, bold: bool = False, suffix: str = "") -> list[str]:
    """Return `text` in one line or two that fit `width` inches; what is longer is cut at the end, `suffix` never.

    Parameters
    ----------
    text : str
        Such as a name.
    width : float
        Inches.
    size : float
        Font size, points.
    bold : bool
    suffix : str
        Put behind the text, such as " (15)".
    """
    words = text.split()
    whole = " ".join(words)
    room = width - text_width(suffix, size, bold)
    if text_width(whole, size, bold) <= room:
        return [whole + suffix]
    if text_width(whole, size, bold) <= 2 * width:
        even = balanced(whole + suffix, width, size, bold)
        if len(even) == 2 and "\u2026" not in "".join(even):
            return even
    first = ""
    for word in words[:-1]:
        if text_width(f"{first} {word}".strip(), size, bold) > width:
            break
        first = f"{first} {word}".strip()
    rest = shorten(whole[len(first) :].strip(), room, size, bold) + suffix
    return [first, rest] if first else [rest]
