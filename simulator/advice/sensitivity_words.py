"""Sensitivity in words: what moves the answer most, and how many interviews would do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from simulator.advice.field_words import field_words, parameter_words
from simulator.advice.frequency import natural_frequency
from simulator.advice.gains import gain_words, range_of_ends
from simulator.advice.terminal import Paper, clean, paper

if TYPE_CHECKING:
    from simulator.strategy.couple_sensitivity import CoupleSensitivity
    from simulator.strategy.sensitivity_result import Sensitivity

MOST_FIELDS, MOST_PARAMETERS = 14, 6
H1B_NEEDED, NO_STEP3 = ("visa", "h1b"), ("step3", "yes")  # what is moved, and to what
H1B = "H-1B: no program can sponsor one before Step 3 is passed, so that nothing would be left to match at."
FOOT = (
    "One thing at a time, everything else and all facts kept: no promise that a thing can be changed, and no measure "
    "of what changing it costs. Not affiliated with NRMP, AAMC or ECFMG. Not advice; a model, not a promise."
)


def sensitivity_summary(found: Sensitivity, width: int | None = None, colour: bool = False) -> str:
    """Return sensitivities as text for a terminal.

    Parameters
    ----------
    found : Sensitivity
    width : int, optional
        Cells; by default the terminal's own width, at most 84.
    colour : bool

    Returns
    -------
    str
    """
    page = paper(width, colour)
    return page.printed(_lines(found, page))


def _lines(found: Sensitivity, page: Paper) -> Iterator[str]:
    yield page.paint(clean(found.scenario_name), "bold")
    yield from page.paragraph(f"As things stand {natural_frequency(found.match)} match in this model.")
    yield from page.heading("One field at a time, of 100: difference (plausibly)")
    rows = found.fields.head(MOST_FIELDS).to_dict("records")
    yield from page.table(_rows(rows), 24) if rows else ["  nothing that can still move moves it"]
    if NO_STEP3 in _moved(found.fields.to_dict("records")) and H1B_NEEDED in _moved(rows):
        yield from page.bullets([H1B])
    if len(found.fields) > MOST_FIELDS:
        yield f"  ... and {len(found.fields) - MOST_FIELDS} more (--json has all)"
    yield from page.heading("How many further interviews would do")
    yield from page.bullets(_needed(found))
    if found.warnings:
        yield from page.bullets(found.warnings)
    if len(found.parameters):
        yield from page.heading(
            "The model's own numbers that matter most here (each over one standard deviation down and up)"
        )
        yield from page.bullets(_parameters(found))
    yield ""
    yield from page.paragraph(FOOT, "dim")


def _moved(rows: list[dict[Any, Any]]) -> set[tuple[str, str]]:
    return {(str(row["field"]), str(row["value"])) for row in rows}


def _rows(rows: list[dict[Any, Any]]) -> list[tuple[str, str, str]]:
    """Words and whole numbers of 100, the numbers below each other."""
    counts = [gain_words(row["difference"]) for row in rows]
    wide = max(map(len, counts), default=0)
    return [
        (field_words(row), f"{words.rjust(wide)} ({range_of_ends(row['low'], row['high'])})", "")
        for row, words in zip(rows, counts, strict=True)
    ]


def couple_sensitivity_summary(found: CoupleSensitivity, width: int | None = None, colour: bool = False) -> str:
    """Return what moves a couple's answer as text for a terminal.

    Parameters
    ----------
    found : CoupleSensitivity
    width, colour
        As in `sensitivity_summary`.

    Returns
    -------
    str
    """
    page = paper(width, colour)
    return page.printed(_couple_lines(found, page))


def _couple_lines(found: CoupleSensitivity, page: Paper) -> Iterator[str]:
    yield page.paint(clean(found.scenario_name), "bold")
    yield from page.paragraph(f"As things stand both match for {natural_frequency(found.match)} couples in this model.")
    yield from page.heading("One thing at a time, both matched, of 100: difference (plausibly)")
    rows = found.fields.head(MOST_FIELDS).to_dict("records")
    yield from page.table(_rows(rows), 24) if rows else ["  nothing that can still move moves it"]
    if len(found.fields) > MOST_FIELDS:
        yield f"  ... and {len(found.fields) - MOST_FIELDS} more (--json has all)"
    yield ""
    yield from page.paragraph("How many interviews each it takes: matchsim couple FILE --needed.")
    yield from page.paragraph(FOOT, "dim")


def _parameters(found: Sensitivity) -> Iterator[str]:
    """The range of each number of the model that matters most, and the range of the answer over it."""
    for field in list(dict.fromkeys(found.parameters["field"]))[:MOST_PARAMETERS]:
        rows = found.parameters[found.parameters["field"] == field]
        low, high = min(0.0, rows["difference"].min()), max(0.0, rows["difference"].max())
        ends = [*rows["moved"], *rows["central"]]
        yield f"{parameter_words(field)} ({min(ends):.2f} to {max(ends):.2f}): {_both_ways(low, high)} of 100"


def _both_ways(low: float, high: float) -> str:
    """Return how far a number of the model moves the answer down and up."""
    return " or ".join(gain_words(end) for end in (low, high) if end) or gain_words(0.0)


def _needed(found: Sensitivity) -> Iterator[str]:
    for row in found.interviews.to_dict("records"):
        setting = row["setting"].replace("_", "-")
        yield f"{100 * row['target']:.0f} of 100, with {setting} programs: {_number(row, found)}"


def _number(row: dict[Any, Any], found: Sensitivity) -> str:
    def said(value: object) -> str:
        return str(value) if isinstance(value, int) else f"more than {found.most_tried}"

    low, middle, high = (said(row[key]) for key in ("low", "further", "high"))
    if not row["share"]:
        return f"no number up to {found.most_tried} reaches it"
    if low == high == "0":
        return "reached already"
    span = low if low == high else f"{low} to {high}"
    never = f"; under {100 * (1 - row['share']):.0f}% of the parameter sets no number does" if row["share"] < 1 else ""
    if not found.has_middle:
        return f"plausibly {span} more{never}"
    return f"{middle} more{'' if low == high else f', plausibly {span}'}{never}"
