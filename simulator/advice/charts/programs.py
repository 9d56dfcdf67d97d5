"""Program by program: the chance of an interview, and of being ranked high enough after one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import ROW, model_note, put, put_bar, rows_axes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.result import RunResult

FEW = 10  #: rows shown one by one even where none reaches 1 of 100
REASONS = 4  #: rows for the commonest reasons of being filtered
MOST = 25  #: rows shown one by one; what is left over is summed up in rows of groups
NAMES = 2.15  #: inches
COLUMN = 1.4  #: inches from the start of one column of bars to that of the next
BAR = 1.05  #: inches, the length that stands for 100 of 100
HEAD = 0.42
FACTS = {"interviewed": "has interviewed", "invited": "has invited", "rejected": "has declined"}


class Row(NamedTuple):
    """One row: a program, or a group of them; `note` replaces both bars, `fact` the first."""

    label: str
    invite: float
    ranked: float
    fact: str = ""
    note: str = ""
    group: bool = False


@theme.styled
def programs(result: RunResult) -> Figure:
    """Draw, per program, the chance of an interview and of a high enough place after one.

    Parameters
    ----------
    result : RunResult
        What `run` returned. Up to 25 programs are shown singly, in the order of the file; of more,
        those that give the match for 1 of 100 or more (at least ten, at most 25); the others are
        summed up.
    """
    if len(result.by_program) == 0:
        return theme.message(
            "No programs in this file",
            "Add programs (or invitations) to the file to see a chance for each of them.",
            f"{model_note(result)}.",
        )
    rows = program_rows(result.by_program)
    notes = [_note_lines(row) for row in rows]
    ends = np.cumsum([max(ROW, 0.1 + 0.17 * len(lines)) for lines in notes]) + HEAD
    page = theme.sheet(_title(result), float(ends[-1]), _caption(result))
    axes = rows_axes(page, 0, page.height)
    for x, words in ((0, "gives an interview,\nof 100"), (1, "after one, ranks high\nenough, of 100")):
        axes.text(NAMES + x * COLUMN, 0, words, fontsize=9.5, va="top", linespacing=1.1)
    for row, lines, low, high in zip(rows, notes, [HEAD, *ends], ends, strict=False):
        _draw(axes, row, lines, float(low + high) / 2)
    return page.figure


def program_rows(table: pd.DataFrame) -> list[Row]:
    """Return the rows to draw: single programs in file order, then what is summed up.

    Parameters
    ----------
    table : DataFrame
        `RunResult.by_program`.
    """
    if len(table) <= MOST:
        return [_single(row) for row in table.to_dict("records")]
    chance = table["match_probability"].fillna(0.0).to_numpy()
    passed = np.array([not reasons for reasons in table["filtered"]])
    order = np.lexsort((-chance, ~passed))
    many = int(np.clip((chance[passed] >= frequency.LEAST).sum(), FEW, MOST))
    shown, rest = np.sort(order[:many]), table.iloc[np.sort(order[many:])]
    return [_single(row) for row in table.iloc[shown].to_dict("records")] + _groups(rest)


def _single(row: dict[Hashable, Any]) -> Row:
    reasons = [str(reason) for reason in row["filtered"]]
    status = str(row["status"])
    return Row(
        label=theme.printable(str(row["program"])),
        invite=float(row["invite_probability"]),
        ranked=float(row["ranked_to_match_probability"]),
        fact=FACTS.get(status, ""),
        note=f"filtered: {theme.printable('; '.join(reasons))}" if reasons else "",
    )


def _groups(rest: pd.DataFrame) -> list[Row]:
    passed = np.array([not reasons for reasons in rest["filtered"]])
    rows = []
    if passed.any():
        mean = rest[passed][["invite_probability", "ranked_to_match_probability"]].mean()
        label = f"{int(passed.sum()):,} more, on average"
        rows.append(Row(label, float(mean.iloc[0]), float(mean.iloc[1]), group=True))
    left_out = Counter("; ".join(map(str, found)) for found in rest["filtered"] if found)
    for reason, count in left_out.most_common(REASONS):
        note = f"filtered: {theme.printable(reason)}"
        rows.append(Row(f"{count:,} more", np.nan, np.nan, note=note, group=True))
    others = left_out.total() - sum(count for _, count in left_out.most_common(REASONS))
    if others:
        rows.append(Row(f"{others:,} more", np.nan, np.nan, note="filtered: other reasons", group=True))
    return rows


def _note_lines(row: Row) -> list[str]:
    return theme.wrap(row.note, 2.85, 9.5) if row.note else []


def _draw(axes: Axes, row: Row, note: list[str], y: float) -> None:
    label = theme.shorten(row.label, NAMES - 0.1, theme.TEXT_SIZE)
    put(axes, 0, y, label, fontstyle="italic" if row.group else "normal", color=theme.MUTED if note else theme.INK)
    if note:
        put(axes, NAMES, y, "\n".join(note), color=theme.MUTED, fontsize=9.5, va="center", linespacing=1.1)
        return
    if row.fact:
        put(axes, NAMES, y, row.fact, fontsize=9.5)
    else:
        _bar(axes, NAMES, y, row.invite, theme.PALETTE["sky"])
    _bar(axes, NAMES + COLUMN, y, row.ranked, theme.MATCH)


def _bar(axes: Axes, x: float, y: float, p: float, colour: str) -> None:
    """Draw one bar with its number after it; words too long for that stand inside."""
    if np.isnan(p):
        put(axes, x, y, "no interview", color=theme.MUTED, fontsize=9.5)
        return
    words, length = frequency.count_words(p), BAR * p
    put_bar(axes, x, y, length, color=colour, linewidth=0)
    inside = len(words) > 2 and p > 0.5
    put(
        axes,
        x + length + (-0.05 if inside else 0.05),
        y,
        words,
        ha="right" if inside else "left",
        color=theme.PAPER if inside and colour == theme.MATCH else theme.INK,
    )


def _title(result: RunResult) -> str:
    table = result.by_program
    filtered = int(sum(bool(reasons) for reasons in table["filtered"]))
    if filtered == len(table):
        return f"{_programs(filtered)}, filtered out: none can lead to a match"
    left_out = f"; {filtered} of {_programs(len(table))} filtered out" if filtered else ""
    best = table["match_probability"].fillna(0.0)
    if best.max() <= 0:
        return f"None of these programs can lead to a match as the file stands{left_out}"
    if best.max() < frequency.LEAST:
        return f"Each of these programs alone gives the match for fewer than 1 of 100{left_out}"
    name = theme.printable(str(table["program"].iloc[int(np.argmax(best))]))
    name = theme.shorten(name, 3.0, theme.TITLE_SIZE, bold=True)
    if len(table) > 1:
        return f"{name} is the likeliest place to match{left_out}"
    ranked = frequency.natural_frequency(float(table["ranked_to_match_probability"].iloc[0]))
    return f"After an interview, {name} ranks this applicant high enough for {ranked}"


def _programs(count: int) -> str:
    return "1 program" if count == 1 else f"{count:,} programs"


def _caption(result: RunResult) -> str:
    return (
        f"{model_note(result)}. The second column asks: given an interview there, does the program "
        "rank this applicant high enough to match if the list gets that far? Filtered: the "
        "program's own rules leave the application out."
    )
