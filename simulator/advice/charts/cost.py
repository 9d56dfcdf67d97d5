"""What strategies cost against what they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice import theme
from simulator.advice.charts.shared import model_note, put, rows_axes, step_ticks
from simulator.advice.charts.strategies import MOST, left_out, no_strategies
from simulator.advice.gains import cost_words, count_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.comparison import Strategy
    from simulator.outcomes.result import RunResult

FIELD = 2.5  #: inches
ROW = 0.4
APART = 0.045  #: of the width, between marks that cost the same


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
    axes = page.axes(0.55, key + 0.7, page.width - 0.7, FIELD - 0.05)
    _frame(axes, shown)
    _marks(axes, shown)
    names = rows_axes(page, 0, key)
    for row, one in enumerate(shown):
        put(names, 0.05, ROW * (row + 0.3), f"{row + 1}", fontweight="bold")
        put(names, 0.35, ROW * (row + 0.3), theme.shorten(theme.printable(one.name), page.width - 0.4, theme.TEXT_SIZE))
        put(names, 0.35, ROW * (row + 0.7), cost_words(one), color=theme.MUTED, fontsize=theme.SMALL_SIZE)
    return page.figure


def _frame(axes: Axes, shown: tuple[Strategy, ...]) -> None:
    most = max(100.0, *(one.added_usd for one in shown))
    least = min(0.0, *(one.added_usd for one in shown))
    low = min(-2, *(count_of(one.difference.low) - 2 for one in shown))
    high = max(5, *(count_of(one.difference.high) + 2 for one in shown))
    reach = most - least
    axes.set(xlim=(least - 0.08 * reach, most + 0.3 * reach), ylim=(low, high))
    ticks = step_ticks(round(least), round(most), 5)
    axes.set_xticks(ticks, [f"${tick:,}".replace("$-", "\u2212$") for tick in ticks])
    rises = step_ticks(low, high, 6)
    axes.set_yticks(rises, [f"{tick:+d}".replace("+0", "0").replace("-", "\u2212") for tick in rises])
    axes.axhline(0, color=theme.LINE, linewidth=1.0)
    axes.grid(axis="y")
    axes.set_xlabel("added application fees")
    axes.set_ylabel("matches of 100")


def _marks(axes: Axes, shown: tuple[Strategy, ...]) -> None:
    """Draw marks; those of equal cost stand side by side."""
    left, right = axes.get_xlim()
    step = APART * (right - left)
    taken: list[float] = []
    for number, one in enumerate(shown, start=1):
        x = one.added_usd
        while any(abs(x - other) < 0.99 * step for other in taken):
            x += step
        taken.append(x)
        gap = one.difference
        colour = theme.MATCH if gap.is_gain else theme.MUTED
        axes.plot([x, x], [100 * gap.low, 100 * gap.high], color=colour, linewidth=1.8)
        axes.scatter([x], [100 * gap.exact], s=120, facecolor=theme.PAPER, edgecolor=colour, linewidth=1.4, zorder=3)
        axes.text(x, 100 * gap.exact, f"{number}", ha="center", va="center", fontsize=7.5, color=theme.INK, zorder=4)


def _title(shown: tuple[Strategy, ...]) -> str:
    paid = [one for one in shown if one.usd_per_point is not None]
    free = [one for one in shown if one.difference.is_gain and one.added_usd <= 0]
    if paid and free:
        return f"What helps: {len(free)} without added fees, {len(paid)} for money"
    if paid or free:
        return "What added fees buy, and how sure that is"
    return "No gain is established here, whatever it costs"


def _caption(result: RunResult) -> str:
    return (
        f"{model_note(result)}. Fees by the {result.cost.fee_schedule} schedule; nothing else (travel, exams, time) is "
        "counted. Lines are ranges. Where a range includes no change, dollars per point are not established. Marks of "
        f"equal cost stand side by side.{left_out(result, MOST)}"
    )
