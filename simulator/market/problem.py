"""The market as arrays: rank order lists, quotas, couples, supplemental lists, reversions.

Lists of different lengths lie end to end in one array; `x_start[i]` to `x_start[i + 1]`
is what belongs to i. Applicants, programs and couples are numbered from 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MOST_PLACES = 2**31 - 1
PARITY_OF = {None: 0, "": 0, "none": 0, "odd": 1, "even": 2, 0: 0, 1: 1, 2: 2}


class Market(NamedTuple):
    """Everybody's lists, for A applicants, P programs, C couples and S supplemental lists.

    Attributes
    ----------
    applicant_start : array (A + 1,) of int64
    applicant_list : array of int32
        Programs, most preferred first, of applicants who apply alone. Members of couples have none.
    program_start : array (P + 1,) of int64
    program_list : array of int32
        Applicants, most preferred first.
    quota : array (P,) of int32
    couple : array (C, 2) of int32
        The partners, as applicants.
    couple_start : array (C + 1,) of int64
    couple_list : array (n, 2) of int32
        A program for each partner, -1 for no match; most preferred pair first.
    supplemental_start : array (S + 1,) of int64
    supplemental_list : array of int32
        Preliminary programs, most preferred first.
    linked : array (n, 3) of int32
        Rows of applicant, advanced program, supplemental list that is tried with it.
    reverts_to : array (P,) of int32
        The program that receives unfilled positions, -1 for none.
    parity : array (P,) of int8
        1 if the filled number must be odd, 2 if even, 0 if either will do.
    """

    applicant_start: NDArray[np.int64]
    applicant_list: NDArray[np.int32]
    program_start: NDArray[np.int64]
    program_list: NDArray[np.int32]
    quota: NDArray[np.int32]
    couple: NDArray[np.int32]
    couple_start: NDArray[np.int64]
    couple_list: NDArray[np.int32]
    supplemental_start: NDArray[np.int64]
    supplemental_list: NDArray[np.int32]
    linked: NDArray[np.int32]
    reverts_to: NDArray[np.int32]
    parity: NDArray[np.int8]

    @property
    def n_applicants(self) -> int:
        """Applicants, members of couples included."""
        return self.applicant_start.size - 1

    @property
    def n_programs(self) -> int:
        """Programs."""
        return self.quota.size

    @property
    def n_couples(self) -> int:
        """Couples."""
        return len(self.couple)


def market(
    applicant_lists: Sequence[Sequence[int]],
    program_lists: Sequence[Sequence[int]],
    quota: Sequence[int],
    *,
    couples: Sequence[tuple[int, int, Sequence[tuple[int, int]]]] | None = None,
    supplemental: Sequence[tuple[int, int, Sequence[int]]] | None = None,
    reverts_to: Sequence[int] | None = None,
    parity: Sequence[int | str | None] | None = None,
) -> Market:
    """Make a market from plain lists.

    Parameters
    ----------
    applicant_lists : sequence of sequences of int
        Programs in order of preference; an empty list for a member of a couple.
    program_lists : sequence of sequences of int
        Applicants in order of preference.
    quota : sequence of int
        Positions of each program.
    couples : sequence of (applicant, applicant, pairs), optional
        Pairs of programs in order of preference, -1 for no match.
    supplemental : sequence of (applicant, advanced program, programs), optional
        Preliminary programs to try with an advanced place.
    reverts_to : sequence of int, optional
        Receiver of each program's unfilled positions, -1 for none.
    parity : sequence of "odd", "even" or None, optional

    Returns
    -------
    Market

    Raises
    ------
    ValueError
        Something is not allowed; the message names the list and what is wrong in it.
    """
    pairs, links = couples or (), supplemental or ()
    a_start, a_list = _joined(applicant_lists)
    p_start, p_list = _joined(program_lists)
    s_start, s_list = _joined([row[2] for row in links])
    found = Market(
        *(a_start, a_list, p_start, p_list, _quotas(quota)),
        couple=np.array([row[:2] for row in pairs], np.int32).reshape(-1, 2),
        couple_start=_starts([row[2] for row in pairs]),
        couple_list=np.array([pair for row in pairs for pair in row[2]], np.int32).reshape(-1, 2),
        supplemental_start=s_start,
        supplemental_list=s_list,
        linked=np.array([(row[0], row[1], k) for k, row in enumerate(links)], np.int32).reshape(-1, 3),
        reverts_to=_or_none(reverts_to, len(p_start) - 1),
        parity=np.array([_parity(x) for x in parity or [None] * (len(p_start) - 1)], np.int8),
    )
    check(found)
    return found


def _quotas(given: Sequence[int]) -> NDArray[np.int32]:
    found = np.asarray(given).reshape(-1)
    if found.size and (found.dtype.kind not in "iu" or found.max() >= MOST_PLACES):
        raise ValueError(f"quota: got {found.max()}. Allowed: whole numbers below {MOST_PLACES}")
    return found.astype(np.int32)


def _starts(lists: Sequence[Any]) -> NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum([len(row) for row in lists]))).astype(np.int64)


def _joined(lists: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    every = [np.asarray(row, np.int32).reshape(-1) for row in lists]
    return _starts(every), np.concatenate([np.empty(0, np.int32), *every])


def _or_none(given: Sequence[int] | None, n: int) -> NDArray[np.int32]:
    return np.full(n, -1, np.int32) if given is None else np.asarray(given, np.int32)


def _parity(value: int | str | None) -> int:
    if value not in PARITY_OF:
        raise ValueError(f"parity: unknown (got {value!r}). Allowed: odd, even, None")
    return PARITY_OF[value]


def check(problem: Market) -> None:
    """Refuse a market that breaks a rule; says which list, and what is wrong in it.

    Parameters
    ----------
    problem : Market

    Raises
    ------
    ValueError
    """
    from simulator.market import problem_checks

    problem_checks.check(problem)
