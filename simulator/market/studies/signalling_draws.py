"""What the set-up of the signalling study draws: a market's numbers, and what people like and see; see `signalling`."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.studies.draws import (
    StudyStage,
    normal_grid,
    standings,
    uniform_row,
    whole_gamma,
    word_grid,
)
from simulator.market.studies.quarters import quarter_starts
from simulator.model.tables import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.draws import Address

    Grid = NDArray[np.float64]

WHAT = ("programs", "positions", "applicants")


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
    parts = [np.argsort(np.argsort(word[:, i:j], axis=1), axis=1) for i, j in itertools.pairwise(cuts)]
    return np.concatenate(parts, axis=1)
