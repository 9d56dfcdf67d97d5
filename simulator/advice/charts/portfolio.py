"""What more applications buy: the chance of a match against the dollars spent, application by application."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import listed, message, step_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.strategy.result import Portfolio

FIELD, LEFT, FOOT = 3.0, 0.62, 1.25  #: inches
HEADROOM = 1.12
MOST_TIERS = 8


def money_and_chance(found: Portfolio) -> Figure:
    """Draw P(match) of 100 against the dollars of new applications, as the choice grows.

    Parameters
    ----------
    found : Portfolio
        What `optimize` returned: with its interval band, the bound on any choice, the places where the fee of the
        next application changes, and where the money starts to buy little.
    """
    with theme.style():
        note = f"In this model (season {found.season}, settings {found.calibration})"
        if not len(found.chosen):
            return message("Nothing was chosen", f"{found.nothing[0].upper()}{found.nothing[1:]}.", f"{note}.")
        return _drawn(found, note)


def _drawn(found: Portfolio, note: str) -> Figure:
    page = theme.sheet(_title(found), FIELD + FOOT, _caption(found, note), _alt(found))
    axes = page.axes(LEFT, FOOT, page.width - LEFT - 0.15, FIELD - 0.1)
    usd, match, low, high = (found.path[name].to_numpy(dtype=float) for name in ("usd", "match", "low", "high"))
    _frame(axes, usd[-1], 100 * max(float(high.max()), found.bound))
    axes.fill_between(usd, 100 * low, 100 * high, color=theme.RANGE, linewidth=0, label="90% of parameter sets")
    size = 18 if usd.size <= 40 else 4
    axes.plot(usd, 100 * match, color=theme.MATCH, linewidth=1.4, label="mean")
    axes.scatter(usd, 100 * match, s=size, color=theme.MATCH, zorder=3)
    axes.axhline(
        100 * found.bound, color=theme.INK, linestyle="--", linewidth=1.0, label="most that any choice reaches"
    )
    _tiers(axes, found)
    _until(axes, found)
    place = (page.left / theme.WIDTH, float((page.bottom + 0.02) / page.figure.get_figheight()))
    page.figure.legend(loc="lower left", bbox_to_anchor=place, ncols=2)
    return page.figure


def _frame(axes: Axes, most_usd: float, top: float) -> None:
    dollars, counts = step_ticks(0, max(1, round(most_usd)), 5), step_ticks(0, max(1, round(HEADROOM * top)), 6)
    axes.set(xlim=(-0.03 * most_usd, 1.04 * most_usd), ylim=(0, max(1.0, HEADROOM * top)))
    axes.set_xticks(dollars, [f"${tick:,}" for tick in dollars])
    axes.set_yticks(counts, ["none" if tick == 0 else "all" if tick == 100 else str(tick) for tick in counts])
    axes.set(xlabel="application fees on top of those paid", ylabel="matches of 100")
    axes.grid(axis="y")


def _tiers(axes: Axes, found: Portfolio) -> None:
    """Mark where the next application costs another fee."""
    fee = found.chosen["cost_usd"].to_numpy(dtype=float)
    changes = np.flatnonzero(np.abs(np.diff(fee)) > 1e-6) + 1
    if not changes.size or changes.size > MOST_TIERS:
        return
    at = found.path["usd"].to_numpy(dtype=float)[changes]
    axes.plot(at, np.zeros(at.size), "^", color=theme.INK, markersize=9, clip_on=False, label="fee changes")


def _until(axes: Axes, found: Portfolio) -> None:
    usd = found.worth_until_usd
    if usd is not None:
        axes.axvline(usd, color=theme.NO_MATCH, linestyle=":", linewidth=1.6, label="here $100 buys under 1")


def _title(found: Portfolio) -> str:
    total = found.added_usd
    if found.worth_until_usd is None:
        return f"Up to the last of the ${total:,.0f}, fees buy at least 1 of 100 per $100"
    if found.worth_until_usd == 0:
        return "No $100 buys as much as 1 of 100 here"
    return f"After the first ${found.worth_until_usd:,.0f}, another $100 buys less than 1 of 100"


def _alt(found: Portfolio) -> str:
    path = found.path.iloc[:: max(1, -(-(len(found.path) - 1) // 6))]
    if path.index[-1] != found.path.index[-1]:
        path = found.path.iloc[[*path.index, -1]]
    columns = (path[name].to_numpy(dtype=float) for name in ("usd", "low", "high"))
    said = (f"for ${usd:,.0f}, {frequency.range_words(low, high)}" for usd, low, high in zip(*columns, strict=True))
    return f"Matches of 100 by application fees on top of those paid: {listed(said)}"


def _caption(found: Portfolio, note: str) -> str:
    before = frequency.range_words(found.before.low, found.before.high)
    after = frequency.range_words(found.after.low, found.after.high)
    limit = "" if found.value_unlimited is None else " The limit on interviews is in the line, not in the bound."
    return (
        f"{note}: {before} of 100 match without new applications, {after} with all {len(found.chosen)}. Each point is "
        "one more application, the most useful first. The line is a mean over the model's parameter sets, which is "
        f"what the choice makes as large as it can; the band is the range.{limit} Fees by {found.fee_schedule}; "
        "nothing else is counted."
    )
