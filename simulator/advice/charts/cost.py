"""What strategies cost against what they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice import theme
from simulator.advice.charts.shared import model_note, put, rows_axes, step_ticks
from simulator.advice.charts.strategies import MOST, key_to_cautions, label, left_out, no_strategies
from simulator.advice.gains import cost_words, count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.comparison import Strategy
    from simulator.outcomes.result import RunResult

FIELD = 2.5  #: inches
ROW = 0.4
APART = 0.06  #: of the width, between marks that cost the same


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
    page = theme.sheet(_title(shown), FIELD + 0.75 + key, _caption(result))
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
        _marks(axes, shown, free, list(range(len(free))), has_middle)
        _rises(axes, shown, named=True)
    if paid:
        axes = page.axes(0.55 + left, y, whole - left, FIELD - 0.05)
        _dollars(axes, max(shown[n].added_usd for n in paid))
        _marks(axes, shown, paid, _apart([shown[n].added_usd for n in paid], axes.get_xlim()[1]), has_middle)
        _rises(axes, shown, named=not free)


def _dollars(axes: Axes, most: float) -> None:
    ticks = step_ticks(0, round(most), 4)
    axes.set(xlim=(-0.06 * most, 1.2 * most), xlabel="added application fees")
    axes.set_xticks(ticks, [f"${tick:,}" for tick in ticks])


def _rises(axes: Axes, shown: tuple[Strategy, ...], named: bool) -> None:
    low = min(-2, *(count_of(one.difference.low) - 2 for one in shown))
    high = max(5, *(count_of(one.difference.high) + 2 for one in shown))
    rises = step_ticks(low, high, 6)
    axes.set_ylim(low, high)
    axes.set_yticks(rises, [f"{tick:+d}".replace("+0", "0").replace("-", "\u2212") if named else "" for tick in rises])
    axes.axhline(0, color=theme.LINE, linewidth=1.0)
    axes.grid(axis="y")
    axes.spines["left"].set_visible(named)
    if named:
        axes.set_ylabel("matches of 100")


def _apart(wanted: list[float], reach: float) -> list[float]:
    """Return places for marks, those of equal cost side by side."""
    taken: list[float] = []
    for place in wanted:
        steps = (place + n * APART * reach for n in range(len(wanted)))
        taken.append(next(x for x in steps if all(abs(x - other) > 0.99 * APART * reach for other in taken)))
    return taken


def _marks(
    axes: Axes, shown: tuple[Strategy, ...], chosen: list[int], places: Sequence[float], has_middle: bool
) -> None:
    for number, x in zip(chosen, places, strict=True):
        gap = shown[number].difference
        colour = theme.MATCH if shown[number].helps else theme.MUTED
        axes.plot([x, x], [100 * gap.low, 100 * gap.high], color=colour, linewidth=1.8)
        y = 100 * (gap.exact if has_middle else gap.high)
        axes.scatter([x], [y], s=170, facecolor=theme.PAPER, edgecolor=colour, linewidth=1.4, zorder=3)
        axes.text(x, y, f"{number + 1}", ha="center", va="center", fontsize=9, color=theme.INK, zorder=4)


def _title(shown: tuple[Strategy, ...]) -> str:
    paid = [one for one in shown if one.usd_per_point is not None]
    free = [one for one in shown if one.helps and one.added_usd <= 0]
    if paid and free:
        return f"What helps: {len(free)} without added fees, {len(paid)} for money"
    if paid or free:
        return "What added fees buy, and how sure that is"
    return "No gain is established here, whatever it costs"


def _caption(result: RunResult) -> str:
    return (
        f"{model_note(result)}. Fees by the {result.cost.fee_schedule} schedule; nothing else (travel, exams, time) is "
        "counted. Lines are ranges. Where a range includes no change, dollars per point are not established. Marks of "
        f"equal cost stand side by side.{key_to_cautions(result.compared[:MOST])}{left_out(result, MOST)}"
    )
