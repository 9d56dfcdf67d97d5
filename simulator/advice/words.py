"""A result in words: the frequency with its range first, then what was not modelled.

What decides the answer comes before all; a low result then says what can still be done.
Probabilities appear only as counts out of 100, never 0 and never 100.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice import couple_outlook, couple_words, path_words, possible, sections
from simulator.advice.frequency import count_words, natural_frequency, range_words
from simulator.advice.strategy_words import other_warnings, strategies
from simulator.advice.terminal import Paper, paper

if TYPE_CHECKING:
    from simulator.outcomes.couple import CoupleResult
    from simulator.outcomes.result import RunResult

__all__ = ["DISCLAIMER", "natural_frequency", "one_line", "opening", "range_words", "summary"]

DISCLAIMER = "Not affiliated with NRMP, AAMC or ECFMG. Not advice; a model, not a promise."
BINDING = "Letters and kind words, yours or a program's, bind nobody. The Match result binds both sides."


def opening(result: RunResult) -> str:
    """Return the sentence that answers the question, with its range.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    """
    if result.couple is not None:
        return couple_words.opening(result.couple)
    match = result.match
    sentence = f"In this model {natural_frequency(match.exact)} applicants in this situation match"
    plausible = range_words(match.low, match.high)
    if plausible in (count_words(match.exact), "not known"):
        return f"{sentence}."
    return f"{sentence}; plausibly {plausible}."


def one_line(result: RunResult) -> str:
    """Return the answer in one line, range and disclaimer included.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    """
    whose = "" if result.couple is None else "first partner: "
    zone = f"{whose}{result.zone} zone, {sections.ZONES[result.zone]}"
    return f"{opening(result)[:-1]} ({zone}). Not affiliated with NRMP, AAMC or ECFMG; not advice."


def summary(result: RunResult, width: int | None = None, colour: bool = False, encoding: str | None = None) -> str:
    """Return the whole result as text for a terminal.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    width : int, optional
        Cells; by default the terminal's own width, at most 84.
    colour : bool
        Whether to use ANSI colours; nothing is said by colour alone.
    encoding : str, optional
        Encoding of the stream, by default that of standard output. Signs that it cannot print
        become ASCII.

    Returns
    -------
    str
        Lines without a final line break.
    """
    sheet = paper(width, colour, encoding)
    title = f"{result.scenario_name}: Match {result.season}"
    lines = [
        *sheet.paragraph(title, "bold"),
        *sections.warnings(result.warnings[: result.grave_warnings], sheet),
        *_still_possible(result, sheet),
        *(_of_one(result, sheet) if result.couple is None else _of_two(result, result.couple, sheet)),
        *sections.more_warnings(other_warnings(result), sheet),
        *_end(result, sheet),
    ]
    return sheet.printed(lines)


def _still_possible(result: RunResult, sheet: Paper) -> list[str]:
    if result.couple is None:
        first, steps = possible.OPENING, possible.steps(result) if result.zone == "red" else []
    else:
        who, steps = couple_outlook.steps_of_couple(result)
        first = f"{possible.NO_VERDICT} What {who} can still do:"
    return ["", *sheet.paragraph(first, "bold"), *sheet.bullets(steps)] if steps else []


def _of_one(result: RunResult, sheet: Paper) -> list[str]:
    return [
        *_answer(result, sheet),
        *strategies(result, sheet),
        *sections.not_modelled(result, sheet),
        *sections.places(result, sheet),
        *sections.interviews(result, sheet),
        *sections.filtered(result, sheet),
        *sections.otherwise(result, sheet),
    ]


def _of_two(result: RunResult, couple: CoupleResult, sheet: Paper) -> list[str]:
    return [
        "",
        *sheet.paragraph(opening(result), "bold"),
        *couple_words.icons(couple, sheet),
        *couple_words.costs(couple, sheet),
        *couple_outlook.zone(result, sheet),
        *strategies(result, sheet),
        *couple_words.where(couple, sheet),
        *couple_words.pairs(couple, sheet),
        *sections.not_modelled(result, sheet),
        *couple_words.filtered(couple, sheet),
        *couple_words.otherwise(couple, result.soap, sheet),
    ]


def _answer(result: RunResult, sheet: Paper) -> list[str]:
    return [
        "",
        *sheet.paragraph(opening(result), "bold"),
        *sections.icons(result, sheet),
        *path_words.paths(result, sheet),
        *sections.zone(result, sheet),
    ]


def _end(result: RunResult, sheet: Paper) -> list[str]:
    source = f"Calibration {result.calibration}, {result.replicates:,} simulated seasons, seed {result.seed}."
    return ["", *sheet.paragraph(BINDING), *sheet.paragraph(source, "dim"), *sheet.paragraph(DISCLAIMER)]
