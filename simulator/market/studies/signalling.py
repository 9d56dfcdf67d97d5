"""How many preference signals? The set-up of a published simulation, and what it leaves out.

Applicants and programs are ordered from the best to the worst and cut into quarters. Each applicant sends a quarter of
the signals to the quarter of programs above the own one, a quarter below, the rest to the own one, and then the other
applications alike. Programs interview those who signalled, best first, and others only if places are left. Both sides
rank by the common order, signals first; then the match. `Rules` says what may be otherwise.

Source: aymannnn, "A Computation Approach to Residency Match Preference Signaling: Balancing Benefit for
Programs and Applicants" (under review in 2026), public repository github.com/aymannnn/signaling.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.draws import Address
from simulator.market.solve import match
from simulator.market.studies.draws import (
    StudyStage,
    normal_grid,
    standings,
    uniform_row,
    whole_gamma,
    word_grid,
)
from simulator.market.studies.quarters import picked, quarter_of, quarter_starts
from simulator.market.studies.ranked import places, ranked_market
from simulator.model.tables import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.problem import Market

    Flags = NDArray[np.bool_]
    Grid = NDArray[np.float64]

WHAT = ("programs", "positions", "applicants")
SIGNALS_FIRST = 1e3  # more than any score differs by
NOBODY = -1e9


@dataclass(frozen=True)
class Rules:
    """How people choose; as published unless said otherwise.

    Attributes
    ----------
    taste_sd : float or None
        SD of each applicant's own taste, where the common standing of programs has 1. With it, applicants signal to
        what they like best of their applications, and rank by what they like. None: signals at random, ranks by the
        common order, signals first.
    view_sd : float
        SD of what one program sees in an applicant and no other does, drawn anew after the interview, where the common
        standing of applicants has 1.
    signal_worth : float or None
        What a signal adds to a program's score when it invites, in SD of standing. None: who has signalled comes
        first, is ranked first after the interview too, and programs that can fill their interviews with them look at
        no other application.
    """

    taste_sd: float | None = None
    view_sd: float = 0.0
    signal_worth: float | None = None


class Sizes(NamedTuple):
    """One run's market.

    Attributes
    ----------
    applications : array (A,)
        Of each applicant.
    positions, interviews : arrays (P,)
        Of each program.
    """

    applications: NDArray[np.int64]
    positions: NDArray[np.int64]
    interviews: NDArray[np.int64]


class Sent(NamedTuple):
    """Who applied where, (A, P): with a signal, and at all."""

    signal: Flags
    applied: Flags


class Luck(NamedTuple):
    """What people like and see, (A, P).

    Attributes
    ----------
    turn : array of int64
        Place of the program in the applicant's random order of its quarter.
    liking : array
        What the applicant thinks of the program.
    view, impression : arrays
        What the program thinks of the applicant, before and after the interview.
    """

    turn: NDArray[np.int64]
    liking: Grid
    view: Grid
    impression: Grid


class Outcome(NamedTuple):
    """Whole numbers that one run comes to.

    Attributes
    ----------
    signals, signal_interviews : int
        Signals sent, and interviews at programs that had one.
    others, other_interviews : int
        Applications without a signal, and interviews from them.
    reviews : int
        Applications that programs looked at.
    programs, positions, applicants, matched, matched_by_signal : int
    matched_of : tuple of int
        Matched applicants by quarter, the best first.
    """

    signals: int
    signal_interviews: int
    others: int
    other_interviews: int
    reviews: int
    programs: int
    positions: int
    applicants: int
    matched: int
    matched_by_signal: int
    matched_of: tuple[int, ...]


@dataclass(frozen=True)
class SignalTask:
    """One replicate of the set-up for some numbers of signals, on common luck; can be sent to another process.

    Attributes
    ----------
    signals : tuple of int
    seed : int
    rules : Rules
    """

    signals: tuple[int, ...]
    seed: int
    rules: Rules = Rules()

    def __call__(self, replicate: int) -> list[Outcome]:
        """Run that replicate."""
        address = Address(self.seed, replicate)
        sizes = draw_sizes(address)
        luck = draw_luck(sizes, self.rules, address)
        return [outcome_of(sizes, self.rules, *season_of(sizes, n, self.rules, luck)) for n in self.signals]


def draw_sizes(address: Address) -> Sizes:
    """Draw the numbers of one run: the specialty's, each within its published spread.

    Parameters
    ----------
    address : Address

    Returns
    -------
    Sizes
    """
    given = table("market_studies")["signalling"]
    u = uniform_row(address, StudyStage.SIZES, 3)
    spread = 1 + (2 * u - 1) * [given["spread"][what] for what in WHAT]
    programs, positions, applicants = (spread * [given[what] for what in WHAT]).astype(np.int64).tolist()
    sent = whole_gamma(uniform_row(address, StudyStage.APPLICATIONS, applicants), *given["applications"])
    invited = whole_gamma(uniform_row(address, StudyStage.INTERVIEW, programs), *given["interviews_per_position"])
    base, more = divmod(positions, programs)
    lot = np.argsort(uniform_row(address, StudyStage.PLACES, programs), kind="stable")
    each = np.full(programs, base, np.int64)
    each[lot[:more]] += 1
    return Sizes(sent, each, each * invited)


def draw_luck(sizes: Sizes, rules: Rules, address: Address) -> Luck:
    """Draw what people like and see; the same for every number of signals.

    Parameters
    ----------
    sizes : Sizes
    rules : Rules
    address : Address

    Returns
    -------
    Luck
    """
    shape = (sizes.applications.size, sizes.positions.size)
    return Luck(
        _orders_of_quarters(word_grid(address, StudyStage.TARGETS, *shape)),
        _noisy(standings(shape[1])[None, :], rules.taste_sd or 0.0, address, StudyStage.TASTE, shape),
        _noisy(standings(shape[0])[:, None], rules.view_sd, address, StudyStage.VIEW, shape),
        _noisy(standings(shape[0])[:, None], rules.view_sd, address, StudyStage.CHOSEN, shape),
    )


def _noisy(standing: Grid, sd: float, address: Address, stage: int, shape: tuple[int, int]) -> Grid:
    return standing + sd * normal_grid(address, stage, *shape) if sd else np.broadcast_to(standing, shape)


def _orders_of_quarters(word: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Place of each program in the random order of its quarter, for every applicant, (A, P)."""
    cuts = quarter_starts(word.shape[1])
    parts = [places(-word[:, i:j].astype(np.float64)) for i, j in itertools.pairwise(cuts)]
    return np.concatenate(parts, axis=1)


def send(sizes: Sizes, signals: int, rules: Rules, luck: Luck) -> Sent:
    """Choose where to apply, and where to signal.

    Parameters
    ----------
    sizes : Sizes
    signals : int
    rules : Rules
    luck : Luck

    Returns
    -------
    Sent
    """
    cuts = quarter_starts(sizes.positions.size)
    own, size = quarter_of(sizes.applications.size), np.diff(cuts)
    room = np.tile(size, (own.size, 1))
    first = picked(np.minimum(signals, sizes.applications), own, room)
    both = first + picked(np.maximum(sizes.applications - signals, 0), own, room - first)
    is_first, applied = (luck.turn < np.repeat(n, size, axis=1) for n in (first, both))
    if rules.taste_sd is None:
        return Sent(is_first, applied)
    liked = places(np.where(applied, luck.liking, NOBODY))
    return Sent(applied & (liked < first.sum(axis=1)[:, None]), applied)


def season_of(sizes: Sizes, signals: int, rules: Rules, luck: Luck) -> tuple[Sent, Flags, Market]:
    """Apply, invite and rank.

    Parameters
    ----------
    sizes : Sizes
    signals : int
    rules : Rules
    luck : Luck

    Returns
    -------
    sent : Sent
    is_met : array (A, P) of bool
        Interviews.
    problem : Market
    """
    sent = send(sizes, signals, rules, luck)
    worth = SIGNALS_FIRST if rules.signal_worth is None else rules.signal_worth
    view = np.where(sent.applied, luck.view + worth * sent.signal, NOBODY)
    place = places(view.T).T
    is_met = sent.applied & (place < sizes.interviews)
    liking = luck.liking + (SIGNALS_FIRST * sent.signal if rules.taste_sd is None else 0.0)
    score = luck.impression + (SIGNALS_FIRST * sent.signal if rules.signal_worth is None else 0.0)
    return sent, is_met, ranked_market(is_met, liking, score, sizes.positions)


def outcome_of(sizes: Sizes, rules: Rules, sent: Sent, is_met: Flags, problem: Market) -> Outcome:
    """Match, and count.

    Parameters
    ----------
    sizes : Sizes
    rules : Rules
    sent : Sent
    is_met : array (A, P) of bool
    problem : Market

    Returns
    -------
    Outcome
    """
    place = match(problem, verify=False).program_of
    who = np.flatnonzero(place >= 0)
    first, other = sent.signal, sent.applied & ~sent.signal
    by_signal = first.sum(axis=0)
    looks_on = by_signal < (sizes.interviews if rules.signal_worth is None else np.inf)
    looked = by_signal + np.where(looks_on, other.sum(axis=0), 0)
    return Outcome(
        *(int(x) for x in (first.sum(), (first & is_met).sum(), other.sum(), (other & is_met).sum(), looked.sum())),
        programs=sizes.positions.size,
        positions=int(sizes.positions.sum()),
        applicants=sizes.applications.size,
        matched=who.size,
        matched_by_signal=int(first[who, place[who]].sum()),
        matched_of=tuple(np.bincount(quarter_of(sizes.applications.size)[who], minlength=4).tolist()),
    )
