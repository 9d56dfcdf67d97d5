"""The report on the simulated market in words: model beside published, figure by figure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.outcomes.market_report import Figure, MarketReport

WIDTH = 44


def market_summary(report: MarketReport) -> str:
    """Say what was published, what the model gives, and where they differ.

    Parameters
    ----------
    report : MarketReport

    Returns
    -------
    str
    """
    return "\n".join(_lines(report))


def _lines(report: MarketReport) -> Iterator[str]:
    yield (
        f"A made-up national market: {report.applicants:,} applicants, {report.programs:,} programs, "
        f"{report.positions:,} positions; {report.replicates} seasons."
    )
    yield f"Model beside published; the range is where {report.level:.0%} of single seasons of the model fall."
    for (name, year), rows in groupby(report.figures, key=lambda f: (f.name, f.year)):
        yield f"\n{name} ({year})"
        yield f"  {'':<{WIDTH}} {'published':>9}  {'model':>9}  range"
        yield from (_line(row) for row in rows)
    yield (
        f"\n{report.n_inside} of {len(report.figures)} figures are inside their range. Those with an asterisk were "
        "used to fit the market, so that agreement there is no test. Ranges hold the luck of people and of the year, "
        "and what the fit leaves open: a figure outside means that the model is wrong there, or the year was another."
    )


def _line(row: Figure) -> str:
    mark, is_share = "" if row.inside else "  outside", row.published <= 1
    published, model, low, high = (_number(x, is_share) for x in (row.published, row.model, row.low, row.high))
    return f"  {row.group + ('*' if row.fitted else ''):<{WIDTH}} {published:>9}  {model:>9}  {low} to {high}{mark}"


def _number(value: float, is_share: bool) -> str:
    return f"{100 * value:.1f}%" if is_share else f"{value:.1f}"
