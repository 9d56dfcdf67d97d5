"""Fonts of the PDF: those that typst and Matplotlib carry, and one of this machine where a name needs it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from simulator.advice import fonts

BODY = "Libertinus Serif"  #: carried by typst


class Typefaces(NamedTuple):
    """What a report is set in.

    Attributes
    ----------
    body, head : families, in the order in which they are tried
    folders : where their files are
    lacks : whether something has to be replaced, see `fonts.printable`
    """

    body: tuple[str, ...]
    head: tuple[str, ...]
    folders: tuple[str, ...]
    lacks: bool


def typefaces(text: str) -> Typefaces:
    """Return the fonts for a text; those of this machine only where our own cannot draw it.

    Parameters
    ----------
    text : str
        Everything that will be set.
    """
    carried = str(Path(_file(fonts.OWN)).parent)
    if fonts.drawn_by(fonts.OWN) >= {ord(character) for character in set(text) if character.isprintable()}:
        return Typefaces((BODY, fonts.OWN), (fonts.OWN,), (carried,), lacks=False)
    own, *others = fonts.families()
    folders = dict.fromkeys([carried, *(str(Path(_file(name)).parent) for name in others)])
    return Typefaces((BODY, own, *others), (own, *others), tuple(folders), lacks=True)


@cache
def _file(family: str) -> str:
    from matplotlib.font_manager import FontProperties, findfont

    return str(findfont(FontProperties(family=family)))
