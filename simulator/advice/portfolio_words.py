"""A portfolio in words: what to apply to, what it costs, what it is worth, how sure one can be of the choice."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from simulator.advice.frequency import count_words, range_words, with_range
from simulator.advice.strategy_words import NO_MIDDLE
from simulator.advice.terminal import Paper, cells, clean, cut, paper
from simulator.model.signals import signal_limits

if TYPE_CHECKING:
    from simulator.strategy.result import Portfolio

MOST_ROWS, MOST_LEFT_OUT, NAME_CELLS = 40, 8, 44
LEAST_SHOWN = 1e-4  # the last printed digit of a chance
COLUMNS = (
    "Of 100 such seasons: invited there; ranked high enough to match, once interviewed; matches added to those of the "
    "rows above."
)
FOOT = (
    "An application can be sent; an invitation cannot be bought. Not affiliated with NRMP, AAMC or ECFMG. Not advice; "
    "a model, not a promise."
)


def portfolio_summary(found: Portfolio, width: int | None = None, colour: bool = False) -> str:
    """Return a portfolio as text for a terminal.

    Parameters
    ----------
    found : Portfolio
    width : int, optional
        Cells; by default the terminal's own width, at most 84.
    colour : bool

    Returns
    -------
    str
    """
    page = paper(width, colour)
    return page.printed(_lines(found, page))


def _lines(found: Portfolio, page: Paper) -> Iterator[str]:
    yield page.paint(clean(found.scenario_name), "bold")
    yield from page.paragraph(_choice(found))
    before = with_range(*found.before)
    plausible = f"plausibly {range_words(found.after.low, found.after.high)} of 100"
    after = with_range(*found.after) if found.has_middle else plausible
    if found.nothing:
        yield from page.paragraph(f"In this model {before} match as things stand.")
    else:
        yield from page.paragraph(f"In this model {before} match without these applications, {after} with them.")
        yield from page.paragraph(_worth(found))
    if found.warnings:
        yield from page.heading("Before you rely on it")
        yield from page.bullets(found.warnings)
    yield from _table(found, page)
    yield from _left_out(found, page)
    if not found.nothing:
        yield from page.heading("How good the choice is")
        yield from page.paragraph(_certificate(found))
    yield ""
    yield from page.paragraph(FOOT, "dim")


def _choice(found: Portfolio) -> str:
    limits = [] if math.isinf(found.budget_usd) else [f"{found.budget_usd:,.2f} dollars".replace(".00 ", " ")]
    limits += [] if found.max_programs is None else [f"{found.max_programs} programs"]
    n = len(found.chosen)
    if found.nothing:
        return f"Nothing bought within {' and '.join(limits)}: {found.nothing} ({found.fee_schedule})."
    return (
        f"Apply to {n} of {found.n_candidates} candidates, within {' and '.join(limits)}: {found.added_usd:,.0f} "
        f"dollars more in application fees, {found.total_usd:,.0f} in all ({found.fee_schedule})."
    )


def _worth(found: Portfolio) -> str:
    low, high = 100 * found.difference.low, 100 * found.difference.high
    if found.difference.low <= 0:
        return f"The difference is not established: {low:.1f} to {high:.1f} more of 100."
    share = f"they help under {_sets(found.probability_better)} that the model holds possible."
    if not found.has_middle:
        return f"The difference: plausibly {low:.1f} to {high:.1f} more of 100; {share} {NO_MIDDLE}"
    return f"The difference: {100 * found.difference.exact:.1f} more of 100, plausibly {low:.1f} to {high:.1f}; {share}"


def _sets(share: float) -> str:
    count = count_words(share)
    return f"{count} of 100 sets of numbers" if count.isdigit() else "every set of numbers"


def _worth_until(found: Portfolio) -> Iterator[str]:
    """Where the money starts to buy little."""
    if not len(found.chosen):
        return
    if found.worth_until_usd is None:
        yield "Every one of them still adds 1 of 100 or more per 100 dollars, on average over the parameter sets."
    elif found.worth_until_usd == 0:
        yield "None of them adds 1 of 100 per 100 dollars, on average over the parameter sets."
    else:
        yield (
            f"After the first {found.worth_until_usd:,.0f} dollars no application adds 1 of 100 per 100 dollars any "
            "more, on average over the parameter sets."
        )


def _table(found: Portfolio, page: Paper) -> Iterator[str]:
    if not len(found.chosen):
        return
    yield from page.heading("Apply to, the most useful first")
    name_cells = min(NAME_CELLS, max(8, page.width - 48))
    yield f"  {'program':<{name_cells}}   fee  invited  then ranked   adds"
    for row in found.chosen.head(MOST_ROWS).to_dict("records"):
        signal = "" if row["signal"] == "none" else f"  {signal_words(row, found.season)}"
        invited, ranked = (100 * row[f"{name}_probability"] for name in ("invite", "ranked_to_match"))
        name = cut(clean(str(row["program"])), name_cells)
        name += " " * (name_cells - cells(name))
        fee = f"${row['cost_usd']:,.0f}"
        yield f"  {name} {fee:>5}  {invited:7.1f}  {ranked:11.1f}  {100 * row['adds']:+5.2f}{signal}"
    yield from page.paragraph(COLUMNS, "dim", "  ", 2)
    if len(found.chosen) > MOST_ROWS:
        yield f"  ... and {len(found.chosen) - MOST_ROWS} more (--csv and --json have all)"
    yield from page.bullets(_worth_until(found))


def signal_words(row: Mapping[Any, Any], season: int) -> str:
    """Return what a signal is called: gold or silver, or just a signal where the specialty has one kind only."""
    limit = signal_limits(season).get(str(row["specialty"]))
    return "signal" if limit is not None and not limit.silver else str(row["signal"])


def _left_out(found: Portfolio, page: Paper) -> Iterator[str]:
    if not len(found.left_out):
        return
    yield from page.heading(f"Left out: {len(found.left_out)}")
    counts = found.left_out["reason"].value_counts(sort=True)
    rows = [f"{n} x {reason}" for reason, n in counts.head(MOST_LEFT_OUT).items()]
    yield from page.bullets(rows)
    if counts.size > MOST_LEFT_OUT:
        yield f"  ... and {counts.size - MOST_LEFT_OUT} more reasons (--json has all)"


def _certificate(found: Portfolio) -> str:
    if found.is_proved:
        return "Proved: within the model no other choice within this budget is better."
    limited = (
        ""
        if found.value_unlimited is None
        else f" with the limit on interviews ({100 * found.value_unlimited:.2f} if there were none)"
    )
    start = f"On average over the parameter sets {100 * found.value:.2f} of 100 match with this choice{limited}"
    if found.value_unlimited is None and found.gap < LEAST_SHOWN / 2:
        return f"{start}. Proved: no choice within this budget makes that {100 * LEAST_SHOWN:.2f} more."
    return (
        f"{start}, and no choice within this budget can reach more than {100 * found.bound:.2f}: it is at most "
        f"{100 * found.gap:.2f} from the best."
    )
