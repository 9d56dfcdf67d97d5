"""The sampler: whole seasons drawn stage by stage, many replicates at a time.

This is the readable form, one pass over the programs from the top of the list with NumPy
arrays over replicates. `compiled` holds its compiled twin; both give the same counts to
the last digit, so that which of them ran never shows in a result.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.streams import Stage, identity, normals, tables, uniforms, words
from simulator.model.seasonclock import late_month_shares_after, month_shares_after
from simulator.model.tables import constant
from simulator.season.invite import invitation_chances
from simulator.season.latents import draw, posterior, readable_source
from simulator.season.plan import APPLICANT, INTERVIEWED, OPEN
from simulator.season.rank import places
from simulator.season.soap import soap_chances
from simulator.season.tally import bin_width, empty_tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulator.scenario import Scenario
    from simulator.season.latents import Latents, Posterior
    from simulator.season.plan import Plan
    from simulator.season.tally import Tally

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]


class Setup(NamedTuple):
    """What every block of one run shares.

    Attributes
    ----------
    plan : Plan with the central parameters
    seed : key of the random numbers
    posterior : tables of the evidence, or None
    keys : identities of (applicant at program, program) by live program
    noise_sd, cutoff_sd : standard deviations of one score and of one cutoff
    unranked_share : share of interviewed applicants a program leaves off its list
    months : (2, 6) cumulative shares by month of first-wave and of late invitations
    soap : (4,) cumulative chance of a SOAP position by round
    """

    plan: Plan
    seed: int
    posterior: Posterior | None
    keys: list[tuple[int, int]]
    noise_sd: float
    cutoff_sd: float
    unranked_share: float
    months: Array
    soap: Array


class Moment(NamedTuple):
    """Where a block stands on its way down the list; n replicates.

    Attributes
    ----------
    attended : (n,) interviews attended so far
    accepted : (n,) of them, those that take room under a limit
    free : (n,) not matched yet
    """

    attended: NDArray[np.int64]
    accepted: NDArray[np.int64]
    free: Mask


class Outcome(NamedTuple):
    """What happened at one program; n replicates.

    `placed` marks the interviews after which the program could rank the applicant (it
    sponsors the visa), the only ones where position and depth mean anything.
    """

    invited: Mask
    attended: Mask
    placed: Mask
    ranked: Mask
    unranked: Mask
    matched: Mask
    position: NDArray[np.int64]
    depth: NDArray[np.int64]


def make_setup(scenario: Scenario, plan: Plan, seed: int) -> Setup:
    """Prepare what every block shares.

    Parameters
    ----------
    scenario : Scenario
    plan : Plan
        With one parameter set.
    seed : int
        0 to 2**63 - 1.

    Returns
    -------
    Setup
    """
    p = plan.parameters
    return Setup(
        plan=plan,
        seed=seed,
        posterior=posterior(plan),
        keys=plan.keys(),
        noise_sd=float(np.sqrt(1 + p.sd("performance")[0] ** 2)),
        cutoff_sd=float(p.sd("cutoff")[0]),
        unranked_share=constant("rank", "unranked_share"),
        months=_month_shares(scenario),
        soap=np.cumsum(soap_chances(scenario)),
    )


def _month_shares(scenario: Scenario) -> Array:
    waves = (month_shares_after, late_month_shares_after)
    return np.cumsum([shares(scenario.as_of, scenario.season) for shares in waves], axis=1)


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
    moment, padded = _start(n), -(-n // 4) * 4
    latents = draw(setup.plan, setup.posterior, setup.seed, first, padded, readable_source())
    for p in range(setup.plan.n_programs):
        outcome, moment = _visit(setup, p, latents, moment, first, n, tally.months)
        _count(setup, tally, p, outcome)
    tally.interviews[:] = np.bincount(moment.attended, minlength=setup.plan.n_programs + 1)
    count_soap(setup, tally, moment.free, words(setup.seed, Stage.SOAP, identity(APPLICANT), first, padded))
    return tally


def sample_outcomes(setup: Setup, first: int, n: int) -> list[Outcome]:
    """Draw replicates and return what happened at every program, for charts and study."""
    tally = empty_tally(setup.plan)
    moment, padded = _start(n), -(-n // 4) * 4
    latents = draw(setup.plan, setup.posterior, setup.seed, first, padded)
    outcomes = []
    for p in range(setup.plan.n_programs):
        outcome, moment = _visit(setup, p, latents, moment, first, n, tally.months)
        outcomes.append(outcome)
    return outcomes


def _start(n: int) -> Moment:
    return Moment(np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64), np.ones(n, dtype=bool))


def _visit(
    setup: Setup, p: int, latents: Latents, moment: Moment, first: int, n: int, months: NDArray[np.int64]
) -> tuple[Outcome, Moment]:
    """Everything that happens between the applicant and one program."""
    plan, padded = setup.plan, latents.carried.size
    invited = _invited(setup, p, latents, first, padded, n, months)
    held = plan.kind[p] == INTERVIEWED
    attended = invited if held or plan.room < 0 else invited & (moment.accepted < plan.room)
    position, depth, above, is_ranked = _placed(setup, p, latents, first, padded, n)
    placed = attended & _sponsored(setup, p, first, padded)[:n]
    ranked = placed & is_ranked
    left_off = placed & ~is_ranked & (above > 1 - setup.unranked_share)
    matched = ranked & moment.free & bool(plan.listed[p])
    accepted = moment.accepted + (attended & (not held))
    after = Moment(moment.attended + attended, accepted, moment.free & ~matched)
    unranked = left_off | (attended & ~placed)
    return Outcome(invited, attended, placed, ranked, unranked, matched, position, depth), after


def _invited(
    setup: Setup, p: int, latents: Latents, first: int, padded: int, n: int, months: NDArray[np.int64]
) -> Mask:
    plan = setup.plan
    if plan.kind[p] != OPEN:
        return np.ones(n, dtype=bool)
    early, late = invitation_chances(
        latents.paper[plan.group[p]],
        plan.invite_shift[0, p],
        plan.invite_sponsor[p],
        plan.timing,
        plan.late_rate,
        tables(),
    )
    coin = uniforms(words(setup.seed, Stage.INVITATION, setup.keys[p][0], first, padded))
    when = uniforms(words(setup.seed, Stage.MONTH, setup.keys[p][0], first, padded))
    for wave, chosen in enumerate((coin < early, (coin >= early) & (coin < early + late))):
        month = np.searchsorted(setup.months[wave, :-1], when[:n][chosen[:n]], side="right")
        months += np.bincount(month, minlength=months.size)
    return (coin < early + late)[:n]


def _sponsored(setup: Setup, p: int, first: int, padded: int) -> Mask:
    chance = setup.plan.rank_sponsor[p]
    if chance >= 1:
        return np.ones(padded, dtype=bool)
    return uniforms(words(setup.seed, Stage.SPONSORSHIP, setup.keys[p][1], first, padded)) < chance


def _placed(
    setup: Setup, p: int, latents: Latents, first: int, padded: int, n: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], Array, Mask]:
    """Score against cutoff: rank position, fill depth, share above, and the event."""
    plan = setup.plan
    noise = normals(words(setup.seed, Stage.SCORE, setup.keys[p][0], first, padded), tables())
    moved = normals(words(setup.seed, Stage.CUTOFF, setup.keys[p][1], first, padded), tables())
    skill = 0.0 if plan.reported[p] else latents.skill
    score = plan.rank_shift[0, p] + latents.carried + skill + setup.noise_sd * noise
    cutoff = setup.cutoff_sd * moved - latents.season[plan.group[p]]
    position, depth, above = places(score[:n], cutoff[:n], plan.pools[p], tables())
    return position, depth, above, (score >= cutoff)[:n]


def _count(setup: Setup, tally: Tally, p: int, outcome: Outcome) -> None:
    for name in ("invited", "ranked", "unranked", "matched"):
        getattr(tally, name)[p] = np.count_nonzero(getattr(outcome, name))
    tally.interviewed[p] = np.count_nonzero(outcome.attended)
    width = bin_width(setup.plan.pools[p].size)
    for name in ("position", "depth"):
        place = (getattr(outcome, name)[outcome.placed] - 1) // width
        counts = getattr(tally, name)
        counts[p] = np.bincount(place, minlength=counts.shape[1])


def count_soap(setup: Setup, tally: Tally, free: Mask, word: NDArray[np.uint32]) -> None:
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
