"""How many interviews to expect, as twenty equally likely seasons."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import listed, message, model_note
from simulator.advice.places import leaves_out_unlisted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.result import RunResult

DOTS = 20
CERTAIN = 0.995  #: one count at least this likely is called certain
ROOM = 4.6  #: inches, of all stacks
STACKS = 14  #: at most this many stacks fit side by side


def quantile_dots(distribution: np.ndarray) -> np.ndarray:
    """Return the 20 counts at the quantiles 1/40, 3/40, ... 39/40 of a distribution.

    Kay, Kola, Hullman & Munson 2016, "When (ish) is my bus?"; Fernandes et al. 2018.

    Parameters
    ----------
    distribution : ndarray of shape (n,)
        `distribution[k]` is the probability of `k`; sums to one.

    Returns
    -------
    ndarray of shape (20,)
        Whole numbers, rising.
    """
    quantiles = (np.arange(DOTS) + 0.5) / DOTS
    cumulative = np.cumsum(distribution) / np.sum(distribution)
    return np.minimum(np.searchsorted(cumulative, quantiles), len(distribution) - 1)


@theme.styled
def interview_count(result: RunResult) -> Figure:
    """Draw how many interviews to expect: each of 20 dots is one equally likely season.

    Parameters
    ----------
    result : RunResult
        What `run` returned. A number that is already certain is said, not drawn.
    """
    distribution = np.asarray(result.interviews.distribution, dtype=float)
    if distribution.sum() <= 0 or distribution.max() >= CERTAIN * distribution.sum():
        return _certain(result, int(np.argmax(distribution)) if distribution.size else 0)
    dots = quantile_dots(distribution)
    low, high = int(dots[0]), int(dots[-1])
    width = max(1, -(-(high - low + 1) // STACKS))
    stacks = np.bincount((dots - low) // width)
    caption, alt = _caption(result, width), _alt(stacks, low, width)
    page = theme.sheet(_title(result, 1 - distribution[0]), _height(stacks), caption, alt)
    axes = page.axes(0.15, 0.55, page.width - 0.3, page.height - 0.6)
    unit = _unit(stacks)
    for stack, count in enumerate(stacks):
        middle = low + stack * width + (width - 1) / 2
        axes.scatter(
            np.full(count, middle),
            np.arange(count) + 0.5,
            s=(72 * 0.86 * unit) ** 2,
            color=theme.MATCH,
            edgecolor=theme.INK,
            linewidth=0.6,
            clip_on=False,
        )
    across = max(unit, min(0.06 + _widest(low, width, len(stacks)), ROOM / len(stacks)))
    reach = width * (page.width - 0.3) / across / 2
    middle = (low + low + len(stacks) * width - 1) / 2
    axes.set(xlim=(middle - reach, middle + reach), ylim=(0, (page.height - 0.6) / unit), yticks=[])
    axes.spines["left"].set_visible(False)
    _stack_labels(axes, low, width, len(stacks), across)
    axes.set_xlabel("interviews attended")
    return page.figure


def _widest(low: int, width: int, n_stacks: int) -> float:
    return max(theme.text_width(_numbers(low + n * width, width), theme.TEXT_SIZE) for n in range(n_stacks))


def _stack_labels(axes: Axes, low: int, width: int, n_stacks: int, across: float) -> None:
    """Name as many stacks as there is room for, the first one always."""
    starts = [low + stack * width for stack in range(n_stacks)]
    words = [_numbers(n, width) for n in starts]
    every = math.ceil((_widest(low, width, n_stacks) + 0.04) / across)
    places = [n + (width - 1) / 2 for n in starts]
    axes.set_xticks(places[::every], words[::every])


def _numbers(first: int, width: int) -> str:
    return str(first) if width == 1 else f"{first}\u2013{first + width - 1}"


def _alt(stacks: np.ndarray, low: int, width: int) -> str:
    counts = ((_numbers(low + place * width, width), int(count)) for place, count in enumerate(stacks))
    said = (f"{number} interviews in {count}" for number, count in counts if count)
    return f"Of twenty equally likely seasons: {listed(said)}"


def _unit(stacks: np.ndarray) -> float:
    """Return the space of one dot, inches."""
    return float(min(0.36, ROOM / len(stacks), 2.6 / max(stacks)))


def _height(stacks: np.ndarray) -> float:
    return 0.7 + _unit(stacks) * int(max(stacks))


def _title(result: RunResult, some: float) -> str:
    expected = result.interviews.expected
    low, high = (int(result.interviews.quantiles[q]) for q in ("0.05", "0.95"))
    if expected < 0.5:
        return f"Most likely no interview; at least one for {frequency.natural_frequency(some)}"
    if low == high:
        return f"Expect {low} interview{'' if low == 1 else 's'}, in nearly every season"
    number = "1 interview" if round(expected) == 1 else f"{expected:.0f} interviews"
    return f"Expect about {number}; {low} to {high} in 9 of 10 seasons"


def _caption(result: RunResult, width: int) -> str:
    grouped = f" Each stack gathers {width} neighbouring numbers." if width > 1 else ""
    return (
        f"{model_note(result)}. The 20 dots are 20 equally likely seasons for this applicant; "
        f"count the dots to the right of a number to see how often there are more.{grouped}"
    )


def _certain(result: RunResult, count: int) -> Figure:
    number = "1 interview" if count == 1 else f"{count or 'no'} interviews"
    if leaves_out_unlisted(result):
        title = f"{number.capitalize()}, not counting programs that are not listed"
        text = (
            "This number is fixed by the programs in the file. Applications went to other programs "
            "too: list them to count the interviews that may still come from them."
        )
    elif count:
        title = f"Certain as the file stands: {number}"
        text = (
            "Every program in this file counts as it stands: the number is fixed, not predicted. "
            "Invitations from programs outside the file are not counted."
        )
    else:
        title = f"Certain as the file stands: {number}"
        text = (
            "Nothing in this file can lead to an interview. Programs outside the file are not "
            "counted: an invitation from one of them would change the picture at once."
        )
    return message(title, text, f"{model_note(result)}.", str(count) if count else "")
