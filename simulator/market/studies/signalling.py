"""How many preference signals? The set-up of a published simulation, and what it leaves out.

Applicants and programs are ordered from the best to the worst and cut into quarters. Each applicant sends a quarter of
the signals to the quarter of programs above the own one, a quarter below, the rest to the own one, and then the other
applications alike. Programs interview those who signalled, best first, and others only if places are left. Both sides
rank by the common order, signals first; then the match. `Rules` says what may be otherwise.

Source: aymannnn, "A Computation Approach to Residency Match Preference Signaling: Balancing Benefit for
Programs and Applicants" (under review in 2026), public repository github.com/aymannnn/signaling.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.draws import Address
from simulator.market.solve import match
from simulator.market.studies.quarters import picked, quarter_of, quarter_starts
from simulator.market.studies.ranked import Pairs, pairs_of, places, ranked_market
from simulator.market.studies.signalling_draws import Rules, draw_luck, draw_sizes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.problem import Market
    from simulator.market.studies.signalling_draws import Luck, Sizes

    Flags = NDArray[np.bool_]

SIGNALS_FIRST = 1e3  # more than any score differs by


class Sent(NamedTuple):
    """Applications, n of them.

    Attributes
    ----------
    pairs : Pairs
    is_signal : array (n,) of bool
    """

    pairs: Pairs
    is_signal: Flags


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
    rules: Rules

    def __call__(self, replicate: int) -> list[Outcome]:
        """Run that replicate."""
        address = Address(self.seed, replicate)
        sizes = draw_sizes(address)
        luck = draw_luck(sizes, self.rules, address)
        return [outcome_of(sizes, self.rules, *season_of(sizes, n, self.rules, luck)) for n in self.signals]


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
    size = np.diff(quarter_starts(sizes.positions.size))
    own = quarter_of(sizes.applications.size)
    room = np.tile(size, (own.size, 1))
    first = picked(np.minimum(signals, sizes.applications), own, room)
    both = first + picked(np.maximum(sizes.applications - signals, 0), own, room - first)
    pairs = pairs_of(luck.turn < np.repeat(both, size, axis=1))
    if rules.taste_sd is None:
        quarter = np.repeat(np.arange(size.size), size)[pairs.program]
        return Sent(pairs, luck.turn[pairs] < first[pairs.who, quarter])
    return Sent(pairs, places(pairs.who, luck.liking[pairs]) < first.sum(axis=1)[pairs.who])


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
    is_met : array (n,) of bool
        Which applications led to an interview.
    problem : Market
    """
    sent = send(sizes, signals, rules, luck)
    worth = SIGNALS_FIRST if rules.signal_worth is None else rules.signal_worth
    view = luck.view[sent.pairs] + worth * sent.is_signal
    is_met = places(sent.pairs.program, view) < sizes.interviews[sent.pairs.program]
    met = Pairs(*(x[is_met] for x in sent.pairs))
    ahead = SIGNALS_FIRST * sent.is_signal[is_met]
    liking = luck.liking[met] + (ahead if rules.taste_sd is None else 0.0)
    score = luck.impression[met] + (ahead if rules.signal_worth is None else 0.0)
    return sent, is_met, ranked_market(met, liking, score, sizes.applications.size, sizes.positions)


def outcome_of(sizes: Sizes, rules: Rules, sent: Sent, is_met: Flags, problem: Market) -> Outcome:
    """Match, and count.

    Parameters
    ----------
    sizes : Sizes
    rules : Rules
    sent : Sent
    is_met : array (n,) of bool
    problem : Market

    Returns
    -------
    Outcome
    """
    place = match(problem, verify=False).program_of
    first, programs = sent.is_signal, sizes.positions.size
    by_signal, others = (np.bincount(sent.pairs.program[x], minlength=programs) for x in (first, ~first))
    looks_on = by_signal < (sizes.interviews if rules.signal_worth is None else np.inf)
    is_matched = place >= 0
    quarter = quarter_of(place.size)[is_matched]
    return Outcome(
        signals=int(first.sum()),
        signal_interviews=int((first & is_met).sum()),
        others=int(others.sum()),
        other_interviews=int((is_met & ~first).sum()),
        reviews=int((by_signal + np.where(looks_on, others, 0)).sum()),
        programs=programs,
        positions=int(sizes.positions.sum()),
        applicants=place.size,
        matched=int(is_matched.sum()),
        matched_by_signal=int((first & (place[sent.pairs.who] == sent.pairs.program)).sum()),
        matched_of=tuple(np.bincount(quarter, minlength=4).tolist()),
    )
