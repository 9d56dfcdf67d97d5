"""Random markets: what theory says of them, and the algorithm on them.

- Short lists of random programs. Let x be the proposals that a program gets, g(x) = E min(C, Poisson(x)) the places
  that it fills. With every program's own random order, an applicant's rank is refused with probability 1 - g(x)/x, so
  r (1 - (1 - g(x)/x)^l) = g(x) for r applicants a program and l ranks. With one order for all, applicants choose in
  turn; while a share phi = P(Poisson(x) >= C) is full, an applicant adds (1 - phi^l)/(1 - phi) to the load x of each
  program that is not. Limits of large markets (Arnosti 2023, Management Science 69, "Lottery Design for School
  Choice", has them for lists of several lengths).
- Complete lists, n on the short and n + k on the long side: in every stable matching the short side's mean rank is at
  most about s = (n + k)/n log((n + k)/k), the long side's at least about n/(1 + s) (Ashlagi, Kanoria & Leshno 2017,
  Journal of Political Economy 125, 69-98). Where n = n, those who propose get about log n, the others n/log n
  (Wilson 1972; Knuth 1976; Pittel 1989).
- Lists of d, far below log(n)^2: about sqrt(d) on both sides, however they are balanced (Kanoria, Min & Qian 2021,
  "Which Random Matching Markets Exhibit a Stark Effect of Competition?").
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.draws import Address, market_words
from simulator.market.problem import Market
from simulator.market.solve import match
from simulator.market.studies.draws import StudyStage, word_grid
from simulator.market.studies.ranked import ranked_market

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_REDRAWS = 1000


def filled(load: float, quota: int) -> float:
    """Return g(x) = E min(C, Poisson(x)), the places that a program fills with a load of x."""
    from scipy.special import pdtrc

    return float(sum(pdtrc(k, load) for k in range(quota)))


def match_rate(ranks: int, applicants_per_program: float = 1.0, quota: int = 1, *, one_order: bool = False) -> float:
    """Share of applicants who match in a large random market, in closed form.

    Parameters
    ----------
    ranks : int
        Random programs on each list, 1 or more.
    applicants_per_program : float
    quota : int
        Places of each program.
    one_order : bool
        Whether all programs rank alike; else each has a random order of its own.

    Returns
    -------
    float
        0-1.
    """
    from scipy.optimize import brentq

    balance = _in_turn if one_order else _own_orders
    top = 1.0
    while balance(top, ranks, applicants_per_program, quota) > 0:
        top *= 2
    load = brentq(balance, 1e-12, top, args=(ranks, applicants_per_program, quota), xtol=1e-13)
    return filled(load, quota) / applicants_per_program


def _own_orders(load: float, ranks: int, per_program: float, quota: int) -> float:
    """Places wanted less places filled, 0 at the answer."""
    got = filled(load, quota)
    return per_program * (1 - (1 - got / load) ** ranks) - got


def _in_turn(load: float, ranks: int, per_program: float, quota: int) -> float:
    """Applicants a program that are left when the load is reached, 0 at the answer."""
    from scipy.integrate import quad
    from scipy.special import pdtrc

    def each(x: float) -> float:
        full = float(pdtrc(quota - 1, x))
        return 1 / sum(full**k for k in range(ranks))  # (1 - phi) / (1 - phi^l)

    return per_program - float(quad(each, 0, load, epsabs=1e-12, limit=200)[0])


def side_ranks(short: int, long: int) -> tuple[float, float]:
    """Limits of the mean ranks in a market with complete lists and sides of unequal size.

    Parameters
    ----------
    short, long : int
        People on each side; `long` is larger.

    Returns
    -------
    (float, float)
        What the short side's mean rank is at most, and the long side's at least, about.
    """
    if not 0 < short < long:
        raise ValueError(f"sides: got {short} and {long}. Allowed: the first smaller than the second, both positive")
    ours = long / short * math.log(long / (long - short))
    return ours, short / (1 + ours)


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
        quota = np.full(self.programs, self.quota, np.int64)
        if self.ranks is None:
            shape = (self.applicants, self.programs)
            first, second = (word_grid(address, s, *shape).astype(np.float64) for s in (LIKED, CHOSEN))
            if self.one_order:
                second = np.broadcast_to(-np.arange(self.applicants, dtype=np.float64)[:, None], shape)
            return ranked_market(np.ones(shape, np.bool_), first, second, quota)
        return self._short_lists(address, quota)

    def _short_lists(self, address: Address, quota: NDArray[np.int64]) -> Market:
        lists = random_lists(self.applicants, self.programs, int(self.ranks or 0), address)
        owner = np.repeat(np.arange(self.applicants, dtype=np.int32), lists.shape[1])
        lot = owner if self.one_order else word_grid(address, CHOSEN, 1, owner.size)[0]
        order = np.lexsort((lot, lists.reshape(-1)))
        starts = np.concatenate(([0], np.cumsum(np.bincount(lists.reshape(-1), minlength=self.programs))))
        whole = ranked_market(np.zeros((1, self.programs), np.bool_), *(np.zeros((1, self.programs)),) * 2, quota)
        return whole._replace(
            applicant_start=np.arange(self.applicants + 1, dtype=np.int64) * lists.shape[1],
            applicant_list=lists.reshape(-1),
            program_start=starts.astype(np.int64),
            program_list=owner[order],
        )


LIKED, CHOSEN = StudyStage.FIRST_SIDE, StudyStage.SECOND_SIDE


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
