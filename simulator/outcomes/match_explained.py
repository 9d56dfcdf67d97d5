"""Why one applicant got this place: facts about every program above it, read off the final matching.

Nothing here depends on the steps of the algorithm: who holds the places of a program, whom
the program prefers, and who would be next are properties of the matching.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulator.outcomes.match_floor import Floor, Next, Side, entries_of, place_of, supplements
from simulator.outcomes.matching import MatchOutcome


class Choice(NamedTuple):
    """One rank of a list: the rank in the file, and a side for the applicant, or for each partner."""

    rank: int
    sides: tuple[Side, ...]


class Explanation(NamedTuple):
    """Why a person, or a couple, got this place.

    Attributes
    ----------
    people : tuple of str
        One name, or two partners.
    above : tuple of Choice
        What was preferred to the place, best first.
    at : Choice or None
        The place itself; None without one.
    n_below : int
        Ranks below it, which were not needed.
    displaced : tuple of Next
        Who stood behind them, program by program, preliminary ones included.
    supplemental : tuple of (str, Choice)
        Name, and a rank of the list that goes with the advanced place, down to the preliminary place.
    """

    people: tuple[str, ...]
    above: tuple[Choice, ...]
    at: Choice | None
    n_below: int
    displaced: tuple[Next, ...]
    supplemental: tuple[tuple[str, Choice], ...]


def explain(outcome: MatchOutcome, name: str) -> Explanation:
    """Explain the place of a person.

    Parameters
    ----------
    outcome : MatchOutcome
    name : str
        An applicant of the match; for a partner, the couple is explained.

    Returns
    -------
    Explanation
    """
    a = outcome.lists.applicants.index(name)
    rows = np.flatnonzero((outcome.lists.couple == a).any(axis=1))
    if rows.size:
        c = int(rows[0])
        people = [int(i) for i in outcome.lists.couple[c]]
        options, ranks = entries_of(outcome.lists.by_couple, c)
    else:
        people = [a]
        options, ranks = entries_of(outcome.lists.by_applicant, a)
        options = options[:, None]
    return _explained(Floor(outcome), people, options, ranks)


def _explained(
    floor: Floor, people: list[int], options: npt.NDArray[np.int32], ranks: npt.NDArray[np.int32]
) -> Explanation:
    place = floor.place(people)
    stop = place_of(options, place)
    choices = [
        Choice(int(rank), floor.sides(option, people, place))
        for option, rank in zip(options[: stop + 1], ranks[: stop + 1], strict=True)
    ]
    beside = floor.matching.preliminary_of[people]
    held = {int(p): a for p, a in [*zip(beside, people, strict=True), *zip(place, people, strict=True)]}
    replaced = [floor.next(p, a) for p, a in reversed(held.items())]
    return Explanation(
        tuple(floor.lists.applicants[a] for a in people),
        tuple(choices[:stop]),
        choices[stop] if stop < len(choices) else None,
        max(0, len(options) - stop - 1),
        tuple(r for r in replaced if r is not None),
        tuple((floor.lists.applicants[a], choice) for a in people for choice in _supplemental(floor, a)),
    )


def _supplemental(floor: Floor, a: int) -> list[Choice]:
    """Preliminary programs tried with the advanced place, down to the one that was found."""
    programs, ranks = supplements(floor, a)
    now = int(floor.matching.preliminary_of[a])
    stop = int(np.flatnonzero(programs == now)[0]) if now >= 0 else len(programs) - 1
    return [
        Choice(int(r), (floor.side(int(p), a, now),))
        for p, r in zip(programs[: stop + 1], ranks[: stop + 1], strict=True)
    ]
