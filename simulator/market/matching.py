"""What the algorithm gives back: who goes where, and what blocks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Blocking(NamedTuple):
    """A coalition that would rather deviate from a matching, or a place that is not allowed.

    Attributes
    ----------
    kind : str
        ``"single"``: an applicant and a program that prefer each other;
        ``"couple"``: a couple and two programs; ``"couple_one_program"``: a couple whose
        preferred pair has one program, the other partner without a match;
        ``"couple_same_program"``: a couple and one program for both; ``"supplemental"``:
        the holder of an advanced place and a preliminary program. Then faults of the
        matching itself: ``"over_quota"``; ``"not_ranked"`` for a place that one of the two
        sides did not rank, or a preliminary place that is the advanced one; ``"parity"`` for
        a program whose filled number is odd or even against its wish; ``"quota"`` for one with
        more places in force than it has and may have received.
    applicants, programs : tuple of int
        Who would move, and to where. A couple has both partners; -1 among the programs
        stands for no match.
    """

    kind: str
    applicants: tuple[int, ...]
    programs: tuple[int, ...]


class Matching(NamedTuple):
    """A matching of applicants to programs.

    Attributes
    ----------
    program_of : array (A,) of int32
        Program of each applicant, -1 if unmatched.
    preliminary_of : array (A,) of int32
        The linked preliminary program from a supplemental list, -1 if none.
    is_stable : bool or None
        What the independent checker found; None if it was not asked.
    blocking : tuple of Blocking
        At most 100 of the coalitions that block it.
    rounds : int
        How many times everybody was settled: once, once more for each further order of
        the couples, and for each round of reversions and even or odd numbers.
    seconds : float
        The algorithm alone: no reading, compiling or verifying.
    verify_seconds : float
    quota : array (P,) of int32
        Quotas in force at the end, after reversions and even or odd numbers.
    dropped : int
        Ranks that the other side did not return, and which were therefore left out.
    is_proof : bool
        Whether a search to the end has shown that no stable matching exists (at the quotas as given).
    """

    program_of: NDArray[np.int32]
    preliminary_of: NDArray[np.int32]
    is_stable: bool | None
    blocking: tuple[Blocking, ...]
    rounds: int
    seconds: float
    verify_seconds: float
    quota: NDArray[np.int32]
    dropped: int
    is_proof: bool = False
