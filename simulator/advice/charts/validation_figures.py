"""Every published figure of a table of moments beside its predictive range, a block a quantity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.advice import theme
from simulator.advice.charts.people import group_words, short_specialty

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.calibration.validation import Validation
    from simulator.calibration.validation_figures import Figure as Published

    Who = tuple[str, str, int]

BLOCKS = {
    "match_rate": "Share matched",
    "contiguous_ranks_matched": "Ranks of those who matched",
    "contiguous_ranks_not_matched": "Ranks of those who did not",
    "step2ck_matched": "Step 2 CK of those who matched",
    "step2ck_not_matched": "Step 2 CK of those who did not",
}
STATISTICS = {"mean": "mean", "sd": "SD", "q1": "Q1", "median": "median", "q3": "Q3"}
ROW, HEAD, FOOT, LABELS = 0.18, 0.52, 0.32, 1.62  #: inches
MOST_ROWS = 24  #: specialties drawn in a block
NARROW = 0.2  #: ranks, points or shares of 100: narrower scales are of one value


def draw_figures(found: Validation, title: str, caption: str, alt: str) -> Figure:
    """Draw the figures, specialties with the most people first.

    Parameters
    ----------
    found : Validation
        With figures.
    title, caption, alt : str
    """
    people = {(c.specialty, c.group, c.year): c.people for c in found.by_cell or ()}
    blocks = _blocks(found.figures or ())
    rows_of = {name: sorted(block, key=lambda who: -people.get(who, 0))[:MOST_ROWS] for name, block in blocks.items()}
    height = sum(HEAD + FOOT + ROW * len(rows) for rows in rows_of.values())
    page = theme.sheet(title, height, caption, alt)
    y = height
    for name, rows in rows_of.items():
        y -= HEAD + ROW * len(rows)
        _block(page, y, BLOCKS[name], rows, blocks[name])
        y -= FOOT
    return page.figure


def _blocks(figures: tuple[Published, ...]) -> dict[str, dict[Who, dict[str, Published]]]:
    """Sort figures by quantity, then by people, then by statistic."""
    found: dict[str, dict[Who, dict[str, Published]]] = {}
    for figure in figures:
        quantity, _, statistic = figure.name.rpartition("_")
        name, statistic = ("match_rate", "") if figure.name == "match_rate" else (quantity, statistic)
        who = figure.specialty, figure.group, figure.year
        found.setdefault(name, {}).setdefault(who, {})[statistic] = figure
    return {name: found[name] for name in BLOCKS if name in found}


def _block(page: theme.Sheet, y: float, title: str, rows: list[Who], block: dict[Who, dict[str, Published]]) -> None:
    """Draw one quantity: names on the left, a narrow scale for each statistic."""
    statistics = [name for name in ("", *STATISTICS) if any(name in block[who] for who in rows)]
    width = (page.width - LABELS) / len(statistics)
    for column, statistic in enumerate(statistics):
        axes = page.axes(LABELS + column * width, y, width - 0.17, ROW * len(rows))
        for place, who in enumerate(rows):
            if statistic in block[who]:
                _mark(axes, place, block[who][statistic], 100 if statistic == "" else 1)
        _scale(axes, len(rows), STATISTICS.get(statistic, "of 100"))
        if column == 0:
            _names(axes, rows)
            place_of_title = -LABELS / (width - 0.17), 1 + 0.26 / (ROW * len(rows))
            axes.text(
                *place_of_title,
                title,
                transform=axes.transAxes,
                fontsize=theme.TEXT_SIZE,
                fontweight="bold",
                va="bottom",
            )


def _mark(axes: Axes, place: int, figure: Published, factor: float) -> None:
    low, high, published = (factor * value for value in (figure.low, figure.high, figure.published))
    axes.plot([low, high], [place, place], color=theme.RANGE_EDGE, linewidth=3.6, solid_capstyle="round", zorder=2)
    axes.plot([published], [place], zorder=3, clip_on=False, linestyle="", **_look(inside=figure.inside))


def _look(*, inside: bool) -> dict[str, Any]:
    if inside:
        return {"marker": "o", "markersize": 3.0, "color": theme.INK}
    return {"marker": "x", "markersize": 4.6, "markeredgewidth": 1.5, "color": theme.NO_MATCH}


def _scale(axes: Axes, n_rows: int, word: str) -> None:
    axes.set_ylim(n_rows - 0.5, -0.5)
    axes.set_yticks(range(n_rows), [""] * n_rows)
    axes.margins(x=0.08)
    _ticks(axes)
    axes.tick_params(axis="x", labelsize=theme.SMALL_SIZE, pad=2, length=2)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="both")
    axes.set_title(word, fontsize=theme.SMALL_SIZE, loc="left", pad=3)


def _ticks(axes: Axes) -> None:
    """Keep the outer two ticks, since there is room for no more; a scale of one value gets a unit on either side."""
    low, high = axes.get_xlim()
    if high - low < NARROW:
        axes.set_xlim((low + high) / 2 - 1, (low + high) / 2 + 1)
    axes.locator_params(axis="x", nbins=2, min_n_ticks=2)
    low, high = axes.get_xlim()
    inside = [tick for tick in axes.get_xticks() if low <= tick <= high]
    axes.set_xticks([inside[0], inside[-1]], [f"{tick:g}" for tick in (inside[0], inside[-1])])


def _names(axes: Axes, rows: list[Who]) -> None:
    several = len({(group, year) for _, group, year in rows}) > 1
    words = [
        f"{short_specialty(specialty)}, {group_words(group)} {year}" if several else short_specialty(specialty)
        for specialty, group, year in rows
    ]
    names = [theme.shorten(word, LABELS - 0.1, theme.SMALL_SIZE) for word in words]
    axes.set_yticks(range(len(rows)), names, fontsize=theme.SMALL_SIZE)
