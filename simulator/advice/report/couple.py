"""The first page of a couple's report: both, one or neither, what staying together costs, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice import couple_outlook, couple_words
from simulator.advice.report.parts import Key, Panel, Picture, Section, Text, bullets
from simulator.advice.report.pictures import FULL, HALF, HOLLOW, people
from simulator.advice.report.room import Room
from simulator.advice.report.single import NEXT_PAGE, counted, resting

if TYPE_CHECKING:
    from simulator.advice.report.parts import Block
    from simulator.outcomes.couple import CoupleResult, Share
    from simulator.outcomes.result import RunResult

CAPTION = "One figure stands for one couple."
PAIR = 32  #: cells of the name of one program of a pair


def answer(result: RunResult, couple: CoupleResult) -> Section:
    """Return in how many of 100 couples both match, one or neither, with the picture of it.

    Parameters
    ----------
    result : RunResult
    couple : CoupleResult
        Of that result.
    """
    said = [Text(NEXT_PAGE)] if couple_outlook.steps_of_couple(result)[1] else []
    zone = Text(couple_outlook.zone_sentence(result))
    blocks: tuple[Block, ...] = (Text(couple_words.opening(couple), "answer"), _of_100(couple), *said, zone)
    return Section("answer", "The answer", blocks)


def _of_100(couple: CoupleResult) -> Picture:
    both, first, second, neither = couple_words.counts(couple)
    full = [*[FULL] * both, *[HALF] * (first + second), *[HOLLOW] * neither]
    alt = f"Of 100 figures, one a couple, {both} are filled, {first + second} half filled and {neither} hollow."
    panel = Panel(people(full), "100 couples like you", f"both match in {couple_words.some_of_100(both)}", alt)
    shown = {FULL: ("both match", both), HALF: ("one of you", first + second), HOLLOW: ("neither", neither)}
    ends = dict(zip(shown, (couple.both, couple.one, couple.neither), strict=True))
    keys = (Key(people([value]), _key(*shown[value], ends[value])) for value in shown)
    return Picture((panel,), tuple(keys), CAPTION)


def _key(what: str, count: int, share: Share) -> str:
    return f"{what}: {couple_words.some_of_100(count)}{couple_words.plausibly(share)}"


def together(couple: CoupleResult) -> Section:
    """Return what staying together costs each.

    Parameters
    ----------
    couple : CoupleResult
    """
    return Section("together", couple_words.TOGETHER, (bullets(couple_words.cost_sentences(couple)),))


def where(couple: CoupleResult, room: Room) -> Section:
    """Return which pairs carry the chance, and where the couple would live.

    Parameters
    ----------
    couple : CoupleResult
    room : Room
    """
    rows, head = couple_words.pair_rows(couple, PAIR, room.places)
    places = ", ".join(
        f"{place}: {couple_words.some_of_100(n)}" for place, n in couple_words.place_counts(couple)[: room.places + 2]
    )
    table = counted("Pair on the joint list", rows)
    return Section("where", head, (table, Text(f"{couple_words.WHERE}: {places}.")))


def rests(result: RunResult, couple: CoupleResult, room: Room) -> Section:
    """Return what the numbers rest on and take for granted, SOAP, cost, and what cannot add anything.

    Parameters
    ----------
    result : RunResult
    couple : CoupleResult
        Of that result.
    room : Room
    """
    costs = tuple(couple_words.soap_and_cost(couple, result.soap))
    return resting(result, costs, couple_words.closed_sentences(couple), room)
