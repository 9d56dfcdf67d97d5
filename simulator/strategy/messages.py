"""Messages to programs, as plain records, and the numbers of their rules."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from simulator.model.tables import table

KINDS = ("thanks", "update", "rotation", "tie", "visa", "interest", "intent")


class Message(NamedTuple):
    """One message to one program.

    Attributes
    ----------
    program, specialty : to whom
    kind : thanks, update, rotation, tie, visa, interest or intent
    first, until : days between which to send it
    answers : the questions of the checklist that the facts answer with yes
    open_questions : those that only the writer can answer; enough of them must be yes
    needed : how many of the open ones still have to be yes
    """

    program: str
    specialty: str
    kind: str
    first: date
    until: date
    answers: tuple[str, ...]
    open_questions: tuple[str, ...]
    needed: int


class Refused(NamedTuple):
    """Programs that are not written to, and the rule."""

    programs: tuple[str, ...]
    why: str


class Plan(NamedTuple):
    """Everything to send, and what not to.

    Attributes
    ----------
    messages : by the day from which to send them
    refused : with the rule, programs in file order
    never : what is never done, and the source
    questions : the five questions
    already : messages that the scenario says have been sent before an interview, one a program
    """

    messages: tuple[Message, ...]
    refused: tuple[Refused, ...]
    never: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]
    already: int


class Own(NamedTuple):
    """What only the writer can say.

    Attributes
    ----------
    news : new and real since the application was sent, such as ``"Step 3 passed"``; empty for none
    first_choice : program for a letter of intent, or None
    is_true : whether the writer affirms that it will be ranked first
    """

    news: str = ""
    first_choice: str | None = None
    is_true: bool = False


def limit(name: str) -> int:
    """Return one of the numbers of the rules, in the unit stated there."""
    return int(table("communication")["limits"][name]["value"])
