"""What strategies cost against what they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.advice import theme
from simulator.advice.charts.shared import listed, model_note, put, rows_axes, signed, step_ticks
from simulator.advice.charts.strategies import MOST, key_to_cautions, label, left_out, no_strategies, range_said
from simulator.advice.gains import cost_words, count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.comparison import Strategy
    from simulator.outcomes.result import RunResult

FIELD = 2.5  #: inches
ROW = 0.4
LIFT, NUMBER = 4.0, (17.0, 11.0)  #: points, above a bar, and what a number takes
APART = 0.07  #: of the width, between bars that cost the same
ROOM, EDGE = 1.2, 1.12  #: ends of the axis and of the last bar, in the highest fees


@theme.styled
def cost_against_gain(result: RunResult) -> Figure:
    """Draw each strategy by the fees it adds and the matches of 100 it adds, with its range.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    """
    shown = result.compared[:MOST]
    if not shown:
        return no_strategies(result)
    key = ROW * len(shown)
    said = listed((f"{range_said(one)}; {cost_words(one)}" for one in shown), MOST)
    page = theme.sheet(_title(shown), FIELD + 0.75 + key, _caption(result), said)
    _field(page, shown, key + 0.7, has_middle=not result.priors)
    names = rows_axes(page, 0, key)
    for row, one in enumerate(shown):
        put(names, 0.05, ROW * (row + 0.3), f"{row + 1}", fontweight="bold")
        put(names, 0.35, ROW * (row + 0.3), theme.shorten(label(one), page.width - 0.4, theme.TEXT_SIZE))
        put(names, 0.35, ROW * (row + 0.7), cost_words(one), color=theme.MUTED, fontsize=theme.SMALL_SIZE)
    return page.figure


def _field(page: theme.Sheet, shown: tuple[Strategy, ...], y: float, has_middle: bool) -> None:
    """Draw those without added fees side by side on the left, the others by their fees on the right."""
    free = [n for n, one in enumerate(shown) if one.added_usd <= 0]
    paid = [n for n, one in enumerate(shown) if one.added_usd > 0]
    whole = page.width - 0.7
    left = 0.0 if not free else whole if not paid else min(max(0.28 * len(free), 1.1), 0.55 * whole)
    if free:
        axes = page.axes(0.55, y, left - (0.12 if paid else 0), FIELD - 0.05)
        axes.set(xlim=(-0.7, len(free) - 0.3), xticks=[], xlabel="no added fees")
        _rises(axes, shown, named=True)
        _bars(axes, shown, free, list(range(len(free))), has_middle)
    if paid:
        axes = page.axes(0.55 + left, y, whole - left, FIELD - 0.05)
        _dollars(axes, max(shown[n].added_usd for n in paid))
        most = axes.get_xlim()[1] / ROOM
        places = apart([shown[n].added_usd for n in paid], 0.0, EDGE * most)
        _rises(axes, shown, named=not free)
        _bars(axes, shown, paid, places, has_middle)


def _dollars(axes: Axes, most: float) -> None:
    ticks = step_ticks(0, round(most), 4)
    axes.set(xlim=(-0.06 * most, ROOM * most), xlabel="added application fees")
    axes.set_xticks(ticks, [f"${tick:,}" for tick in ticks])


def _rises(axes: Axes, shown: tuple[Strategy, ...], named: bool) -> None:
    low = min(-2, *(count_of(one.main.low) - 2 for one in shown))
    high = max(5, *(count_of(one.main.high) for one in shown))
    high += 1 + (high - low) // 8  # room for the numbers
    rises = step_ticks(low, high, 6)
    axes.set_ylim(low, high)
    axes.set_yticks(rises, signed(rises) if named else [""] * len(rises))
    axes.axhline(0, color=theme.LINE, linewidth=1.0)
    axes.grid(axis="y")
    axes.spines["left"].set_visible(named)
    if named:
        axes.set_ylabel("matches of 100" if shown[0].couple is None else "both, of 100")


def apart(wanted: Sequence[float], low: float, high: float) -> list[float]:
    """Return places for marks: as near to the wanted ones as may be, and never on top of each other.

    Parameters
    ----------
    wanted : sequence of float
        Where the marks belong, in any order.
    low, high : float
        Ends of the room that there is; many marks stand closer.

    Returns
    -------
    list of float
        In the order of `wanted`; marks of equal cost side by side, none out of turn (least squares by pooling
        neighbours: Ayer et al. 1955, Ann Math Stat 26(4)).
    """
    count = len(wanted)
    gap = min(APART * (high - low), (high - low) / max(count, 1))
    order = sorted(range(count), key=lambda n: wanted[n])
    blocks: list[list[float]] = []
    for rank, number in enumerate(order):
        blocks.append([wanted[number] - rank * gap])
        while len(blocks) > 1 and _mean(blocks[-2]) > _mean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    level = [_mean(block) for block in blocks for _ in block]
    places = [0.0] * count
    for rank, number in enumerate(order):
        places[number] = min(max(level[rank], low), high - (count - 1) * gap) + rank * gap
    return places


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


def _bars(
    axes: Axes, shown: tuple[Strategy, ...], chosen: list[int], places: Sequence[float], has_middle: bool
) -> None:
    """Draw each range with the same weight at both ends; its number stands above it."""
    for number, x in zip(chosen, places, strict=True):
        gap = shown[number].main
        colour = theme.MATCH if shown[number].helps else theme.OPEN
        ends = [100 * gap.low, 100 * gap.high]
        axes.plot([x, x], ends, color=colour, linewidth=2.2, marker="_", markersize=8, markeredgewidth=2.2)
        if has_middle:
            axes.scatter([x], [100 * gap.exact], s=26, facecolor=theme.PAPER, edgecolor=colour, zorder=3)
    tops = [100 * max(shown[number].main.low, shown[number].main.high) for number in chosen]
    for number, x, top, up in zip(chosen, places, tops, _lifts(axes, places, tops), strict=True):
        above: dict[str, Any] = {"xytext": (0, up), "textcoords": "offset points", "ha": "center", "va": "bottom"}
        axes.annotate(f"{number + 1}", (x, top), **above, fontsize=theme.SMALL_SIZE, fontweight="bold")


def _lifts(axes: Axes, places: Sequence[float], tops: Sequence[float]) -> list[float]:
    """Return how many points above each bar its number stands, so that none stands on another."""
    to_points = axes.transData.transform(list(zip(places, tops, strict=True))) * 72 / axes.figure.get_dpi()
    stands: list[tuple[float, float]] = []
    for x, top in to_points:
        y = top + LIFT
        while any(abs(x - other) < NUMBER[0] and abs(y - level) < NUMBER[1] for other, level in stands):
            y += 1.0
        stands.append((float(x), float(y)))
    return [y - float(top) for (_, y), (_, top) in zip(stands, to_points, strict=True)]


def _title(shown: tuple[Strategy, ...]) -> str:
    paid = [one for one in shown if one.usd_per_point is not None]
    free = [one for one in shown if one.helps and one.added_usd <= 0]
    costs = any(one.added_usd > 0 for one in shown)
    if paid and free:
        return f"What helps: {len(free)} without added fees, {len(paid)} for money"
    if paid:
        return "What added fees buy, and how sure that is"
    if free:
        rest = "no gain is established for money" if costs else "nothing here adds fees"
        return f"What helps without added fees: {len(free)} of {len(shown)}; {rest}"
    return "No gain is established here, whatever it costs" if costs else "No added fees, and no gain is established"


def _caption(result: RunResult) -> str:
    middle = "" if result.priors else " The dot is the model's central answer."
    return (
        f"{model_note(result)}. Fees by the {result.cost.fee_schedule} schedule; nothing else (travel, exams, time) is "
        f"counted. Each bar is a range, and no end of it is likelier than the other.{middle} Where it includes no "
        "change, dollars per point are not established. Bars of about equal cost stand side by side."
        f"{key_to_cautions(result.compared[:MOST])}{left_out(result, MOST)}"
    )
