"""One hundred people like this applicant: how many match, in three versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import model_note

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.path import Path

    from simulator.outcomes.result import RunResult

GAP = 0.22


@theme.styled
def chance_of_100(result: RunResult) -> Figure:
    """Draw 100 people in the same situation, those who match coloured, in one block.

    Three arrays: pessimistic (low end of the interval), central, optimistic (high end).
    A half-filled figure stands for "fewer than 1" or "more than 99".

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    """
    match = result.match
    page = theme.sheet(_title(result), 2.52, _caption(result), _alt(result))
    side = (page.width - 2 * GAP) / 3
    panels = {"pessimistic": match.low, "central": match.exact, "optimistic": match.high}
    for column, (name, p) in enumerate(panels.items()):
        axes = page.axes(column * (side + GAP), 0.42, side, side)
        _array(axes, p)
        axes.set_title(
            f"{name}\n{frequency.count_words(p)} of 100",
            fontsize=10.5,
            pad=5,
            fontweight="bold" if name == "central" else "normal",
        )
    _key(page, any(frequency.of_100(p) in (0, 100) for p in panels.values()))
    return page.figure


def _alt(result: RunResult) -> str:
    match = result.match
    low, middle, high = (frequency.count_words(p) for p in (match.low, match.exact, match.high))
    return (
        f"Three pictures of 100 people, those who match filled in: {low} in the pessimistic case, {middle} in the "
        f"central one, {high} in the optimistic one."
    )


def _title(result: RunResult) -> str:
    match = result.match
    words = frequency.natural_frequency(match.exact)
    plausible = frequency.range_words(match.low, match.high)
    title = f"In this model {words} applicants in this situation match"
    known = plausible in (frequency.count_words(match.exact), "not known")
    return title if known else f"{title}; plausibly {plausible}"


def _caption(result: RunResult) -> str:
    share = round(100 * result.match.level)
    return (
        f"{model_note(result)}. Pessimistic and optimistic are the ends of the range that the model "
        f"holds to be {share} of 100 likely, given what it does not know about its own settings. "
        "What the model leaves out could move it further."
    )


def person() -> Path:
    """Return the outline of one icon: a head over shoulders, about one unit high."""
    from matplotlib.path import Path

    circle = Path.unit_circle()
    head = Path(circle.vertices * 0.2 + [0, 0.3], circle.codes)  # type: ignore[operator]
    corners = [
        (-0.34, -0.5),
        (-0.34, -0.15),
        (-0.34, 0.05),
        (-0.14, 0.05),
        (0.14, 0.05),
        (0.34, 0.05),
        (0.34, -0.15),
        (0.34, -0.5),
        (-0.34, -0.5),
    ]
    codes = [1, 2, 3, 3, 2, 3, 3, 2, 79]
    return Path.make_compound_path(head, Path(corners, codes))


def couple() -> Path:
    """Return the outline of one icon that stands for two: two people side by side."""
    from matplotlib.path import Path

    one = person()
    sides = [Path(one.vertices * 0.85 + [x, 0], one.codes) for x in (-0.31, 0.31)]  # type: ignore[operator]
    return Path.make_compound_path(*sides)


def fills(p: float) -> np.ndarray:
    """Return how full each of 100 icons is: ones, then zeros, with a half at the extremes.

    Parameters
    ----------
    p : float
        Probability, 0-1.

    Returns
    -------
    ndarray of shape (100,)
        1 filled, 0 hollow, 0.5 half filled ("fewer than 1", "more than 99").
    """
    full = np.zeros(100)
    count = frequency.of_100(p)
    full[:count] = 1
    if count in (0, 100):
        full[min(count, 99)] = 0.5
    return full


def _array(axes: Axes, p: float) -> None:
    axes.set(xlim=(-0.5, 9.5), ylim=(9.5, -0.5), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    columns, rows = np.arange(100) % 10, np.arange(100) // 10
    _people(axes, columns, rows, fills(p))


def _people(axes: Axes, x: np.ndarray, y: np.ndarray, full: np.ndarray) -> None:
    size, shape = 100.0, person()
    looks = {1.0: (theme.MATCH, theme.MATCH), 0.0: (theme.PAPER, theme.LINE), 0.5: (theme.RANGE, theme.MATCH)}
    for value, (face, edge) in looks.items():
        mine = full == value
        if mine.any():
            axes.scatter(
                x[mine], y[mine], s=size, marker=shape, facecolor=face, edgecolor=edge, linewidth=0.8, clip_on=False
            )


def _key(page: theme.Sheet, perhaps: bool) -> None:
    axes = page.axes(0, 0.02, page.width, 0.26)
    axes.set(xlim=(0, page.width), ylim=(-0.5, 0.5), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    entries = {"matches": 1.0, "does not match": 0.0}
    if perhaps:
        entries["one in doubt: too rare to count"] = 0.5
    x = np.array([0.1, 1.1, 2.56])[: len(entries)]
    _people(axes, x, np.zeros(len(x)), np.array(list(entries.values())))
    for place, words in zip(x, entries, strict=True):
        axes.text(place + 0.15, 0, words, va="center_baseline", fontsize=theme.TEXT_SIZE)
