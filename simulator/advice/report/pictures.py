"""Pictures of a report, as SVG without text: people who match, and ranges on the line from 0 to 100.

The outlines and colours are those of the charts; how full a figure is carries the meaning, never colour alone.
Words stand beside each picture in the page itself, so that they can be selected and read aloud.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.frequency import of_100
from simulator.advice.theme import FAINT, INK, LINE, MATCH, PAPER, TINTS

if TYPE_CHECKING:
    from collections.abc import Sequence

SIDE = 10  #: figures in a row, and units of the square that holds one
FULL, HALF, HOLLOW = 1.0, 0.5, 0.0
_HEAD = "M{x:g},{y:g}m-1.7-2.4a1.7,1.7 0 1 0 3.4,0a1.7,1.7 0 1 0-3.4,0z"
_BODY = "M{x:g},{y:g}m-2.8,4v-2.7q0-1.6 1.6-1.6h2.4q1.6,0 1.6,1.6v2.7z"
_LEFT = "M{x:g},{y:g}m0-4.1a1.7,1.7 0 0 0 0,3.4zM{x:g},{y:g}m0,4h-2.8v-2.7q0-1.6 1.6-1.6h1.2z"


def filled(p: float) -> list[float]:
    """Return how full each of 100 figures is; a half one stands for "fewer than 1" and "more than 99".

    Parameters
    ----------
    p : float
        Probability, 0-1.
    """
    count = of_100(p)
    if count in (0, 100):
        return [HALF, *[HOLLOW] * 99] if count == 0 else [*[FULL] * 99, HALF]
    return [*[FULL] * count, *[HOLLOW] * (100 - count)]


def people(full: Sequence[float]) -> str:
    """Return figures in rows of ten, each full, half or hollow.

    Parameters
    ----------
    full : sequence of float
        1, 0.5 or 0 for each, from the upper left.
    """
    rows = -(-len(full) // SIDE)
    places = [(5 + SIDE * (k % SIDE), 5 + SIDE * (k // SIDE)) for k in range(len(full))]
    where = {
        value: [at for at, own in zip(places, full, strict=True) if own == value] for value in (FULL, HALF, HOLLOW)
    }
    paths = [
        _path(_outline(where[HOLLOW] + where[HALF]), PAPER, LINE),
        _path("".join(_LEFT.format(x=x, y=y) for x, y in where[HALF]), MATCH, MATCH),
        _path(_outline(where[FULL]), MATCH, MATCH),
    ]
    return _svg(min(len(full), SIDE) * SIDE, rows * SIDE, "".join(paths))


def _outline(places: Sequence[tuple[int, int]]) -> str:
    return "".join((_HEAD + _BODY).format(x=x, y=y) for x, y in places)


def _path(outline: str, face: str, edge: str) -> str:
    return f'<path d="{outline}" fill="{face}" stroke="{edge}" stroke-width="0.6"/>' if outline else ""


def strip(low: float, high: float, mark: float | None = None) -> str:
    """Return a range on the line from 0 to 100, with a mark across it.

    Parameters
    ----------
    low, high : float
        Probabilities, 0-1.
    mark : float, optional
        Where the season as it stands is.
    """
    left, right = (max(0.0, min(100.0, 100 * p)) for p in sorted((low, high)))
    width = max(right - left, 1.2)
    left = min(left, 100 - width)
    line = f'<path d="M0,5H100M0,2.5V7.5M50,3.5V6.5M100,2.5V7.5" fill="none" stroke="{LINE}" stroke-width="0.5"/>'
    band = f'<rect x="{left:.4g}" y="2.4" width="{width:.4g}" height="5.2" rx="1" '
    band += f'fill="{TINTS["band"]}" stroke="{MATCH}" stroke-width="0.8"/>'
    tick = "" if mark is None else f'<path d="M{100 * mark:.4g},0V10" stroke="{INK}" stroke-width="1"/>'
    return _svg(100, 10, line + band + tick)


def bar(p: float, *, is_match: bool = True) -> str:
    """Return a bar as long as `p` (0-1) of its width, full for a match and hollow for none."""
    length = max(99 * min(max(p, 0.0), 1.0), 0.6)
    face, edge = (MATCH, MATCH) if is_match else (PAPER, LINE)
    line = f'<path d="M0,8H100" stroke="{FAINT}" stroke-width="0.5"/>'
    shape = f'<rect x="0.5" y="1.5" width="{length:.4g}" height="5" fill="{face}" stroke="{edge}" stroke-width="0.8"/>'
    return _svg(100, 8, line + shape)


def _svg(width: int, height: int, inside: str) -> str:
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} aria-hidden="true" focusable="false">{inside}</svg>'
