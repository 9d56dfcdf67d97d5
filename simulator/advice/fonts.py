"""Fonts of the charts: what can be drawn, how wide it is, and what stands for the rest.

Names in scripts that DejaVu Sans lacks are drawn with a font of this machine where one is there; else the name of
the script stands for them.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

LOCK = threading.RLock()  # matplotlib's settings and fonts are global to the process
OWN = "DejaVu Sans"
#: Tried in this order; those that are not there are passed over.
OTHERS = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei",
    "Droid Sans Fallback", "PingFang SC", "Hiragino Sans", "Microsoft YaHei", "SimHei", "Malgun Gothic",
    "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Thai", "Nirmala UI", "Arial Unicode MS",
)  # fmt: skip
_undrawn: set[str] = set()


@cache
def families() -> tuple[str, ...]:
    """Return the families of the charts that are there, our own first."""
    from matplotlib.font_manager import fontManager

    known = {font.name for font in fontManager.ttflist}
    return (OWN, *(name for name in OTHERS if name in known))


@cache
def _fonts(bold: bool) -> tuple[FT2Font, ...]:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    weight = "bold" if bold else "normal"
    return tuple(get_font(findfont(FontProperties(family=name, weight=weight))) for name in families())


@cache
def _glyphs(bold: bool) -> tuple[frozenset[int], ...]:
    return tuple(frozenset(font.get_charmap()) for font in _fonts(bold))


@cache
def drawn_by(family: str) -> frozenset[int]:
    """Return the characters that one of the families can draw, as code points.

    Parameters
    ----------
    family : str
        One of `families`.
    """
    return _glyphs(bold=False)[families().index(family)]


@lru_cache(maxsize=4096)
def _advance(character: str, bold: bool) -> float:
    """Return how far one character moves the pen, in widths of an em."""
    from matplotlib.ft2font import LoadFlags

    with LOCK:
        having = (n for n, known in enumerate(_glyphs(bold)) if ord(character) in known)
        font = _fonts(bold)[next(having, 0)]
        font.set_size(100, 72)
        return font.load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of one line of text, in inches; a little too wide where letters pull together.

    Parameters
    ----------
    text : str
        One line.
    size : float
        Font size, points.
    bold : bool
    """
    return sum(_advance(character, bold) for character in text) * size / 72


def printable(text: str) -> str:
    """Return `text` on one line; for what no font here can draw, the name of its script: ``[CJK]``."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    parts = ((is_drawn, "".join(run)) for is_drawn, run in groupby(line, lambda c: not _script(c)))
    return "".join(run if is_drawn else f"[{_scripts(run)}]" for is_drawn, run in parts)


def _scripts(run: str) -> str:
    return ", ".join(dict.fromkeys(map(_script, run)))


def _script(character: str) -> str:
    """Return the script of a character that cannot be drawn, and remember it; empty where it can be."""
    if any(ord(character) in known for known in _glyphs(bold=False)):
        return ""
    is_picture = unicodedata.category(character) == "So"  # the name of a picture is its own, not that of a script
    script = "SYMBOL" if is_picture else unicodedata.name(character, "SIGN").split()[0]
    _undrawn.add(script)
    return script if script == "CJK" else script.capitalize()


def scripts_undrawn(text: str) -> frozenset[str]:
    """Return the scripts that `printable` puts in the place of characters of a text.

    Parameters
    ----------
    text : str
    """
    return frozenset(script for script in map(_script, filter(str.isprintable, text)) if script)


def undrawn() -> tuple[str, ...]:
    """Return the scripts that could not be drawn since this was last asked."""
    found = tuple(sorted(_undrawn))
    _undrawn.clear()
    return found
