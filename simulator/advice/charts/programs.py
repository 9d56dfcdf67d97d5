"""Program by program: the chance of an interview, and of being ranked high enough after one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.alike import Kind, kinds
from simulator.advice.charts.shared import (
    ROW,
    brackets,
    kind_label,
    kind_lines,
    listed,
    message,
    model_note,
    put,
    put_bar,
    put_lines,
    rows_axes,
)
from simulator.advice.reasons import sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.result import RunResult

FEW = 10  #: rows shown one by one even where none reaches 1 of 100
REASONS = 4  #: rows for the commonest reasons of being closed
MOST = 25  #: rows shown one by one; what is left over is summed up in rows of groups
NAMES = 2.15  #: inches
COLUMN = 1.4  #: inches from the start of one column of bars to that of the next
BAR = 1.05  #: inches, the length that stands for 100 of 100
HEAD = 0.42
FACTS = {"interviewed": "has interviewed", "invited": "has invited", "rejected": "has declined"}


class Row(NamedTuple):
    """One row: a program, look-alikes, or a group of them; `note` replaces both bars, `fact` the first."""

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
        What `run` returned. Look-alikes share a row. Up to 25 rows are shown, in the order of the
        list; of more, those that give the match for 1 of 100 or more (at least ten, at most 25); the
        others are summed up.
    """
    if len(result.by_program) == 0:
        return message(
            "No programs in this file",
            "Add programs (or invitations) to the file to see a chance for each of them.",
            f"{model_note(result)}.",
        )
    found = kinds(result)
    rows = program_rows(found)
    notes = [_note_lines(row) for row in rows]
    lines = [max(len(note), len(row.label.splitlines())) for row, note in zip(rows, notes, strict=True)]
    heights = [max(ROW, 0.1 + 0.17 * count) for count in lines]
    ends = np.cumsum(heights) + HEAD
    page = theme.sheet(_title(found), float(ends[-1]), _caption(result, found), listed(map(_said, rows), MOST))
    axes = rows_axes(page, 0, page.height)
    for x, words in ((0, "gives an interview,\nof 100"), (1, "after one, ranks high\nenough, of 100")):
        axes.text(NAMES + x * COLUMN, 0, words, fontsize=9.5, va="top", linespacing=1.1)
    for row, note, low, high in zip(rows, notes, [HEAD, *ends], ends, strict=False):
        _draw(axes, row, note, float(low + high) / 2)
    return page.figure


def program_rows(found: list[Kind]) -> list[Row]:
    """Return the rows to draw: kinds of programs in their order, then what is summed up.

    Parameters
    ----------
    found : list of Kind
        All programs of the result.
    """
    if len(found) <= MOST:
        return [_single(kind) for kind in found]
    order = sorted(range(len(found)), key=lambda k: (bool(found[k].filtered), -found[k].match))
    likely = sum(kind.match >= frequency.LEAST for kind in found if not kind.filtered)
    shown = set(order[: min(max(likely, FEW), MOST)])
    return [_single(found[k]) for k in sorted(shown)] + _groups(
        [kind for k, kind in enumerate(found) if k not in shown]
    )


def _single(kind: Kind) -> Row:
    return Row(
        label="\n".join(kind_lines(kind, NAMES - 0.1, theme.TEXT_SIZE)),
        invite=kind.invite,
        ranked=kind.ranked,
        fact=FACTS.get(kind.status, ""),
        note=theme.printable(sentence(kind.filtered)) if kind.filtered else "",
    )


def _groups(rest: list[Kind]) -> list[Row]:
    still = [kind for kind in rest if not kind.filtered]
    rows = []
    if still:
        count = np.array([len(kind.members) for kind in still])
        invite = float(np.average([kind.invite for kind in still], weights=count))
        ranked = np.array([kind.ranked for kind in still])
        known = ~np.isnan(ranked)
        mean = float(np.average(ranked[known], weights=count[known])) if known.any() else np.nan
        rows.append(Row(f"{int(count.sum()):,} more, on average", invite, mean, group=True))
    shut: Counter[str] = Counter()
    for kind in rest:
        if kind.filtered:
            shut[sentence(kind.filtered)] += len(kind.members)
    for reason, number in shut.most_common(REASONS):
        rows.append(Row(f"{number:,} more", np.nan, np.nan, note=theme.printable(reason), group=True))
    others = shut.total() - sum(number for _, number in shut.most_common(REASONS))
    if others:
        rows.append(Row(f"{others:,} more", np.nan, np.nan, note="closed: other reasons", group=True))
    return rows


def _said(row: Row) -> str:
    name = " ".join(row.label.split())
    if row.note:
        return f"{name}: {row.note}"
    gives = row.fact or f"gives an interview for {frequency.natural_frequency(row.invite)}"
    after = (
        "" if np.isnan(row.ranked) else f", after one ranks high enough for {frequency.natural_frequency(row.ranked)}"
    )
    return f"{name}: {gives}{after}"


def _note_lines(row: Row) -> list[str]:
    return theme.wrap(row.note, 2.85, 9.5) if row.note else []


def _draw(axes: Axes, row: Row, note: list[str], y: float) -> None:
    ink = theme.MUTED if note else theme.INK
    put_lines(axes, 0, y, row.label.splitlines(), fontstyle="italic" if row.group else "normal", color=ink)
    if note:
        put(axes, NAMES, y, "\n".join(note), color=theme.MUTED, fontsize=9.5, va="center", linespacing=1.1)
        return
    if row.fact:
        put(axes, NAMES, y, row.fact, fontsize=9.5)
    else:
        _bar(axes, NAMES, y, row.invite, theme.PARTLY)
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


def _title(found: list[Kind]) -> str:
    shut = sum(len(kind.members) for kind in found if kind.filtered)
    total = sum(len(kind.members) for kind in found)
    if shut == total:
        return f"{_programs(shut)}, closed: none can lead to a match"
    left_out = f"; {shut:,} of {_programs(total)} closed" if shut else ""
    best = max(found, key=lambda kind: kind.match)
    if best.match <= 0:
        return f"None of these programs can lead to a match as the file stands{left_out}"
    if best.match < frequency.LEAST:
        return f"Each of these programs alone gives the match for fewer than 1 of 100{left_out}"
    name = kind_label(best, 4.2, theme.TITLE_SIZE, bold=True, alike=" alike")
    if len(found) == 1:
        ranked = frequency.natural_frequency(best.ranked)
        return f"After an interview, {name} ranks this applicant high enough for {ranked}"
    if len(best.members) > 1:
        return f"The likeliest places to match: {name}{left_out}"
    return f"{name} is the likeliest place to match{left_out}"


def _programs(count: int) -> str:
    return "1 program" if count == 1 else f"{count:,} programs"


def _caption(result: RunResult, found: list[Kind]) -> str:
    shut = " Closed: nothing can come of it, for the reason given." if any(kind.filtered for kind in found) else ""
    return (
        f"{model_note(result)}. The second column asks: given an interview there, does the program "
        f"rank this applicant high enough to match if the list gets that far? All numbers are central ones.{shut}"
        f"{brackets(found)}"
    )
