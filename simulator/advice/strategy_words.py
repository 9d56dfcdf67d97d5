"""Strategies in words: what each would change, of 100 people like this one, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.frequency import count_words
from simulator.advice.gains import NOT_ESTABLISHED, cost_words, gain_words, range_of_gain
from simulator.advice.terminal import Paper, clean

if TYPE_CHECKING:
    from simulator.outcomes.comparison import Strategy
    from simulator.outcomes.result import RunResult

ORDER = (
    "The order is that of the file, not a ranking: where ranges overlap, which one helps more is not known. A strategy "
    "says what a step would be worth if it came about, not that it will."
)


def strategies(result: RunResult, sheet: Paper) -> list[str]:
    """Return the strategies of a result, one bullet each, in the order of the file.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    sheet : Paper
        What it is written on.
    """
    if not result.compared:
        return []
    heading = sheet.heading("What if: matches of 100, and what it costs")
    base = f"As it stands: {count_words(result.match.exact)}."
    lines = [strategy_sentence(one) for one in result.compared]
    return [*heading, *sheet.paragraph(base), *sheet.bullets(lines), *sheet.paragraph(ORDER)]


def strategy_sentence(strategy: Strategy) -> str:
    """Return one strategy as one line of text.

    Parameters
    ----------
    strategy : Strategy
        One of `RunResult.compared`.
    """
    gap, name = strategy.difference, clean(strategy.name)
    chance, plausible = count_words(strategy.match.exact), range_of_gain(gap)
    if gap.low == gap.high == 0:
        said = f"{chance}, no change"
    elif gap.is_established:
        said = f"{chance}, {gain_words(gap.exact)} (plausibly {plausible})"
    else:
        said = f"{chance}; a difference is {NOT_ESTABLISHED} (plausibly {plausible})"
    return f"{name}: {said}; {cost_words(strategy)}."
