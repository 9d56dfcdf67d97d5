"""Rank position against fill depth, and whether the list of the program reaches this applicant."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.alike import Kind, kinds
from simulator.advice.charts.shared import brackets, kind_label, kind_lines, listed, message, model_note, step_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.result import RunResult

PANELS = 4  #: programs shown, those likeliest to give the match
FEW = 20  #: fewer seasons than this in a panel are explained
DOTS = 120  #: seasons drawn in one panel
LINE = 0.155  #: inches that a second line of a name takes
JITTER = 0.22  #: keeps a dot on its own side of the line, which runs half a place below the diagonal


@theme.styled
def rank_vs_fill(result: RunResult) -> Figure:
    """Draw simulated seasons: place on a program's list against how far down the list it fills.

    Above the line the list reaches this applicant. Up to four programs, the likeliest first;
    look-alikes share a panel.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    """
    chosen = chosen_panels(result)
    if not chosen and len(result.by_program) and all(len(reasons) for reasons in result.by_program["filtered"]):
        return message(
            "Every program of this file is closed, so none ranks this applicant to match",
            "Nothing can come of an interview there as the file stands; the chart of programs gives the reasons.",
            f"{model_note(result)}.",
        )
    if not chosen:
        return message(
            "No interview, so no place on a program's list yet",
            "A program ranks only people it has interviewed. In the simulated seasons no program "
            "here interviewed this applicant.",
            f"{model_note(result)}.",
        )
    columns = 1 if len(chosen) == 1 else 2
    rows = -(-len(chosen) // columns)
    width = 3.2 if columns == 1 else 1.95
    step = width + 0.72 + LINE * max(len(_name(panel.kind, width)) - 1 for panel in chosen)
    page = theme.sheet(_title(chosen[0].kind), step * rows + 0.52, _caption(result, chosen), _alt(chosen))
    for place, panel in enumerate(chosen):
        x = 0.46 + (place % columns) * (page.width / 2 + 0.08)
        y = 0.78 + (rows - 1 - place // columns) * step
        _draw(page.axes(x, y, width, width), panel, width)
    _words(page, (rows - 1) * step + 0.78, width)
    return page.figure


class Panel(NamedTuple):
    """One panel: the program or look-alikes, and sampled places and depths, one pair a season."""

    kind: Kind
    place: np.ndarray
    depth: np.ndarray


def chosen_panels(result: RunResult) -> list[Panel]:
    """Return the panels to draw, likeliest to give the match first, those with few seasons last.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    """
    samples = result.rank_samples.dropna()
    all_kinds = kinds(result)
    kind_of = {name: k for k, kind in enumerate(all_kinds) for name in kind.members}
    owner = samples["program"].map(kind_of).to_numpy(float)
    place, depth = (samples[column].to_numpy(float) for column in ("rank_position", "fill_depth"))
    counts = np.bincount(owner[~np.isnan(owner)].astype(int), minlength=len(all_kinds))
    found = [k for k in range(len(all_kinds)) if counts[k]]
    found.sort(key=lambda k: (counts[k] < FEW, -all_kinds[k].match))
    return [Panel(all_kinds[k], place[owner == k][:DOTS], depth[owner == k][:DOTS]) for k in found[:PANELS]]


def _draw(axes: Axes, panel: Panel, width: float) -> None:
    kind, x, y = panel
    size = int(max(np.nan_to_num(kind.pool), x.max(initial=1), y.max(initial=1)))
    _ground(axes, size)
    _dots(axes, x, y)
    axes.set(xlim=(0.5, size + 0.5), ylim=(0.5, size + 0.5))
    ticks = [1, *[t for t in step_ticks(1, size, 4) if t > size / 8]] if size > 1 else [1]
    axes.set_xticks(ticks)
    axes.set_yticks(ticks)
    chance = frequency.natural_frequency(kind.ranked)
    title = "\n".join(_name(kind, width))
    axes.set_title(title, loc="left", fontsize=10, fontweight="bold", pad=18, linespacing=1.05)
    axes.text(0, 1.025, f"reached for {chance}", transform=axes.transAxes, fontsize=9.5)


def _name(kind: Kind, width: float) -> list[str]:
    return kind_lines(kind, width + 0.2, theme.TEXT_SIZE, bold=True)


def _ground(axes: Axes, size: int) -> None:
    """Shade the side on which the list reaches the applicant, and draw the line between."""
    ends = np.array([0.5, size + 0.5])
    axes.fill_between(ends, ends - 0.5, size + 0.5, facecolor=theme.REACHED, linewidth=0)
    axes.plot(ends, ends - 0.5, color=theme.INK, linewidth=1.2)


def _dots(axes: Axes, x: np.ndarray, y: np.ndarray) -> None:
    golden = np.arange(len(x))
    across = ((golden * 0.61803399) % 1 - 0.5) * 2 * JITTER
    up = ((golden * 0.75487767) % 1 - 0.5) * 2 * JITTER
    reached = x <= y
    axes.scatter(
        (x + across)[reached],
        (y + up)[reached],
        s=20,
        marker="o",
        alpha=0.75,
        clip_on=False,
        facecolor=theme.MATCH,
        edgecolor=theme.INK,
        linewidth=0.4,
    )
    axes.scatter(
        (x + across)[~reached],
        (y + up)[~reached],
        s=20,
        marker="x",
        alpha=0.8,
        clip_on=False,
        color=theme.NO_MATCH,
        linewidth=1.2,
    )


def _words(page: theme.Sheet, top: float, width: float) -> None:
    """Name the axes once, and the two kinds of dots."""
    axes = page.axes(0, 0, page.width, page.height)
    axes.set(xlim=(0, page.width), ylim=(0, page.height))
    axes.set_axis_off()
    axes.set_zorder(-1)
    axes.text(0.46, 0.4, "place on the program's list (1 = its favourite)", fontsize=theme.TEXT_SIZE)
    axes.text(
        0.02,
        top + width / 2,
        "how far down the program fills",
        rotation=90,
        va="center",
        ha="center",
        fontsize=theme.TEXT_SIZE,
    )
    height = 0.16
    axes.scatter([0.53], [height], s=34, marker="o", facecolor=theme.MATCH, edgecolor=theme.INK, linewidth=0.4)
    axes.scatter([3.1], [height], s=34, marker="x", color=theme.NO_MATCH, linewidth=1.4)
    for x, words in ((0.66, "the list gets to this applicant"), (3.23, "full before that")):
        axes.text(x, height, words, va="center_baseline", fontsize=theme.TEXT_SIZE)


def _title(kind: Kind) -> str:
    chance = frequency.natural_frequency(kind.ranked)
    name = kind_label(kind, 4.2, theme.TITLE_SIZE, bold=True, alike=" alike")
    return f"After an interview, {name} fills its list down to this applicant for {chance}"


def _alt(chosen: list[Panel]) -> str:
    def said(panel: Panel) -> str:
        name, reached = theme.printable(panel.kind.name), int((panel.place <= panel.depth).sum())
        return f"{name}: its list gets to this applicant in {reached} of {len(panel.place)} seasons drawn"

    return f"Clouds of simulated seasons, one panel a program. {listed(map(said, chosen))}"


def _caption(result: RunResult, chosen: list[Panel]) -> str:
    total = sum(len(kind.members) for kind in kinds(result) if not kind.filtered)
    shown = sum(len(panel.kind.members) for panel in chosen)
    rare = min(len(panel.place) for panel in chosen) < FEW
    few = " There are few marks where interviews are rare." if rare else ""
    some = f" Shown: {shown:,} of {total:,} programs, the likeliest first." if total > shown else ""
    return (
        f"{model_note(result)}. Each mark is one simulated season with an interview. In the shaded "
        f"half the program's list reaches this applicant, who then matches there unless a choice "
        f"higher on the own list already said yes.{some}{few}{brackets(panel.kind for panel in chosen)}"
    )
