"""A cap on interviews in one specialty: a published simulation, and the algorithm in place of its lottery.

As published: programs in turn choose whom to interview, at random with weights that fall with competitiveness, among
those below the cap; then programs in turn choose whom to take, at random with the same weights, among
those they interviewed who are still free. Neither weights nor the number of interviews are published: both are
guesses here, and stated. Choosing at random with weights w and without putting back is the same as taking those with
the highest log w plus Gumbel noise, which is the score that a program gives where the algorithm matches.

Source: Mitton, Elder & Hunter 2023, "A Simulation of the Effect of Interview Caps on the National Resident Matching
Program Match in Otolaryngology", Academic Medicine 98, 448-454, doi:10.1097/ACM.0000000000005122 (abstract).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.streams import uniforms
from simulator.market.draws import Address
from simulator.market.solve import match
from simulator.market.studies.draws import StudyStage, word_grid
from simulator.market.studies.ranked import pairs_of, ranked_market
from simulator.market.year import Applications
from simulator.market.year_interviews import interview
from simulator.model.tables import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Grid = NDArray[np.float64]

HEAVY, DECILES = 12, 10  # interviews of those counted apart; parts of the applicants
FORMS = ("lottery", "match", "match_and_offers")


class Caps(NamedTuple):
    """Whole numbers that one run comes to.

    Attributes
    ----------
    top_matched, top : int
        Matched of the most competitive hundredth, and how many they are.
    heavy_matched, heavy : int
        The same of people with 12 or more interviews.
    matched, rank_sum : int
        Matched applicants, and the sum of their ranks by competitiveness, 1 best.
    positions : int
    decile_matched, decile_interviews, decile : tuples of int
        By tenth of competitiveness, the best first: matched, interviews, people.
    """

    top_matched: int
    top: int
    heavy_matched: int
    heavy: int
    matched: int
    rank_sum: int
    positions: int
    decile_matched: tuple[int, ...]
    decile_interviews: tuple[int, ...]
    decile: tuple[int, ...]


@dataclass(frozen=True)
class CapTask:
    """One replicate under one cap; can be sent to another process. Every cap has the same luck.

    Attributes
    ----------
    cap : int or None
        Most interviews an applicant may accept; None for no cap.
    interviews : int
        People that each program interviews: a guess.
    power : float
        Weight of the applicant of rank i of n is ((n - i + 1)/n) to this power: a guess.
    form : str
        ``"lottery"``: as published. ``"match"``: interviews as published, then both sides rank whom they met and the
        algorithm matches. ``"match_and_offers"``: interviews too are settled by offers, which programs
        make down their lists and people hold up to the cap, keeping what they like best.
    seed : int
    """

    cap: int | None
    interviews: int
    power: float
    form: str = "lottery"
    seed: int = 0

    def __call__(self, replicate: int) -> Caps:
        """Run that replicate."""
        given = table("market_studies")["interview_caps"]
        address, shape = Address(self.seed, replicate), (int(given["applicants"]), int(given["programs"]))
        weight = self.power * np.log(1 - np.arange(shape[0]) / shape[0])[:, None]
        invite, choose = (weight + gumbel_grid(address, s, *shape) for s in (StudyStage.WEIGHED, StudyStage.CHOSEN))
        liking = gumbel_grid(address, StudyStage.LIKED, *shape)
        cap = shape[1] if self.cap is None else self.cap
        if self.form == "match_and_offers":
            is_met = offered(invite, liking, self.interviews, cap)
        else:
            is_met = in_turn(invite, self.interviews, cap)
        quota = np.full(shape[1], int(given["positions"]) // shape[1], np.int64)
        if self.form == "lottery":
            is_matched = taken_in_turn(is_met, choose, quota)
        else:
            met = pairs_of(is_met)
            problem = ranked_market(met, liking[met], choose[met], shape[0], quota)
            is_matched = match(problem, verify=False).program_of >= 0
        return _counted(is_met, is_matched, int(quota.sum()))


def gumbel_grid(address: Address, stage: int, rows: int, columns: int) -> Grid:
    """Draw standard Gumbel deviates; arguments as in `draws.word_grid`."""
    found: Grid = -np.log(-np.log(uniforms(word_grid(address, stage, rows, columns))))
    return found


def in_turn(view: Grid, interviews: int, cap: int) -> Flags:
    """Let programs in turn interview those they think best of who are below the cap.

    Parameters
    ----------
    view : array (A, P)
    interviews, cap : int

    Returns
    -------
    array (A, P) of bool
    """
    is_met, count = np.zeros(view.shape, np.bool_), np.zeros(view.shape[0], np.int64)
    for p in range(view.shape[1]):
        free = np.flatnonzero(count < cap)
        chosen = free[np.argsort(-view[free, p], kind="stable")[:interviews]]
        is_met[chosen, p] = True
        count[chosen] += 1
    return is_met


def taken_in_turn(is_met: Flags, view: Grid, quota: NDArray[np.int64]) -> Flags:
    """Let programs in turn take those they think best of among whom they met and who are free, (A,).

    Parameters
    ----------
    is_met : array (A, P) of bool
    view : array (A, P)
    quota : array (P,)

    Returns
    -------
    array (A,) of bool
    """
    is_matched = np.zeros(view.shape[0], np.bool_)
    for p in range(view.shape[1]):
        free = np.flatnonzero(is_met[:, p] & ~is_matched)
        is_matched[free[np.argsort(-view[free, p], kind="stable")[: quota[p]]]] = True
    return is_matched


def offered(view: Grid, liking: Grid, interviews: int, cap: int) -> Flags:
    """Settle interviews by offers: programs go down their lists, people keep what they like best up to the cap.

    Parameters
    ----------
    view, liking : arrays (A, P)
    interviews, cap : int

    Returns
    -------
    array (A, P) of bool
    """
    who, program = (x.astype(np.int32) for x in np.divmod(np.arange(view.size), view.shape[1]))
    score, like = (x.reshape(-1).astype(np.float32) for x in (view, liking))
    none, count = np.empty(0, np.int8), np.empty(0, np.int32)
    every = Applications(who, program, score, like, np.empty(0, np.float32), none, none, count, count.astype(np.int64))
    places, room = (np.full(n, most, np.int32) for n, most in zip(view.shape[::-1], (interviews, cap), strict=True))
    is_met = np.zeros(view.size, np.bool_)
    is_met[interview(every, places, room)] = True
    return is_met.reshape(view.shape)


def _counted(is_met: Flags, is_matched: Flags, positions: int) -> Caps:
    n = is_matched.size
    top, count = -(-n // 100), is_met.sum(axis=1)
    heavy, tenth = count >= HEAVY, np.arange(n) * DECILES // n
    who = np.flatnonzero(is_matched)
    tenths = (np.bincount(tenth, x, DECILES).astype(np.int64).tolist() for x in (is_matched, count, np.ones(n)))
    return Caps(
        *(int(is_matched[:top].sum()), top, int(is_matched[heavy].sum()), int(heavy.sum())),
        *(who.size, int((who + 1).sum()), positions),
        *map(tuple, tenths),
    )
