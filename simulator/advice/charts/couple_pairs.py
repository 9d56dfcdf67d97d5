"""Which pairs carry the chance: a map of the joint list, first partner by rows, second by columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import listed, message, model_note

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    from simulator.outcomes.couple import CoupleResult

PAIRS_SAID = 8  #: in the text that stands for the picture
MOST = 10  #: rows or columns; more programs are gathered by city, more cities into one
NAMES, HEAD, KEY = 1.75, 1.6, 0.62  #: inches, of labels at most; longer ones have two lines
LEAST = 1.25  #: inches of labels, so that both partners are named
ROW, TWO_LINES, WIDEST = 0.3, 0.33, 0.62  #: inches of a cell
NO_MATCH, NO_CITY, OTHERS = "no match", "city not given", " others"
#: Shades by the least chance that they stand for, with the colour of the number on them.
SHADES = (
    (0.15, "15 or more", theme.AMOUNTS[3], theme.PAPER),
    (0.05, "5 to 14", theme.AMOUNTS[2], theme.INK),
    (0.01, "1 to 4", theme.AMOUNTS[1], theme.INK),
    (0.0, "fewer than 1", theme.AMOUNTS[0], theme.INK),
)


class Map(NamedTuple):
    """The joint list as a table.

    Attributes
    ----------
    rows, columns : labels, first and second partner
    chance : (R, C) probabilities
    listed : (R, C) whether any pair of the list stands for it
    by_city : whether programs are gathered
    """

    rows: list[str]
    columns: list[str]
    chance: np.ndarray
    listed: np.ndarray
    by_city: bool


def couple_pairs(result: CoupleResult) -> Figure:
    """Draw the chance of every pair by shade and number; long lists are gathered by city.

    Parameters
    ----------
    result : CoupleResult
        `RunResult.couple`, or what `run_couple` returned.
    """
    with theme.style():
        found = pair_map(result.by_pair)
        if found.chance.sum() <= 0:
            text = "Nothing can come of any pair of the joint list as the file stands."
            return message("No pair of this list can be the outcome", text, f"{model_note(result)}.")
        left, top = _room(found.rows, NAMES), _room(found.columns, HEAD)
        height = len(found.rows) * max(ROW, *(TWO_LINES * ("\n" in _fitted(label, NAMES)) for label in found.rows))
        page = theme.sheet(_title(found), top + height + KEY, _caption(result, found), _alt(found))
        width = min(WIDEST, (page.width - left) / len(found.columns))
        axes = page.axes(left, KEY, width * len(found.columns), height)
        _cells(axes, found)
        _labels(axes, found)
        _key(page)
        return page.figure


def pair_map(by_pair: pd.DataFrame) -> Map:
    """Return the joint list as a table of chances: programs, or cities where there are many programs.

    Parameters
    ----------
    by_pair : DataFrame
        As `CoupleResult.by_pair`.
    """
    sides = ("first", "second")
    by_city = any(by_pair[side].nunique() > MOST for side in sides)
    by_city &= bool(by_pair[["first_city", "second_city"]].notna().any(axis=None))
    weight = by_pair["refined"].to_numpy(dtype=float)
    names = [_names(by_pair, side, by_city) for side in sides]
    order = _order(by_pair, names, weight, by_city)
    labels = [_few(own, weight, order) for own in names]
    found = [sorted(set(own), key=lambda label: order.get(label, len(order))) for own in labels]
    chance, listed = np.zeros((len(found[0]), len(found[1]))), np.zeros((len(found[0]), len(found[1])), dtype=bool)
    at = [found[0].index(label) for label in labels[0]], [found[1].index(label) for label in labels[1]]
    np.add.at(chance, at, weight)
    listed[at] = True
    return Map(found[0], found[1], chance, listed, by_city)


def _names(by_pair: pd.DataFrame, side: str, by_city: bool) -> list[str]:
    """What each pair is called on one side."""
    programs = by_pair[side].tolist()
    cities = by_pair[f"{side}_city"].tolist()
    shown = [(city if isinstance(city, str) else NO_CITY) for city in cities] if by_city else programs
    return [label if isinstance(name, str) else NO_MATCH for name, label in zip(programs, shown, strict=True)]


def _order(by_pair: pd.DataFrame, names: list[list[str]], weight: np.ndarray, by_city: bool) -> dict[str, int]:
    """Places of labels: cities by their chance, programs by city and then as the list has them; "no match" last."""
    total: dict[str, float] = {}
    for own in names:
        for label, p in zip(own, weight, strict=True):
            total[label] = total.get(label, 0.0) + float(p)
    if by_city:
        ranked = sorted(total, key=lambda label: (label == NO_MATCH, label == NO_CITY, -total[label]))
        return {label: place for place, label in enumerate(ranked)}
    city_of: dict[str, object] = {}
    for side, own in zip(("first", "second"), names, strict=True):
        city_of.update(zip(own, by_pair[f"{side}_city"].tolist(), strict=True))
    cities = {city: place for place, city in enumerate(dict.fromkeys(city_of.values()))}
    ranked = sorted(total, key=lambda label: (label == NO_MATCH, cities[city_of[label]]))
    return {label: place for place, label in enumerate(ranked)}


def _few(own: list[str], weight: np.ndarray, order: dict[str, int]) -> list[str]:
    """At most `MOST` labels besides "no match": the likeliest, and one for all others."""
    labels = [label for label in dict.fromkeys(own) if label != NO_MATCH]
    if len(labels) <= MOST:
        return own
    total = {label: sum(p for name, p in zip(own, weight, strict=True) if name == label) for label in labels}
    kept = set(sorted(labels, key=lambda label: -total[label])[: MOST - 1]) | {NO_MATCH}
    rest = f"{len(labels) - MOST + 1}{OTHERS}"
    order.setdefault(rest, len(order))
    order[NO_MATCH] = len(order) + 1
    return [label if label in kept else rest for label in own]


def _room(labels: list[str], most: float) -> float:
    """Inches that labels take."""
    lines = (line for label in labels for line in _fitted(label, most).splitlines())
    longest = max(theme.text_width(line, theme.SMALL_SIZE) for line in lines)
    return min(max(longest + 0.15, LEAST), most)


def _fitted(label: str, room: float) -> str:
    return "\n".join(theme.fitted(theme.printable(label), room - 0.1, theme.SMALL_SIZE))


def _cells(axes: Axes, found: Map) -> None:
    n_rows, n_columns = found.chance.shape
    axes.set(xlim=(0, n_columns), ylim=(n_rows, 0), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    for i, j in np.argwhere(found.listed):
        p = float(min(found.chance[i, j], 1.0))
        _, _, face, ink = next(shade for shade in SHADES if frequency.of_100(p) >= 100 * shade[0])
        axes.add_patch(_square(float(j) + 0.03, float(i) + 0.04, 0.94, 0.92, face))
        axes.text(j + 0.5, i + 0.5, _short(p), ha="center", va="center_baseline", color=ink, fontsize=theme.SMALL_SIZE)
    for k in range(n_rows + 1):
        axes.axhline(k, color=theme.FAINT, linewidth=0.6, zorder=0)
    for k in range(n_columns + 1):
        axes.axvline(k, color=theme.FAINT, linewidth=0.6, zorder=0)


def _square(x: float, y: float, width: float, height: float, face: str) -> Rectangle:
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), width, height, facecolor=face, edgecolor=theme.LINE, linewidth=0.4)


def _short(p: float) -> str:
    return frequency.count_words(p).replace("fewer than ", "<").replace("more than ", ">")


def _labels(axes: Axes, found: Map) -> None:
    size = theme.SMALL_SIZE
    for i, label in enumerate(found.rows):
        words = _fitted(label, NAMES)
        axes.annotate(
            words, (0, i + 0.5), xytext=(-5, 0), textcoords="offset points", ha="right", linespacing=1.0,
            va="center" if "\n" in words else "center_baseline", fontsize=size, fontstyle=_slant(label),
        )  # fmt: skip
    for j, label in enumerate(found.columns):
        axes.annotate(
            _fitted(label, HEAD), (j + 0.5, 0), xytext=(0, 4), textcoords="offset points", ha="center", va="bottom",
            rotation=90, fontsize=size, fontstyle=_slant(label), linespacing=1.0,
        )  # fmt: skip
    for words, up in (("second partner \u2192", 18), ("first partner \u2193", 4)):
        axes.annotate(
            words, (0, 0), xytext=(-5, up), textcoords="offset points", ha="right", va="bottom",
            fontsize=size, color=theme.MUTED,
        )  # fmt: skip


def _slant(label: str) -> str:
    return "italic" if label in (NO_MATCH, NO_CITY) else "normal"


def _key(page: theme.Sheet) -> None:
    """Explain the shades; the numbers stand in the cells as well."""
    axes = page.axes(0, 0.05, page.width, 0.3)
    axes.set(xlim=(0, page.width), ylim=(1, 0))
    axes.set_axis_off()
    x = 0.0
    for _, words, face, _ in SHADES[::-1]:
        axes.add_patch(_square(x, 0.2, 0.2, 0.6, face))
        axes.text(x + 0.27, 0.5, words, va="center_baseline", fontsize=theme.SMALL_SIZE)
        x += 0.27 + theme.text_width(words, theme.SMALL_SIZE) + 0.2
    axes.text(x, 0.5, "of 100", va="center_baseline", fontsize=theme.SMALL_SIZE, color=theme.MUTED)


def _title(found: Map) -> str:
    i, j = _likeliest(found)
    names = (theme.printable(label) for label in (found.rows[i], found.columns[j]))
    first, second = (theme.shorten(name, 4.2, theme.TITLE_SIZE, bold=True) for name in names)
    who = f"both in {first}" if found.by_city and first == second else f"{first} with {second}"
    return f"Likeliest: {who}, {frequency.natural_frequency(float(min(found.chance[i, j], 1.0)))}"


def _alt(found: Map) -> str:
    order = np.argsort(-found.chance, axis=None, kind="stable")[:PAIRS_SAID]
    places = [(int(k) // len(found.columns), int(k) % len(found.columns)) for k in order]
    said = (
        f"{theme.printable(found.rows[i])} with {theme.printable(found.columns[j])} {frequency.count_words(chance)}"
        for i, j in places
        if (chance := float(min(found.chance[i, j], 1.0))) > 0
    )
    return f"A table of pairs, first partner by rows. The likeliest, of 100: {listed(said)}"


def _likeliest(found: Map) -> tuple[int, int]:
    """The cell to name: of two places if any can be, of one alone if not; not what is gathered as others."""
    named = [np.array([_is_named(label) for label in labels]) for labels in (found.rows, found.columns)]
    told = np.where(np.outer(*named), found.chance, 0.0)
    two = told * np.outer(*(np.array([x != NO_MATCH for x in labels]) for labels in (found.rows, found.columns)))
    shown = next(chance for chance in (two, told, found.chance) if chance.max() > 0)
    i, j = np.unravel_index(int(shown.argmax()), shown.shape)
    return int(i), int(j)


def _is_named(label: str) -> bool:
    return label != NO_CITY and not label.endswith(OTHERS)


def _caption(result: CoupleResult, found: Map) -> str:
    gathered = " Programs are gathered by city." if found.by_city else ""
    left = "" if found.listed.all() else " Blank: not on the joint list."
    return (
        f"{model_note(result)}. Of 100 couples like you, how many end with each pair: first partner by rows, second by "
        f"columns.{gathered}{left} The numbers are central; the chart of both, one and neither has the ranges."
    )
