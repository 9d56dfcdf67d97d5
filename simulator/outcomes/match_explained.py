"""Why one applicant got this place: facts about every program above it, read off the final matching.

Nothing here depends on the steps of the algorithm: who holds the places of a program, whom
the program prefers, and who would be next are properties of the matching.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulator.outcomes.matching import MatchOutcome

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
    """

    program: str
    verdict: str
    program_rank: int | None = None
    n_filled: int = 0
    quota: int = 0
    last: str = ""
    last_rank: int | None = None


class Choice(NamedTuple):
    """One rank of a list: the rank in the file, and a side for the applicant, or for each partner."""

    rank: int
    sides: tuple[Side, ...]


class Next(NamedTuple):
    """Who would have the place if its holder had not come: the highest on the program's list to want it."""

    holder: str
    program: str
    name: str
    program_rank: int


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
        Who would stand in these places otherwise; nobody, where a place would stay empty.
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
        options, ranks = _slice(outcome.lists.by_couple, c)
    else:
        people = [a]
        options, ranks = _slice(outcome.lists.by_applicant, a)
        options = options[:, None]
    return _explained(_Floor(outcome), people, options, ranks)


def _slice(lists: object, owner: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    start, items, ranks = lists  # type: ignore[misc]
    inside = slice(start[owner], start[owner + 1])  # type: ignore[has-type]
    return items[inside], ranks[inside]  # type: ignore[has-type]


class _Floor:
    """The final matching, program by program."""

    def __init__(self, outcome: MatchOutcome) -> None:
        self.lists, self.matching = outcome.lists, outcome.matching

    def place(self, people: list[int]) -> npt.NDArray[np.int32]:
        return self.matching.program_of[people]

    def rank(self, p: int, a: int) -> int | None:
        people, ranks = _slice(self.lists.by_program, p)
        found = np.flatnonzero(people == a)
        return int(ranks[found[0]]) if found.size else None

    def there(self, p: int) -> npt.NDArray[np.bool_]:
        """Of the people on a program's list, who is there."""
        people, _ = _slice(self.lists.by_program, p)
        is_there: npt.NDArray[np.bool_] = (self.matching.program_of[people] == p) | (
            self.matching.preliminary_of[people] == p
        )
        return is_there

    def side(self, p: int, a: int, held: int) -> Side:
        """Say how a program stands to an applicant who holds the program `held`."""
        if p < 0:
            return Side("", NO_MATCH)
        is_there = self.there(p)
        people, ranks = _slice(self.lists.by_program, p)
        inside, quota, mine = np.flatnonzero(is_there), int(self.matching.quota[p]), self.rank(p, a)
        last = (self.lists.applicants[people[inside[-1]]], int(ranks[inside[-1]])) if inside.size else ("", None)
        n_ahead = 0 if mine is None else int(np.count_nonzero(ranks[inside] < mine))
        verdict = _verdict(mine, quota, n_ahead, is_matched=held == p)
        return Side(self.lists.programs[p], verdict, mine, inside.size, quota, *last)

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
        people, ranks = _slice(self.lists.by_program, p)
        ahead = self.there(p) & (ranks < max(mine, default=0)) & ~np.isin(people, couple)
        return len(mine) == len(couple) and int(np.count_nonzero(ahead)) + len(couple) <= int(self.matching.quota[p])

    def next(self, p: int, a: int) -> Next | None:
        """Who would come to a program if `a` were not there."""
        if p < 0 or np.count_nonzero(self.there(p)) < self.matching.quota[p]:
            return None
        people, ranks = _slice(self.lists.by_program, p)
        for other, rank, is_there in zip(people.tolist(), ranks.tolist(), self.there(p), strict=True):
            if not is_there and (self.wants(other, p) or self.wants_together(other, p)):
                names = self.lists.applicants
                return Next(names[a], self.lists.programs[p], names[other], rank)
        return None

    def wants_together(self, a: int, p: int) -> bool:
        """Whether a couple prefers a pair with this program for `a`, and the other's program would do."""
        c = np.flatnonzero((self.lists.couple == a).any(axis=1))
        if not c.size:
            return False
        pairs, _ = _slice(self.lists.by_couple, int(c[0]))
        people = self.lists.couple[c[0]]
        held, mine = self.matching.program_of[people], int(people[1] == a)
        now = np.flatnonzero((pairs == held).all(axis=1)) if (held >= 0).any() else np.zeros(0, int)
        above = pairs[: now[0] if now.size else len(pairs)]
        other, its = int(people[1 - mine]), int(held[1 - mine])
        beside = (int(pair[1 - mine]) for pair in above if pair[mine] == p != pair[1 - mine])
        return any(self.side(r, other, its).verdict in {NO_MATCH, MATCHED, OPEN} for r in beside)

    def wants(self, a: int, p: int) -> bool:
        """Whether an applicant who applies alone prefers a program to the present place."""
        wanted, _ = _slice(self.lists.by_applicant, a)
        now = np.flatnonzero(wanted == self.matching.program_of[a])
        return bool((wanted[: now[0] if now.size else wanted.size] == p).any())


def _verdict(mine: int | None, quota: int, n_ahead: int, *, is_matched: bool) -> str:
    if is_matched:
        return MATCHED
    if mine is None:
        return NOT_RANKED
    if quota == 0:
        return NO_POSITIONS
    return FILLED if n_ahead >= quota else OPEN


def _explained(
    floor: _Floor, people: list[int], options: npt.NDArray[np.int32], ranks: npt.NDArray[np.int32]
) -> Explanation:
    place = floor.place(people)
    found = np.flatnonzero((options == place).all(axis=1)) if (place >= 0).any() else np.zeros(0, int)
    stop = int(found[0]) if found.size else len(options)
    choices = [
        Choice(int(rank), floor.sides(option, people, place))
        for option, rank in zip(options[: stop + 1], ranks[: stop + 1], strict=True)
    ]
    replaced = [floor.next(int(p), a) for p, a in zip(place, people, strict=True)]
    return Explanation(
        tuple(floor.lists.applicants[a] for a in people),
        tuple(choices[:stop]),
        choices[stop] if found.size else None,
        max(0, len(options) - stop - 1),
        tuple(r for r in replaced if r is not None),
        tuple((floor.lists.applicants[a], choice) for a in people for choice in _supplemental(floor, a)),
    )


def _supplemental(floor: _Floor, a: int) -> list[Choice]:
    """Preliminary programs tried with the advanced place, down to the one that was found."""
    linked, held = floor.lists.linked, int(floor.matching.program_of[a])
    rows = np.flatnonzero((linked[:, 0] == a) & (linked[:, 1] == held))
    if not rows.size:
        return []
    programs, ranks = _slice(floor.lists.by_supplement, int(linked[rows[0], 2]))
    now = int(floor.matching.preliminary_of[a])
    stop = int(np.flatnonzero(programs == now)[0]) if now >= 0 else len(programs) - 1
    return [
        Choice(int(r), (floor.side(int(p), a, now),))
        for p, r in zip(programs[: stop + 1], ranks[: stop + 1], strict=True)
    ]
