"""The first page of one applicant's report: the answer with its picture, where it falls, what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice import possible, sections, words
from simulator.advice.frequency import count_words, of_100
from simulator.advice.path_words import paths_sentence
from simulator.advice.report.parts import Cell, Column, Key, Panel, Picture, Section, Table, Text, bullets
from simulator.advice.report.pictures import FULL, HALF, HOLLOW, bar, filled, people
from simulator.advice.report.room import Room, named, some
from simulator.advice.strategy_words import other_warnings
from simulator.season.notes import UNMODELLED

if TYPE_CHECKING:
    from simulator.outcomes.result import RunResult

NEXT_PAGE = f"{possible.NO_VERDICT} What can still be done comes further on."
IN_DOUBT = "too rare to count as one"


def answer(result: RunResult) -> Section:
    """Return the answer in one sentence, its picture with the range, and its zone.

    Parameters
    ----------
    result : RunResult
        Of one applicant.
    """
    said = [Text(NEXT_PAGE)] if result.zone == "red" else []
    leads = [Text(paths_sentence(result.paths))] if result.paths is not None else []
    said += [*leads, Text(" ".join(sections.zone_sentences(result)))]
    coming = Text(f"Interviews: {sections.interviews_sentence(result)}")
    return Section("answer", "The answer", (Text(words.opening(result), "answer"), _of_100(result), *said, coming))


def _of_100(result: RunResult) -> Picture:
    match = result.match
    share = round(100 * match.level)
    caption = f"Pessimistic and optimistic are the ends of the range that the model holds to be {share} of 100 likely."
    chances = {"pessimistic": match.low, "central": match.exact, "optimistic": match.high}
    panels = tuple(_panel(name, p) for name, p in chances.items())
    doubt = [Key(people([HALF]), IN_DOUBT)] if any(of_100(p) in (0, 100) for p in chances.values()) else []
    return Picture(panels, (Key(people([FULL]), "a match"), Key(people([HOLLOW]), "no match"), *doubt), caption)


def _panel(name: str, p: float) -> Panel:
    count = f"{count_words(p)} of 100"
    return Panel(people(filled(p)), name, count, f"Of 100 figures {count_words(p)} are filled ({name}).")


def where(result: RunResult, room: Room) -> Section:
    """Return where on the list the match falls, of 100.

    Parameters
    ----------
    result : RunResult
        Of one applicant.
    room : Room
    """
    rows, shut = sections.place_rows(result, room.places)
    table = counted("Place on the rank order list", [(named(label), p) for label, p in rows])
    closed = [Text(f"Closed: {'; '.join(some(shut, room.closed, room, '{} more kinds in the JSON'))}.", "small")]
    return Section("where", sections.WHERE, (table, *(closed if shut else [])))


def counted(what: str, rows: list[tuple[str, float]]) -> Table:
    """Return a table of names and how many of 100, with bars.

    Parameters
    ----------
    what : str
        Head of the first column, and what the table is called.
    rows : list of (str, float)
        Names and probabilities, 0-1.
    """
    columns = (Column(what, 6), Column("of 100", 1.6, is_number=True), Column("the same, as a bar", 2))
    cells = tuple(
        (Cell(label), Cell(count_words(p)), Cell("", svg=bar(p, is_match=label != "no match"))) for label, p in rows
    )
    return Table(f"{what}, of 100 people", columns, cells)


def rests(result: RunResult, room: Room) -> Section:
    """Return what the number rests on and takes for granted, SOAP, cost, and what cannot add anything.

    Parameters
    ----------
    result : RunResult
        Of one applicant.
    room : Room
    """
    table = result.by_program
    closed = sections.closed_bullets(zip(table["program"], table["filtered"], strict=True))
    return resting(result, tuple(sections.soap_and_cost(result)), closed, room)


def resting(result: RunResult, costs: tuple[str, ...], closed: list[str], room: Room) -> Section:
    """Return the section of what an answer rests on.

    Parameters
    ----------
    result : RunResult
    costs, closed : texts
        SOAP and cost; programs that cannot add anything.
    room : Room
    """
    notes = [text for text in result.notes if text != UNMODELLED]
    first = bullets(some([*notes, *other_warnings(result)], room.rests, room))
    shut = (Text(f"{sections.CLOSED}:", "lead"), bullets(some(closed, room.closed, room))) if closed else ()
    money = (Text("SOAP and cost:", "lead"), bullets(costs))
    return Section("rests", "What it rests on, and what it takes for granted", (first, *money, *shut))
