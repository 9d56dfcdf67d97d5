"""The sampler: whole seasons drawn stage by stage, many replicates at a time.

This is the readable form, one pass over the programs from the top of the list with NumPy
arrays over replicates. `compiled` holds its compiled twin; both give the same counts to
the last digit, so that which of them ran never shows in a result.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from simulator.engine.streams import Stage, identity, uniforms
from simulator.season.plan import APPLICANT
from simulator.season.tally import bin_width, empty_tally
from simulator.season.visit import make_block, start, visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from simulator.season.setup import Setup
    from simulator.season.tally import Tally
    from simulator.season.visit import Outcome


def block_sampler(setup: Setup) -> Callable[[int, int], Tally]:
    """Return a function of (first, n) that draws replicates and counts.

    Parameters
    ----------
    setup : Setup

    Returns
    -------
    callable of (first, n) to Tally
    """
    return functools.partial(sample_block, setup)


def sample_block(setup: Setup, first: int, n: int) -> Tally:
    """Draw replicates first .. first + n - 1 and count.

    Parameters
    ----------
    setup : Setup
    first, n : int
        `first` is a multiple of four; n need not be.

    Returns
    -------
    Tally
    """
    tally = empty_tally(setup.plan)
    block = make_block(setup, first, n, tally.months)
    moment = start(n)
    for p in range(setup.plan.n_programs):
        outcome = visit(block, p, moment)
        _count(setup, tally, p, outcome)
    tally.interviews[:] = np.bincount(moment.attended, minlength=setup.plan.n_programs + 1)
    tally.first_years[:] = np.count_nonzero(moment.advanced & moment.first_year)
    count_soap(setup, tally, moment.free, block.words(Stage.SOAP, identity(APPLICANT)))
    return tally


def sample_outcomes(setup: Setup, first: int, n: int, chosen: Iterable[int]) -> dict[int, Outcome]:
    """Draw replicates and return what happened at some programs, for charts and study.

    Parameters
    ----------
    setup : Setup
    first, n : int
        As in `sample_block`.
    chosen : iterable of int
        Live programs. Where a limit on interviews may bind, those further up the list are visited too.

    Returns
    -------
    dict of int to Outcome, in the order of the list
        What happened at the chosen ones. `matched` leaves matches at programs that were not visited out of account.
    """
    block = make_block(setup, first, n, empty_tally(setup.plan).months)
    moment = start(n)
    wanted = set(chosen)
    visited = range(max(wanted, default=-1) + 1) if setup.plan.room >= 0 else sorted(wanted)
    found = {p: visit(block, p, moment) for p in visited}
    return {p: outcome for p, outcome in found.items() if p in wanted}


def _count(setup: Setup, tally: Tally, p: int, outcome: Outcome) -> None:
    tally.invited[p] = outcome.n_invited
    tally.interviewed[p] = outcome.attended.size
    for name in ("ranked", "unranked", "matched"):
        getattr(tally, name)[p] = np.count_nonzero(getattr(outcome, name))
    width = bin_width(setup.plan.pools[p].size)
    for name in ("position", "depth"):
        place = (getattr(outcome, name)[outcome.placed] - 1) // width
        counts = getattr(tally, name)
        counts[p] = np.bincount(place, minlength=counts.shape[1])


def count_soap(setup: Setup, tally: Tally, free: NDArray[np.bool_], word: NDArray[np.uint32]) -> None:
    """Count SOAP positions by round among the unmatched, in place.

    Parameters
    ----------
    setup : Setup
    tally : Tally
        Its `soap` is filled.
    free : array (n,)
        Not matched.
    word : array (n,) or longer
        One random word per replicate.
    """
    coin = uniforms(word[: free.size][free])
    place = np.searchsorted(setup.soap, coin, side="right")
    tally.soap[:] = np.bincount(place, minlength=setup.soap.size + 1)[: setup.soap.size]
