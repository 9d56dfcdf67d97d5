"""A portfolio in words: what to apply to, what it costs, what it is worth, how sure one can be of the choice."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.advice.frequency import range_words, with_range
from simulator.advice.strategy_words import NO_MIDDLE
from simulator.advice.terminal import Paper, clean, cut, paper

if TYPE_CHECKING:
    from simulator.strategy.result import Portfolio

MOST_ROWS, MOST_LEFT_OUT, NAME_CELLS = 40, 8, 44
LEAST_SHOWN = 1e-4  # the last printed digit of a chance
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
    yield from page.paragraph(f"In this model {before} match without these applications, {after} with them.")
    yield from page.paragraph(_worth(found))
    if found.warnings:
        yield from page.heading("Before you rely on it")
        yield from page.bullets(found.warnings)
    yield from _table(found, page)
    yield from _left_out(found, page)
    yield from page.heading("How good the choice is")
    yield from page.paragraph(_certificate(found))
    yield ""
    yield from page.paragraph(FOOT, "dim")


def _choice(found: Portfolio) -> str:
    limits = [] if math.isinf(found.budget_usd) else [f"{found.budget_usd:,.2f} dollars".replace(".00 ", " ")]
    limits += [] if found.max_programs is None else [f"{found.max_programs} programs"]
    n = len(found.chosen)
    return (
        f"Apply to {n} of {found.n_candidates} candidates, within {' and '.join(limits)}: {found.added_usd:,.0f} "
        f"dollars more in application fees, {found.total_usd:,.0f} in all ({found.fee_schedule})."
    )


def _worth(found: Portfolio) -> str:
    low, high = 100 * found.difference.low, 100 * found.difference.high
    if found.difference.low <= 0:
        return f"The difference is not established: {low:.1f} to {high:.1f} more of 100."
    share = f"{100 * found.probability_better:.0f}% of the model's parameter sets see one."
    if not found.has_middle:
        return f"The difference: plausibly {low:.1f} to {high:.1f} more of 100; {share} {NO_MIDDLE}"
    return f"The difference: {100 * found.difference.exact:.1f} more of 100, plausibly {low:.1f} to {high:.1f}; {share}"


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
    yield from page.heading(
        "Apply to, the most useful first (invited, then ranked to match if so, then what it adds, of 100)"
    )
    name_cells = min(NAME_CELLS, max(8, page.width - 38))
    for row in found.chosen.head(MOST_ROWS).to_dict("records"):
        signal = "" if row["signal"] == "none" else f"  {row['signal']}"
        numbers = (row["invite_probability"], row["ranked_to_match_probability"])
        chances = "  ".join(f"{100 * x:4.1f}" for x in numbers)
        name = cut(clean(str(row["program"])), name_cells)
        yield f"  {name:<{name_cells}} {row['cost_usd']:4.0f} $  {chances}  {100 * row['adds']:+5.2f}{signal}"
    if len(found.chosen) > MOST_ROWS:
        yield f"  ... and {len(found.chosen) - MOST_ROWS} more (--csv and --json have all)"
    yield from page.bullets(_worth_until(found))


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
