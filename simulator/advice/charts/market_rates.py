"""The national market beside published figures: match rates by type of applicant, with the range of single seasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.advice import theme
from simulator.advice.charts.people import group_words
from simulator.advice.charts.shared import listed, scale_of_100
from simulator.advice.frequency import count_words, range_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.market_report import MarketReport

ROW = 0.34  #: inches


def market_rates(report: MarketReport) -> Figure:
    """Draw the market's match rates and the published ones.

    Parameters
    ----------
    report : MarketReport
        From `pipeline.market.market_report`.
    """
    rows = [f for f in report.figures if f.name == "match rate"]
    with theme.style():
        page = theme.sheet(_title(report), ROW * len(rows) + 0.95, _caption(report), _alt(rows))
        axes = page.axes(1.15, 0.9, page.width - 1.25, ROW * len(rows))
        for place, row in enumerate(rows):
            _mark(axes, place, row)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_yticks(range(len(rows)), [_name(row) for row in rows])
        axes.tick_params(axis="y", length=0)
        scale_of_100(axes, axis="x")
        axes.set_xlabel("matched, of 100 with a rank order list")
        up = page.bottom / page.figure.get_figheight()
        handles, labels = axes.get_legend_handles_labels()
        named = dict(zip(labels, handles, strict=True))
        page.figure.legend(
            list(named.values()), list(named), loc="lower left", ncols=2, bbox_to_anchor=(page.left / theme.WIDTH, up)
        )
        return page.figure


def _title(report: MarketReport) -> str:
    rates = [f for f in report.figures if f.name == "match rate"]
    inside = sum(f.inside for f in rates)
    return f"{inside} of {len(rates)} published match rates lie where single seasons of the market fall"


def _name(row: Any) -> str:
    return "everybody" if row.group == "all" else group_words(row.group)


def _alt(rows: list[Any]) -> str:
    said = (
        f"{_name(row)} published {count_words(row.published)}, seasons {range_words(row.low, row.high)}" for row in rows
    )
    return f"Matched, of 100 with a rank order list: {listed(said)}"


def _caption(report: MarketReport) -> str:
    return (
        f"In this model: {report.applicants:,} made-up applicants, {report.programs:,} made-up programs, "
        f"{report.positions:,} positions; {report.replicates} seasons, seed {report.seed}. Bar: where "
        f"{report.level:.0%} of seasons fall. The market was fitted to how many match, so that rates near those "
        "published are no test."
    )


def _mark(axes: Axes, place: int, row: Any) -> None:
    look: dict[str, Any] = {"color": theme.RANGE_EDGE, "linewidth": 6.0, "solid_capstyle": "butt"}
    axes.plot([row.low, row.high], [place, place], zorder=2, label="range of one season", **look)
    axes.plot([row.model], [place], "|", color=theme.MATCH, markersize=11, markeredgewidth=2.2, zorder=3, label="mean")
    shape: dict[str, Any] = {"marker": "o", "color": theme.INK, "label": "published, inside"}
    if not row.inside:
        shape = {"marker": "X", "color": theme.NO_MATCH, "label": "published, outside"}
    axes.plot([row.published], [place], linestyle="", markersize=5, zorder=4, **shape)
