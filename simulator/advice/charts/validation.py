"""The model against a published table: observed shares in their predicted ranges, or figures in theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.advice import theme
from simulator.advice.charts.people import group_words, short_specialty
from simulator.advice.charts.shared import listed, message
from simulator.advice.charts.validation_figures import draw_figures
from simulator.advice.charts.validation_reliability import HEIGHT, draw_reliability

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.calibration.validation import Validation
    from simulator.calibration.validation_scores import CellScore

COLUMNS = 3
PANEL, GAP, TOP_ROW = 1.02, 0.66, 0.38  #: inches: height of a panel, space below it, space for the first title
LEFT = 0.36  #: inches, for the scale of the first column
MOST_PANELS = 36
MOST_RANKS = 20  #: longest list drawn


def validation(found: Validation) -> Figure:
    """Draw how a calibration fares on a published table.

    For people by number of ranks: the observed share of each cell on the model's 90% predictive
    range, a panel a specialty and group, and how even the prediction is over all cells. For
    tables of moments: every published figure beside its range.

    Parameters
    ----------
    found : Validation
        From `simulator.calibration.validation.validate`.
    """
    with theme.style():
        if not found.cells and not found.figures:
            return message("Nothing to compare", "The table tells no outcomes.", f"{_model(found)}.")
        if found.kind == "charting":
            return draw_figures(found, figures_title(found), figures_caption(found), _figures_alt(found))
        return _ranks(found, found.by_cell or ())


def _model(found: Validation) -> str:
    return f"Settings {found.calibration}"


def ranks_title(found: Validation) -> str:
    """Say how many published shares lie in their ranges, and what that means."""
    share = round(100 * (found.coverage_90 or 0.0))
    low, high = (round(100 * end) for end in found.coverage_90_interval or (0.84, 0.96))
    many = {0: "Hardly any", 100: "Nearly all" if (found.coverage_90 or 0.0) < 1 else "All"}.get(
        share, f"{share} of 100"
    )
    said = f"{many} published shares lie in the model's 90% ranges"
    if share < 84 and high < 90:
        return f"{said}: it is too sure"
    return f"{said}: wider than need be" if share > 96 and low > 90 else said


def _scores(found: Validation) -> str:
    if found.log_score is None or found.log_score_constant_p is None or found.log_score_logistic is None:
        return ""
    model, constant, logistic = found.log_score, found.log_score_constant_p, found.log_score_logistic
    return (
        f" Mean log probability of each person's outcome: {model:.3f}; {constant:.3f} by one chance for all, "
        f"{logistic:.3f} by a line in the logarithm of the number of ranks (nearer to 0 is better)."
    )


def _ranks_caption(found: Validation, n_left_out: int) -> str:
    left_out = f" {n_left_out} smaller panels are not drawn." if n_left_out else ""
    return (
        f"{_model(found)}; {found.cells:,} cells, {found.people:,} people. Bars: where the model expects 9 of 10 "
        f"shares among so many people; dots: shares inside, crosses: outside. Below left: places of the published "
        "shares within their predictions, level when the model is right, the band holding 9 of 10 columns."
        f"{_scores(found)}{left_out}"
    )


def figures_title(found: Validation) -> str:
    """Say how many published figures lie in their ranges."""
    figures = found.figures or ()
    inside = sum(figure.inside for figure in figures)
    return f"{inside} of {len(figures)} published figures lie in the model's 90% ranges"


def figures_caption(found: Validation) -> str:
    """Say what is drawn, and for whom."""
    groups = sorted({f"{group_words(figure.group)} {figure.year}" for figure in found.figures or ()})
    named = ", ".join(groups[:4])
    return (
        f"{_model(found)}; {named}. Bars: 90% predictive range of the figure, sampling of its people included; "
        f"dots: published, inside; crosses: published, outside. Ranks: contiguous ranks; Q1, Q3: quartiles."
        f"{_scores(found)}"
    )


def _figures_alt(found: Validation) -> str:
    outside = [one for one in found.figures or () if not one.inside]
    said = (
        f"{one.name.replace('_', ' ')} of {group_words(one.group)} in {short_specialty(one.specialty)}: published "
        f"{one.published:.3g}, the model's range {one.low:.3g} to {one.high:.3g}"
        for one in outside
    )
    return f"Every published figure beside its range. Outside: {listed(said)}" if outside else "All lie inside."


def _ranks_alt(every: list[tuple[str, list[CellScore]]]) -> str:
    def said(name: str, cells: list[CellScore]) -> str:
        inside = sum(cell.low <= cell.matched / cell.people <= cell.high for cell in cells)
        return f"{' of '.join(name.splitlines())}: {inside} of {len(cells)}"

    return f"Published shares inside their ranges, by panel: {listed(said(*one) for one in every)}"


def panels(cells: Sequence[CellScore]) -> list[tuple[str, list[CellScore]]]:
    """Gather cells by specialty, group and year, the most people first; names say only what differs."""
    found: dict[tuple[str, str, int], list[CellScore]] = {}
    for cell in cells:
        found.setdefault((cell.specialty, cell.group, cell.year), []).append(cell)
    ordered = sorted(found.items(), key=lambda item: -sum(cell.people for cell in item[1]))
    several_years = len({year for _, _, year in found}) > 1
    return [(_name(*who, several_years), people) for who, people in ordered]


def _name(specialty: str, group: str, year: int, several_years: bool) -> str:
    return f"{short_specialty(specialty)}\n{group_words(group)}" + (f" {year}" if several_years else "")


def _ranks(found: Validation, cells: Sequence[CellScore]) -> Figure:
    every = panels(cells)
    drawn = every[:MOST_PANELS]
    rows = -(-len(drawn) // COLUMNS)
    grid = TOP_ROW + rows * (PANEL + GAP)
    alt = _ranks_alt(every)
    page = theme.sheet(ranks_title(found), grid + HEIGHT, _ranks_caption(found, len(every) - len(drawn)), alt)
    width = (page.width - LEFT) / COLUMNS
    most = min(MOST_RANKS, max(_first(cell) for _, people in drawn for cell in people))
    for place, (name, people) in enumerate(drawn):
        row, column = divmod(place, COLUMNS)
        y = HEIGHT + grid - TOP_ROW - (row + 1) * PANEL - row * GAP
        axes = page.axes(LEFT + column * width, y, width - 0.12, PANEL)
        _panel(axes, name, people, most, width - 0.12, is_first=column == 0)
    draw_reliability(page, found, cells)
    return page.figure


def _first(cell: CellScore) -> int:
    return int(cell.ranks.rstrip("+").split("-")[0] or 1)


def _panel(axes: Axes, name: str, people: list[CellScore], most: int, width: float, *, is_first: bool) -> None:
    shown = [cell for cell in people if _first(cell) <= most]
    x = np.array([_first(cell) for cell in shown])
    share = np.array([cell.matched / cell.people for cell in shown])
    low, high = (np.array([getattr(cell, end) for cell in shown]) for end in ("low", "high"))
    axes.vlines(x, low - 0.012, high + 0.012, color=theme.RANGE_EDGE, linewidth=3.2, alpha=0.75, zorder=2)
    inside = (share >= low) & (share <= high)
    style: dict[str, Any] = {"linestyle": "", "clip_on": False, "zorder": 3}
    axes.plot(x[inside], share[inside], marker="o", markersize=2.9, color=theme.INK, **style)
    axes.plot(
        x[~inside], share[~inside], marker="x", markersize=4.6, markeredgewidth=1.5, color=theme.NO_MATCH, **style
    )
    axes.set(xlim=(0.3, most + 0.7), ylim=(0, 1), xticks=[1, *range(5, most + 1, 5)])
    axes.set_yticks([0, 0.5, 1], ["0", "50", "100"] if is_first else ["", "", ""])
    axes.tick_params(labelsize=theme.SMALL_SIZE, pad=2, length=2)
    axes.grid(axis="y")
    lines = [theme.shorten(line, width, theme.SMALL_SIZE) for line in name.split("\n")]
    axes.set_title("\n".join(lines), fontsize=theme.SMALL_SIZE, loc="left", pad=6, linespacing=1.05)
