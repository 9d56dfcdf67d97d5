"""A caution: one sentence to know before acting on a strategy, and what it means for the number beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.scenario import Program

INTERVIEWS = ("invited", "interviewed")


class Caution(NamedTuple):
    """What to know of a strategy.

    Attributes
    ----------
    text : str
        A sentence without its first capital.
    is_what_if : bool
        Whether it says that the strategy cannot be carried out, or would not be true: its
        number is shown and never counted among what helps.
    """

    text: str
    is_what_if: bool = False


def some(programs: Sequence[Program]) -> str:
    """Name the first of a few programs and count the others: "A and 3 more"."""
    more = len(programs) - 1
    return programs[0].name + (f" and {more} more" if more else "")


def verb(programs: Sequence[Program], one: str, many: str) -> str:
    """Choose the form of a verb by the number of programs."""
    return one if len(programs) == 1 else many
