"""Random markets, with the algorithm on them; `closed_forms` says what theory expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.draws import Address, market_words
from simulator.market.problem import Market
from simulator.market.solve import match
from simulator.market.studies.draws import StudyStage, word_grid
from simulator.market.studies.ranked import market_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_REDRAWS = 1000
LIKED, CHOSEN = StudyStage.FIRST_SIDE, StudyStage.SECOND_SIDE


class Ranks(NamedTuple):
    """What one random market comes to.

    Attributes
    ----------
    matched : float
        Share of applicants.
    applicants, programs : float
        Mean ranks of those matched, 1 best, with applicants proposing.
    several : float
        Share of applicants who get another program when programs propose: who have more than one stable partner.
    """

    matched: float
    applicants: float
    programs: float
    several: float


@dataclass(frozen=True)
class RandomMarket:
    """One market of random lists for each replicate; can be sent to another process.

    Attributes
    ----------
    applicants, programs : int
    ranks : int or None
        On each applicant's list; None for all programs.
    quota : int
    one_order : bool
        Whether all programs rank alike.
    seed : int
    both_ends : bool
        Whether to let programs propose too.
    verify : bool
        Whether the independent checker looks at the matching.
    """

    applicants: int
    programs: int
    ranks: int | None = None
    quota: int = 1
    one_order: bool = False
    seed: int = 0
    both_ends: bool = False
    verify: bool = False

    def __call__(self, replicate: int) -> Ranks:
        """Make that replicate's market and match it."""
        problem = self.market(Address(self.seed, replicate))
        found = match(problem, verify=self.verify)
        if self.verify and not found.is_stable:
            raise RuntimeError("a market without couples has a stable matching")
        several = 0.0
        if self.both_ends:
            other = match(problem, proposing="programs", verify=False)
            several = float(np.mean(other.program_of != found.program_of))
        return Ranks(float(np.mean(found.program_of >= 0)), *mean_ranks(problem, found.program_of), several)

    def market(self, address: Address) -> Market:
        """Draw the lists.

        Parameters
        ----------
        address : Address

        Returns
        -------
        Market
        """
        quota = np.full(self.programs, self.quota)
        if self.ranks is None:
            order = np.argsort(word_grid(address, LIKED, self.applicants, self.programs), axis=1, kind="stable")
            lists = order.astype(np.int32)
        else:
            lists = random_lists(self.applicants, self.programs, self.ranks, address)
        owner = np.repeat(np.arange(self.applicants, dtype=np.int32), lists.shape[1])
        lot = owner if self.one_order else word_grid(address, CHOSEN, 1, owner.size)[0]
        program = lists.reshape(-1)
        starts = np.concatenate(([0], np.cumsum(np.bincount(program, minlength=self.programs))))
        own_starts = np.arange(self.applicants + 1) * lists.shape[1]
        return market_of(own_starts, program, starts, owner[np.lexsort((lot, program))], quota)


def random_lists(applicants: int, programs: int, ranks: int, address: Address) -> NDArray[np.int32]:
    """Draw lists of different random programs, (A, ranks); a list that names one twice is drawn again.

    Parameters
    ----------
    applicants, programs, ranks : int
    address : Address

    Returns
    -------
    array (A, ranks) of int32
    """
    if not 1 <= ranks <= programs:
        raise ValueError(f"ranks: got {ranks}. Allowed: 1 to {programs}, the number of programs")
    found = np.zeros((applicants, ranks), np.int32)
    todo = np.arange(applicants)
    for field in range(MOST_REDRAWS):
        drawn = market_words(address, LIKED, -(-applicants * ranks // 4), field).reshape(-1)[: applicants * ranks]
        rows = (drawn.reshape(applicants, ranks)[todo].astype(np.uint64) * np.uint64(programs)) >> np.uint64(32)
        found[todo] = rows
        ordered = np.sort(rows, axis=1)
        todo = todo[(ordered[:, 1:] == ordered[:, :-1]).any(axis=1)]
        if not todo.size:
            return found
    raise ValueError(f"ranks: got {ranks} of {programs} programs, too many to draw. Leave ranks out for complete lists")


def mean_ranks(problem: Market, program_of: NDArray[np.int32]) -> tuple[float, float]:
    """Mean ranks of a matching, 1 best: of the applicants' programs, and of the programs' applicants.

    Parameters
    ----------
    problem : Market
    program_of : array (A,)
        Program of each applicant, -1 for none.

    Returns
    -------
    (float, float)
    """
    owner = np.repeat(np.arange(problem.n_applicants), np.diff(problem.applicant_start))
    is_match = problem.applicant_list == program_of[owner]
    ours = np.flatnonzero(is_match) - problem.applicant_start[owner[is_match]] + 1
    host = np.repeat(np.arange(problem.n_programs), np.diff(problem.program_start))
    is_member = program_of[problem.program_list] == host
    theirs = np.flatnonzero(is_member) - problem.program_start[host[is_member]] + 1
    return float(ours.mean()), float(theirs.mean())
