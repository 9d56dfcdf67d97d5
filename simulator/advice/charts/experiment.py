"""An experiment on the market: what one gains alone against what all gain together, and who gains and who loses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from simulator.advice import theme
from simulator.advice.charts.shared import listed, put, rows_axes, signed, step_ticks
from simulator.advice.effect_words import PER, UNTOLD, effect_words, fewer_or_more, named, range_of
from simulator.outcomes.experiment_measures import BY_GROUP

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.experiment import ArmResult, CrowdResult, ExperimentResult
    from simulator.outcomes.experiment_measures import Effect

FIELD, LEFT, FOOT = 2.7, 0.62, 0.85  #: inches
ROW, NAMES = 0.27, 2.25  #: inches, of a row and of the column of names
MOST = 6  #: arms drawn; a file may hold more
APART = 0.012  #: between doers and others of one share
LEAST = 5  #: of 1,000, the reach of an axis at least
BEHIND = {"facecolor": theme.PAPER, "edgecolor": "none", "pad": 1.0}  #: of a name that runs over the field
STYLES = {"doers": ("those who do it", "o", "-"), "others": ("the others", "s", "--")}


def experiment_charts(result: ExperimentResult) -> Iterator[tuple[str, Figure]]:
    """Draw every chart of an experiment, with its file name.

    Parameters
    ----------
    result : ExperimentResult
        What `run_experiment` returned.
    """
    for n, one in enumerate(result.crowds):
        yield "arms_race" if len(result.crowds) == 1 else f"arms_race_{n + 1}", arms_race(result, one.name)
    if result.arms:
        yield "who_gains", who_gains(result)


def arms_race(result: ExperimentResult, arm: str | None = None) -> Figure:
    """Draw how many more of 1,000 match against the share who do it: of those who do it, and of the others.

    Parameters
    ----------
    result : ExperimentResult
        What `run_experiment` returned.
    arm : str, optional
        Name of an arm with shares; left out, the first.

    Raises
    ------
    ValueError
        No such arm has shares.
    """
    found = [one for one in result.crowds if arm in (None, one.name)]
    if not found:
        raise ValueError(f"arm: has no shares (got {arm!r}). Allowed: {', '.join(c.name for c in result.crowds)}")
    with theme.style():
        return _race(result, found[0])


def _race(result: ExperimentResult, one: CrowdResult) -> Figure:
    page = theme.sheet(_race_title(one), FIELD + FOOT, _race_caption(result), _race_alt(one))
    axes = page.axes(LEFT, FOOT, page.width - LEFT - 0.1, FIELD - 0.1)
    shares = [0.0, *(arm.share for arm in one.arms if arm.share is not None)]
    ends = [_line(axes, one, who, shares) for who in STYLES]
    low, high = min(-LEAST, *(e[0] for e in ends)), max(LEAST, *(e[1] for e in ends))
    pad = 0.06 * (high - low)
    axes.set(xlim=(-0.06, 1.06), ylim=(low - pad, high + pad))
    _changes_axis(axes, low, high, "y")
    axes.set_ylabel("matches of 1,000")
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["one\nalone", "a quarter", "half", "three\nquarters", "all"])
    axes.set_xlabel("who does it")
    place = (page.left / theme.WIDTH, float((page.bottom + 0.02) / page.figure.get_figheight()))
    page.figure.legend(loc="lower left", bbox_to_anchor=place, ncols=2)
    return page.figure


def _line(axes: Axes, one: CrowdResult, who: str, shares: list[float]) -> tuple[float, float]:
    """Draw the effects on one side, with their intervals; returns the lowest and the highest end."""
    words, marker, dashes = STYLES[who]
    colour = theme.YOU if who == "doers" else theme.OTHERS
    known = [(share, one.found(share, who)) for share in shares]
    points = [(share, effect) for share, effect in known if effect is not None]
    if not points:
        return 0.0, 0.0
    x = np.array([share for share, _ in points]) + (APART if who == "others" else -APART)
    y, low, high = (PER * np.array([getattr(e, k) for _, e in points]) for k in ("difference", "low", "high"))
    axes.vlines(x, low, high, color=colour, linewidth=2.2)
    axes.plot(x, y, color=colour, linestyle=dashes, linewidth=1.2, marker=marker, markersize=6, label=words)
    return float(low.min()), float(high.max())


def _changes_axis(axes: Axes, low: float, high: float, axis: str) -> None:
    ticks = step_ticks(int(np.floor(low)), int(np.ceil(high)), 7 if axis == "y" else 6)
    words = signed(ticks)
    if axis == "y":
        axes.set_yticks(ticks, words)
        axes.axhline(0, color=theme.LINE, linewidth=1.0)
    else:
        axes.set_xticks(ticks, words)
        axes.axvline(0, color=theme.LINE, linewidth=1.0)
    axes.grid(axis=axis)  # type: ignore[arg-type]


def _race_alt(one: CrowdResult) -> str:
    shares = [0.0, *(arm.share for arm in one.arms if arm.share is not None)]
    known = ((who, share, one.found(share, who)) for who in STYLES for share in shares)
    said = (
        f"{STYLES[who][0]}, {f'{share:.0%} of all' if share else 'one alone'}: {range_of(effect)}"
        for who, share, effect in known
        if effect is not None
    )
    return f"Matches of {PER:,}: {listed(said)}"


def _race_title(one: CrowdResult) -> str:
    alone, together = one.found(0), one.found(1)
    if alone is None:
        return f"{one.name}: nobody could do it"
    single = f"{fewer_or_more(alone.difference)} of {PER:,} match" if alone.is_established else f"the gain {UNTOLD}"
    if together is None:
        return f"{one.name}. One alone: {single}"
    every = f"{fewer_or_more(together.difference)}" if together.is_established else "none that can be told"
    return f"{one.name}. One alone: {single}; when all do it: {every}"


def _race_caption(result: ExperimentResult) -> str:
    return (
        f"{_note(result)} Of 1,000 people who rank alone, how many more (+) or fewer (\N{MINUS SIGN}) match than when "
        f"nobody does it; lines are {result.level:.0%} intervals. Leftmost: one person does it, everybody else as now."
    )


def _note(result: ExperimentResult) -> str:
    which = "national market" if result.specialties is None else "market of some specialties"
    return f"In this model ({which}, {result.replicates} seasons, the same people and luck in each comparison)."


def who_gains(result: ExperimentResult) -> Figure:
    """Draw how many more of 1,000 match in each arm, by type of applicant, with intervals.

    Parameters
    ----------
    result : ExperimentResult
        What `run_experiment` returned. Of an arm with shares the largest is drawn.
    """
    arms = list({arm.name: arm for arm in result.arms}.values())[:MOST]
    rows = [(arm, group) for arm in arms for group in _groups(arm)]
    with theme.style():
        height = ROW * (len(rows) + len(arms))
        page = theme.sheet(_gains_title(arms), height + 0.55, _gains_caption(result, len(arms)), _gains_alt(rows))
        names = rows_axes(page, 0.55, height)
        axes = page.axes(NAMES, 0.55, page.width - NAMES - 0.15, height)
        _gain_rows(names, axes, arms, page.width)
        return page.figure


def _groups(arm: ArmResult) -> list[str]:
    return [group for group in ("all", *BY_GROUP[:-1]) if arm.row("matched", group) is not None]


def _gains_alt(rows: list[tuple[ArmResult, str]]) -> str:
    found = ((arm, group, arm.row("matched", group)) for arm, group in rows)
    said = (f"{arm.name}, {named(group)}: {range_of(row.effect)}" for arm, group, row in found if row is not None)
    return f"Matches of {PER:,}: {theme.printable(listed(said))}"


def _gain_rows(names: Axes, axes: Axes, arms: list[ArmResult], width: float) -> None:
    names.set_zorder(axes.get_zorder() + 1)  # a long name runs over the field
    place, low, high = 0, -float(LEAST), float(LEAST)
    for arm in arms:
        share = "" if arm.share in (None, 1) else f", share {arm.share:g}"
        name = theme.shorten(f"{theme.printable(arm.name)}{share}", width, theme.TEXT_SIZE, bold=True)
        put(names, 0, ROW * (place + 0.5), name, fontweight="bold", bbox=BEHIND)
        place += 1
        for group in _groups(arm):
            row = arm.row("matched", group)
            if row is not None:
                put(names, 0.12, ROW * (place + 0.5), named(group))
                _gain(axes, place + 0.5, row.effect)
                low, high = min(low, PER * row.effect.low), max(high, PER * row.effect.high)
            place += 1
    pad = 0.05 * (high - low)
    axes.set(xlim=(low - pad, high + pad), ylim=(place, 0), yticks=[])
    axes.spines["left"].set_visible(False)
    _changes_axis(axes, low, high, "x")
    axes.set_xlabel("more (+) or fewer (\N{MINUS SIGN}) matches of 1,000")


def _gain(axes: Axes, y: float, effect: Effect) -> None:
    """Draw one interval: hollow where it includes no difference."""
    colour = theme.OPEN if not effect.is_established else theme.MATCH if effect.difference > 0 else theme.NO_MATCH
    marker = "o" if not effect.is_established else ">" if effect.difference > 0 else "<"
    face = colour if effect.is_established else theme.PAPER
    axes.plot([PER * effect.low, PER * effect.high], [y, y], color=colour, linewidth=2.2, solid_capstyle="butt")
    axes.scatter([PER * effect.difference], [y], s=36, marker=marker, facecolor=face, edgecolor=colour, zorder=3)


def _gains_title(arms: list[ArmResult]) -> str:
    rows = [(arm, row) for arm in arms if (row := arm.row("matched")) is not None]
    if len(rows) == 1:
        arm, row = rows[0]
        if row.effect.is_established or row.effect.low == row.effect.high == 0:
            return f"{arm.name}: {effect_words(row.effect)}"
        return f"{arm.name}: the effect on all applicants {UNTOLD}"
    clear = sum(row.effect.is_established for _, row in rows)
    if not clear:
        return "No change here can be told to move the share of all applicants who match"
    verb = "moves" if clear == 1 else "move"
    return f"{clear} of {len(rows)} changes {verb} the share of all applicants who match"


def _gains_caption(result: ExperimentResult, drawn: int) -> str:
    names = {arm.name for arm in result.arms}
    more = f" The first {drawn} of {len(names)} changes are shown." if len(names) > drawn else ""
    return (
        f"{_note(result)} Lines are {result.level:.0%} intervals. Arrows point to more or fewer matches; hollow "
        f"circles: the interval includes no difference.{more}"
    )
