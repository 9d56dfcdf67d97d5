"""Strategies in words: what each would change, of 100 people like this one, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.frequency import count_words, range_words
from simulator.advice.gains import (
    NOT_ESTABLISHED,
    asked,
    cost_words,
    gain_words,
    range_of_gain,
    standing,
)
from simulator.advice.terminal import Paper, clean

if TYPE_CHECKING:
    from simulator.outcomes.comparison import Difference, Strategy
    from simulator.outcomes.result import Estimate, RunResult

ORDER = (
    "The order is that of the file, not a ranking: where ranges overlap, which one helps more is not known. A strategy "
    "says what a step would be worth if it came about, not that it will."
)

WHAT_IF = "not counted as help"
MARK = "  ! "  #: begins a caution below a strategy

NO_MIDDLE = "What a step does for one person is shown as a range: published figures do not tell its middle."


def strategies(result: RunResult, sheet: Paper) -> list[str]:
    """Return the strategies of a result, one bullet each with its cautions below, in the order of the file.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    sheet : Paper
        What it is written on.
    """
    if not result.compared:
        return []
    heading = sheet.heading(f"What if: {asked(result)}, and what it costs")
    base = f"As it stands: {standing(result)}"
    base += f", {count_words(result.paths.residency.exact)} to a whole residency." if result.paths else "."
    lines = [line for one in result.compared for line in _lines(one, not result.priors, sheet)]
    closing = ORDER if not result.priors else f"{NO_MIDDLE} {ORDER}"
    return [*heading, *sheet.paragraph(base), *lines, *sheet.paragraph(closing)]


def _lines(strategy: Strategy, has_middle: bool, sheet: Paper) -> list[str]:
    """Return one strategy, and what to know of it directly below."""
    found = sheet.bullets([strategy_sentence(strategy, has_middle)])
    for caution in strategy.cautions:
        found += sheet.paragraph(caution, "yellow", MARK, len(MARK))
    return found


def other_warnings(result: RunResult) -> list[str]:
    """Return the warnings of a result that are not grave and do not stand below a strategy.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    """
    beside = {text for one in result.compared for text in one.warnings}
    return [text for text in result.warnings[result.grave_warnings :] if text not in beside]


def strategy_sentence(strategy: Strategy, has_middle: bool = True) -> str:
    """Return one strategy as one line of text.

    Parameters
    ----------
    strategy : Strategy
        One of `RunResult.compared`.
    has_middle : bool
        Whether one number may stand for the difference; false where published figures leave
        open what more interviews do for one person.
    """
    said = f"what if, {WHAT_IF}: " if strategy.is_what_if and strategy.main.high > 0 else ""
    said += _moved(strategy.main, strategy.main_match, has_middle)
    if strategy.couple is not None:
        said += f"; the first partner: {_moved(strategy.difference, strategy.match, has_middle)}"
        said += f"; the second: {_moved(strategy.couple.second_difference, strategy.couple.second, has_middle)}"
    if strategy.paths is not None and strategy.residency is not None:
        said += f"; to a whole residency: {_moved(strategy.residency, strategy.paths.residency, has_middle)}"
    return f"{clean(strategy.name)}: {said}; {cost_words(strategy)}."


def _moved(gap: Difference, now: Estimate, has_middle: bool) -> str:
    plausible = range_of_gain(gap)
    if gap.low == gap.high == 0:
        return "no change"
    if not gap.is_established:
        return f"a difference is {NOT_ESTABLISHED} (plausibly {plausible})"
    if has_middle:
        return f"{gain_words(gap.exact)} (plausibly {plausible}), so {count_words(now.exact)}"
    return f"plausibly {plausible}, so {range_words(now.low, now.high)}"
