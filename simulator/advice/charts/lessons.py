"""What a season without a match teaches: belief in the file and in interviewing, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.strategy.course import Belief, Lesson, Reapplying

PANEL, GAP = 1.25, 0.78  #: inches
REACH, FAR = 3.0, 4.0  #: standard deviations shown, and where a belief lies far out
SMOOTH = 181
#: Of 100 people, from which on a shift is called a little, some, a lot.
STEPS = ((0.01, "next to nothing"), (0.05, "a little"), (0.15, "something"), (1.0, "a lot"))
TRAITS = (("strength", "The file"), ("skill", "Interviewing"))


def what_a_season_teaches(found: Reapplying) -> Figure:
    """Draw what is believed of the file and of interviewing before and after seasons without a match.

    Parameters
    ----------
    found : Reapplying
        From `simulator.strategy.reapply`.
    """
    with theme.style():
        return _drawn(found)


def _drawn(found: Reapplying) -> Figure:
    shown = _shown(found)
    alt = listed(_words(name, [(lesson, getattr(lesson, trait)) for lesson in shown]) for trait, name in TRAITS)
    page = theme.sheet(_title(shown), 2 * (PANEL + GAP) + 0.3, _caption(found), alt)
    for k, (trait, name) in enumerate(TRAITS):
        axes = page.axes(0, 0.3 + 0.38 + (1 - k) * (PANEL + GAP), page.width, PANEL)
        _panel(axes, name, [(lesson, getattr(lesson, trait)) for lesson in shown])
    handles, labels = page.figure.axes[0].get_legend_handles_labels()
    place = (page.left / theme.WIDTH, float((page.bottom + 0.0) / page.figure.get_figheight()))
    page.figure.legend(handles, labels, loc="lower left", bbox_to_anchor=place, ncols=3)
    return page.figure


def _shown(found: Reapplying) -> list[Lesson]:
    """As things stand, after the first season without a match, and after the last but one if there are more."""
    known = [lesson for lesson in found.lessons if lesson.after in ("before", "now")]
    later = list(found.lessons[len(known) :])
    return [known[-1], *later[: max(1, len(later) - 1)]]


def _label(place: int) -> str:
    return ("as things stand", "after one season", "after two")[place]


def _panel(axes: Axes, name: str, beliefs: list[tuple[Lesson, Belief]]) -> None:
    styles: tuple[dict[str, Any], ...] = (
        {"color": theme.OPEN, "linestyle": "--", "linewidth": 1.4},
        {"color": theme.BELIEF, "linestyle": "-", "linewidth": 1.8},
        {"color": theme.INK, "linestyle": ":", "linewidth": 1.6},
    )
    top = 0.0
    reach = FAR if max(abs(belief.mean) for _, belief in beliefs) > REACH / 2 else REACH
    for place, (_, belief) in enumerate(beliefs):
        at, density = smooth(belief, reach)
        axes.plot(at, density, label=_label(place), **styles[place])
        axes.plot([belief.mean] * 2, [0, np.interp(belief.mean, at, density)], **{**styles[place], "linewidth": 0.9})
        top = max(top, float(density.max()))
    axes.set(xlim=(-reach, reach), ylim=(0, 1.12 * top), yticks=[])
    axes.set_xticks(
        [-2 * reach / 3, 0, 2 * reach / 3], ["weaker than most", "like most with this profile", "stronger than most"]
    )
    axes.spines["left"].set_visible(False)
    axes.set_title(_words(name, beliefs), loc="left", fontsize=theme.TEXT_SIZE)


def smooth(belief: Belief, reach: float = REACH) -> tuple[np.ndarray, np.ndarray]:
    """Return a belief as a smooth curve: places in standard deviations, and density.

    Parameters
    ----------
    belief : Belief
    reach : float
        Standard deviations shown on either side.
    """
    from scipy.interpolate import CubicSpline

    at = np.linspace(-reach, reach, SMOOTH)
    if len(belief.at) < 4:
        return at, np.zeros(SMOOTH)
    logs = CubicSpline(belief.at, np.log(np.maximum(belief.density, 1e-12)))(at)
    return at, np.exp(logs)


def _words(name: str, beliefs: list[tuple[Lesson, Belief]]) -> str:
    counts = [frequency.count_words(belief.better_than) for _, belief in beliefs[:2]]
    if len(counts) == 1 or counts[0] == counts[1]:
        return f"{name}: better than {counts[0]} of 100" + (", before and after" if len(counts) > 1 else "")
    after = beliefs[1][1]
    within = frequency.range_words(after.better_low, after.better_high)
    return f"{name}: better than {counts[0]} of 100; after one season {counts[1]} ({within})"


def _title(shown: list[Lesson]) -> str:
    if len(shown) < 2:
        return "What is believed of this person as things stand"
    words = [_size(getattr(shown[0], trait), getattr(shown[1], trait)) for trait, _ in TRAITS]
    if words[0] == words[1]:
        return f"A season without a match says {words[0]} about the file and about interviewing"
    return f"A season without a match says {words[0]} about the file, {words[1]} about interviewing"


def _size(before: Belief, after: Belief) -> str:
    shift = after.better_than - before.better_than
    word = next(word for step, word in STEPS if abs(shift) < step or step >= 1)
    return word if word == STEPS[0][1] or shift < 0 else f"{word} good"


def _caption(found: Reapplying) -> str:
    first = found.unchanged.seasons[0]
    return (
        f"In this model (season {first.season}, settings {found.calibration}). Curves: what is believed as things "
        "stand, and after seasons without a match, of what programs see in the file beyond its fields and of how the "
        "person interviews, compared with people of the same profile; under the model's central settings. The further "
        "left, the less of a chance the same file has next season. It is no verdict on a person."
    )
