"""The final matching, program by program: who is there, who would be taken, who stood behind whom.

Nothing here depends on the steps of the algorithm; all are properties of the matching.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulator.outcomes.matching import MatchOutcome
from simulator.scenario.match_rank import Lists

MATCHED, NOT_RANKED, NO_POSITIONS, FILLED, OPEN, NOT_BOTH, NO_MATCH = (
    "matched", "not_ranked", "no_positions", "filled", "open", "not_both", "no_match",
)  # fmt: skip


class Side(NamedTuple):
    """One program as one applicant meets it.

    Attributes
    ----------
    program : str
        Empty for "no match".
    verdict : str
        ``matched``; ``not_ranked`` by the program; ``no_positions`` on offer; ``filled`` with
        people whom the program prefers; ``open``: it has a place or would give one; ``not_both``:
        it would take one partner but not two; ``no_match``.
    program_rank : int or None
        The applicant's rank on the program's list, as the file has it.
    n_filled, quota : int
        People there now, and places after reversions.
    last, last_rank : str, int or None
        Who of them stands last on the program's list, and at which rank.
    asked : int
        Places in the file, before reversion and parity.
    """

    program: str
    verdict: str
    program_rank: int | None = None
    n_filled: int = 0
    quota: int = 0
    last: str = ""
    last_rank: int | None = None
    asked: int = 0


class Next(NamedTuple):
    """Who stood behind a holder: the highest on the program's list who would rather be there than where they are.

    One of a couple would also need a place for the partner (`is_partner`).
    """

    holder: str
    program: str
    name: str
    program_rank: int
    is_partner: bool


def entries_of(lists: Lists, owner: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return what somebody ranks, and the ranks in the file."""
    inside = slice(lists.start[owner], lists.start[owner + 1])
    return lists.items[inside], lists.ranks[inside]


class Floor:
    """The final matching, program by program.

    Parameters
    ----------
    outcome : MatchOutcome
    """

    def __init__(self, outcome: MatchOutcome) -> None:
        self.lists, self.matching = outcome.lists, outcome.matching

    def place(self, people: list[int]) -> npt.NDArray[np.int32]:
        """Return the programs that people have, -1 for none."""
        return self.matching.program_of[people]

    def rank(self, p: int, a: int) -> int | None:
        """Return an applicant's rank on a program's list, as the file has it."""
        people, ranks = entries_of(self.lists.by_program, p)
        found = np.flatnonzero(people == a)
        return int(ranks[found[0]]) if found.size else None

    def there(self, p: int) -> npt.NDArray[np.bool_]:
        """Of the people on a program's list, who is there."""
        people, _ = entries_of(self.lists.by_program, p)
        is_there: npt.NDArray[np.bool_] = (self.matching.program_of[people] == p) | (
            self.matching.preliminary_of[people] == p
        )
        return is_there

    def side(self, p: int, a: int, held: int) -> Side:
        """Say how a program stands to an applicant who holds the program `held`."""
        if p < 0:
            return Side("", NO_MATCH)
        is_there = self.there(p)
        people, ranks = entries_of(self.lists.by_program, p)
        inside, quota, mine = np.flatnonzero(is_there), int(self.matching.quota[p]), self.rank(p, a)
        last = (self.lists.applicants[people[inside[-1]]], int(ranks[inside[-1]])) if inside.size else ("", None)
        n_ahead = 0 if mine is None else int(np.count_nonzero(ranks[inside] < mine))
        verdict = _verdict(mine, quota, n_ahead, is_matched=held == p)
        found = Side(self.lists.programs[p], verdict, mine, inside.size, quota, *last)
        return found._replace(asked=int(self.lists.quota[p]))

    def sides(self, option: npt.NDArray[np.int32], people: list[int], held: npt.NDArray[np.int32]) -> tuple[Side, ...]:
        """Say how the programs of one rank stand to an applicant, or to the two partners."""
        found = [self.side(int(p), a, int(h)) for p, a, h in zip(option, people, held, strict=True)]
        is_one_program = len(set(option.tolist())) < len(people) and option[0] >= 0
        if is_one_program and not np.array_equal(option, held) and not self.has_room_for(int(option[0]), people):
            found = [s._replace(verdict=NOT_BOTH) if s.verdict in {OPEN, MATCHED} else s for s in found]
        return tuple(found)

    def has_room_for(self, p: int, couple: list[int]) -> bool:
        """Whether a program would take both partners."""
        mine = [rank for a in couple if (rank := self.rank(p, a)) is not None]
        people, ranks = entries_of(self.lists.by_program, p)
        ahead = self.there(p) & (ranks < max(mine, default=0)) & ~np.isin(people, couple)
        return len(mine) == len(couple) and int(np.count_nonzero(ahead)) + len(couple) <= int(self.matching.quota[p])

    def next(self, p: int, a: int) -> Next | None:
        """Who on a program's list would rather be there than where they are, the highest first."""
        if p < 0:
            return None
        people, ranks = entries_of(self.lists.by_program, p)
        own, names = self.couple_of(a), self.lists.applicants
        for other, rank, is_there in zip(people.tolist(), ranks.tolist(), self.there(p), strict=True):
            couple = self.couple_of(other)
            if not is_there and (couple is None or couple != own) and self.wants(other, p):
                return Next(names[a], self.lists.programs[p], names[other], rank, couple is not None)
        return None

    def couple_of(self, a: int) -> int | None:
        """Return the couple of an applicant; None for those who apply alone."""
        rows = np.flatnonzero((self.lists.couple == a).any(axis=1))
        return int(rows[0]) if rows.size else None

    def wants(self, a: int, p: int) -> bool:
        """Whether somebody prefers a program to the present place: alone, in a pair, or beside an advanced place."""
        c = self.couple_of(a)
        people = [a] if c is None else self.lists.couple[c].tolist()
        alone, _ = entries_of(self.lists.by_applicant, a)
        options = alone[:, None] if c is None else entries_of(self.lists.by_couple, c)[0]
        stop = place_of(options, self.place(people))
        return bool((options[:stop, people.index(a)] == p).any()) or self.wants_beside(a, p)

    def wants_beside(self, a: int, p: int) -> bool:
        """Whether a holder of an advanced place prefers a preliminary program to the one held."""
        programs, _ = supplements(self, a)
        now = np.flatnonzero(programs == self.matching.preliminary_of[a])
        return bool((programs[: now[0] if now.size else programs.size] == p).any())


def place_of(options: npt.NDArray[np.int32], place: npt.NDArray[np.int32]) -> int:
    """Which option is held; the number of options if none."""
    found = np.flatnonzero((options == place).all(axis=1)) if (place >= 0).any() else np.zeros(0, int)
    return int(found[0]) if found.size else len(options)


def supplements(floor: Floor, a: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Preliminary programs that go with the advanced place held, and their ranks."""
    linked = floor.lists.linked
    rows = np.flatnonzero((linked[:, 0] == a) & (linked[:, 1] == floor.matching.program_of[a]))
    if not rows.size:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    return entries_of(floor.lists.by_supplement, int(linked[rows[0], 2]))


def _verdict(mine: int | None, quota: int, n_ahead: int, *, is_matched: bool) -> str:
    if is_matched:
        return MATCHED
    if mine is None:
        return NOT_RANKED
    if quota == 0:
        return NO_POSITIONS
    return FILLED if n_ahead >= quota else OPEN
