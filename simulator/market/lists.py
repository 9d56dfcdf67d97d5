"""The solver's own arrays: the lists without unreturned ranks, and the state of a matching."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEVER = 2**31 - 1  # preference of an applicant for a program that is not on the list


class Lists(NamedTuple):
    """Mutual ranks of A applicants, P programs and C couples; n is the length of all program lists.

    A *seat* is a place on a program's list: an index into `roster`, so that it names the
    program, its rank and the applicant at once, and of two seats of a program the smaller
    is preferred. A *unit* is an applicant who applies alone (its number) or a couple
    (A + its number).

    Attributes
    ----------
    start : array (A + 1,)
        Where the list of each single applicant begins.
    entry : array
        Two numbers for each entry of these lists: the program, and the applicant's seat there.
    roster_start : array (P + 1,)
    roster : array (n,)
        Applicants, most preferred first.
    preference : array (n,)
        Index of the first entry (of a couple: pair) that uses this seat; NEVER if none.
    is_supplement : array (n,) of uint8
        Whether the seat is on a supplemental list.
    unit : array (A,)
    partner : array (2 C,)
        First partner, second partner, couple by couple.
    pair_start : array (C + 1,)
    first_program, first_seat, second_program, second_seat : arrays
        Pairs of programs and seats; -1 for no match.
    link_start : array (A + 1,)
    link_program, link_list : arrays
        Advanced programs of an applicant, and where their supplemental list begins.
    supplement_program, supplement_seat : arrays
    """

    start: NDArray[np.int64]
    entry: NDArray[np.int32]
    roster_start: NDArray[np.int64]
    roster: NDArray[np.int32]
    preference: NDArray[np.int32]
    is_supplement: NDArray[np.uint8]
    unit: NDArray[np.int32]
    partner: NDArray[np.int32]
    pair_start: NDArray[np.int64]
    first_program: NDArray[np.int32]
    first_seat: NDArray[np.int32]
    second_program: NDArray[np.int32]
    second_seat: NDArray[np.int32]
    link_start: NDArray[np.int64]
    link_program: NDArray[np.int32]
    link_list: NDArray[np.int64]
    supplement_program: NDArray[np.int32]
    supplement_seat: NDArray[np.int32]


class State(NamedTuple):
    """A matching under way.

    Attributes
    ----------
    place, seat : arrays (A,)
        Program and seat of each applicant, -1 for none.
    preliminary, preliminary_seat : arrays (A,)
    current : array (A + C,)
        Index of the entry or pair that a unit holds; the end of its list if none; -1 if
        it has not entered the market yet.
    quota, filled : arrays (P,)
    worst : array (P,)
        Last seat held at each program; one before its first if none.
    is_held : array (n,) of uint8
    stack, is_stacked : arrays (A + C,)
        Applicants and couples to be processed.
    vacancies, is_vacant : arrays (P,)
        Programs that lost somebody and must be looked at again.
    touched : array (A + C,)
        Couples, and applicants with supplemental lists, that took part in a search.
    scalars : array (5,) of int64
        Sizes of the two stacks, the random word, the hash of the matching, and how many
        were touched.
    """

    place: NDArray[np.int32]
    seat: NDArray[np.int32]
    preliminary: NDArray[np.int32]
    preliminary_seat: NDArray[np.int32]
    current: NDArray[np.int32]
    quota: NDArray[np.int32]
    filled: NDArray[np.int32]
    worst: NDArray[np.int32]
    is_held: NDArray[np.uint8]
    stack: NDArray[np.int32]
    is_stacked: NDArray[np.uint8]
    vacancies: NDArray[np.int32]
    is_vacant: NDArray[np.uint8]
    touched: NDArray[np.int32]
    scalars: NDArray[np.int64]


STACKED, VACANT, WORD, HASH, TOUCHED = range(5)  # rows of `State.scalars`


def start_state(lists: Lists, quota: NDArray[np.int32], word: int = 1) -> State:
    """Nobody has entered the market yet.

    Parameters
    ----------
    lists : Lists
    quota : array (P,)
    word : int
        Start of the sequence that the random search uses, 32 bits.

    Returns
    -------
    State
    """
    n_applicants, n_programs, n_slots = lists.unit.size, quota.size, lists.roster.size
    n_units = n_applicants + lists.partner.size // 2

    def fill(n: int, value: int = 0) -> NDArray[np.int32]:
        return np.full(n, value, np.int32)

    scalars = np.zeros(5, np.int64)
    scalars[WORD] = word
    return State(
        place=fill(n_applicants, -1),
        seat=fill(n_applicants, -1),
        preliminary=fill(n_applicants, -1),
        preliminary_seat=fill(n_applicants, -1),
        current=fill(n_units, -1),
        quota=quota.astype(np.int32),
        filled=fill(n_programs),
        worst=(lists.roster_start[:-1] - 1).astype(np.int32),
        is_held=np.zeros(n_slots, np.uint8),
        stack=fill(n_units),
        is_stacked=np.zeros(n_units, np.uint8),
        vacancies=fill(n_programs),
        is_vacant=np.zeros(n_programs, np.uint8),
        touched=fill(n_units),
        scalars=scalars,
    )
